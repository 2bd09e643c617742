import Datasets
import Testing

/// Bad tables of sequences, and the exact words that each is refused with.
struct SequenceFaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var configuration: DataConfiguration
    var message: String

    init(
      _ name: String, _ text: String, _ message: String,
      _ change: (inout DataConfiguration) -> Void = { _ in }
    ) {
      testDescription = name
      self.text = text
      self.message = message
      configuration = DataConfiguration(source: "sequences", file: "f")
      change(&configuration)
    }
  }

  private static let good = SequencesSourceTests.table
  private static let lines = good.count { $0 == "\n" }

  static let cases: [Case] = [
    Case("empty", "", "f: is empty"),
    Case("header only", "id,label,a\n", "f: a header and no rows"),
    Case(
      "ragged", good + "s1,down,1\n",
      "f, line \(lines + 1): 3 cells, but line 1 has 6; every row needs the same number"),
    Case(
      "no id", good.replacing("id,", with: "who,"),
      "f: cannot tell which column holds the id of the sequence; --set data.sequence=COLUMN names "
        + "it (there are who, label, t, a, b, colour)"),
    Case(
      "no label",
      "id,a,b\n1,2,3\n1,2,4\n",
      "f: cannot tell which column holds the label; --set data.label=COLUMN names it (there are "
        + "id, a, b)"),
    Case(
      "no such column", good,
      "f: no column \"x\"; the columns are id, label, t, a, b, colour (or use a number, 1 to 6)"
    ) { $0.sequence = ["x"] },
    Case(
      "one column for two things", good, "f: column label cannot be the label and an input at once"
    ) {
      $0.label = "label"
      $0.columns = ["a", "label"]
    },
    Case("an input twice", good, "f: column a cannot be an input and an input at once") {
      $0.columns = ["a", "4"]
    },
    Case(
      "a label that changes", good + "s0,down,9,9,9,red\n",
      "f, line \(lines + 1): the label of sequence \"s0\" changes from \"up\" to \"down\"; one is "
        + "needed for the whole sequence (data.source: tagged is for one label per step)"),
    Case(
      "no label in a row", good + "s0,,9,9,9,red\n",
      "f, line \(lines + 1), column label: no label"),
    Case(
      "no id in a row", good + ",down,9,9,9,red\n",
      "f, line \(lines + 1), column id: does not say which sequence the row belongs to; write its "
        + "id there (an empty cell repeats the id above only if every id occurs once)"),
    Case(
      "a word in a column of numbers", good + "s0,up,9,many,9,red\n",
      "f, line \(lines + 1), column a: \"many\" " + DatasetErrorTests.notANumber),
    Case(
      "infinity", good + "s0,up,9,inf,9,red\n",
      "f, line \(lines + 1), column a: \"inf\" " + DatasetErrorTests.notANumber),
    Case(
      "no time", good + "s0,up,soon,9,9,red\n",
      "f, line \(lines + 1), column t: \"soon\" is not a time; --set data.time=off keeps the rows "
        + "in file order"
    ) { $0.time = "t" },
    Case(
      "one class", good.replacing("down", with: "up"),
      "f: every label is \"up\"; at least 2 classes are needed"),
    Case(
      "too few", "id,label,a\n1,x,1\n2,y,5\n3,x,2\n",
      "f: 3 sequences, too few for this split: none is left for the validation part"),
    Case(
      "nothing to feed", "id,label,a\n1,x,1\n2,y,1\n3,x,1\n4,y,1\n5,x,1\n6,y,1\n",
      "f: no column to feed: a (constant); --set data.columns=COLUMN names one"
    ) { $0.split = [0.4, 0.3, 0.3] },
    Case(
      "text of many kinds",
      "id,label,a\n"
        + (0..<100).map { "\($0),\($0 % 2),word\($0)\n" }.joined(),
      "f, column a: more than 64 different texts, the most that can be fed as a category"
    ) { $0.columns = ["a"] },
    Case(
      "labels that are measurements",
      "id,label,a\n" + (0..<1200).map { "\($0),\(Double($0) / 7),\($0)\n" }.joined(),
      "f, label: more than 1000 different labels; is it a column of numbers?"),
    Case(
      "a key of tags", good,
      "data.num_words: the source \"sequences\" does not use it; remove it or choose another source"
    ) { $0.tokens.numWords = 9 },
    Case(
      "an escape in a label", good + "\u{1B}[2J,up,1,1,1,red\n\u{1B}[2J,down,1,1,1,red\n",
      "f, line \(lines + 2): the label of sequence \"\\u{1B}[2J\" changes from \"up\" to \"down\"; one "
        + "is needed for the whole sequence (data.source: tagged is for one label per step)"),
    Case(
      "a gigantic value", good + "q,up,1,1e30,1,red\nq,up,1,1,1,red\n", ""),
  ]

  @Test(arguments: cases) func isRefusedInThoseWords(_ one: Case) throws {
    let scratch = try Scratch()
    try scratch.write("f", one.text)
    #expect((scratch.message(one.configuration) ?? "") == one.message)
  }

  @Test func ownFilesMustFit() throws {
    let scratch = try Scratch()
    try scratch.write("f", Self.good)
    func message(_ text: String) throws -> String? {
      try scratch.write("v", text)
      return scratch.message(
        DataConfiguration(source: "sequences", file: "f", validationFile: "v"))
    }
    #expect(try message(Self.good) == nil)
    #expect(
      try message(SequencesSourceTests.header + "1,left,1,2,3,red\n1,left,1,2,3,red\n")
        == "v, line 2: the label \"left\" is not one of those learned: down, up")
    #expect(
      try message("id,label,a\n1,up,1\n")
        == "v: no column \"b\"; the columns are id, label, a (or use a number, 1 to 3)")
    #expect(
      try message("id,label,a,b\n1,up,much,1\n1,up,many,2\n")
        == "v, column a: holds words (\"much\"); the training data have numbers there")
  }

  @Test func anyTruncationEndsInADatasetOrAnError() throws {
    let scratch = try Scratch()
    let bytes = Array(Self.good.utf8)
    for length in stride(from: 0, to: bytes.count, by: 17) {
      try scratch.write("f", Array(bytes[..<length]))
      for source in ["sequences", "tagged", nil] {
        let message = scratch.message(DataConfiguration(source: source, file: "f"))
        #expect(message.map { !$0.unicodeScalars.contains { $0.value < 32 } } ?? true)
      }
    }
  }
}
