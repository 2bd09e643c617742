import Datasets
import Testing

/// `data.pad` on labelled text, in training and on new files.
struct LabelledTextPaddingTests {
  private func load(
    _ scratch: Scratch, _ pad: LengthOptions.Pad, _ side: LengthOptions.Side = .front
  ) throws -> Dataset {
    let rows = LabelledTextSourceTests.rows.joined(separator: "\n")
    try scratch.write("f", rows)
    var configuration = DataConfiguration(source: "labelled_text", file: "f")
    configuration.lengths.most = 9
    (configuration.lengths.pad, configuration.lengths.padSide) = (pad, side)
    return try scratch.load(configuration)
  }

  @Test(
    arguments: [
      (.zeros, .front), (.zeros, .behind), (.circular, .front), (.circular, .behind),
    ] as [(LengthOptions.Pad, LengthOptions.Side)])
  func textsAreFilledUp(_ pad: LengthOptions.Pad, _ side: LengthOptions.Side) throws {
    let scratch = try Scratch()
    let (masked, filled) = (try load(scratch, .mask), try load(scratch, pad, side))
    #expect(filled.shape == masked.shape)
    let place = side == .front ? "front" : "end"
    #expect(filled.notes.contains { $0.hasPrefix("shorter ones") && $0.contains(place) })
    for index in 0..<masked.validation.count {
      let short = masked.example(masked.validation, index)
      let long = filled.example(filled.validation, index)
      let (own, steps) = (Int(short.length), 9)
      #expect(long.length == 9 && filled.validation.steps(of: index) == nil)
      #expect(long.classes == short.classes)
      let start = side == .front ? steps - own : 0
      #expect(Array(long.tokens[start..<start + own]) == Array(short.tokens[..<own]))
      let rest = side == .front ? long.tokens[..<start] : long.tokens[own...]
      #expect(!rest.isEmpty && rest.allSatisfy { ($0 == 0) == (pad == .zeros) })
    }
    // A new file is filled up as the training data were.
    try scratch.write("n", "spam\tWin prize\nham\tHello friend\n")
    let prepared = try LabelledTextSource.prepare(
      "n", by: filled.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(WrittenExample(prepared.examples, 0, shape: prepared.shape).length == 9)
  }

  @Test func aMaskHasNoSide() throws {
    let scratch = try Scratch()
    let error = #expect(throws: DatasetError.self) { try load(scratch, .mask, .behind) }
    #expect(error == .padSideWithMask)
  }
}
