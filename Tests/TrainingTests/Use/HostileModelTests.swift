import Datasets
import Testing
import Training

/// What a model file says of its preparation may be anything: it is used, or refused with a reason.
/// A trap would end the whole test process.
@Suite struct HostileModelTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test(arguments: HostileModel.all)
  func aSoundModelIsUsed(_ kind: HostileModel) throws {
    let made = try kind.make(in: scratch)
    try HostileModel.use(try scratch.write("model", made.file(made.json)), on: made.data)
  }

  private static let mutations = 600

  @Test(arguments: HostileModel.all)
  func damagedPreparationsAreUsedOrRefused(_ kind: HostileModel) throws {
    let made = try kind.make(in: scratch)
    let sound = try MutableJSON(made.json)
    var refused = 0
    for seed in 0..<Self.mutations {
      var random = SeededRandom(seed: UInt64(seed), stream: 7)
      var damaged = sound
      for _ in 0...random.index(below: 3) { damaged = damaged.damaged(&random) }
      let path = try scratch.write("model", made.file(damaged.json))
      do {
        try HostileModel.use(path, on: made.data)
      } catch {
        refused += 1
        let text = (error as? any CustomStringConvertible)?.description ?? ""
        #expect(!text.isEmpty, "\(kind.name), seed \(seed)")
      }
    }
    // Most damage is damage.
    #expect(refused > Self.mutations / 3, "\(kind.name): \(refused)")
  }

  // MARK: what is said

  struct Fault: Sendable, CustomTestStringConvertible {
    let kind: String
    let path: String
    let value: String
    let says: String
    var testDescription: String { "\(kind): \(path) \(value)" }

    init(_ kind: String, _ path: String, _ value: String, _ says: String) {
      (self.kind, self.path, self.value, self.says) = (kind, path, value, says)
    }
  }

  static let faults: [Fault] = [
    Fault("series", "series.horizon", "-1", "series.horizon: -1 is out of range, 1 to 1000000"),
    Fault("series", "series.window", "0", "series.window: 0 is out of range"),
    Fault("series", "series.window", "9223372036854775807", "series.window: 9223372036854775807"),
    Fault("series", "series.season", "-1", "series.season: -1 is out of range, 2 to 1000000"),
    Fault("series", "series.targets", "[]", "series.targets: 0 is out of range"),
    Fault(
      "series", "series.steps.0.step.value", "\"magic\"",
      "series.steps.0.step: data.prepare: missing"),
    Fault("series", "series.steps.1.fitted", "[]", "series.steps.1.fitted: has 0 rows"),
    Fault("series", "series.steps.1.fitted.0", "[2, 1]", "series.steps.1.fitted: row 0 is 2, 1"),
    Fault("series", "series.steps.3.fitted.0.1", "0", "a scale above 0"),
    Fault("series", "series.categories.value", "[\"a\"]", "series.categories.value: is a target"),
    Fault("series", "series.categories.kind", "[\"a\", \"a\"]", "has \"a\" twice"),
    Fault(
      "series", "series.columns", "[\"value\"]", "series.categories.kind: is not an input column"),
    Fault("characters", "length", "0", "length: 0 is out of range"),
    Fault("characters", "unknown", "-1", "unknown: -1 is out of range"),
    Fault("characters", "vocabulary", "[\"a\", \"a\"]", "vocabulary: has \"a\" twice"),
    Fault("characters", "vocabulary", "[]", "vocabulary: is empty"),
    Fault("characters", "text.counts", "[1]", "text.counts: has 1 entries; tokens are"),
    Fault("words", "text.counts.0", "-1", "text.counts.0: -1 is out of range"),
    Fault("bytes", "vocabulary", "[\"a\"]", "vocabulary: has 1 entries; bytes are 256"),
    Fault("labelled text", "labels", "[\"good\", \"good\"]", "labels: has \"good\" twice"),
    Fault("labelled text", "unknown", "null", "unknown: is missing"),
    Fault("labelled text", "text.columns.label", "0", "text.columns.label: 0 is out of range"),
    Fault("labelled text", "text.classes", "[1]", "text.classes: has 1 entries; labels are 2"),
    Fault("sequences", "sequences.most", "-1", "sequences.most: -1 is out of range"),
    Fault("sequences", "sequences.timeSteps", "0", "sequences.timeSteps: 0 is out of range"),
    Fault("sequences", "sequences.shares", "[1]", "sequences.shares: has 1 entries; labels are 2"),
    Fault("sequences", "sequences.shares", "[0, 1]", "sequences.shares: are not shares"),
    Fault("sequences", "sequences.roles.inputs", "[\"v\"]", "sequences.roles.inputs: has 1"),
    Fault("sequences", "labels", "[\"even\", \"odd\", \"none\"]", "sequences.shares: has 2"),
    Fault("tagged words", "sequences.shares", "[0.5]", "sequences.shares: has 1 entries"),
    Fault("generated task", "generated.count", "0", "generated.count: 0 is out of range"),
    Fault("generated task", "generated.horizon", "-1", "generated.horizon: -1"),
    Fault("generated task", "generated.split", "[2, 0, 0]", "generated.split: data.split"),
    Fault("generated task", "generated.fold", "2", "generated.fold: needs generated.folds"),
  ]

  @Test(arguments: faults)
  func theKeyIsNamed(_ fault: Fault) throws {
    let kind = try #require(HostileModel.all.first { $0.name == fault.kind })
    let made = try kind.make(in: scratch)
    let keys = fault.path.split(separator: ".").map(String.init)
    let damaged = try MutableJSON(made.json).replacing(keys[...], by: .raw(fault.value))
    let path = try scratch.write("model", made.file(damaged.json))
    let error = #expect(throws: ModelFileError.self) { try TrainedModel(contentsOf: path) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(path) && text.contains(fault.says), "\(text)")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func weightsThatAreNotFiniteAreRefused(_ value: Float) throws {
    let kind = HostileModel.all[0]
    let made = try kind.make(in: scratch)
    var model = try ModelFile(contentsOf: scratch.write("model", made.file(made.json)))
    model.weights[model.weights.count - 1] = value
    let path = scratch.file("broken")
    try model.write(to: path)
    let error = #expect(throws: ModelFileError.self) { try TrainedModel(contentsOf: path) }
    #expect(
      error?.description == "\(path): tensor head.bias holds \(value): its training diverged, "
        + "and nothing can be computed from it")
  }
}
