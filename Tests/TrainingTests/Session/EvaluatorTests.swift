import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// Scores against sums taken by hand: with all weights 0 but the head's bias the answer is that bias.
@Suite struct EvaluatorTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// A lane whose answer is always `bias` and that never learns.
  private func session(_ data: SmallData, bias: Float) throws -> SmallSession {
    let session = try SmallSession(
      data.dataset(in: scratch),
      training: {
        $0.optimizer = "sgd"
        $0.learningRate = 0
        $0.maxEpochs = 1
      })
    var value = session.lane.state
    value.weights = value.weights.map { _ in 0 }
    let architecture = session.lane.architecture
    // The head's bias is the end of the flat block.
    for i in 0..<architecture.outputs where data != .text {
      value.weights[value.weights.count - 1 - i] = bias
    }
    session.lane.state = value
    while !session.trainer.hasEnded { session.trainer.step() }
    return session
  }

  /// The targets of a part, example by example.
  private func targets(_ part: any Examples, _ shape: SequenceShape) -> [Float] {
    let inputs = FloatBlock(count: shape.timeSteps * max(1, shape.features))
    let values = FloatBlock(count: shape.outputs)
    let lengths = Block<Int32>(count: 1)
    return (0..<part.count).map { i in
      part.write(
        i, pass: 0,
        to: BatchPointers(
          inputs: inputs.pointer, targetValues: values.pointer, lengths: lengths.pointer,
          timeSteps: shape.timeSteps, batch: 1), column: 0)
      return values.pointer[0]
    }
  }

  private func record(_ session: SmallSession) throws -> LaneValidated {
    let records = session.events.compactMap(\.validated)
    #expect(records.count == 1)
    return try #require(records.first)
  }

  private func end(_ session: SmallSession) throws -> (
    loss: Float, metrics: [Baseline.Metric], baselines: [Baseline]
  ) {
    let end = try #require(session.events.compactMap(\.ended).last)
    let baselines = session.trainer.results()[0].baselines
    #expect(end.baselines == NamedValues(baselines.map { ($0.name, NamedValues($0.testMetrics)) }))
    return (try #require(end.testLoss), end.testMetrics.entries, baselines)
  }

  private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-5 * max(1, abs(b)) }

  private func meanSquare(_ values: [Float], _ answer: Float) -> Double {
    values.reduce(0.0) { $0 + pow(Double($1) - Double(answer), 2) } / Double(values.count)
  }

  @Test func seriesInTheirOwnUnits() throws {
    let session = try session(.csv, bias: 0.25)
    let dataset = try SmallData.csv.dataset(in: scratch)
    let scale = try #require(dataset.scaler).scale
    #expect(scale > 1.5, "else scaled and plain units cannot be told apart")
    let record = try record(session)
    let values = targets(dataset.validation, dataset.shape)
    #expect(close(Double(record.validationLoss), meanSquare(values, 0.25)))
    #expect(record.metrics.map(\.name) == ["rmse", "mae", "skill"])
    let mae = values.reduce(0.0) { $0 + abs(Double($1) - 0.25) } / Double(values.count)
    #expect(close(record.metrics[0].value, meanSquare(values, 0.25).squareRoot() * scale))
    #expect(close(record.metrics[1].value, mae * scale))

    let end = try end(session)
    let test = targets(dataset.test, dataset.shape)
    #expect(close(Double(end.loss), meanSquare(test, 0.25)))
    #expect(close(end.metrics[0].value, meanSquare(test, 0.25).squareRoot() * scale))
    #expect(end.baselines.first?.name == "seasonal naive, 31 rows")
    let baseline = try #require(end.baselines.first).testMetrics
    #expect(baseline.map(\.name) == ["rmse", "mae", "skill"])
    #expect(baseline[0].value == dataset.baseline.testMetrics[0].value && baseline[2].value == 0)
    #expect(
      close(end.metrics[2].value, 1 - pow(end.metrics[0].value / baseline[0].value, 2)))
    // On screen it stands beside the loss.
    let info = session.trainer.sessionInfo(threads: 1)
    #expect(info.metric?.name == "rmse" && info.metric?.isShare == false)
    #expect(info.metric?.baseline == Float(dataset.baseline.validationMetrics[0].value))
    let snapshot = try #require(session.trainer.laneSnapshots().first)
    #expect(snapshot.metric == Float(record.metrics[0].value))
    #expect(snapshot.testMetric == Float(end.metrics[0].value))

    guard case .forecast(let forecasts) = session.lane.output else {
      Issue.record("a series has a forecast")
      return
    }
    let forecast = try #require(forecasts.first)
    #expect(forecasts.count == 1 && forecast.target == "")
    #expect(forecast.baselineRMSE == Float(dataset.baseline.validationMetrics[0].value))
    #expect(forecast.overTime)
    #expect(forecast.truth.count == values.count)
    let places = try #require(forecast.places)
    #expect(places.unit == "rows" && places.total == 300 && places.partCount == values.count)
    #expect(places.rows == Array(241...270) && places.dates == [])
    let answer = Float(try #require(dataset.scaler).undo(0.25))
    #expect(forecast.forecast.allSatisfy { abs($0 - answer) < 1e-4 })
    #expect(close(Double(forecast.rmse), record.metrics[0].value))
  }

  @Test func aTaskWithANumberAsItsAnswer() throws {
    let session = try session(.adding, bias: 0.75)
    let dataset = try SmallData.adding.dataset(in: scratch)
    let record = try record(session)
    let wanted = meanSquare(targets(dataset.validation, dataset.shape), 0.75)
    #expect(close(Double(record.validationLoss), wanted))
    #expect(record.metrics.map(\.name) == ["mse"])
    #expect(close(record.metrics[0].value, wanted))
    #expect(record.penalty == 0)

    // Training loss: the mean over steps of 32 sequences, all of the same size here.
    let training = targets(dataset.training, dataset.shape)
    #expect(close(Double(try #require(record.trainLoss)), meanSquare(training, 0.75)))
    // Measured like validation: as many examples, spread over the training part.
    let count = dataset.validation.count
    let sample = (0..<count).map { training[$0 * training.count / count] }
    #expect(close(Double(record.trainLossPlain), meanSquare(sample, 0.75)))
    #expect(record.trainLossPlain != record.trainLoss)

    guard case .forecast(let forecasts) = session.lane.output else {
      Issue.record("a task has answers")
      return
    }
    let forecast = try #require(forecasts.first)
    #expect(session.trainer.sessionInfo(threads: 1).metric == nil, "mse is the loss")
    #expect(!forecast.overTime)
    #expect(forecast.truth == forecast.truth.sorted())
  }

  @Test func languageInNatsPerToken() throws {
    let session = try session(.text, bias: 0)
    let dataset = try SmallData.text.dataset(in: scratch)
    let record = try record(session)
    let nats = log(Double(dataset.shape.vocabulary))
    #expect(
      record.metrics.map(\.name) == ["nats_per_token", "perplexity", "bits_per_character"])
    #expect(close(record.metrics[2].value, log2(Double(dataset.shape.vocabulary))))
    #expect(close(record.metrics[0].value, nats))
    #expect(close(record.metrics[1].value, Double(dataset.shape.vocabulary)))
    #expect(close(Double(record.validationLoss), nats))
    #expect(close(try end(session).metrics[0].value, nats))
    guard case .text(let samples) = session.lane.output, let sample = samples.last else {
      Issue.record("a language model writes")
      return
    }
    #expect(sample.text.unicodeScalars.count == 400)
    #expect(close(Double(sample.validationLoss), nats) && sample.epoch == 1)
    #expect(samples.count <= TextSample.mostKept)
    let vocabulary = try #require(dataset.vocabulary)
    #expect(sample.text.unicodeScalars.allSatisfy { vocabulary.token(ofCharacter: $0) != nil })
  }

  /// Dropout and penalties act on training only.
  @Test func regularizersAreOffWhileScoring() throws {
    func record(_ configure: (inout LaneConfiguration) -> Void) throws -> LaneValidated {
      let session = try SmallSession(
        SmallData.adding.dataset(in: scratch),
        training: {
          $0.optimizer = "sgd"
          $0.learningRate = 0
        }, lane: configure)
      session.steps(5)
      return try self.record(session)
    }
    let plain = try record { _ in }
    let regularized = try record {
      for key in ["dropout", "recurrent_dropout", "l2"] { $0.regularization[key]?.isOn = true }
      $0.regularization["dropout"]?.strength = 0.5
    }
    #expect(plain.validationLoss == regularized.validationLoss)
    #expect(plain.trainLossPlain == regularized.trainLossPlain)
    #expect(plain.trainLoss != regularized.trainLoss)
    #expect(regularized.penalty > 0)
    #expect(plain.penalty == 0)
  }
}
