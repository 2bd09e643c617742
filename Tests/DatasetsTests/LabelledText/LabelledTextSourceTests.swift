import Datasets
import Testing

struct LabelledTextSourceTests {
  /// 40 ham, 20 spam, each text its own.
  static let rows = (0..<60).map { index in
    index % 3 == 2 ? "spam\tWin prize \(index), call now!" : "ham\tHello friend \(index), see you"
  }

  private func load(
    _ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f", text)
    var configuration = DataConfiguration(file: "f")
    change(&configuration)
    return try scratch.load(configuration)
  }

  private func message(
    _ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> String? {
    let scratch = try Scratch()
    try scratch.write("f", text)
    var configuration = DataConfiguration(source: "labelled_text", file: "f")
    change(&configuration)
    return scratch.message(configuration)
  }

  @Test func textsBecomeTokensAndAClass() throws {
    let data = try load(Self.rows.joined(separator: "\n")) { $0.tokens.numWords = 100 }
    #expect(data.source == "labelled_text" && data.kind == .classes && !data.shape.everyStep)
    #expect(data.classes == ["ham", "spam"] && data.shape.outputs == 2)
    #expect(data.sizes == [48, 6, 6])
    #expect(data.report.parts.map(\.classCounts) == [[32, 16], [4, 2], [4, 2]])
    let vocabulary = try #require(data.vocabulary)
    #expect(vocabulary.strings.prefix(4) == ["", "<unk>", ",", "hello"])
    for part in [data.training, data.validation, data.test] {
      for index in 0..<part.count {
        let example = data.example(part, index)
        #expect(part.steps(of: index) == Int(example.length) && part.hasTarget(index))
        let text = vocabulary.decode(example.tokens)
        #expect(text.hasPrefix(example.classes == [1] ? "win prize" : "hello friend"))
      }
    }
    #expect(data.description.labels == ["ham", "spam"] && data.description.unknown == 1)
    #expect(data.report.duplicates == 0 && data.report.columns.map(\.role) == [.label, .text])
    #expect(
      data.report.recognised
        == "labelled_text: a table of 2 columns, tab between them, with labels in column 1 and "
        + "texts in column 2")
  }

  static let layouts: [(String, String)] = [
    ("label,text\n", "%l,\"%t\"\n"),
    ("", "\"%t\";%l\r\n"),
    ("id,body,spam\n", "7,\"%t\",%l\n"),
    ("", "%l\t%t\n"),
    ("text\ttarget\tset\n", "%t\t%l\ttrain\n"),
  ]

  /// However the table is written, the same texts come out.
  @Test(arguments: layouts.indices) func layoutsAreRecognised(_ index: Int) throws {
    let (header, row) = Self.layouts[index]
    let text = Self.rows.map { line in
      let cells = line.split(separator: "\t").map(String.init)
      return row.replacing("%l", with: cells[0]).replacing("%t", with: cells[1])
    }.joined()
    let data = try load(header + text)
    let plain = try load(Self.rows.joined(separator: "\n"))
    #expect(data.source == "labelled_text" && data.classes == ["ham", "spam"])
    #expect(data.all == plain.all)
  }

  @Test func columnsCanBeNamed() throws {
    let text =
      "a\tkind\tb\n"
      + Self.rows.enumerated().map {
        "x\($0 % 2)\t\($1.split(separator: "\t")[0])\t\($1.split(separator: "\t")[1])\n"
      }.joined()
    #expect(try load(text).classes == ["x0", "x1"])
    #expect(
      try load(text).notes.contains {
        $0.hasPrefix(
          "label: a (column 1) with 2 classes: x0 30, x1 30; text: b (column 3); not kind")
      })
    #expect(try load(text) { $0.label = "kind" }.classes == ["ham", "spam"])
    #expect(try load(text) { $0.label = "2" }.classes == ["ham", "spam"])
    #expect(try load(text) { $0.targets = ["kind"] }.classes == ["ham", "spam"])
    #expect(
      try message(text) { $0.label = "z" }
        == "f: no column \"z\"; the columns are a, kind, b (or use a number, 1 to 3)")
    #expect(
      try message(text) { ($0.label, $0.text) = ("b", "3") }
        == "f: data.label and data.text are both column b; two are needed")
  }

  /// Messages that nobody quoted: a quote opens and text follows it.
  @Test func quotesMayBeCharacters() throws {
    var rows = Self.rows
    rows[20] = "spam\t\"Quote\" and more"
    rows[30] = "ham\t\"It never ends"
    let data = try load(rows.joined(separator: "\n"))
    #expect(
      data.notes.contains(
        "quotes are ordinary characters and do not enclose cells (line 21)"))
    #expect(data.report.rows == 60)
    // Two rows whose quotes would swallow the line between.
    rows[20] = "spam\t\"Two lines"
    rows[21] = "ham\twith one quote\""
    rows[30] = Self.rows[30]
    let swallowed = try load(rows.joined(separator: "\n"))
    #expect(swallowed.report.rows == 60)
    #expect(
      swallowed.notes.contains(
        "quotes are ordinary characters and do not enclose cells (line 21)"))
  }

  static let refused: [(String, String)] = [
    (
      "one column\nand lines\n",
      "no table with a label and a text in every row; at least two columns are needed, separated "
        + "by tab, semicolon, comma or pipe"
    ),
    (
      "1\t2\n3\t4\n5\t6\n",
      "no column of text among column 1, column 2; none holds words, so --set data.source=csv reads "
        + "its numbers"
    ),
    (
      (0..<9).map { "u\($0)\tText number \($0)\n" }.joined(),
      "no column of labels (a few short values that repeat) among u0, Text number 0; --set "
        + "data.label=COLUMN names one; --set data.source=text trains on the characters"
    ),
    (
      (0..<9).map { "same\tText number \($0)\n" }.joined(),
      "column 1: every label is \"same\"; at least 2 classes are needed"
    ),
    (
      "a\tOne text\nb\tAnother text\na\tA third\nb\tA fourth\n",
      "4 texts with labels; this split leaves none for the validation part"
    ),
  ]

  @Test(arguments: refused.indices) func badTablesAreRefused(_ index: Int) throws {
    let (text, reason) = Self.refused[index]
    #expect(try message(text) == "f: " + reason)
  }

  @Test func badRowsAreRefused() throws {
    let rows = Self.rows.joined(separator: "\n")
    #expect(
      try message(rows + "\nham\n")
        == "f, line 61: 1 cell, but line 1 has 2; every row needs the same number")
    let quoted = (0..<9).map { "\($0 % 2),\"Text number \($0)\"\n" }.joined()
    #expect(
      try message("label,text\n" + quoted + "1,\"e\n")
        == "f, line 11: a quote is not closed within 131072 bytes, or before the end of the "
        + "file")
    #expect(
      try message(rows + "\nham\tx\u{0}y\n")?.contains("line 61: NUL byte at offset") == true)
    let many = (0..<3000).map { "\($0 % 1100)\tText number \($0)\n" }.joined()
    #expect(
      try message(many) { $0.label = "1" }
        == "f: column 1: 1100 different labels; at most 1000 classes can be "
        + "learned; is it really the label? --set data.label=COLUMN names another column")
    #expect(
      try message(rows) { $0.prepare = [PreparationStep("missing", "zero")] }
        == "f: data.prepare: \"missing: zero\" is not a step for text; allowed: duplicates: rows")
  }

  @Test func aLabelWithOneTextTrains() throws {
    let data = try load((Self.rows + ["eggs\tOnly once"]).joined(separator: "\n"))
    #expect(data.classes == ["eggs", "ham", "spam"])
    #expect(data.report.parts.map { $0.classCounts[0] } == [1, 0, 0])
    #expect(
      data.notes.contains(
        "only one text has the class eggs: it is trained on, never tested"))
  }

  @Test func emptyTextsAreOneUnknownToken() throws {
    let data = try load((Self.rows + ["ham\t...", "ham\t", "\tno label"]).joined(separator: "\n")) {
      $0.tokens.punctuation = .drop
      $0.split = [0.9, 0.05, 0.05]
    }
    #expect(data.notes.contains("2 texts without any word became one unknown token"))
    #expect(data.notes.contains("1 row without a label left out"))
    #expect(data.all.joined().filter { $0.tokens == [1] }.count == 2)
  }

  @Test func longTextsAreCutAtTheChosenEnd() throws {
    let long = "ham\tone two three four five six"
    func tokens(_ side: LengthOptions.Side) throws -> [String] {
      let data = try load((Self.rows.dropFirst() + [long, long]).joined(separator: "\n")) {
        $0.lengths.most = 3
        $0.lengths.truncate = side
        $0.tokens.numWords = 500
      }
      let vocabulary = data.vocabulary!
      #expect(data.shape.timeSteps == 3 && data.report.lengths?.cut ?? 0 > 2)
      return data.all.joined().map { vocabulary.decode($0.tokens) }
    }
    #expect(try tokens(.front).contains("four five six"))
    #expect(try tokens(.behind).contains("one two three"))
  }

  /// The chosen length is that of 99 % of the training texts.
  @Test func theLengthIsChosenByTheTrainingPart() throws {
    let data = try load(Self.rows.joined(separator: "\n"))
    #expect(data.shape.timeSteps == 7)
    #expect(
      data.notes.contains(
        "at most 7 words are fed (data.max_length: enough for 99 % of the training texts), 0 "
          + "longer texts cut at the front"))
  }

  @Test func repeatsAreCountedAndDropped() throws {
    let text = (Self.rows + Self.rows.prefix(30)).joined(separator: "\n")
    let data = try load(text)
    #expect(data.report.duplicates == 30 && data.report.rows == 90)
    #expect(data.notes.contains { $0.hasPrefix("30 rows repeat an earlier text; ") })
    let dropped = try load(text) { $0.prepare = [PreparationStep("duplicates", "rows")] }
    #expect(dropped.sizes.reduce(0, +) == 60)
    let step = try #require(dropped.report.steps.first)
    #expect(step.rowsBefore == 90 && step.rowsAfter == 60 && step.examples.count == 3)
    #expect(step.examples[0] == "line 61 repeats line 1: \"Hello friend 0, see you\"")
    #expect(dropped.notes.contains("0 of 6 test texts also train"))
  }

  @Test(arguments: [TokenOptions.Unit.characters, .bytes])
  func otherUnitsWork(_ unit: TokenOptions.Unit) throws {
    let data = try load(Self.rows.joined(separator: "\n")) { $0.tokens.unit = unit }
    let example = data.example(data.training, 0)
    #expect(data.vocabulary?.unit == unit)
    let text = data.vocabulary?.decode(example.tokens) ?? ""
    #expect(text == "Hello friend 0, see you" || text.hasPrefix("Hello friend"))
    #expect(unit == .bytes ? data.shape.vocabulary == 256 : data.vocabulary?.unknown == 1)
  }

  @Test func foldsAreStratifiedAndApart() throws {
    var met = Set<[Int32]>()
    for fold in 1...3 {
      let data = try load(Self.rows.joined(separator: "\n")) {
        ($0.folds, $0.fold) = (3, fold)
        $0.tokens.unit = .bytes
      }
      #expect(data.sizes == [36, 18, 6] && data.report.parts[1].classCounts == [12, 6])
      for example in data.all[1] { #expect(met.insert(example.tokens).inserted) }
    }
    #expect(met.count == 54)
  }

  @Test func ownFilesReplaceTheSplit() throws {
    let scratch = try Scratch()
    try scratch.write("f", "label\ttext\n" + Self.rows.joined(separator: "\n"))
    try scratch.write("t", "text\tlabel\nWin a friend\tspam\nHello hello you\tham\n")
    try scratch.write("u", "text\tlabel\nWin a friend\teggs\n")
    let configuration = DataConfiguration(source: "labelled_text", file: "f", testFile: "t")
    let data = try scratch.load(configuration)
    #expect(data.sizes == [54, 6, 2])
    #expect(data.all[2].map(\.classes) == [[1], [0]])
    #expect(data.notes.contains("test: t, 2 texts"))
    var bad = configuration
    bad.testFile = "u"
    #expect(
      scratch.message(bad)
        == "u: line 2, column label: the class \"eggs\" is not one of those trained on: ham, spam")
  }

  /// What is fitted is fitted on the training part alone.
  @Test func theTestFileChangesNothingBefore() throws {
    let scratch = try Scratch()
    try scratch.write("f", Self.rows.joined(separator: "\n"))
    try scratch.write("t", "ham\tHello friend\n")
    let configuration = DataConfiguration(source: "labelled_text", file: "f", testFile: "t")
    let one = try scratch.load(configuration)
    try scratch.write(
      "t",
      String(repeating: "spam\tzebra zebra call now friend friend much longer text\n", count: 9))
    let other = try scratch.load(configuration)
    #expect(one.all[0] == other.all[0] && one.all[1] == other.all[1])
    #expect(one.description == other.description)
  }

  @Test func theBaselineIsTheMostFrequentClass() throws {
    let data = try load(Self.rows.joined(separator: "\n"))
    #expect(data.baseline.name == "most frequent class")
    #expect(data.metrics == ["accuracy", "f1", "balanced_accuracy"])
    let metrics = data.baseline.testMetrics
    #expect(abs(metrics[0].value - 2.0 / 3) < 1e-9 && abs(metrics[1].value - 0.4) < 1e-9)
    #expect(metrics[2].value == 0.5)
  }

  @Test func spamIsKnown() throws {
    guard let path = sharedData("sms-spam.tsv") else { return }
    let data = try loadDataset(DataConfiguration(file: path), relativeTo: []) { _ in }
    #expect(data.source == "labelled_text" && data.classes == ["ham", "spam"])
    #expect(data.sizes.reduce(0, +) == 5574 && data.report.rows == 5574)
    for part in data.report.parts {
      let share = Double(part.classCounts[1]) / Double(part.examples)
      #expect(abs(share - 747.0 / 5574) < 0.002)
    }
    #expect(data.shape.timeSteps < 120 && data.shape.outputs == 2)
    #expect(data.report.duplicates ?? 0 > 400)
    #expect(data.notes.contains { $0.hasPrefix("quotes are ordinary characters") })
  }
}
