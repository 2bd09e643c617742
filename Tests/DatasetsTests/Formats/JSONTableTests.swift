import Datasets
import Foundation
import Testing

struct JSONTableTests {
  private func label(_ place: Int) -> String { place % 2 == 0 ? "pos" : "neg" }

  private func texts(_ count: Int) -> [String] {
    (0..<count).map { place in
      "{\"text\": \"a \(place % 2 == 0 ? "good" : "bad") thing, number \(place)\", "
        + "\"label\": \"\(label(place))\"}"
    }
  }

  @Test func textsWithLabelsAreLabelledText() throws {
    let scratch = try Scratch()
    try scratch.write("f", texts(40).joined(separator: "\n") + "\n")
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.source == "labelled_text" && data.classes == ["neg", "pos"])
    #expect(data.report.rows == 40)
    #expect(data.notes.contains { $0.contains("JSON with 2 columns") }, "\(data.notes)")
  }

  /// A list of objects is read as lines are, whatever its line ends.
  @Test(arguments: ["[%]", "[\n%\n]\n", "\u{FEFF}%\n", "% "])
  func everyWayToWriteObjectsIsTheSame(_ frame: String) throws {
    let scratch = try Scratch()
    let separator = frame.contains("[") ? ",\r\n " : "\r\n"
    try scratch.write(
      "f", frame.replacing("%", with: texts(40).joined(separator: separator)))
    try scratch.write("g", texts(40).joined(separator: "\n"))
    let (one, other) = (
      try scratch.load(DataConfiguration(file: "f")), try scratch.load(DataConfiguration(file: "g"))
    )
    #expect(one.report.rows == 40 && one.classes == other.classes)
    #expect(one.contents == other.contents)
  }

  @Test func rowsOfNumbersAreASeriesWithoutLosingDigits() throws {
    let scratch = try Scratch()
    var lines = ""
    var table = "when.day,a,b\n"
    for row in 0..<60 {
      let (a, b) = ("\(row % 7).125", "0.1\(row % 9)")
      // Null, absent and NaN are missing; keys come in any order and late.
      let isMissing = row == 5 || row == 6 || row == 7
      let ending =
        row == 5 ? ", \"a\": null" : row == 6 ? "" : row == 7 ? ", \"a\":NaN" : ", \"a\": \(a)"
      lines +=
        "{\"when\": {\"day\": \"2024-01-\(row < 9 ? "0" : "")\(row % 28 + 1)\"}, \"b\": \(b)\(ending)}\n"
      table += "2024-01-\(row < 9 ? "0" : "")\(row % 28 + 1),\(isMissing ? "" : a),\(b)\n"
    }
    try scratch.write("f", lines)
    try scratch.write("g.csv", table)
    var configuration = DataConfiguration(file: "f", target: "a", columns: ["a", "b"], window: 4)
    configuration.time = "off"
    let data = try scratch.load(configuration)
    configuration.file = "g.csv"
    let same = try scratch.load(configuration)
    #expect(data.source == "csv" && data.report.rows == 60)
    #expect(data.contents == same.contents)
    #expect(data.report.columns.map(\.name).contains("when.day"))
  }

  @Test func rowsWithASequenceAreLabelledSequences() throws {
    let scratch = try Scratch()
    var lines = ""
    for sequence in 0..<30 {
      for step in 0..<(4 + sequence % 3) {
        lines +=
          "{\"seq\": \(sequence), \"x\": \(Double(step * sequence % 5) + 0.5), "
          + "\"label\": \"\(label(sequence))\"}\n"
      }
    }
    try scratch.write("f", lines)
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.source == "sequences" && data.classes == ["neg", "pos"])
  }

  @Test func listsAreSequences() throws {
    let scratch = try Scratch()
    var lines = ""
    var table = "seq,label,x,y\n"
    for sequence in 0..<30 {
      let steps = 3 + sequence % 4
      let x = (0..<steps).map { "\($0 * sequence % 7).25" }
      let y = (0..<steps).map { $0 == 1 ? "null" : "\($0 + sequence)" }
      lines +=
        "{\"genre\": \"\(label(sequence))\", \"x\": [\(x.joined(separator: ", "))], "
        + "\"y\":[\(y.joined(separator: ","))]}\n"
      for step in 0..<steps {
        table +=
          "\(sequence),\(label(sequence)),\(x[step]),\(y[step] == "null" ? "" : y[step])\n"
      }
    }
    try scratch.write("f", lines)
    try scratch.write("g", table)
    let data = try scratch.load(DataConfiguration(file: "f"))
    let same = try scratch.load(DataConfiguration(file: "g"))
    #expect(data.source == "sequences" && data.shape == same.shape && data.shape.features == 2)
    #expect(data.contents == same.contents)
    #expect(data.notes.contains { $0.contains("a sequence for each of 30 objects") })
  }

  @Test func listsOfWordsAndTagsAreTaggedSequences() throws {
    let scratch = try Scratch()
    let lines = (0..<30).map { place in
      "{\"id\": \(place), \"tokens\": [\"The\", \"dog\", \"n\(place)\"], \"tags\": [\"D\", \"N\", \"X\"]}\n"
    }
    try scratch.write("f", lines.joined())
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.source == "tagged" && data.shape.vocabulary > 3 && data.classes.count == 3)
  }

  /// The whole text beside its words is neither a label nor a word.
  @Test(
    arguments: ["text", "sentence", "note"],
    [("tokens", "tags"), ("words", "upos"), ("tokens", "ner_tags")])
  func theTextOfTaggedWordsIsNoLabel(_ text: String, _ lists: (String, String)) throws {
    let scratch = try Scratch()
    let lines = (0..<30).map { place in
      "{\"\(text)\": \"The dog n\(place % 9)\", \"\(lists.0)\": [\"The\", \"dog\", "
        + "\"n\(place % 9)\"], \"\(lists.1)\": [\"D\", \"N\", \"X\"]}\n"
    }
    try scratch.write("f", lines.joined())
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.source == "tagged" && data.classes == ["D", "N", "X"])
    #expect(data.vocabulary?.strings.contains("dog") == true, "\(data.notes)")
  }

  /// Objects with a key of their own each would be a table of nothing but commas.
  @Test func aTableOfFewValuesIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", (0..<9_999).map { "{\"key \($0)\": 1}\n" }.joined())
    let message = scratch.message(DataConfiguration(source: "csv", file: "f"))
    #expect(
      message?.contains("the objects have 9999 keys, and each has few of them") == true,
      "\(message ?? "")")
  }

  static let faults: [(text: String, says: String)] = [
    ("{\"a\": 1}\n{\"a\": 2\n", "line 3: the file ends within the object of line 2"),
    ("{\"a\": 1}\n{\"a\": 2,}\n", "line 2: \"}\" found where a key in quotes is needed"),
    ("{\"a\": 1}\n{\"a\": 01}\n", "line 2: \"01}\" found where a value is needed"),
    ("{\"a\": 1}\n\n\n{\"a\": .5}\n", "line 4: \".5}\""),
    ("{\"a\": 1}\n{\"a\": tru}\n", "line 2: \"tru}\""),
    ("{\"a\": 1}\n{\"a\" 2}\n", "line 2: \"2}\" found where a colon after the key is needed"),
    ("{\"a\": 1}\n[1, 2]\n", "line 2: \"[1, 2]\" is not an object"),
    ("{\"a\": 1}\n{\"a\": 2} x\n", "line 2: \"x\" is not an object"),
    ("{\"a\": 1, \"a\": 2}\n{\"a\": 1}\n", "line 1: has the key \"a\" twice"),
    ("{\"a.b\": 1, \"a\": {\"b\": 2}}\n", "line 1: has the key \"a.b\" twice"),
    ("{\"a\": \"x\ny\"}\n", "line 1: a string continues past the end of its line"),
    ("{\"a\": \"\\x\"}\n{\"a\": \"b\"}\n", "line 1: \"\\x\" in a string is not the JSON escape"),
    ("{\"a\": \"\\u0000\"}\n{}\n", "line 1: \"\\u0000\" in a string is not the JSON escape"),
    ("{\"a\": \"\\ud800\"}\n{}\n", "line 1: \"\\ud800\""),
    ("{\"a\": [1, 2], \"b\": [1]}\n", "line 1: key \"b\": a list of 1, but that of \"a\" has 2"),
    ("{\"a\": [[1]]}\n", "line 1: key \"a\": lists within a list"),
    ("{\"data\": [{\"a\": 1}]}\n", "jq -c '.data[]' FILE > FILE.jsonl"),
    ("{\"a\": [1]}\n{\"a\": 2}\n", "line 2: key \"a\": a list in one object and a single value"),
    ("{\"a\": [1]}\n{\"b\": 2}\n", "line 2: an object without a list"),
    ("{\"a\": {\"0\": 1}, \"b\": {\"0\": 2}}\n", "has only one object (keys a.0, b.0)"),
    ("[[1, 2], [3, 4]]\n", "jq -r '.[] | @csv' FILE > FILE.csv"),
    ("[1, 2]\n[3, 4]\n[5, 6]\n", "jq -r '@csv' FILE > FILE.csv"),
    ("[{\"a\": 1}, {\"a\": 2}\n", "line 2: the file ends within the list"),
    ("[{\"a\": 1} {\"a\": 2}]\n", "found where a comma or ] is needed"),
    ("[{\"a\": 1}] x\n", "found where the end of the file is needed"),
    ("{}\n{}\n", "\"}\" "),
    ("{\"\": {}}\n{\"x\": {}}\n", "objects without any key"),
  ]

  @Test(arguments: faults.indices) func faultsAreNamedWithTheirLine(_ place: Int) throws {
    let (text, says) = Self.faults[place]
    let scratch = try Scratch()
    try scratch.write("FILE", text)
    if text.hasPrefix("{}") {
      // No key: nothing says that this is JSON.
      #expect(
        try recognise(DataConfiguration(file: "FILE"), relativeTo: [scratch.folder]).source
          == "text")
      return
    }
    let message = try #require(scratch.message(DataConfiguration(file: "FILE")), "\(text)")
    #expect(message.contains(says), "\(message)")
    // The way out does.
    #expect(message.hasSuffix("; --set data.source=text trains on its characters"), "\(message)")
    #expect(
      scratch.message(DataConfiguration(source: "text", file: "FILE", length: 1))?.contains("JSON")
        != true)
  }

  /// Lines of errors about cells are those of the file, also where a text has line ends in it.
  @Test func linesOfCellsAreThoseOfTheFile() throws {
    let scratch = try Scratch()
    var lines = (0..<50).map { "{\"a\": \($0 % 5).5, \"b\": \"x\\ny\\r\\nz\"}\n\n" }
    lines[20] = "{\n \"a\": \"oops\",\n \"b\": \"x\"}\n\n"
    try scratch.write("f", lines.joined())
    let message = try #require(
      scratch.message(DataConfiguration(file: "f", target: "a", window: 4)))
    #expect(message.contains("f, line 41, column a: \"oops\" is not a number"), "\(message)")
  }

  /// Recognised by its beginning, read whole: a key that comes last is a column.
  @Test func longFilesAreReadToTheirEnd() throws {
    let scratch = try Scratch()
    let row = { (place: Int) in
      "{\"a\": \(place % 9).5, \"note\": \"\(String(repeating: "x", count: 60))\"}\n"
    }
    try scratch.write("f", (0..<16_000).map(row).joined() + "{\"a\": 1, \"late\": 2}\n")
    let data = try scratch.load(DataConfiguration(file: "f", target: "a", window: 4))
    #expect(data.report.rows == 16_001)
    #expect(data.report.columns.map(\.name) == ["a", "note", "late"])
    try scratch.write("f", (0..<16_000).map(row).joined() + "{\"a\": 1, \"late\": 2\n")
    let message = scratch.message(DataConfiguration(file: "f", target: "a", window: 4))
    #expect(message?.hasPrefix("f, line 16002: the file ends within") == true, "\(message ?? "")")
  }

  @Test func anObjectBeyondTheLimitIsNamedAsSuch() throws {
    let scratch = try Scratch()
    let list = "[" + String(repeating: "1,", count: 9 << 20) + "1]"
    try scratch.write(
      "f",
      "{\"x\": [1]}\n{\"x\": \(list)}\n" + String(repeating: "{\"x\": [1]}\n", count: 2_000_000))
    let message = scratch.message(DataConfiguration(source: "csv", file: "f"))
    #expect(
      message?.hasPrefix("f, line 2: an object of more than 16777216 bytes; --set") == true,
      "\(message ?? "")")
  }

  @Test func keysOfDelimitedTextAreRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", texts(40).joined(separator: "\n"))
    var configuration = DataConfiguration(file: "f")
    configuration.table.delimiter = .tab
    #expect(
      scratch.message(configuration) == "f: data.delimiter is not used with JSON; remove it")
    // Where characters are wanted, it is text as it stands.
    let text = try scratch.load(DataConfiguration(source: "text", file: "f", length: 5))
    #expect(text.source == "text" && text.vocabulary?.strings.contains("{") == true)
  }

  @Test func textsAloneAreRefusedWithTheWayOut() throws {
    let scratch = try Scratch()
    try scratch.write("f", (0..<20).map { "{\"text\": \"word \($0)\"}\n" }.joined())
    let message = try #require(scratch.message(DataConfiguration(file: "f")))
    #expect(message.contains("JSON with 1 column, with no numeric column"), "\(message)")
    #expect(message.contains("data.source=text"))
  }

  @Test func aModelReadsNewFilesInAnyFormat() throws {
    let scratch = try Scratch()
    try scratch.write("f", texts(40).joined(separator: "\n"))
    try scratch.write("new.csv", "label,text\npos,a good thing\nneg,a bad thing\n")
    try scratch.write(
      "new.json", "[{\"text\": \"a good thing\"},\n {\"text\": \"a bad \\\"thing\\\"\"}]")
    let data = try scratch.load(DataConfiguration(file: "f"))
    for (name, hasLabels) in [("new.csv", true), ("new.json", false)] {
      let prepared = try LabelledTextSource.prepare(
        name, by: data.description, files: DataFiles(folders: [scratch.folder])
      ) { _ in }
      #expect(prepared.examples.count == 2 && prepared.baselines.isEmpty != hasLabels)
      #expect(prepared.keys(1)[0] == (hasLabels ? "3" : "2"))
    }
  }
}
