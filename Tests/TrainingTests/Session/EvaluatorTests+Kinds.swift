import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// Scores of classes, of yes and no, and of several numbers, against sums taken one by one: with all
/// weights 0 but the head's biases, every answer is known.
extension EvaluatorTests {
  /// A lane that answers `biases` to everything.
  private func session(_ data: Dataset, biases: [Float]) throws -> SmallSession {
    let session = try SmallSession(
      data,
      training: {
        $0.optimizer = "sgd"
        $0.learningRate = 0
        $0.maxEpochs = 1
        $0.batch = 16
      })
    var value = session.lane.state
    value.weights = value.weights.map { _ in 0 }
    value.weights.replaceSubrange((value.weights.count - biases.count)..., with: biases)
    session.lane.state = value
    while !session.trainer.hasEnded { session.trainer.step() }
    return session
  }

  private func validation(_ session: SmallSession) throws -> LaneValidated {
    let found = session.events.compactMap(\.validated)
    return try #require(found.first)
  }

  /// Every target of a part that counts, as (example, step).
  private func targets(_ part: VariedSequences) -> [(example: Int, step: Int)] {
    part.lengths.indices.filter { part.hasTarget($0) }.flatMap { example in
      (part.shape.everyStep ? 0..<part.lengths[example] : 0..<1).map { (example, $0) }
    }.filter { part.shape.target != .classes || part.target($0.0, step: $0.1, output: 0) >= 0 }
  }

  @Test(arguments: [false, true]) func classes(_ everyStep: Bool) throws {
    var data = try Dataset.varied(.test(.classes, everyStep: everyStep))
    data.classes = ["red", "green", "blue"]
    var part = try #require(data.validation as? VariedSequences)
    part.without = [4, 9]
    data.validation = part
    let session = try session(data, biases: [0, 1, 0])
    let truths = targets(part).map { Int(part.target($0.example, step: $0.step, output: 0)) }
    let green = truths.filter { $0 == 1 }.count
    #expect(green > 3 && green < truths.count - 3)
    let record = try validation(session)
    #expect(record.metrics.map(\.name) == ["accuracy", "f1", "balanced_accuracy"])
    let accuracy = Double(green) / Double(truths.count)
    #expect(abs(record.metrics[0].value - accuracy) < 1e-12)
    // Green: precision is the accuracy and recall is 1; the other two are 0.
    let f1 = 2 * accuracy / (1 + accuracy) / 3
    #expect(abs(record.metrics[1].value - f1) < 1e-12)
    // Of three classes one is recognised.
    #expect(abs(record.metrics[2].value - 1.0 / 3) < 1e-12)
    let logSum = log(2 + exp(1.0))
    let loss = (logSum * Double(truths.count) - Double(green)) / Double(truths.count)
    #expect(abs(Double(record.validationLoss) - loss) < 1e-5)

    guard case .confusion(let confusion) = session.lane.output else {
      Issue.record("classes have a confusion")
      return
    }
    #expect(confusion.classes == ["red", "green", "blue"])
    #expect(confusion.counts.reduce(0, +) == truths.count)
    for i in 0..<3 { #expect(confusion.counts[i * 3 + 1] == truths.filter { $0 == i }.count) }
    #expect(confusion.unit == (everyStep ? "steps" : "sequences"))
    #expect(confusion.baselineName == "trivial" && confusion.baselineAccuracy == 0.5)
    let info = session.trainer.sessionInfo(threads: 1)
    #expect(
      info.metric == MetricInfo(name: "accuracy", short: "accuracy", isShare: true, baseline: 0.5))
    #expect(info.baselineLoss == 2)
  }

  /// One output: yes above a logit of 0.
  @Test(arguments: [Float(0.5), -0.5]) func yesAndNo(_ logit: Float) throws {
    let data = try Dataset.varied(.test(outputs: 1, .binary))
    let part = try #require(data.validation as? VariedSequences)
    let session = try session(data, biases: [logit])
    let truths = targets(part).map { part.target($0.example, step: $0.step, output: 0) > 0.5 }
    let right = Double(truths.filter { $0 == (logit > 0) }.count) / Double(truths.count)
    let record = try validation(session)
    #expect(abs(record.metrics[0].value - right) < 1e-12)
    #expect(abs(record.metrics[1].value - right / (1 + right)) < 1e-12)
    guard case .confusion(let confusion) = session.lane.output else {
      Issue.record("yes and no have a confusion")
      return
    }
    #expect(confusion.classes == ["0", "1"])
    #expect(confusion.counts[logit > 0 ? 0 : 1] == 0 || confusion.counts[logit > 0 ? 2 : 3] == 0)
  }

  /// Each target in its own unit: the first ten times as large as it was scaled, the second half.
  @Test(arguments: [false, true]) func severalTargets(_ everyStep: Bool) throws {
    var data = try Dataset.varied(
      .test(outputs: 2, .values, everyStep: everyStep), kind: .series, metrics: ["rmse", "mae"])
    data.targetNames = ["wind"]
    let part = try #require(data.validation as? VariedSequences)
    let session = try session(data, biases: [0.25, -0.5])
    let places = targets(part)
    func errors(_ output: Int) -> [Double] {
      places.map { place in
        let truth = Double(part.target(place.example, step: place.step, output: output))
        return VariedSequences.scale(output) * ([0.25, -0.5][output] - truth)
      }
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let rmse = (0..<2).map { mean(errors($0).map { $0 * $0 }).squareRoot() }
    let mae = (0..<2).map { mean(errors($0).map(abs)) }
    let record = try validation(session)
    #expect(record.metrics.map(\.name) == ["rmse", "mae", "skill"])
    #expect(abs(record.metrics[0].value - mean(rmse)) < 1e-5)
    #expect(abs(record.metrics[1].value - mean(mae)) < 1e-5)
    // Of the loss, against the trivial predictor's 2.
    #expect(abs(record.metrics[2].value - (1 - Double(record.validationLoss) / 2)) < 1e-6)

    guard case .forecast(let forecasts) = session.lane.output else {
      Issue.record("numbers have forecasts")
      return
    }
    #expect(forecasts.map(\.target) == ["wind", "target 2"])
    for (output, forecast) in forecasts.enumerated() {
      #expect(abs(Double(forecast.rmse) - rmse[output]) < 1e-5)
      #expect(abs(Double(try #require(forecast.mae)) - mae[output]) < 1e-5)
      #expect(forecast.baselineRMSE == nil)
      // Though they were scored by length, they stand in the order of the examples.
      let wanted = places.map {
        part.target($0.example, step: $0.step, output: output)
          * Float(VariedSequences.scale(output))
      }
      #expect(zip(forecast.truth, wanted.suffix(400)).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(forecast.truth.count == min(400, wanted.count))
    }
  }

  /// Only the last 400 examples are drawn.
  @Test func aLongPartIsDrawnFromItsEnd() throws {
    let data = try Dataset.varied(
      .test(outputs: 1, .values), kind: .series, metrics: ["rmse"], validation: 900)
    let part = try #require(data.validation as? VariedSequences)
    let session = try session(data, biases: [0])
    guard case .forecast(let forecasts) = session.lane.output else {
      Issue.record("numbers have forecasts")
      return
    }
    #expect(
      forecasts[0].truth == (500..<900).map { 10 * part.target($0, step: 0, output: 0) })
  }

  /// Short sequences in short batches, long ones in long batches: the same scores as one by one.
  @Test(arguments: [1, 7, 16, 64]) func scoresDoNotDependOnBatches(_ size: Int) throws {
    let data = try Dataset.varied(.test(.classes, everyStep: true), validation: 50)
    func record(_ batch: Int) throws -> LaneValidated {
      let session = try SmallSession(data) {
        $0.batch = batch
        $0.optimizer = "sgd"
        $0.learningRate = 0
        $0.maxSteps = 1
      }
      session.steps(1)
      return try validation(session)
    }
    let (one, other) = (try record(10), try record(size))
    #expect(abs(one.validationLoss - other.validationLoss) < 1e-5)
    #expect(one.metrics.map(\.value) == other.metrics.map(\.value))
  }
}
