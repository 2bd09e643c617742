import Datasets
import Testing

struct TaggedSourceTests {
  /// 40 sentences; "run" is a noun behind "the" and a verb behind "they".
  static let sentences: [[(String, String)]] = (0..<40).map { number in
    let noun = [("the", "DET"), (number % 4 == 0 ? "dog" : "run", "NOUN"), ("ends", "VERB")]
    let verb = [("they", "PRON"), ("run", "VERB")]
    return number % 2 == 0 ? noun : verb + (number % 3 == 0 ? [("fast", "ADV")] : [])
  }

  static func lines(between mark: String, columns: Int = 2, end: String = "\n") -> String {
    sentences.map { sentence in
      sentence.map { word, tag in
        ([word] + [String](repeating: "_", count: columns - 2) + [tag]).joined(separator: mark)
          + end
      }.joined()
    }.joined(separator: end)
  }

  private func load(
    _ text: String, source: String? = nil, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f.txt", text)
    var configuration = DataConfiguration(source: source, file: "f.txt")
    change(&configuration)
    return try scratch.load(configuration)
  }

  @Test(arguments: ["\t", " ", "   "]) func linesOfWordsAndTags(_ mark: String) throws {
    let plain = try load(Self.lines(between: "\t"))
    for end in ["\n", "\r\n", "\r"] {
      for columns in [2, 4] {
        let data = try load(Self.lines(between: mark, columns: columns, end: end))
        #expect(data.source == "tagged" && data.kind == .classes)
        #expect(data.classes == ["ADV", "DET", "NOUN", "PRON", "VERB"])
        #expect(data.all == plain.all && data.sizes == [32, 4, 4])
        #expect(data.shape.everyStep && data.shape.timeSteps == 3 && data.shape.features == 0)
      }
    }
  }

  @Test func wordsAreNumberedAsKerasCounts() throws {
    let data = try load(Self.lines(between: "\t"))
    // 0 padding, 1 unknown, then by frequency.
    #expect(data.shape.vocabulary == 8)
    #expect(data.description.vocabulary?.prefix(3) == ["", "<unk>", "run"])
    #expect(data.description.unknown == 1)
    #expect(data.all.joined().flatMap { $0.tokens.prefix(Int($0.length)) }.allSatisfy { $0 >= 2 })
    let few = try load(Self.lines(between: "\t")) { $0.tokens.numWords = 4 }
    #expect(few.shape.vocabulary == 4)
    #expect(few.all.joined().flatMap { $0.tokens.prefix(Int($0.length)) }.contains(1))
    #expect(few.notes.contains { $0.hasSuffix("not in the vocabulary, or seen once in training") })
  }

  @Test func whatOccursOnceStandsForTheUnknown() throws {
    let odd = (0..<12).map { "rare\($0)\tNOUN\nends\tVERB\n" }.joined(separator: "\n")
    let data = try load(Self.lines(between: "\t") + "\n" + odd)
    #expect(data.description.vocabulary?.contains { $0.hasPrefix("rare") } == false)
    let all = try load(Self.lines(between: "\t") + "\n" + odd) { $0.tokens.numWords = 1000 }
    #expect(all.description.vocabulary?.contains { $0.hasPrefix("rare") } == true)
  }

  @Test func capitalsAreKeptUnlessAskedOtherwise() throws {
    let text =
      Self.lines(between: "\t").replacing("the\t", with: "The\t") + "\nthe\tDET\nrun\tNOUN\n"
      + "\nthe\tDET\nrun\tNOUN\n"
    #expect(try load(text).description.vocabulary?.contains("The") == true)
    let small = try load(text) { $0.tokens.lowercase = true }
    #expect(small.description.vocabulary?.contains("The") == false)
  }

  @Test func documentsCommentsAndCompoundsArePassedOver() throws {
    let plain = try load(Self.lines(between: "\t"))
    let marked = try load(
      "-DOCSTART- -X- -X- O\n\n" + Self.lines(between: " ", columns: 4))
    #expect(marked.all == plain.all)
    var universal = ""
    for (number, sentence) in Self.sentences.enumerated() {
      universal +=
        "# sent_id = \(number)\n# text = ...\n1-2\tcompound"
        + String(
          repeating: "\t_", count: 8) + "\n"
      for (place, word) in sentence.enumerated() {
        universal +=
          "\(place + 1)\t\(word.0)\tlemma\t\(word.1)" + String(repeating: "\t_", count: 6)
          + "\n"
      }
      universal += "\n"
    }
    let data = try load(universal)
    #expect(data.all == plain.all)
    #expect(
      data.notes[1]
        == "lines: 107 words in 40 sentences, 10 cells per line; the word is cell 2, the tag cell 4"
    )
  }

  @Test func twoTrivialPredictors() throws {
    let data = try load(Self.lines(between: "\t"))
    #expect(data.baselines.map(\.name) == ["most frequent tag", "most frequent tag of each word"])
    let (tag, word) = (data.baselines[0], data.baselines[1])
    #expect(word.testMetrics[0].value > tag.testMetrics[0].value)
    #expect(word.testLoss < tag.testLoss && word.testLoss > 0)
    // "run" is more often a verb: where it is a noun, the word alone is wrong.
    #expect(word.testMetrics[0].value < 1 || word.validationMetrics[0].value < 1)
  }

  @Test func aLongTableWithATagForEachRow() throws {
    let rows = Self.sentences.enumerated().flatMap { number, sentence in
      sentence.map { "\(number),\($0.0),\($0.1)" }
    }
    let words = try load("sentence,word,pos\n" + rows.joined(separator: "\n"))
    let lines = try load(Self.lines(between: "\t"))
    #expect(words.source == "tagged" && words.all == lines.all)

    let numbers = (0..<200).map { row in
      let value = row * row % 17
      let tag = value > 8 ? "high" : row % 50 == 0 ? "" : "low"
      return "\(row / 10),\(value),\(tag)"
    }
    let text = "sequence,v,tag\n" + numbers.joined(separator: "\n")
    let data = try load(text)
    #expect(data.source == "tagged" && data.shape.features == 1 && data.classes == ["high", "low"])
    // A step without a tag asks for nothing.
    #expect(data.all.joined().flatMap(\.classes).count { $0 == -1 } == 3)
    #expect(data.baselines.count == 1)
    #expect(
      data.all.joined().allSatisfy { example in
        zip(example.classes, example.inputs).allSatisfy { $0 == -1 || ($0 == 0) == ($1 > 0.1) }
      })
  }

  @Test func tagsFollowTheRowsThatAreLeft() throws {
    let numbers = (0..<200).map { row in
      let value = row % 7
      return row % 4 == 3
        ? "\(row / 10),NA,gap" : "\(row / 10),\(value),\(value > 3)"
    }
    let data = try load("sequence,v,tag\n" + numbers.joined(separator: "\n")) {
      $0.prepare = [PreparationStep("missing", "drop")]
    }
    let gap = Int32(data.classes.firstIndex(of: "gap") ?? -1)
    for example in data.all.joined() {
      for step in 0..<Int(example.length) {
        #expect(example.classes[step] != gap)
        #expect((data.classes[Int(example.classes[step])] == "true") == (example.inputs[step] > 3))
      }
    }
  }

  @Test func badLinesAreRefused() throws {
    let scratch = try Scratch()
    func message(_ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }) throws
      -> String?
    {
      try scratch.write("f.txt", text)
      var configuration = DataConfiguration(source: "tagged", file: "f.txt")
      change(&configuration)
      return scratch.message(configuration)
    }
    let lines = Self.lines(between: "\t")
    let long = String(repeating: lines + "\n", count: 200)
    #expect(
      try message(long + "alone\n") == "f.txt, line \(long.count { $0 == "\n" } + 1): 1 cell, but "
        + "earlier lines have 2")
    #expect(
      try message(lines) { $0.label = "3" }
        == "f.txt: no column \"3\"; the columns are column 1, column 2 (or use a number, 1 to 2)")
    #expect(
      try message(lines) { $0.label = "1" } == "f.txt: has no labels to learn")
    #expect(
      try message(lines) { $0.prepare = [PreparationStep("scale", "standard")] }
        == "f.txt: data.prepare is not used with words; remove it")
    #expect(
      try message(lines) { $0.columns = ["1"] }
        == "f.txt: data.columns is not used with lines of words and tags; remove it")
    #expect(
      try message("sequence,v,tag\n1,2,a\n1,3,b\n") { $0.tokens.numWords = 5 }
        == "f.txt: 1 sequence, too few for this split: none is left for the validation part")
  }
}
