import Datasets
import Testing

struct TimeSeriesFileTests {
  private static let header =
    "#A toy\n@problemName Toy\n@timeStamps false\n@missing true\n@univariate false\n@dimensions 2\n"
    + "@equalLength false\n@classLabel true up down\n@data\n"

  private static func steps(_ place: Int) -> [String] {
    (0..<3 + place % 4).map { $0 == 1 && place % 5 == 0 ? "?" : "\($0 * place % 7).5" }
  }

  private static func row(_ place: Int) -> String {
    let steps = steps(place)
    let other = steps.indices.map { "\($0 + place)" }
    return "\(steps.joined(separator: ",")):\(other.joined(separator: ",")):"
      + "\(place % 2 == 0 ? "up" : "down")\n"
  }

  @Test func sequencesAreReadAsALongTableHasThem() throws {
    let scratch = try Scratch()
    try scratch.write("f", Self.header + (0..<30).map(Self.row).joined())
    var table = "sequence,label,a,b\n"
    for place in 0..<30 {
      for (step, value) in Self.steps(place).enumerated() {
        table +=
          "\(place + 1),\(place % 2 == 0 ? "up" : "down"),\(value == "?" ? "" : value),\(step + place)\n"
      }
    }
    try scratch.write("g", table)
    let data = try scratch.load(DataConfiguration(file: "f"))
    let same = try scratch.load(DataConfiguration(file: "g"))
    #expect(data.source == "sequences" && data.classes == ["down", "up"])
    #expect(data.shape == same.shape && data.contents == same.contents)
    #expect(
      data.notes.contains(".ts file Toy: 30 sequences of 3 to 6 steps with 2 dimensions"),
      "\(data.notes)")
  }

  @Test(arguments: ["-", "none", "-99", "gone"]) func anyMissingCellIsMissing(
    _ missing: String
  ) throws {
    let scratch = try Scratch()
    let text = Self.header + (0..<30).map(Self.row).joined()
    try scratch.write("f", text.replacing("?", with: missing))
    try scratch.write("g", text)
    var configuration = DataConfiguration(file: "f")
    if ["-99", "gone"].contains(missing) { configuration.table.missingValues = [missing] }
    let data = try scratch.load(configuration)
    configuration.file = "g"
    #expect(try scratch.load(configuration).contents == data.contents)
    let new = try SequencesSource.prepare(
      "f", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(new.examples.count == 30)
  }

  @Test func aModelReadsFilesWithoutLabels() throws {
    let scratch = try Scratch()
    try scratch.write("f", Self.header + (0..<30).map(Self.row).joined())
    let bare = Self.header.replacing("true up down", with: "false")
    let rows = (0..<3).map { Self.row($0).split(separator: ":")[..<2].joined(separator: ":") }
    try scratch.write("new", bare + rows.joined(separator: "\n"))
    try scratch.write("open", Self.header + rows.map { $0 + ":?\n" }.joined())
    try scratch.write(
      "bad", Self.header.replacing("down\n", with: "down odd\n") + rows[0] + ":odd\n")
    let data = try scratch.load(DataConfiguration(file: "f"))
    let files = DataFiles(folders: [scratch.folder])
    for name in ["new", "open"] {
      let new = try SequencesSource.prepare(name, by: data.description, files: files) { _ in }
      #expect(new.examples.count == 3 && new.baselines.isEmpty && new.keys(2) == ["3"])
    }
    #expect(throws: DatasetError.self) {
      try SequencesSource.prepare("bad", by: data.description, files: files) { _ in }
    }
    do {
      _ = try SequencesSource.prepare("bad", by: data.description, files: files) { _ in }
    } catch {
      #expect("\(error)".contains("bad, line 10: the label \"odd\" is not one of"), "\(error)")
    }
  }

  @Test func sequencesWithoutLabelsAreSeries() throws {
    let scratch = try Scratch()
    let rows = (0..<4).map { place in
      (0..<60).map { "\($0 * (place + 3) % 11)" }.joined(separator: ",") + "\n"
    }
    try scratch.write(
      "f", "@problemName p\n@univariate true\n@classLabel false\n@data\n" + rows.joined())
    let data = try scratch.load(DataConfiguration(file: "f", window: 4))
    #expect(data.source == "csv")
    #expect(data.notes.contains { $0.contains("4 series by sequence") }, "\(data.notes)")
  }

  @Test func monashFilesAreRefusedByName() throws {
    let scratch = try Scratch()
    try scratch.write(
      "f",
      "# Monash\n@relation m\n@attribute series_name string\n@frequency daily\n@horizon 4\n@data\n"
        + "T1:1,2,3\n")
    let message = scratch.message(DataConfiguration(file: "f"))
    #expect(message?.hasPrefix("f, line 4: is in the .tsf format") == true, "\(message ?? "")")
  }

  static let faults: [(old: String, new: String, says: String)] = [
    ("@timeStamps false", "@timeStamps true", "line 3: sequences with time stamps"),
    ("@classLabel true up down", "@targetLabel true", "line 8: sequences with numbers as targets"),
    ("@missing true", "@frequency daily", "line 4: is in the .tsf format"),
    ("@missing true", "@mising true", "line 4: \"@mising true\" found where a key"),
    ("@dimensions 2", "@dimensions two", "line 6: \"two\" found where a number"),
    (
      "@dimensions 2", "@dimensions 3",
      "line 10: 2 dimensions and a label, but earlier lines or the declaration have 3"
    ),
    ("@data", "@date", "line 9: \"@date\" found where a key of the format or @data"),
    (
      "true up down", "true up dawn",
      "line 11: \"down\" is not one of the values of @classLabel: dawn, up"
    ),
    ("0.5,1.5,2.5,3.5:", "0.5,x,2.5,3.5:", "line 11, column dimension 1: \"x\" is not a number"),
    ("0.5,1.5,2.5,3.5:", "0.5,1.5:", "line 11: dimension 2 has 4 steps, but the first one has 2"),
    (
      "0.5,1.5,2.5,3.5:", "",
      "line 11: 1 dimension and a label, but earlier lines or the declaration have 2"
    ),
    ("0.5,1.5,2.5,3.5:", "(0,1),(1,2):", "line 11: sequences with time stamps"),
  ]

  @Test(arguments: faults.indices) func faultsAreNamedWithTheirLine(_ place: Int) throws {
    let (old, new, says) = Self.faults[place]
    let scratch = try Scratch()
    let text = Self.header + (0..<30).map(Self.row).joined()
    try #require(text.contains(old))
    try scratch.write("f", text.replacing(old, with: new))
    let message = try #require(scratch.message(DataConfiguration(file: "f")), "\(new)")
    #expect(message.contains(says), "\(message)")
  }
}
