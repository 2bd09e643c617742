import Datasets
import Foundation
import Testing

/// Rows that are sequences.
struct WideTableTests {
  /// Waves of one or two periods, their phase another one in each row.
  static func wave(_ row: Int, _ count: Int) -> [String] {
    (0..<count).map { step in
      let angle = Double(step) / Double(count) * .pi * (row % 2 == 0 ? 2 : 4) + Double(row * row)
      return "\((sin(angle) * 1000).rounded() / 1000)"
    }
  }

  static func rows(_ count: Int, _ row: (Int) -> [String], _ delimiter: String = "\t") -> String {
    (0..<count).map { row($0).joined(separator: delimiter) + "\n" }.joined()
  }

  /// The same as a table with a row for each step.
  private static func long(_ sequences: [(label: String, values: [String])]) -> String {
    "sequence,label,value\n"
      + sequences.enumerated().flatMap { place, one in
        one.values.map { "\(place + 1),\(one.label),\($0 == "NaN" ? "" : $0)\n" }
      }.joined()
  }

  static let ways: [(name: String, text: String)] = [
    ("UCR", rows(30) { ["\($0 % 2)"] + wave($0, 40) }),
    ("old UCR", rows(30, { ["  \($0 % 2).0000000e+00"] + wave($0, 40) }, "  ")),
    ("label last", rows(30, { wave($0, 40) + ["\($0 % 2)"] }, ",")),
    (
      "names, label last",
      (0..<40).map { "t\($0)," }.joined() + "outcome\n"
        + rows(30, { wave($0, 40) + ["\($0 % 2)"] }, ",")
    ),
    (
      "names and an id",
      "id,class" + (0..<40).map { ",\($0)" }.joined() + "\n"
        + rows(30, { ["row\($0)", "\($0 % 2)"] + wave($0, 40) }, ",")
    ),
    (
      "ARFF",
      "@relation r\n" + (0..<40).map { "@attribute t\($0) numeric\n" }.joined()
        + "@attribute target {0,1}\n@data\n" + rows(30, { wave($0, 40) + ["\($0 % 2)"] }, ",")
    ),
  ]

  /// What is asked for and is not there is said, not read otherwise.
  @Test(arguments: [
    ("", "f: is empty"), ("a,b\n1,\"2\n", "f, line 2: a quote is not closed"),
  ])
  func wideIsRefusedByName(_ text: String, _ message: String) throws {
    let scratch = try Scratch()
    try scratch.write("f", text)
    var configuration = DataConfiguration(file: "f")
    configuration.layout = .wide
    let found = scratch.message(configuration)
    #expect(found?.hasPrefix(message) == true, "\(found ?? "")")
  }

  @Test(arguments: ways.indices) func aSequenceARowIsRecognised(_ place: Int) throws {
    let (name, text) = Self.ways[place]
    let scratch = try Scratch()
    try scratch.write("f", text)
    try scratch.write("g", Self.long((0..<30).map { ("\($0 % 2)", Self.wave($0, 40)) }))
    let data = try scratch.load(DataConfiguration(file: "f"))
    let same = try scratch.load(DataConfiguration(file: "g"))
    #expect(data.source == "sequences" && data.classes == ["0", "1"], "\(name)")
    #expect(data.contents == same.contents, "\(name)")
    let note = data.notes.first { $0.contains("a wide table, one sequence per row") }
    #expect(
      note?.contains("data.layout=long reads the rows as time steps") == true, "\(data.notes)")
  }

  @Test func missingCellsAtTheEndAreNoSteps() throws {
    let scratch = try Scratch()
    func cells(_ row: Int, _ missing: String) -> [String] {
      let values = Self.wave(row, 24 + row % 3 * 4)
      return ["\(row % 2)"] + values + [String](repeating: missing, count: 32 - values.count)
    }
    try scratch.write("nan", Self.rows(30) { cells($0, "NaN") })
    try scratch.write("empty", Self.rows(30) { cells($0, "") })
    try scratch.write("short", Self.rows(30) { ["\($0 % 2)"] + Self.wave($0, 24 + $0 % 3 * 4) })
    let wanted = try scratch.load(DataConfiguration(file: "nan"))
    #expect(
      wanted.notes.contains("one sequence per row: 30 sequences of 24 to 32 steps"),
      "\(wanted.notes)")
    for name in ["empty", "short"] {
      #expect(
        try scratch.load(DataConfiguration(file: name)).contents == wanted.contents, "\(name)")
    }
  }

  /// Cells that mean "missing", whatever they are, do as empty ones.
  @Test(arguments: ["-", "n.a.", "none", "-99", "gone"]) func anyMissingCellIsNoStep(
    _ missing: String
  ) throws {
    let scratch = try Scratch()
    func cells(_ row: Int, _ missing: String) -> [String] {
      var values = Self.wave(row, 24 + row % 3 * 4)
      values[5] = missing
      return ["\(row % 2)"] + values + [String](repeating: missing, count: 32 - values.count)
    }
    try scratch.write("f", Self.rows(30) { cells($0, missing) })
    try scratch.write("g", Self.rows(30) { cells($0, "") })
    var configuration = DataConfiguration(file: "f")
    if ["-99", "gone"].contains(missing) { configuration.table.missingValues = [missing] }
    let data = try scratch.load(configuration)
    configuration.file = "g"
    #expect(try scratch.load(configuration).contents == data.contents)
    let new = try SequencesSource.prepare(
      "f", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(new.shape.timeSteps == 32 && new.examples.steps(of: 0) == 24)
  }

  /// Numbers are read as those of a table with a step a row and the same marks.
  @Test func marksOfNumbersAreThoseOfTheFile() throws {
    let scratch = try Scratch()
    func row(_ place: Int, _ mark: String) -> [String] {
      ["Y\(place + 1)"]
        + (0..<60).map {
          let number = 2000 + 100 * place + Int(300 * sin(Double($0) / 5))
          let digits = "\(number)"
          return digits.prefix(1) + mark + digits.dropFirst()
        }
    }
    try scratch.write("f", Self.rows(12, { row($0, ",") }, ";"))
    try scratch.write("g", Self.rows(12, { row($0, ".") }, ","))
    func load(_ file: String, _ decimal: DecimalMark?) throws -> Dataset {
      var configuration = DataConfiguration(file: file, window: 8)
      configuration.table.decimal = decimal
      return try scratch.load(configuration)
    }
    let data = try load("g", nil)
    for decimal in [nil, DecimalMark.comma] {
      let other = try load("f", decimal)
      #expect(other.contents == data.contents && other.scaler == data.scaler)
      #expect(other.baseline.testMetrics[0].value == data.baseline.testMetrics[0].value)
    }
    // A new file by the model.
    let new = try SeriesSource.prepare(
      "f", by: load("f", nil).description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    let same = try SeriesSource.prepare(
      "g", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(
      WrittenExample(new.examples, 0, shape: new.shape).inputs
        == WrittenExample(same.examples, 0, shape: same.shape).inputs)
  }

  @Test func rowsWithANameAreAPanelOfSeries() throws {
    let scratch = try Scratch()
    let width = 90
    func row(_ place: Int) -> [String] {
      let count = 60 + place * 5
      return ["\"H\(place + 1)\""]
        + (0..<count).map { "\(1000 * (place + 1) + Int(50 * sin(Double($0) / 4)))" }
        + [String](repeating: "", count: width - count)
    }
    let head = (1...width + 1).map { "\"V\($0)\"" }.joined(separator: ",") + "\n"
    try scratch.write("f", head + Self.rows(6, row, ","))
    let data = try scratch.load(DataConfiguration(file: "f", window: 8))
    #expect(data.source == "csv")
    #expect(
      data.notes.contains { $0.contains("6 series by sequence, rows: H1 (60), H2 (65)") },
      "\(data.notes)")
    // A new file with the same shape is read alike, also where it is too short to show its own.
    try scratch.write("new", head + Self.rows(2, row, ","))
    let new = try SeriesSource.prepare(
      "new", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(new.keyNames == ["row", "sequence"] && new.keys(0) == ["9", "H1"])
  }

  @Test func aModelReadsNewFilesTheSameWay() throws {
    let scratch = try Scratch()
    try scratch.write("f", Self.ways[0].text)
    let data = try scratch.load(DataConfiguration(file: "f"))
    let files = DataFiles(folders: [scratch.folder])
    func prepare(_ text: String) throws -> PreparedFile {
      try scratch.write("new\(text.count)", text)
      return try SequencesSource.prepare("new\(text.count)", by: data.description, files: files) {
        _ in
      }
    }
    let known = try prepare(Self.rows(2) { ["\($0)"] + Self.wave($0, 40) })
    #expect(known.examples.count == 2 && !known.baselines.isEmpty)
    let unknown = try prepare(Self.rows(3) { _ in ["?"] + Self.wave(1, 40) })
    #expect(unknown.examples.count == 3 && unknown.baselines.isEmpty)
    do {
      _ = try prepare("1\t0.5\n7\t0.5\n")
      Issue.record("the class 7 is not known")
    } catch {
      #expect("\(error)".contains("line 2: the label \"7\" is not one of those"), "\(error)")
    }
  }

  /// In doubt rows stay time steps, and it is said how to ask.
  @Test func noiseIsNotTakenForSequences() throws {
    let scratch = try Scratch()
    var random = SeededRandom(seed: 3)
    let text = Self.rows(60) { row in
      ["\(row % 2)"] + (0..<20).map { _ in "\(random.index(below: 1000))" }
    }
    try scratch.write("f", text)
    let data = try scratch.load(DataConfiguration(file: "f", window: 4))
    #expect(data.source == "csv")
    #expect(
      data.notes.contains(
        "rows are read as time steps; if each row is a sequence (a wide table, one sequence per row, "
          + "its label in column 1): --set data.layout=wide"), "\(data.notes)")
    var asked = DataConfiguration(file: "f")
    asked.layout = .wide
    #expect(try scratch.load(asked).source == "sequences")
    // The other way round: what is recognised can be refused.
    try scratch.write("g", Self.ways[0].text)
    var long = DataConfiguration(file: "g", window: 4)
    long.layout = .long
    #expect(try scratch.load(long).source == "csv")
  }

  /// Steps of one machine after the other, columns of different sizes.
  @Test func measuredTablesStayLong() throws {
    let scratch = try Scratch()
    let text = Self.rows(
      80,
      { row in
        ["\(row / 20 + 1)", "\(row % 20 + 1)"]
          + (0..<20).map { "\(Double($0 * $0 * 10) + sin(Double(row) / 9 + Double($0)))" }
      }, ",")
    try scratch.write("f", text)
    #expect(
      try recognise(DataConfiguration(file: "f"), relativeTo: [scratch.folder]).source == "csv")
    let names = ["date"] + (0..<20).map { "s\($0)" }
    let dated =
      names.joined(separator: ",") + "\n"
      + Self.rows(
        60,
        { row in
          ["2024-\(row / 28 + 10)-\(row % 28 + 10)"] + Self.wave(row, 20)
        }, ",")
    try scratch.write("g", dated)
    #expect(
      try recognise(DataConfiguration(file: "g"), relativeTo: [scratch.folder]).reason
        .contains("wide") == false)
  }

  static let faults:
    [(change: @Sendable (inout DataConfiguration) -> Void, text: String, says: String)] = [
      (
        { $0.layout = .channelsSteps }, ways[0].text,
        "data.layout channels_steps is not used with a table"
      ),
      (
        { $0.layout = .wide }, "{\"x\": [1, 2], \"label\": 0}\n{\"x\": [2], \"label\": 1}\n",
        "data.layout wide is not used with JSON"
      ),
      ({ $0.padValue = 0 }, ways[0].text, "data.pad_value is not used with a table"),
      (
        {
          $0.time = "1"
          $0.layout = .wide
        }, ways[0].text, "data.time is not used with a wide table"
      ),
      (
        { $0.layout = .wide }, "1\t2\t3\n0\tx\t3\n1\t2\t3\n0\t1\t1\n",
        "line 2, column 2: \"x\" is not a number"
      ),
      (
        {
          $0.layout = .wide
          $0.sequence = ["2"]
          $0.label = "1"
        }, "1\ta\t3\n0\ta\t3\n", "line 2: \"a\" also names an earlier"
      ),
    ]

  @Test(arguments: faults.indices) func faultsAreNamed(_ place: Int) throws {
    let (change, text, says) = Self.faults[place]
    let scratch = try Scratch()
    try scratch.write("f", text)
    var configuration = DataConfiguration(source: "sequences", file: "f")
    change(&configuration)
    let message = try #require(scratch.message(configuration), "\(says)")
    #expect(message.contains(says), "\(message)")
  }
}
