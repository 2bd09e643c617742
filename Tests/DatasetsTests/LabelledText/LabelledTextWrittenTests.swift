import Datasets
import Testing

/// The ways in which people write labelled texts.
struct LabelledTextWrittenTests {
  private static let rows = LabelledTextSourceTests.rows
  private static let commas = rows.map { row in
    let cells = row.split(separator: "\t")
    return "\(cells[0]),\"\(cells[1])\""
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
    _ text: String, source: String? = nil,
    _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> String? {
    let scratch = try Scratch()
    try scratch.write("f", text)
    var configuration = DataConfiguration(source: source, file: "f")
    change(&configuration)
    return scratch.message(configuration)
  }

  /// What stands above and below the rows, and the note that says so.
  static let surroundings: [(name: String, above: String, below: String, note: String)] = [
    ("a title", "Messages of 2024\n", "", "1 line above the table left out"),
    ("a title and names", "Messages of 2024\n\nLabel,Text\n", "", "names in line 3"),
    (
      "comments", "# made by hand\n# in spring\nlabel,text\n", "",
      "2 lines above the table left out"
    ),
    ("a separator", "sep=,\nlabel,text\n", "", "1 line above the table left out"),
    ("rows of nothing", "label,text\n", "\n,\n,", "2 rows without any value left out"),
    ("a source", "label,text\n", "\n\nSource: somebody", "1 line below the table left out"),
    ("blank lines", "label,text\n\n", "\n\n", "names in the first line"),
  ]

  @Test(arguments: surroundings.indices) func whatIsAroundIsLeftOut(_ index: Int) throws {
    let (name, above, below, note) = Self.surroundings[index]
    let data = try load(above + Self.commas.joined(separator: "\n") + below)
    let plain = try load(Self.rows.joined(separator: "\n"))
    #expect(data.source == "labelled_text" && data.all == plain.all, "\(name)")
    #expect(data.notes.contains { $0.contains(note) }, "\(name): \(data.notes)")
  }

  /// What looks like the beginning of a row is a row that was cut off.
  @Test func aCutRowIsNoFooter() throws {
    let text = "label,text\n" + Self.commas.joined(separator: "\n")
    for end in ["\nspam", "\n\nspam", "\nSource: somebody"] {
      #expect(try message(text + end)?.contains("1 cell, but line 1 has 2") == true)
    }
  }

  @Test func linesAboveCanBeCounted() throws {
    let text = "a,title\nof,two lines\nkind,body\n" + Self.commas.joined(separator: "\n")
    let plain = try load(Self.rows.joined(separator: "\n"))
    let data = try load(text) {
      $0.table.skip = 2
      $0.label = "kind"
    }
    #expect(data.all == plain.all && data.classes == ["ham", "spam"])
    let unnamed = try load(Self.commas.joined(separator: "\n")) {
      $0.table.header = .off
      $0.label = "1"
    }
    #expect(unnamed.all == plain.all)
    let named = try load("ham,spam\n" + Self.commas.joined(separator: "\n")) {
      $0.table.header = .on
      $0.label = "1"
    }
    #expect(named.all == plain.all && named.notes.contains { $0.contains("label: ham (column 1)") })
  }

  @Test(arguments: ["label", "Label", "LABEL", "1"]) func theCaseOfANameIsFree(_ name: String)
    throws
  {
    let data = try load("Label,Text\n" + Self.commas.joined(separator: "\n")) { $0.label = name }
    #expect(data.classes == ["ham", "spam"] && data.report.rows == 60)
  }

  /// The semicolons of entities and smileys are within quotes.
  @Test func marksWithinQuotesPartNoCells() throws {
    let rows = Self.commas.map { row in
      let cells = row.split(separator: ",", maxSplits: 1)
      return "\"\(cells[0])\",\(cells[1].dropLast()) &lt;b&gt; ;)\""
    }
    let data = try load(rows.joined(separator: "\n"))
    #expect(data.classes == ["ham", "spam"] && data.report.rows == 60)
    #expect(data.notes.contains("table: 60 rows, 2 columns, comma between them, no names"))
  }

  // MARK: fastText

  @Test func linesOfFastText() throws {
    let lines = Self.rows.map { "__label__" + $0.replacing("\t", with: " ") }
    let data = try load(lines.joined(separator: "\n") + "\n")
    let plain = try load(Self.rows.joined(separator: "\n"))
    #expect(
      data.source == "labelled_text" && data.all == plain.all && data.classes == plain.classes)
    #expect(data.notes.contains("lines: 60 lines of __label__NAME and a text"))
    #expect(
      try message((lines + ["__label__ham __label__spam Hello"]).joined(separator: "\n"))
        == "f: line 61: 2 labels (ham, spam); only one for each text can be learned: keep one, or "
        + "write each pair of text and label as a line")
    #expect(
      try message(lines.joined(separator: "\n")) { $0.label = "1" }
        == "f: data.label is not used with lines of __label__NAME and a text; remove it")

    // A model of them takes lines with labels, tables and lines of texts; others take its lines.
    let scratch = try Scratch()
    let files = DataFiles(folders: [scratch.folder])
    for (name, text) in [
      ("l", "__label__spam Win now\n"), ("t", "spam,Win now\nham,\"Hello, you\"\n"),
      ("p", "Win now, friend\nHello you\n"),
    ] {
      try scratch.write(name, text)
      for model in [data, plain] {
        let prepared = try LabelledTextSource.prepare(name, by: model.description, files: files) {
          _ in
        }
        let first = WrittenExample(prepared.examples, 0, shape: prepared.shape)
        #expect(model.vocabulary?.decode(first.tokens).hasPrefix("win now") == true)
        #expect(first.classes == [name == "p" ? -1 : 1])
      }
    }
  }

  // MARK: codes

  @Test func basesAreReadByCharacters() throws {
    var random = SeededRandom(seed: 3)
    let rows = (0..<80).map { index in
      let bases = (0..<40).map { _ in "ACGT".randomElement(by: random.index(below: 4)) }
      return String(bases) + "\t\(index % 7)"
    }
    let data = try load("sequence\tclass\n" + rows.joined(separator: "\n"))
    #expect(data.source == "labelled_text" && data.classes == (0..<7).map { "\($0)" })
    #expect(data.vocabulary?.unit == .characters && data.shape.vocabulary == 6)
    #expect(
      data.notes.contains {
        $0.hasPrefix(
          "tokens: characters (each text is one word; --set data.unit=words keeps it whole); the "
            + "training part has 4 kinds")
      })
    #expect(
      try load("sequence\tclass\n" + rows.joined(separator: "\n")) { $0.tokens.unit = .words }
        .vocabulary?.unit == .words)
  }

  // MARK: what is no label

  private static let songs = (0..<90).map { index in
    "Artist \(index % 45),Song \(index),\"Some words \(index) of a song, and \(index * 7) more\"\n"
  }.joined()

  @Test func manyKindsAreNoLabelUnlessNamed() throws {
    let text = "artist,song,text\n" + Self.songs
    #expect(
      try message(text, source: "labelled_text")
        == "f: no column of labels (a few short values that repeat) among artist, song, text; --set "
        + "data.label=artist learns artist all the same (an id, or too many values); --set "
        + "data.source=text trains on the characters")
    let unasked = try #require(try message(text))
    #expect(
      unasked.contains("--set data.label=artist") && unasked.contains("--set data.source=text"))
    let named = try load(text) { $0.label = "Artist" }
    #expect(named.classes.count == 45)
    // A column that is called a label may have as many.
    #expect(try load(text.replacing("artist,", with: "category,")).classes.count == 45)
  }

  /// In the order of classes, the first rows show one kind only.
  @Test func manyKindsFurtherDownAreRefused() throws {
    let long = String(repeating: "la ", count: 300)
    let text =
      "artist,text\n"
      + (0..<400).map { "Artist \($0 / 8),\"\(long) song \($0)\"\n" }.joined()
    #expect(
      try message(text, source: "labelled_text")
        == "f: column artist: 50 different values, too many for a label column that you did not "
        + "name; --set data.label=artist learns them anyway, --set data.label=COLUMN names "
        + "another, --set data.source=text trains on the characters")
  }

  @Test func textIsAskedForOnlyWhereThereIsSome() throws {
    #expect(
      try message("a,b\n1,2\n3,4\n5,6\n", source: "labelled_text")
        == "f: no column of text among a, b; none holds words, so --set data.source=csv reads its "
        + "numbers")
    let kinds = "who,what\n" + (0..<40).map { "w\($0 % 3)x,y\($0 % 2)z\n" }.joined()
    #expect(
      try message(kinds, source: "labelled_text")
        == "f: no column of text among who, what; --set data.text=who uses who as the text")
  }

  @Test func messagesThatBeginWithASignAreNoComments() throws {
    let rows = Self.commas.map { row in
      let cells = row.split(separator: ",", maxSplits: 1)
      return "#tag \(cells[1].replacing("\"", with: "").replacing(",", with: ""));\(cells[0])"
    }
    let data = try load(rows.joined(separator: "\n"))
    #expect(data.source == "labelled_text" && data.report.rows == 60)
  }

  @Test func sentencesMayRepeat() throws {
    let rows = (0..<160).map {
      "\($0 % 3 == 2 ? "no" : "yes")\tthe answer is \($0 % 40), they say"
    }
    #expect(try load(rows.joined(separator: "\n")).source == "labelled_text")
  }
}

extension String {
  fileprivate func randomElement(by index: Int) -> Character {
    self[self.index(startIndex, offsetBy: index)]
  }
}
