import Datasets
import Foundation
import Testing

/// Axes of arrays, and what fills them up.
struct ArrayLayoutTests {
  private static let (count, steps, inputs) = (20, 24, 3)

  private static func value(_ sequence: Int, _ step: Int, _ input: Int) -> Float {
    Float(10 * input) + Float(sin(Double(step) / 4 + Double(sequence)))
  }

  /// [N, T, I], or [N, I, T].
  private static func array(turned: Bool, steps: Int = steps) -> [UInt8] {
    var values: [Float] = []
    for sequence in 0..<count {
      for outer in 0..<(turned ? inputs : steps) {
        for inner in 0..<(turned ? steps : inputs) {
          values.append(value(sequence, turned ? inner : outer, turned ? outer : inner))
        }
      }
    }
    let shape = turned ? [count, inputs, steps] : [count, steps, inputs]
    return NumpyBytes.array("<f4", shape, NumpyBytes.floats(values))
  }

  private static let labels = NumpyBytes.array("|u1", [count], (0..<count).map { UInt8($0 % 2) })

  private func zip(_ arrays: [(String, [UInt8])]) -> [UInt8] { ZipBytes(arrays).bytes }

  @Test func theAxisOfTimeIsRecognisedAndKept() throws {
    let scratch = try Scratch()
    try scratch.write("f.npz", zip([("x", Self.array(turned: true)), ("y", Self.labels)]))
    try scratch.write("g.npz", zip([("x", Self.array(turned: false)), ("y", Self.labels)]))
    let data = try scratch.load(DataConfiguration(file: "f.npz"))
    let same = try scratch.load(DataConfiguration(file: "g.npz"))
    #expect(data.shape.features == Self.inputs && data.contents == same.contents)
    #expect(
      data.notes.contains {
        $0.contains("the last axis of [20, 3, 24] is time: values change smoothly along it")
      }, "\(data.notes)")
    #expect(data.description.sequences?.layout == .channelsSteps)
    #expect(same.description.sequences?.layout == .stepsChannels)
    // Other lengths, which would show nothing by themselves.
    let short = Self.array(turned: true, steps: 3)
    try scratch.write("new.npz", zip([("x", short), ("y", Self.labels)]))
    let new = try SequencesSource.prepare(
      "new.npz", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(new.shape.features == Self.inputs && new.shape.timeSteps == 3)
    // The key has the last word.
    var asked = DataConfiguration(file: "f.npz")
    asked.layout = .stepsChannels
    #expect(try scratch.load(asked).shape.features == Self.steps)
    asked.layout = .wide
    #expect(
      scratch.message(asked)?.contains("data.layout wide is not used with NumPy arrays") == true)
  }

  @Test func inDoubtNothingIsTurned() throws {
    let scratch = try Scratch()
    var random = SeededRandom(seed: 5)
    let values = (0..<20 * 3 * 24).map { _ in Float(random.index(below: 100)) }
    let noise = NumpyBytes.array("<f4", [20, 3, 24], NumpyBytes.floats(values))
    try scratch.write("f.npz", zip([("x", noise), ("y", Self.labels)]))
    let data = try scratch.load(DataConfiguration(file: "f.npz"))
    #expect(data.shape.features == 24)
    #expect(
      data.notes.contains(
        "24 inputs at each of 3 steps; if it is the other way round: --set data.layout=channels_steps"
      ),
      "\(data.notes)")
  }

  /// What is asked of an archive says what it holds: of several arrays of labels the one that is named.
  @Test func theLabelsThatAreNamedDecide() throws {
    let scratch = try Scratch()
    let tags = NumpyBytes.array(
      "|u1", [Self.count, Self.steps], (0..<Self.count * Self.steps).map { UInt8($0 % 3) })
    try scratch.write(
      "f.npz", zip([("x", Self.array(turned: false)), ("y", Self.labels), ("steps", tags)]))
    var configuration = DataConfiguration(file: "f.npz")
    #expect(try scratch.load(configuration).source == "sequences")
    configuration.label = "steps"
    #expect(try scratch.load(configuration).source == "tagged")
  }

  @Test func labelsOfStepsShowTheirAxis() throws {
    let scratch = try Scratch()
    let tags = NumpyBytes.array(
      "|u1", [Self.count, Self.steps], (0..<Self.count * Self.steps).map { UInt8($0 % 3) })
    try scratch.write("f.npz", zip([("x", Self.array(turned: true)), ("y", tags)]))
    let data = try scratch.load(DataConfiguration(file: "f.npz"))
    #expect(data.source == "tagged" && data.shape.features == Self.inputs)
    #expect(data.shape.timeSteps == Self.steps)
  }

  /// Sequences of 4 to 8 steps, zeros before or behind them up to 10.
  private static func padded(front: Bool, with pad: Float) -> [UInt8] {
    var values: [Float] = []
    for sequence in 0..<count {
      let length = 4 + sequence % 5
      let real = (0..<length).map { Float($0 + sequence + 1) / 4 }
      let fill = [Float](repeating: pad, count: 10 - length)
      values += (front ? fill + real : real + fill)
    }
    return NumpyBytes.array("<f4", [count, 10], NumpyBytes.floats(values))
  }

  @Test(arguments: [true, false]) func paddingIsNoSteps(_ front: Bool) throws {
    let scratch = try Scratch()
    try scratch.write(
      "f.npz", zip([("x", Self.padded(front: front, with: 0)), ("y", Self.labels)]))
    try scratch.write(
      "g.npz", zip([("x", Self.padded(front: false, with: .nan)), ("y", Self.labels)]))
    var configuration = DataConfiguration(file: "f.npz")
    let whole = try scratch.load(configuration)
    let hint =
      "20 of 20 sequences end in steps that are all 0 (2 to 6 of them); if that is padding: "
      + "--set data.pad_value=0"
    #expect(whole.notes.contains(hint) == !front, "\(whole.notes)")
    configuration.padValue = 0
    let data = try scratch.load(configuration)
    #expect(data.contents == (try scratch.load(DataConfiguration(file: "g.npz")).contents))
    #expect(data.contents.allSatisfy { (4...8).contains($0.count) })
    let new = try SequencesSource.prepare(
      "f.npz", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(new.shape.timeSteps == 8 && data.description.sequences?.padValue == 0)
    // What lengths say, no value says.
    let lengths = NumpyBytes.array("|u1", [Self.count], [UInt8](repeating: 4, count: Self.count))
    try scratch.write(
      "h.npz",
      zip([("x", Self.padded(front: front, with: 0)), ("y", Self.labels), ("lengths", lengths)]))
    configuration.file = "h.npz"
    #expect(
      scratch.message(configuration)?.contains(
        "data.pad_value is not used with an array of lengths")
        == true)
  }
}
