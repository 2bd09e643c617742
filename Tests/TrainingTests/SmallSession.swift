import CAllocationCounter
import Datasets
import Engine
import Foundation
import Telemetry
import Training

/// Data small enough to train on in a test, of each kind.
enum SmallData: String, CaseIterable, Sendable {
  case adding, text, csv

  func dataset(in scratch: Scratch) throws -> Dataset {
    switch self {
    case .adding:
      return try load(DataConfiguration(source: "adding", length: 10, count: 200))
    case .text:
      let line = "the quick brown fox jumps over the lazy dog\n"
      let path = try scratch.write("text.txt", String(repeating: line, count: 40).utf8)
      return try load(DataConfiguration(source: "text", file: path, length: 12))
    case .csv:
      let rows = (0..<300).map { "\(20 + 3 * sin(Double($0) / 5) + Double($0 % 7) / 10)\n" }
      let path = try scratch.write("waves.csv", ("value\n" + rows.joined()).utf8)
      return try load(DataConfiguration(source: "csv", file: path, window: 8))
    }
  }

  private func load(_ configuration: DataConfiguration) throws -> Dataset {
    try loadDataset(configuration, relativeTo: []) { _ in }
  }
}

/// A session on small data, with everything that it tells.
final class SmallSession {
  let trainer: Trainer
  private(set) var events: [RunEvent] = []

  init(
    _ dataset: Dataset, _ cells: [String] = ["lstm"], threads: Int = 1,
    training: (inout TrainingConfiguration) -> Void = { _ in },
    lane: (inout LaneConfiguration) -> Void = { _ in },
    preset change: (inout Preset) -> Void = { _ in }
  ) throws {
    var session = TrainingConfiguration()
    training(&session)
    let lanes = cells.map { cell in
      var configuration = LaneConfiguration(name: cell)
      configuration.model.cell = cell
      configuration.model.hidden = [6]
      configuration.model.embedding = 5
      configuration.training = session
      lane(&configuration)
      return configuration
    }
    var preset = Preset(name: "small", training: session, lanes: lanes)
    change(&preset)
    trainer = try Trainer(preset, dataset, threads: threads)
    trainer.onEvent = { [unowned self] in events.append($0) }
  }

  deinit { trainer.close() }

  var lane: Lane { trainer.lanes[0] }

  func steps(_ count: Int) {
    for _ in 0..<count { trainer.step() }
  }

  /// Of this thread in so many steps, those aside after which a row of the gradient's map is new.
  func allocations(steps: Int) -> Int {
    func rows() -> [Int] {
      trainer.laneSnapshots().map { $0.gradients[0].map.rows.last?.lastStep ?? 0 }
    }
    var (sum, known) = (0, rows())
    for _ in 0..<steps {
      let before = allocation_count_of_this_thread()
      trainer.step()
      let made = Int(allocation_count_of_this_thread() - before)
      let now = rows()
      if now == known { sum += made }
      known = now
    }
    return sum
  }

  func set(_ key: String, _ value: String) { trainer.apply(.all, .set(key: key, value: value)) }

  /// Each event as a word: "validation", "improved", ...
  func words(of lane: String) -> [String] { events.filter { $0.lane == lane }.map(\.word) }
}

extension RunEvent {
  var word: String {
    switch self {
    case .noImprovement: "no improvement"
    case .earlyStop: "early stop"
    case .effect: "effect"
    case .learningRate: "rate"
    case .end(let e): "end: \(e.reason.rawValue)"
    default: name.rawValue
    }
  }

  /// "regularizers.clip = 0.5 at 3", with the reason where it was rejected.
  var answer: String? {
    guard case .command(let e) = self else { return nil }
    return "\(e.name) = \(e.value) at \(e.step)" + (e.reason.map { ": \($0)" } ?? "")
  }

  var validated: LaneValidated? { if case .validation(let e) = self { e } else { nil } }
  var ended: LaneEnded? { if case .end(let e) = self { e } else { nil } }
}

/// What two runs of a lane must have in common, to the last bit. The clock is not among it.
struct LaneBits: Equatable {
  var weights: [UInt32]
  var moments: [[UInt32]]
  var best: [UInt32]?
  var step: Int
  var losses: [Float?]
  var stopping: EarlyStopping
  var curve: [Float]

  init(_ lane: Lane) {
    let value = lane.state
    weights = value.weights.map(\.bitPattern)
    moments = value.moments.map { $0.map(\.bitPattern) }
    best = value.best?.weights.map(\.bitPattern)
    step = value.progress.step
    losses = [
      value.progress.lastTrainLoss, value.progress.lastPlainLoss,
      value.progress.lastValidationLoss, value.progress.interval?.loss,
    ]
    stopping = value.progress.earlyStopping
    curve = value.progress.trainCurve.buckets.map(\.mean)
  }
}

extension Dataset {
  /// Of the target, as the model file keeps it.
  var scaler: AffineScaler? {
    guard let series = description.series, let scale = series.steps.last,
      scale.step == PreparationStep("scale", "standard")
    else { return nil }
    let numbers = scale.fitted[scale.fitted.count - series.targets.count]
    return AffineScaler(mean: numbers[0], scale: numbers[1])
  }
}
