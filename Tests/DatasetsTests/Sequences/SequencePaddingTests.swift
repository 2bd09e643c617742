import Datasets
import Testing

/// `data.pad` on labelled and tagged sequences, in training and on new files.
struct SequencePaddingTests {
  private func load(
    _ scratch: Scratch, _ source: String, _ file: String, _ pad: LengthOptions.Pad
  ) throws -> Dataset {
    var configuration = DataConfiguration(source: source, file: file)
    configuration.lengths.pad = pad
    return try scratch.load(configuration)
  }

  @Test(arguments: [LengthOptions.Pad.zeros, .circular])
  func labelledSequences(_ pad: LengthOptions.Pad) throws {
    let scratch = try Scratch()
    try scratch.write("f.csv", SequencesSourceTests.table)
    let masked = try load(scratch, "sequences", "f.csv", .mask)
    let filled = try load(scratch, "sequences", "f.csv", pad)
    #expect(filled.shape == masked.shape && filled.sizes == masked.sizes)
    let width = masked.shape.features
    for index in 0..<masked.training.count {
      let short = masked.example(masked.training, index)
      let long = filled.example(filled.training, index)
      #expect(long.length == 7 && long.classes == short.classes)
      #expect(
        long.inputs.suffix(Int(short.length) * width)
          == short.inputs.prefix(Int(short.length) * width))
      let missing = long.inputs.prefix((7 - Int(short.length)) * width)
      #expect(missing.allSatisfy { $0.isFinite && (pad == .circular || $0 == 0) })
    }
    // A file of shorter sequences is filled up as far as the training data were.
    let three = SequencesSourceTests.rows(0) + SequencesSourceTests.rows(5)
    try scratch.write("n.csv", SequencesSourceTests.header + three.joined(separator: "\n"))
    func prepared(_ data: Dataset) throws -> PreparedFile {
      try SequencesSource.prepare(
        "n.csv", by: data.description, files: DataFiles(folders: [scratch.folder])
      ) { _ in }
    }
    #expect(try prepared(masked).shape.timeSteps == 3)
    let new = try prepared(filled)
    #expect(new.shape.timeSteps == 7)
    #expect(WrittenExample(new.examples, 0, shape: new.shape).length == 7)
  }

  /// Steps that were filled in have no tag.
  @Test func taggedSequences() throws {
    let scratch = try Scratch()
    let sentences = (0..<30).map { number in
      (0..<(2 + number % 4)).map { "w\($0) T\($0 % 2)\n" }.joined()
    }
    try scratch.write("f.txt", sentences.joined(separator: "\n"))
    let masked = try load(scratch, "tagged", "f.txt", .mask)
    let filled = try load(scratch, "tagged", "f.txt", .circular)
    for index in 0..<masked.training.count {
      let short = masked.example(masked.training, index)
      let long = filled.example(filled.training, index)
      let own = Int(short.length)
      #expect(long.classes.suffix(own) == short.classes.prefix(own))
      #expect(long.classes.dropLast(own).allSatisfy { $0 == -1 })
      #expect(long.tokens.allSatisfy { $0 > 0 } && long.length == 5)
    }
  }
}
