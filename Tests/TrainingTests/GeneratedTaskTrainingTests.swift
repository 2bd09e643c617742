import CAllocationCounter
import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// Runs over the registry: every generated task trains, the same way each time, and is scored on the
/// steps that it asks for.
@Suite struct GeneratedTaskTrainingTests {
  static let names = DataSources.all.filter { !$0.readsFile }.map { $0.name }

  private func data(_ name: String, seed: UInt64 = 1) throws -> Dataset {
    let count = name == "grammar" ? 4000 : 400
    return try loadDataset(
      DataConfiguration(
        source: name, length: DataSources.isOfPairs(name) || name == "spoken" ? nil : 12,
        count: count, seed: seed),
      relativeTo: []
    ) { _ in }
  }

  private func trained(_ data: Dataset, threads: Int = 1) throws -> SmallSession {
    let session = try SmallSession(data, ["lstm", "gru"], threads: threads) {
      $0.batch = 16
      $0.validateEvery = .steps(4)
    }
    session.steps(8)
    return session
  }

  @Test(arguments: names) func trainsForAFewSteps(_ name: String) throws {
    let data = try data(name)
    let session = try trained(data)
    let records = session.events.compactMap(\.validated)
    #expect(records.count == 4)
    for record in records {
      #expect(record.trainLoss?.isFinite == true && record.validationLoss.isFinite)
      #expect((record.gradientNorm ?? 0) > 0 && record.gradientNorm?.isFinite == true)
      #expect(record.metrics.map(\.name).starts(with: data.metrics))
      #expect(record.metrics.allSatisfy { $0.value.isFinite })
    }
    let shape = data.shape
    let architecture = session.lane.architecture
    #expect(architecture.outputs == shape.outputs && architecture.vocabulary == shape.vocabulary)
    guard case .network(let network) = architecture else {
      #expect(shape.targetSequence != nil)
      return
    }
    #expect((network.head == .every) == shape.everyStep)
  }

  @Test(arguments: names) func sameSeedSameBits(_ name: String) throws {
    let one = try trained(data(name))
    let same = try trained(data(name), threads: 2)
    #expect(one.trainer.lanes.map { LaneBits($0) } == same.trainer.lanes.map { LaneBits($0) })
    let other = try trained(data(name, seed: 2))
    #expect(LaneBits(one.lane) != LaneBits(other.lane))
  }

  /// A network that answers the training part's frequencies, or its mean, whatever is fed, scores
  /// what the trivial predictor does: both look at the same steps.
  @Test(arguments: names) func theTrivialPredictorIsScoredTheSame(_ name: String) throws {
    let data = try data(name)
    guard data.kind == .classes || data.kind == .task else { return }
    let session = try SmallSession(data, ["gru"]) {
      $0.optimizer = "sgd"
      $0.learningRate = 0
      $0.maxEpochs = 1
    }
    var value = session.lane.state
    value.weights = value.weights.map { _ in 0 }
    // The head's bias is the end of the flat block.
    let answers = constantAnswers(data)
    value.weights.replaceSubrange((value.weights.count - answers.count)..., with: answers)
    session.lane.state = value
    while !session.trainer.hasEnded { session.trainer.step() }
    for end in session.events.compactMap(\.ended) {
      #expect(abs(try #require(end.testLoss) - data.baseline.testLoss) < 1e-4)
      let expected = data.baseline.testMetrics[0]
      #expect(abs(try #require(end.testMetrics[expected.name]) - expected.value) < 1e-4)
    }
    #expect(session.events.contains { $0.word.hasPrefix("end") })
  }

  /// ln of one more than the frequencies in the training part, or its mean.
  private func constantAnswers(_ data: Dataset) -> [Float] {
    let places = data.shape.everyStep ? data.shape.timeSteps : 1
    let classes = Block<Int32>(count: places)
    let values = FloatBlock(count: places * data.shape.outputs)
    let lengths = Block<Int32>(count: 1)
    var counts = [Float](repeating: 1, count: data.shape.outputs)
    var sum: Float = 0
    for index in 0..<data.training.count {
      data.training.write(
        index, pass: 0,
        to: BatchPointers(
          targetValues: values.pointer, targetClasses: classes.pointer, lengths: lengths.pointer,
          timeSteps: data.shape.timeSteps, batch: 1), column: 0)
      for place in 0..<places where data.kind == .classes && classes.pointer[place] >= 0 {
        counts[Int(classes.pointer[place])] += 1
      }
      sum += values.pointer[0]
    }
    return data.kind == .classes
      ? counts.map { log($0) } : [sum / Float(data.training.count)]
  }

  @Test(arguments: names) func writingAllocatesNothing(_ name: String) throws {
    guard allocation_counter_is_on() else {
      print("GeneratedTaskTrainingTests: allocations are not counted under a sanitizer; skipped")
      return
    }
    let data = try data(name)
    let shape = data.shape
    let inputs = FloatBlock(count: max(1, shape.timeSteps * shape.features))
    let tokens = Block<Int32>(count: max(1, shape.timeSteps))
    let values = FloatBlock(count: shape.timeSteps * shape.outputs)
    let classes = Block<Int32>(count: shape.targetSequence?.timeSteps ?? shape.timeSteps)
    let lengths = Block<Int32>(count: 1)
    let pointers = BatchPointers(
      inputs: shape.features > 0 ? inputs.pointer : nil,
      tokens: shape.vocabulary > 0 ? tokens.pointer : nil, targetValues: values.pointer,
      targetClasses: classes.pointer, lengths: lengths.pointer, timeSteps: shape.timeSteps,
      batch: 1)
    let part = data.training
    part.write(0, pass: 0, to: pointers, column: 0)
    let before = allocation_count_of_this_thread()
    for index in 0..<50 { part.write(index, pass: 1, to: pointers, column: 0) }
    #expect(allocation_count_of_this_thread() - before == 0)
  }
}
