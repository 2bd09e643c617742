import Datasets
import Testing

/// A text that a model is used on: all of it is scored, whatever its length.
struct TextPreparedFileTests {
  private static let kinds = 300

  /// Character r of the text is the scalar 0x4E00 + r, so a token tells where it stands.
  private func text(_ characters: Int) -> String {
    String(
      String.UnicodeScalarView((0..<characters).map { Unicode.Scalar(UInt32(0x4E00 + $0))! }))
  }

  private func prepare(_ characters: Int, length: Int) throws -> PreparedFile {
    let scratch = try Scratch()
    try scratch.write("f", text(characters))
    let description = DatasetDescription(
      source: "text", length: length,
      vocabulary: text(Self.kinds).unicodeScalars.map { String(Character($0)) })
    return try TextSource.prepare("f", by: description, files: DataFiles(folders: [scratch.folder]))
    {
      _ in
    }
  }

  @Test(arguments: [
    (2, 10), (9, 10), (10, 10), (11, 10), (12, 10), (20, 10), (21, 10), (25, 10), (64, 1), (300, 7),
  ])
  func everyTokenAfterTheFirstIsATargetOnce(_ characters: Int, _ length: Int) throws {
    let file = try prepare(characters, length: length)
    var targets: [Int32] = []
    for index in 0..<file.examples.count {
      let batch = BatchMemory(file.shape, batch: 1)
      file.examples.write(index, pass: 0, to: batch.pointers, column: 0)
      let steps = Int(batch.pointers.lengths[0])
      #expect(steps == file.examples.steps(of: index) ?? length)
      for step in 0..<steps {
        let target = batch.pointers.targetClasses![step]
        #expect(target == batch.pointers.tokens![step] + 1)
        targets.append(target)
      }
    }
    #expect(targets == (1..<Int32(characters)).map { $0 })
    #expect(file.keys(file.examples.count - 1)[0].hasSuffix(" to \(characters - 1)"))
  }

  @Test(arguments: [
    (
      25, 10,
      "text: 25 characters; all after the first are scored, in 3 windows of 10, the last of 4"
    ),
    (21, 10, "text: 21 characters; all after the first are scored, in 2 windows of 10"),
    (7, 10, "text: 7 characters; all after the first are scored, in 1 window of 6"),
  ])
  func theNoteSaysWhatIsScored(_ characters: Int, _ length: Int, _ note: String) throws {
    #expect(try prepare(characters, length: length).notes == [note])
  }

  @Test func nothingFollowsASingleCharacter() throws {
    let error = #expect(throws: DatasetError.self) { try prepare(1, length: 10) }
    #expect(error?.description == "f: 1 character; data.length 10 needs at least 2")
  }
}
