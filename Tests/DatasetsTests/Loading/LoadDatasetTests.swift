import Datasets
import Testing

/// Whatever bytes a file holds: loading ends in a dataset of its shape or in an error of one line.
struct LoadDatasetTests {
  static let pieces: [[UInt8]] =
    [
      "1", "23.5", "-", ".", "e", "5", ",", ",", ";", "\t", "\n", "\n", "\n", "\r\n", "\r", "\"",
      "NA",
      "a", "é", "世", " ", "?", "1e400", "\u{1B}[2J", "\u{FEFF}", "0", "7,8\n", "9,1\n", "\u{1A}",
    ].map { Array($0.utf8) } + [[0x00], [0xFF], [0xC3], [0xE2, 0x82], [0x1F, 0x8B]]

  private func check(_ bytes: [UInt8], _ scratch: Scratch) throws {
    try scratch.write("f", bytes)
    for source in ["csv", "text", "labelled_text", nil] {
      let configuration = DataConfiguration(
        source: source, file: "f", window: 2, length: source == "text" ? 3 : nil)
      do throws(DatasetError) {
        let data = try scratch.load(configuration)
        #expect(data.sizes.allSatisfy { $0 > 0 })
        _ = data.all
      } catch {
        let message = error.description
        #expect(!message.isEmpty && !message.unicodeScalars.contains { $0.value < 32 })
      }
    }
  }

  @Test func anyBytesEndInADatasetOrAnError() throws {
    let scratch = try Scratch()
    var random = SeededRandom(seed: 11)
    for _ in 0..<600 {
      // Some files of few kinds of pieces, which make longer regular stretches.
      let kinds = 2 + random.index(below: Self.pieces.count - 1)
      let offset = random.index(below: Self.pieces.count)
      let bytes = (0..<random.index(below: 120)).flatMap { _ in
        Self.pieces[(offset + random.index(below: kinds)) % Self.pieces.count]
      }
      try check(bytes, scratch)
    }
  }

  @Test func anyTruncationEndsInADatasetOrAnError() throws {
    let scratch = try Scratch()
    let table = Array(DialectTests.table(end: "\r\n", quote: "\"").utf8)
    for length in 0...table.count { try check(Array(table[..<length]), scratch) }
  }

  @Test func progressIsTold() throws {
    let scratch = try Scratch()
    try scratch.write("f\u{7}", DialectTests.table())
    var told: [String] = []
    let configuration = DataConfiguration(file: "f\u{7}", window: 2)
    _ = try loadDataset(configuration, relativeTo: ["/nowhere", scratch.folder]) { told.append($0) }
    #expect(told == ["reading f\\u{7}"])
  }
}
