import Datasets
import Testing

struct PairsSourceTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let rows = (0..<50).map { "der Hund \($0 % 5) ist da\tthe dog \($0) is here\n" }
    .joined()

  private func load(
    _ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    try scratch.write("f", text)
    var configuration = DataConfiguration(source: "pairs", file: "f")
    change(&configuration)
    return try scratch.load(configuration)
  }

  private func message(
    _ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> String? {
    try scratch.write("f", text)
    var configuration = DataConfiguration(source: "pairs", file: "f")
    change(&configuration)
    return scratch.message(configuration)
  }

  @Test func twoColumnsOfTextAreRecognised() throws {
    try scratch.write("f", (0..<30).map { "Go \($0) now.\tVa \($0) alors !\n" }.joined())
    let found = try recognise(DataConfiguration(file: "f"), relativeTo: [scratch.folder])
    #expect(
      found.source == "pairs"
        && found.reason.contains("2 columns, tab between them, with a text in each"))
  }

  @Test func wordsOrCharactersAndNotes() throws {
    let data = try load("from\tto\n" + Self.rows)
    #expect(data.vocabulary?.unit == .words && data.targetVocabulary?.unit == .words)
    #expect(data.notes.contains { $0.hasPrefix("tokens: words, as a text has 5 words") })
    #expect(data.notes.contains { $0.hasPrefix("source: from, target: to") })
    #expect(data.sizes == [40, 5, 5] && data.summary == "from to to")
    #expect(data.shape.timeSteps == 5 && data.shape.targetSequence?.timeSteps == 6)
    let pairs = try data.pairs(data.training)
    #expect(pairs.allSatisfy { $0.source.hasPrefix("der Hund") && $0.target.hasSuffix("is here") })
    let short = try load((0..<40).map { "ab\($0),\($0)cd\n" }.joined())
    #expect(short.vocabulary?.unit == .characters)
  }

  @Test func oneVocabularyWhereMostTokensAreInBoth() throws {
    let rows = (0..<60).map { "\($0 * 37 % 1000),\(String(String($0 * 37 % 1000).reversed()))x\n" }
    let data = try load("a,b\n" + rows.joined()) { $0.tokens.unit = .characters }
    #expect(data.vocabulary == data.targetVocabulary)
    #expect(data.notes.contains { $0.hasPrefix("source and target have one vocabulary") })
    for (source, target) in try data.pairs(data.training) {
      #expect(String(source.reversed()) + "x" == target)
    }
    let apart = try load("a,b\n" + (0..<60).map { "a\($0 % 7)b\($0),xyz uvw\n" }.joined())
    #expect(apart.vocabulary != apart.targetVocabulary)
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let data = try load(
      "source,target\nx,\n,y\n" + (0..<40).map { "p\($0),q\($0)\n" }.joined() + "long long,r\n"
    ) {
      $0.lengths.most = 3
    }
    #expect(data.sizes.reduce(0, +) == 40)
    #expect(data.notes.contains("2 rows without source or target left out"))
    #expect(data.notes.contains("1 pair of more than 3 tokens left out (data.max_length)"))
  }

  @Test func faultsAreNamed() throws {
    let table =
      "id,n,one,two,three\n"
      + (0..<20).map { "\($0),\($0 * $0),a\($0),b\($0),c\($0)\n" }
      .joined()
    #expect(
      try message(table)?.hasSuffix(
        "the columns of text are one, two, three; pairs need a source column and a target column; "
          + "name them: --set data.text=SOURCE --set data.target=TARGET (there are id, n, one, "
          + "two, three)") == true)
    #expect(
      try message(table) { ($0.text, $0.targets) = ("one", ["one"]) }?.contains(
        "column one cannot be source (data.text) and target (data.target) at once") == true)
    #expect(
      try message(table) { ($0.text, $0.targets) = ("one", ["two", "three"]) }?.contains(
        "data.target: two, three are 2 columns; pairs have one target") == true)
    #expect(
      try message(table) { ($0.text, $0.targets) = ("one", ["tow"]) }?.contains(
        "no column \"tow\"") == true)
    #expect(
      try message("source,b\nx,\ny,\n")?.contains(
        "no row has a source in source and a target in b that fit data.max_length") == true)
  }

  @Test func namedColumnsOfALargerTable() throws {
    let table = "id,one,two,three\n" + (0..<20).map { "\($0),a\($0),b\($0),c\($0)\n" }.joined()
    let data = try load(table) { ($0.text, $0.targets) = ("three", ["1"]) }
    for (source, target) in try data.pairs(data.test) { #expect(source == "c" + target) }
  }

  @Test func aModelsOwnDescriptionPreparesNewFiles() throws {
    let data = try load("from\tto\n" + Self.rows)
    let files = DataFiles(folders: [scratch.folder])
    try scratch.write("new", "to\tfrom\nthe dog 1 is here\tder Hund 1 ist da\n")
    let file = try PairsSource.prepare("new", by: data.description, files: files) { _ in }
    #expect(file.examples.count == 1 && file.examples.hasTarget(0))
    #expect(file.keyNames == ["from", "to"] && file.keys(0)[0] == "der Hund 1 ist da")
    let written = WrittenExample(file.examples, 0, shape: file.shape)
    #expect(data.vocabulary?.decode(written.tokens) == "der Hund 1 ist da")
    // A longer source than any in training, without a target, with words that are new.
    try scratch.write("alone", "from\nder Hund 1 ist da und bleibt da\n")
    let alone = try PairsSource.prepare("alone", by: data.description, files: files) { _ in }
    #expect(!alone.examples.hasTarget(0) && alone.shape.timeSteps == 8)
    #expect(alone.shape.targetSequence == data.shape.targetSequence)
    #expect(alone.notes.contains { $0.hasPrefix("2 words (25 %) unknown to the model") })
  }

  /// Marks between words are no marks between cells, and one line is enough.
  @Test(arguments: [
    ("march 3, 2021\n", ["march 3, 2021"]),
    ("march 3, 2021\nmay 5, 1984", ["march 3, 2021", "may 5, 1984"]),
    ("source\nmarch 3, 2021\n", ["march 3, 2021"]),
    ("source,target\n\"march 3, 2021\",2021-03-03\n", ["march 3, 2021"]),
    ("5 may 1999\t1999-05-05\n", ["5 may 1999"]), ("\"march 3, 2021\"\n", ["march 3, 2021"]),
    (
      "[{\"source\": \"march 3, 2021\"}, {\"source\": \"5 may 1999\"}]",
      ["march 3, 2021", "5 may 1999"]
    ),
  ])
  func aTasksModelReadsLinesWithAnyMarks(_ text: String, _ sources: [String]) throws {
    let data = try generate(DataConfiguration(source: "dates", count: 100))
    try scratch.write("lines", text)
    let file = try #require(DataSources.named("dates")).prepare(
      "lines", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect((0..<file.examples.count).map { file.keys($0)[0] } == sources)
    #expect(file.examples.hasTarget(0) == text.contains("-0"))
  }

  /// The first row is a pair unless it has names.
  @Test(arguments: ["\t", ","], ["", "from\tto\n", "English\tgood words\n"])
  func theFirstPairIsKept(_ mark: String, _ header: String) throws {
    let text = (header + Self.rows).replacing("\t", with: mark)
    let data = try load(text)
    #expect(data.sizes.reduce(0, +) == 50, "\(data.notes)")
    #expect(
      data.description.pairs?.columns?.source
        == (header.isEmpty ? "1" : header.prefix { $0 != "\t" }.description))
    #expect(
      data.notes.contains(
        "the first line is read as a pair; if it holds names: --set data.header=on")
        == header.isEmpty)
    // The same in a file of its own.
    try scratch.write("own", text)
    let own = try load(text) { $0.validationFile = "own" }
    #expect(own.validation.count == 50)
    #expect(own.notes.contains("validation: own, 50 rows"))
  }

  /// Single words above single words are names where their letters are others.
  @Test func lettersTellNames() throws {
    let letters = Array("abcd")
    let rows = (0..<64).map { number -> String in
      let word = String([letters[number / 16], letters[number / 4 % 4], letters[number % 4]])
      return "\(word),\(String(word.reversed()))\n"
    }
    for (header, count) in [("forth,back\n", 64), ("dcba,abcd\n", 65), ("a b,bad\n", 65)] {
      let data = try load(header + rows.joined())
      #expect(data.sizes.reduce(0, +) == count, "\(header)")
    }
  }

  @Test func namesAreThoseThatAreAskedFor() throws {
    let text = "go,va\n" + (0..<40).map { "ab\($0),cd\($0)\n" }.joined()
    #expect(try load(text).sizes.reduce(0, +) == 41)
    #expect(try load(text) { ($0.text, $0.targets) = ("va", ["go"]) }.sizes.reduce(0, +) == 40)
    #expect(try load(text) { $0.table.header = .on }.sizes.reduce(0, +) == 40)
  }

  @Test(arguments: ["from\tto\n", ""]) func aModelReadsLinesWithoutTargets(_ header: String) throws
  {
    let data = try load(header + Self.rows)
    func prepared(_ text: String) throws -> PreparedFile {
      try scratch.write("new", text)
      return try PairsSource.prepare(
        "new", by: data.description, files: DataFiles(folders: [scratch.folder])
      ) { _ in }
    }
    for text in ["der Hund, 1, ist da\n", "der Hund, 1\nist, da\nder, da\nda, ist\n"] {
      let file = try prepared(text)
      let lines = text.split(separator: "\n").map(String.init)
      #expect((0..<file.examples.count).map { file.keys($0)[0] } == lines)
      #expect(
        file.notes.contains { $0.hasPrefix("each line is a source; a table with targets has") })
    }
    // A table like the model's own with other columns is no list of sources.
    guard !header.isEmpty else { return }
    let error = #expect(throws: DatasetError.self) { try prepared("a\tb\n" + Self.rows) }
    #expect(error?.description.contains("lacks from, which the model was trained on") == true)
  }

  @Test func pairsInJSONHaveFilesOfTheirOwnAndModels() throws {
    func lines(_ rows: Range<Int>) -> String {
      rows.map { "{\"de\": \"der Hund \($0) ist da\", \"en\": \"the dog \($0) is here\"}\n" }
        .joined()
    }
    try scratch.write("own", lines(50..<60))
    let data = try load(lines(0..<50)) { $0.validationFile = "own" }
    #expect(data.validation.count == 10)
    let file = try PairsSource.prepare(
      "own", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(file.examples.count == 10 && file.examples.hasTarget(0))
    #expect(file.keyNames == ["de", "en"])
  }

  @Test func numbersStayAsTheyAreWritten() throws {
    let rows = (0..<60).map { "1.\($0 + 100),-999 NA \($0)\n" }.joined()
    let data = try load("source,target\n" + rows) { $0.tokens.unit = .characters }
    for (source, target) in try data.pairs(data.training) {
      #expect(source.hasPrefix("1.") && target.hasPrefix("-999 NA"))
    }
    for (key, change) in [
      ("decimal", { $0.table.decimal = .comma }), ("thousands", { $0.table.thousands = .point }),
      ("missing_values", { $0.table.missingValues = ["NA"] }),
    ] as [(String, (inout DataConfiguration) -> Void)] {
      #expect(
        try message("source,target\n" + rows, change)?.hasPrefix(
          "data.\(key): the source \"pairs\" does not")
          == true)
    }
  }

  @Test func aTextAndATargetMakePairs() throws {
    let table =
      "id,one,two,three\n"
      + (0..<40).map { "\($0),a b c d \($0),what is \($0) here,\($0 % 3 == 0 ? "x" : "y")\n" }
      .joined()
    try scratch.write("f", table)
    func source(_ text: String, _ target: String) throws -> String {
      var configuration = DataConfiguration(file: "f", target: target)
      configuration.text = text
      return try recognise(configuration, relativeTo: [scratch.folder]).source
    }
    #expect(try source("one", "two") == "pairs")
    #expect(try source("one", "three") == "labelled_text")
  }

  @Test func aGeneratedTasksModelReadsALineEach() throws {
    let data = try generate(DataConfiguration(source: "dates", count: 100))
    let files = DataFiles(folders: [scratch.folder])
    let source = try #require(DataSources.named("dates"))
    for (text, sources) in [
      ("5 may 1999\n6 may 2001\n", ["5 may 1999", "6 may 2001"]),
      ("source\n5 may 1999\n", ["5 may 1999"]),
    ] {
      try scratch.write("lines", text)
      let file = try source.prepare("lines", by: data.description, files: files) { _ in }
      #expect((0..<file.examples.count).map { file.keys($0)[0] } == sources)
    }
  }

  @Test func descriptionsAreChecked() throws {
    let sound = try load("from\tto\n" + Self.rows).description
    try sound.check(features: 32)
    func key(_ change: (inout DatasetDescription) -> Void) -> String? {
      var broken = sound
      change(&broken)
      do throws(DescriptionFault) {
        try broken.check(features: 32)
        return nil
      } catch {
        return error.key
      }
    }
    #expect(key { $0.pairs = nil } == "pairs")
    #expect(key { $0.pairs?.vocabulary = [] } == "pairs.vocabulary")
    #expect(key { $0.pairs?.vocabulary += ["dog", "dog"] } == "pairs.vocabulary")
    #expect(key { $0.pairs?.end = 9999 } == "pairs.end")
    #expect(key { $0.pairs?.length = 0 } == "pairs.length")
    #expect(key { $0.source = "text" } == "pairs")
  }
}

/// Sources and targets in two files, line by line.
struct ParallelLinesTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func load(
    _ sources: String, _ targets: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    try scratch.write("a.en", sources)
    try scratch.write("a.de", targets)
    var configuration = DataConfiguration(file: "a.en")
    configuration.targetFiles = ["a.de"]
    change(&configuration)
    return try scratch.load(configuration)
  }

  private static let english = (0..<60).map { "the house number \($0) is \"old\", not new" }
  private static let german = (0..<60).map { "Das Haus Nummer \($0) ist alt;\tnicht neu" }

  @Test func linesBelongToEachOther() throws {
    // Lines as Windows ends them on one side, and an empty last one on the other.
    let data = try load(
      Self.english.joined(separator: "\r\n"), Self.german.joined(separator: "\n") + "\n\n"
    ) { $0.tokens.unit = .characters }
    #expect(data.kind == .pairs && data.sizes == [48, 6, 6])
    let pairs = try [data.training, data.validation, data.test].flatMap { try data.pairs($0) }
    #expect(Set(pairs.map(\.source)) == Set(Self.english))
    for (source, target) in pairs {
      let number = source.split(separator: " ")[3]
      #expect(target.contains(" \(number) ist"), "\(source): \(target)")
    }
    #expect(data.notes.contains { $0.hasPrefix("read as pairs: sources and targets in two files") })
    #expect(data.notes.contains("lines of a.en with the lines of a.de as targets"))
  }

  @Test func anEmptySideIsLeftOutAndSaid() throws {
    var german = Self.german
    german[7] = ""
    let data = try load(Self.english.joined(separator: "\n"), german.joined(separator: "\n"))
    #expect(data.sizes.reduce(0, +) == 59)
    #expect(data.notes.contains { $0.contains("1 row without source or target left out") })
  }

  @Test func partsHaveFilesOfTheirOwn() throws {
    try scratch.write("v.en", Self.english.prefix(5).joined(separator: "\n"))
    try scratch.write("v.de", Self.german.prefix(5).joined(separator: "\n"))
    let data = try load(Self.english.joined(separator: "\n"), Self.german.joined(separator: "\n")) {
      $0.validationFile = "v.en"
      $0.targetFiles = ["a.de", "v.de"]
    }
    #expect(data.validation.count == 5)
  }

  @Test func faultsAreNamed() throws {
    func message(
      _ sources: Int, _ targets: Int, _ change: (inout DataConfiguration) -> Void = { _ in }
    )
      -> String
    {
      do {
        _ = try load(
          Self.english.prefix(sources).joined(separator: "\n"),
          Self.german.prefix(targets).joined(separator: "\n"), change)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    for (one, other) in [(60, 58), (58, 60), (60, 1)] {
      #expect(
        message(one, other).contains(
          "\(one) lines, and a.de has \(other): the lines of the two files must match"
        ),
        "\(message(one, other))")
    }
    #expect(message(60, 60) { $0.targetFiles = ["none"] }.contains("none"))
    #expect(
      message(60, 60) { $0.targetFiles = ["a.de", "a.de"] }.contains(
        "data.target_file: 2 files for 1 source file (data.file"))
    #expect(
      message(60, 60) { $0.source = "text" }.contains(
        "data.target_file: the source \"text\" does not use it"))
  }
}
