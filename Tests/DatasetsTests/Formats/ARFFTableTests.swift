import Datasets
import Testing

struct ARFFTableTests {
  private static let header =
    "% made by hand\n%\n@RELATION 'a name'\n\n@attribute when date \"yyyy-MM-dd\"\n"
    + "@attribute \"the value\" REAL\n@Attribute kind {a, 'b c', \"d,e\"}\n@DATA\n"

  private static func row(_ place: Int) -> String {
    let kinds = ["a", "'b c'", "\"d,e\""]
    let day =
      "2024-\(place / 28 < 9 ? "0" : "")\(place / 28 + 1)-\(place % 28 < 9 ? "0" : "")\(place % 28 + 1)"
    let value = place == 7 ? "?" : "\(place * 7 % 11).125"
    return "'\(day)' , \(value),\(kinds[place % 3])\n"
  }

  @Test func aSeriesIsReadAsTheTableThatItIs() throws {
    let scratch = try Scratch()
    let rows = (0..<60).map(Self.row)
    try scratch.write("f", Self.header + rows[..<30].joined() + "% half\n\n" + rows[30...].joined())
    try scratch.write(
      "g",
      "when,the value,kind\n"
        + rows.joined().replacing("'", with: "").replacing("?", with: "").replacing(
          " ", with: ""
        ).replacing("bc", with: "b c"))
    let configuration = DataConfiguration(
      file: "f", columns: ["the value", "kind"], window: 4)
    let data = try scratch.load(configuration)
    var same = configuration
    same.file = "g"
    #expect(data.source == "csv" && data.report.rows == 60)
    #expect(data.contents == (try scratch.load(same).contents))
    #expect(data.notes.contains("ARFF: relation a name, 3 attributes declared"), "\(data.notes)")
    #expect(data.notes.contains { $0.contains("ARFF with 3 columns") }, "\(data.notes)")
  }

  @Test(arguments: ["-", "none", "-99", "gone"]) func anyMissingCellIsMissing(
    _ missing: String
  ) throws {
    let scratch = try Scratch()
    let text = Self.header + (0..<60).map(Self.row).joined()
    try scratch.write("f", text.replacing("?", with: missing))
    try scratch.write("g", text)
    var configuration = DataConfiguration(file: "f", window: 4)
    if ["-99", "gone"].contains(missing) { configuration.table.missingValues = [missing] }
    let data = try scratch.load(configuration)
    configuration.file = "g"
    #expect(try scratch.load(configuration).contents == data.contents)
  }

  @Test func textsWithANominalClassAreLabelledText() throws {
    let scratch = try Scratch()
    let rows = (0..<40).map { place in
      "'It\\'s a \(place % 2 == 0 ? "good" : "bad") thing, number \(place)',\(place % 2 == 0 ? "pos" : "neg")\n"
    }
    try scratch.write(
      "f",
      "@relation r\n@attribute text string\n@attribute class {pos,neg}\n@data\n" + rows.joined())
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.source == "labelled_text" && data.classes == ["neg", "pos"])
    #expect(data.vocabulary?.strings.contains("it's") == true)
  }

  @Test func sequencesByTheirIdHaveTheDeclaredClass() throws {
    let scratch = try Scratch()
    var rows = ""
    for sequence in 0..<30 {
      for step in 0..<4 { rows += "\(sequence),\(step * sequence % 7),\(sequence % 2)\n" }
    }
    // Numbers as classes; their name says nothing.
    try scratch.write(
      "f",
      "@relation r\n@attribute seq integer\n@attribute x real\n@attribute outcome {0,1}\n@data\n"
        + rows)
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.source == "sequences" && data.classes == ["0", "1"] && data.shape.features == 1)
  }

  static let faults: [(old: String, new: String, says: String)] = [
    ("REAL", "complex", "line 6: attribute the value: \"complex\" is not a type"),
    ("REAL", "relational", "line 6: attribute the value is relational"),
    ("\"the value\"", "when", "line 6: a second attribute is called \"when\""),
    ("'a name'", "'a name", "line 3: a quote is opened but not closed"),
    ("@DATA", "@dat", "line 8: \"@dat\" found where @attribute or @data is needed"),
    ("@DATA", "@frequency daily", "line 8: is in the .tsf format"),
    ("{a,", "{a;", "not one of the values of attribute kind: a; b c, d,e"),
    ("'2024-01-05' ,", "'2024-01-05' x,", "line 13, cell 1: text after the closing quote"),
    ("'2024-01-05' ,", "'2024-01-05',1,", "line 13: 4 cells, but line 8 has 3"),
    ("'2024-01-05' , 6.125,", "{0 5, 1 ", "line 13: a sparse row"),
    ("'2024-01-05' , 6.125,", "2024, oops,", "line 13, column the value: \"oops\" is not a number"),
    ("'2024-01-05' , 6.125,'b c'", "x, 1, a, {5}", "line 13: a row with a weight"),
  ]

  @Test(arguments: faults.indices) func faultsAreNamedWithTheirLine(_ place: Int) throws {
    let (old, new, says) = Self.faults[place]
    let scratch = try Scratch()
    let text = Self.header + (0..<60).map(Self.row).joined()
    try #require(text.contains(old))
    try scratch.write("f", text.replacing(old, with: new))
    let message = try #require(scratch.message(DataConfiguration(file: "f", window: 4)), "\(new)")
    #expect(message.contains(says), "\(message)")
  }

  @Test func aFileThatIsCutOffIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", "@relation r\n@attribute a real\n")
    #expect(scratch.message(DataConfiguration(file: "f"))?.contains("ends before its data") == true)
    try scratch.write("f", "@relation r\n@attribute a real\n@data\n")
    #expect(scratch.message(DataConfiguration(file: "f"))?.contains("no rows") == true)
  }
}
