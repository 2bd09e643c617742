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
      "a,b\nx,\n,y\n" + (0..<40).map { "p\($0),q\($0)\n" }.joined() + "long long,r\n"
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
        "the columns of text are one, two, three, and pairs need one of sources and one of targets; "
          + "name them: --set data.text=SOURCE --set data.target=TARGET (there are id, n, one, two, "
          + "three)") == true)
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
      try message("a,b\nx,\ny,\n")?.contains("no row has a text in a and in b") == true)
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
