import Datasets
import Testing

struct RecogniseSequencesTests {
  static let blocks = (0..<9).flatMap { id in
    (0..<4).map { "\(id),\(id % 2 == 0 ? "x" : "y"),\($0 * id)\n" }
  }.joined()

  static let cases: [(String, String, String)] = [
    (
      "id,label,a\n" + blocks, "sequences",
      "a table with sequences (id) and a label for each (label)"
    ),
    (
      "Series_ID;Class;a\n" + blocks.replacing(",", with: ";"), "sequences",
      "a table with sequences (Series_ID) and a label for each (Class)"
    ),
    (
      "id,label,a\n" + blocks.replacing(",x,0", with: ",y,0"), "tagged",
      "a table with sequences (id) and a label for each row (label)"
    ),
    // A number for each row is no sequence; a target that is measured is no label; dealt ids.
    (
      "id,label,a\n" + (0..<30).map { "\($0),\($0 % 2),\($0)\n" }.joined(), "csv",
      "a table of 3 columns, comma between them, with numbers"
    ),
    (
      "id,target,a\n" + (0..<30).map { "\($0 / 5),\($0 * $0),\($0)\n" }.joined(), "csv",
      "a table of 3 columns, comma between them, with numbers"
    ),
    (
      "id,label,a\n" + (0..<30).map { "\($0 % 5),\($0 % 2),\($0)\n" }.joined(), "csv",
      "a table of 3 columns, comma between them, with numbers"
    ),
    (
      TaggedSourceTests.lines(between: "\t"), "tagged",
      "lines of 2 cells, a word and its tag, with blank lines between"
    ),
    (
      TaggedSourceTests.lines(between: " ", columns: 4), "tagged",
      "lines of 4 cells, a word and its tag, with blank lines between"
    ),
    // Verses, paragraphs and numbers with blank lines between are none.
    (
      "Tyger Tyger\nburning bright\n\nIn the\nforests of\n\nWhat immortal\nhand or\n", "text",
      "no table with a column of numbers"
    ),
    ("1\t2\n3\t4\n\n5\t2\n7\t4\n\n", "csv", "a table of 2 columns, tab between them, with numbers"),
  ]

  @Test(arguments: cases.indices) func contentDecides(_ index: Int) throws {
    let (text, source, reason) = Self.cases[index]
    let scratch = try Scratch()
    try scratch.write("f", text)
    let found = try recognise(DataConfiguration(file: "f"), relativeTo: [scratch.folder])
    #expect(found.source == source && found.reason == reason)
  }

  @Test func namedColumnsDecide() throws {
    let scratch = try Scratch()
    try scratch.write("f", "who,what,a\n" + Self.blocks)
    #expect(
      try recognise(DataConfiguration(file: "f"), relativeTo: [scratch.folder]).source == "csv")
    var configuration = DataConfiguration(file: "f")
    (configuration.sequence, configuration.label) = (["who"], "what")
    #expect(try scratch.load(configuration).source == "sequences")
  }
}
