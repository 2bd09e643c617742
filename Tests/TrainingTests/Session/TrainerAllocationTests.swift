import CAllocationCounter
import Datasets
import Engine
import Telemetry
import Testing
import Training

/// In the steady state a training step allocates nothing. Counted on the calling thread, because
/// other tests run at the same time; with one thread that is all of the work.
@Suite struct TrainerAllocationTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Enough training sequences that neither a validation nor a row of the gradient's map falls into
  /// the steps that are counted.
  private func dataset(_ data: SmallData) throws -> Dataset {
    var configuration = DataConfiguration(source: data.rawValue)
    switch data {
    case .adding:
      configuration.length = 10
      configuration.count = 8000
    case .text:
      let text = String(repeating: "a quick brown fox, a lazy dog. ", count: 2000)
      configuration.file = try scratch.write("long.txt", text.utf8)
      configuration.length = 10
    case .csv:
      let rows = (0..<8000).map { "\($0 % 13),\($0 % 29)\n" }
      configuration.file = try scratch.write("long.csv", ("a,b\n" + rows.joined()).utf8)
      configuration.window = 8
    }
    return try loadDataset(configuration, relativeTo: []) { _ in }
  }

  @Test(arguments: SmallData.allCases)
  func aStepAllocatesNothing(_ data: SmallData) throws {
    guard allocation_counter_is_on() else {
      print("TrainerAllocationTests: allocations are not counted under a sanitizer; skipped")
      return
    }
    let session = try SmallSession(dataset(data), ["rnn", "lstm", "gru"]) {
      $0.batch = 8
      $0.maxEpochs = nil
      $0.schedule = "cosine"
      $0.scheduleOptions[CosineSchedule.options[0]] = 10
    }
    for type in RegularizerRegistry.all where data == .text || !type.needsProbabilities {
      session.set("regularizers.\(type.key)", "on")
    }
    let settings = session.lane.progress.regularization.settings
    #expect(settings.count { $0.isOn } >= RegularizerRegistry.all.count - 2)
    // Every method that the data bear, in every lane another strength.
    for type in AugmentationRegistry.all { session.set("augmentation.\(type.key)", "on") }
    for lane in 0..<3 {
      session.trainer.apply(
        .lane(LaneID(lane)), .set(key: "augmentation", value: "0.\(5 + lane)"))
    }
    #expect(session.trainer.lanes.allSatisfy { $0.progress.augmentation.isOn })
    try #require(session.trainer.stepsPerEpoch > 400)
    session.steps(50)
    #expect(session.allocations(steps: 100) == 0)
    // Nor with lanes at different places in the data.
    session.trainer.apply(.lane(1), .restart)
    session.steps(50)
    #expect(session.allocations(steps: 100) == 0)
    // The counter does count.
    let after = allocation_count_of_this_thread()
    withExtendedLifetime([Int](repeating: Int(after), count: 100)) {}
    _ = session.trainer.lanes.map { LaneBits($0) }
    #expect(allocation_count_of_this_thread() > after)
  }
}
