import Datasets
import Testing

/// The ways in which people write words and tags.
struct TaggedLinesTests {
  private static let sentences = TaggedSourceTests.sentences
  private static let plain = TaggedSourceTests.lines(between: "\t")

  private func load(
    _ text: String, source: String? = nil, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f.txt", text)
    var configuration = DataConfiguration(source: source, file: "f.txt")
    change(&configuration)
    return try scratch.load(configuration)
  }

  /// Sentences with `row` for each word, and `head` before each sentence.
  private static func lines(
    head: (Int) -> String = { _ in "" }, _ row: (String, String, Int) -> String
  ) -> String {
    sentences.enumerated().map { number, sentence in
      head(number)
        + sentence.enumerated().map { row($1.0, $1.1, $0) + "\n" }.joined()
    }.joined(separator: "\n")
  }

  @Test func commentsAreLeftOut() throws {
    let plain = try load(Self.plain)
    for (mark, head) in [
      ("\t", "# id = "), (" ", "# sent_id = "), ("\t", "#begin document "),
    ] {
      let data = try load(
        Self.lines(head: { head + "\($0)\n" }) { word, tag, _ in word + mark + tag })
      #expect(data.source == "tagged" && data.all == plain.all)
      #expect(data.notes.contains("40 comments (lines that begin with #) left out"))
    }
    // A # with a tag is a word.
    let words = try load(Self.plain + "\n#\tNOUN\nruns\tVERB\n\n#\tNOUN\nruns\tVERB\n")
    #expect(words.report.rows == plain.report.rows + 4)
  }

  @Test(arguments: ["Word POS Tag", "word\tpos\ttag", "token  upos  ner_tag"])
  func namesInTheFirstLine(_ names: String) throws {
    let mark = names.contains("\t") ? "\t" : " "
    let text =
      names + "\n"
      + Self.lines { word, tag, place in
        [word, place == 0 ? "B" : "I", tag].joined(separator: mark)
      }
    let data = try load(text)
    let plain = try load(Self.plain)
    #expect(data.source == "tagged" && data.all == plain.all)
    #expect(data.notes.contains { $0.contains("names in the first line; the word is ") })
    #expect(data.notes.contains { $0.contains("learns that") })
    let second = String(names.split { $0 == " " || $0 == "\t" }[1])
    for name in [second, second.uppercased(), "2"] {
      #expect(try load(text) { $0.label = name }.classes == ["B", "I"])
    }
    #expect(
      try Scratch.message(text) { $0.label = "lemma" }?.hasPrefix(
        "f: no column \"lemma\"; the columns are " + names.split { $0 == " " || $0 == "\t" }[0])
        == true)
  }

  /// Names find the columns of a file in which they stand otherwise.
  @Test func namesFindTheColumnsOfNewFiles() throws {
    let scratch = try Scratch()
    try scratch.write("f", "word\ttag\n" + Self.plain)
    let data = try scratch.load(DataConfiguration(file: "f"))
    try scratch.write("n", "tag\tword\n" + Self.lines { word, tag, _ in tag + "\t" + word })
    try scratch.write("u", Self.plain)
    for name in ["n", "u"] {
      let prepared = try TaggedSource.prepare(
        name, by: data.description, files: DataFiles(folders: [scratch.folder])
      ) { _ in }
      #expect(prepared.examples.count == 40)
      let first = WrittenExample(prepared.examples, 0, shape: prepared.shape)
      #expect(data.vocabulary?.decode(first.tokens) == "the dog ends")
      #expect(first.classes.map { data.classes[Int($0)] } == ["DET", "NOUN", "VERB"])
    }
  }

  @Test func anyWhiteSpaceStandsBetween() throws {
    let plain = try load(Self.plain)
    let marks = [" ", "\t", "  ", " \t", "   "]
    let mixed = Self.lines { word, tag, place in word + marks[(place + word.count) % 5] + tag }
    #expect(try load(mixed).all == plain.all)
    // Blank lines of spaces end a sentence.
    #expect(try load(mixed.replacing("\n\n", with: "\n \t\n")).all == plain.all)
    // Between tabs, words may have spaces.
    let spaced = try load(Self.plain.replacing("dog", with: "big dog"))
    #expect(spaced.all == plain.all)
  }

  /// A word is never a count, an index or one of a kind; a tag is of few kinds.
  @Test func wordAndTagAreChosenByWhatTheyAre() throws {
    let plain = try load(Self.plain)
    var count = 0
    let texts = [
      Self.lines { word, tag, place in "\(place + 1)\t\(word)\t\(tag)\t_" },
      Self.lines { word, tag, place in "doc\t\(place)\t\(word)\t\(tag)\t-" },
      Self.lines { word, tag, _ in
        count += 1
        return "s\(count)\t\(word)\t\(tag)"
      },
    ]
    for text in texts { #expect(try load(text).all == plain.all) }
    // The tag comes first, where words are more.
    let letters = Array("abcdefgh")
    let rare = (0..<60).map { number in
      "O\tw\(letters[number % 8])\(letters[number / 8])\nB\to\(letters[number / 8])\(letters[number % 8])\n"
    }.joined(separator: "\n")
    let first = try load(rare)
    #expect(first.source == "tagged" && first.classes == ["B", "O"])
  }

  // MARK: tables

  private static let table = sentences.enumerated().flatMap { number, sentence in
    sentence.enumerated().map { place, pair in
      "\(place == 0 ? "Sentence: \(number + 1)" : ""),\(pair.0),\(place == 0 ? "B" : "I"),\(pair.1)"
    }
  }

  @Test func idsOnTheFirstRowOfASentence() throws {
    let text = "Sentence #,Word,POS,Tag\n" + Self.table.joined(separator: "\n") + "\n"
    let data = try load(text)
    let plain = try load(Self.plain)
    #expect(data.source == "tagged" && data.all == plain.all && data.classes == plain.classes)
    #expect(data.notes.contains("Sentence #: 67 empty cells repeat the id above"))
    #expect(data.notes.contains("not POS; --set data.label=POS learns that"))
    #expect(try load(text) { $0.label = "Tag" }.all == plain.all)
    #expect(try load(text) { $0.label = "POS" }.classes == ["B", "I"])
    #expect(try load(text) { $0.sequence = ["Sentence #"] }.all == plain.all)

    let windows = try load(text) { $0.sequence = ["sentence #"] }
    #expect(windows.all == plain.all)
    // Where an id comes again, an empty cell is a fault.
    var rows = Self.table
    rows[1] = "Sentence: 1" + rows[1]
    let message = try Scratch.message("Sentence #,Word,POS,Tag\n" + rows.joined(separator: "\n")) {
      $0.source = "tagged"
    }
    #expect(
      message?.hasPrefix(
        "f, line 4, column Sentence #: does not say which sequence the row belongs")
        == true)
  }

  /// Ids are not needed where blank lines part sentences.
  @Test(arguments: ["", ",,"]) func blankLinesPartTheSentencesOfATable(_ blank: String) throws {
    let rows = Self.lines { word, tag, place in "\(word),\(place == 0 ? "B" : "I"),\(tag)" }
    let text = "Word,POS,Tag\n" + rows.replacing("\n\n", with: "\n\(blank)\n")
    let plain = try load(Self.plain)
    let data = try load(text)
    #expect(data.source == "tagged" && data.all == plain.all && data.classes == plain.classes)
    #expect(try load(text) { $0.label = "pos" }.classes == ["B", "I"])
    let scratch = try Scratch()
    try scratch.write("n", text)
    let prepared = try TaggedSource.prepare(
      "n", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(prepared.examples.count == 40)
    // Without them it is no table of sentences.
    let whole = text.replacing("\n\(blank)\n", with: "\n")
    #expect(try Scratch.message(whole) { $0.source = "tagged" }?.contains("data.sequence=") == true)
  }

  @Test func windowsTextIsReadByItsName() throws {
    let scratch = try Scratch()
    let text = "Sentence #,Word,POS,Tag\n" + Self.table.joined(separator: "\n") + "\n"
    try scratch.write(
      "f", Array(text.replacing("dog", with: "d~g").utf8).map { $0 == 0x7E ? 0xE9 : $0 })
    var configuration = DataConfiguration(file: "f")
    let message = try #require(scratch.message(configuration))
    #expect(message.contains("--set data.encoding=windows-1252"))
    configuration.encoding = "windows-1252"
    let data = try scratch.load(configuration)
    #expect(data.source == "tagged" && data.description.vocabulary?.contains("dég") == true)
  }
}

extension Scratch {
  fileprivate static func message(
    _ text: String, _ change: (inout DataConfiguration) -> Void
  ) throws -> String? {
    let scratch = try Scratch()
    try scratch.write("f", text)
    var configuration = DataConfiguration(file: "f")
    change(&configuration)
    return scratch.message(configuration)
  }
}
