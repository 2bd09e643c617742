import Telemetry

/// Makes the dataset of a language model from texts; shared by `text` and `grammar`.
struct LanguageDataset {
  /// The registry name of the source, and what to call the text.
  var source: String
  var title: String
  /// The name of the text's file, without its ending; nil if it is generated.
  var stem: String?
  /// For errors: the file, or the source's name.
  var file: String
  /// Nil: the unit's own.
  var length: Int?
  var split: Split
  var seed: UInt64
  var tokens = TokenOptions()

  var unit: TokenOptions.Unit { tokens.unit ?? .characters }

  /// The default of `data.length`: a word says more than a character, and its
  /// outputs cost more.
  static func defaultLength(_ unit: TokenOptions.Unit) -> Int { unit == .words ? 35 : 100 }

  /// `bytes` are well-formed UTF-8 and live as long as the call.
  func make(
    _ bytes: UnsafeBufferPointer<UInt8>, validation: LanguageTokens.Request.Text? = nil,
    test: LanguageTokens.Request.Text? = nil, notes: [String] = []
  ) throws(DatasetError) -> Dataset {
    try tokens.refuse(unit)
    let length = length ?? Self.defaultLength(unit)
    let request = LanguageTokens.Request(
      main: (bytes, file), validation: validation, test: test, split: split, length: length,
      lowercase: tokens.lowercase ?? false, punctuation: tokens.punctuation ?? .split,
      numWords: tokens.numWords)
    let found: LanguageTokens
    switch unit {
    case .characters: found = try .characters(request)
    case .bytes: found = try .bytes(request)
    case .words: found = try .words(request)
    }
    func windows(_ part: LanguageTokens.Part, shiftSeed: UInt64? = nil) -> TextWindows {
      TextWindows(
        part.text, part: part.range, length: length, shiftSeed: shiftSeed,
        charactersPerToken: part.charactersPerToken)
    }
    let vocabulary = found.vocabulary
    let training = windows(found.training, shiftSeed: seed)
    let onValidation = windows(found.validation)
    let onTest = windows(found.test)
    let unigram = UnigramModel(counts: found.counts)
    var description = TextDescription(vocabulary)
    description.counts = found.counts
    return Dataset(
      source: source, kind: .language, file: stem,
      summary: (stem == nil ? title + ", " : "") + counted(vocabulary.count, unit.noun),
      notes: notes + self.notes(found, request),
      shape: Self.shape(length, vocabulary),
      training: training, validation: onValidation, test: onTest,
      stream: TextStream(found.training.text, part: found.training.range),
      baselines: [unigram.baseline(validation: onValidation, test: onTest)],
      vocabulary: vocabulary, metrics: Self.metrics, forecastTitle: "Sampled text",
      description: DatasetDescription(
        source: source, length: length, vocabulary: vocabulary.strings,
        unknown: vocabulary.unknown.map(Int.init), text: description),
      report: report(found, training, onValidation, onTest))
  }

  static let metrics = ["nats_per_token", "perplexity", "bits_per_character"]

  static func shape(_ length: Int, _ vocabulary: TokenVocabulary) -> SequenceShape {
    SequenceShape(
      timeSteps: length, features: 0, vocabulary: vocabulary.count, outputs: vocabulary.count,
      target: .classes, everyStep: true)
  }

  private func notes(
    _ found: LanguageTokens, _ request: LanguageTokens.Request
  ) -> [String] {
    var notes: [String] = []
    for (name, own, part) in [
      ("validation", request.validation, found.validation), ("test", request.test, found.test),
    ] {
      guard let own else { continue }
      notes.append("\(name): \(escaped(own.file)), \(counted(part.range.count, unit.noun))")
    }
    notes.append(
      "text: \(counted(found.count, unit.noun)), \(counted(found.kinds, "kind")) in the "
        + "training part")
    switch unit {
    case .words:
      notes.append("tokens: \(found.vocabulary.rules.sentence)")
      let known = found.vocabulary.count - 2
      let scored = found.validation.range.count + found.test.range.count
      notes.append(
        "the \(known) most frequent are known; the others, "
          + Numbers.tenthsOfPercent(
            Double(found.unknown.training) / Double(found.training.range.count))
          + " of the training part and "
          + Numbers.tenthsOfPercent(Double(found.unknown.others) / Double(max(1, scored)))
          + " of validation and test, are one token, \"\(TokenVocabulary.unknownText)\"")
    case .characters, .bytes:
      if found.vocabulary.rules.lowercase { notes.append("text converted to lower case") }
      if found.unknown.others > 0 {
        notes.append(
          "\(counted(found.unknown.others, unit.noun)) of validation and test do not occur in the "
            + "training part: they become one more token, \"unknown\"")
      }
    }
    notes.append(
      "split in the order of the text: \(found.training.range.count) training, "
        + "\(found.validation.range.count) validation, \(found.test.range.count) test "
        + "\(unit.noun)s")
    return notes
  }

  private func report(
    _ found: LanguageTokens, _ training: TextWindows, _ validation: TextWindows,
    _ test: TextWindows
  ) -> DataReport {
    func part(_ name: String, _ windows: TextWindows, _ own: Bool) -> DataReport.Part {
      let place = "\(unit.noun)s \(windows.part.lowerBound + 1) to \(windows.part.upperBound)"
      return DataReport.Part(name: name, examples: windows.count, place: own ? "" : place)
    }
    return DataReport(
      source: source, file: file,
      task: "the next \(unit.noun) at every step, from up to \(training.length) before it",
      rows: found.count, rowsName: unit.noun + "s",
      columns: [
        .init(
          name: "text", role: .text, kind: "text", present: found.count, missing: 0,
          distinct: found.kinds)
      ],
      parts: [
        part("training", training, false),
        part("validation", validation, found.parts.validation == nil),
        part("test", test, found.parts.test == nil),
      ],
      pictures: [
        picture("the training part begins", training, found.vocabulary),
        picture("the test part begins", test, found.vocabulary),
      ])
  }

  /// The first window: the inputs and the targets.
  private func picture(
    _ title: String, _ windows: TextWindows, _ vocabulary: TokenVocabulary
  ) -> DataReport.Picture {
    let start = windows.start(0, pass: 0)
    let most = min(windows.length, unit == .words ? 20 : 60)
    func text(_ first: Int) -> String {
      let tokens = (first..<first + most).map { windows.text[$0] }
      let shown =
        unit == .words
        ? tokens.map { vocabulary.string(of: $0) }.joined(separator: " ")
        : vocabulary.decode(tokens)
      return escaped(shown.replacing("\n", with: "\\n"), limit: 400)
    }
    return DataReport.Picture(
      title: title, text: ["fed:   " + text(start), "asked: " + text(start + 1)])
  }
}

extension TokenOptions {
  /// Throws for a key that was written and that tokens of that unit do not use.
  ///
  /// - Parameter ranked: the kinds of characters are limited by `num_words` too.
  func refuse(_ unit: Unit, ranked: Bool = false) throws(DatasetError) {
    if unit != .words, punctuation != nil {
      throw .tokenKey(key: "data.punctuation", unit: unit.rawValue, needed: "words")
    }
    if numWords != nil, unit == .bytes || unit == .characters && !ranked {
      throw .tokenKey(key: "data.num_words", unit: unit.rawValue, needed: "words")
    }
    if lowercase != nil, unit == .bytes {
      throw .tokenKey(key: "data.lowercase", unit: unit.rawValue, needed: "words or characters")
    }
  }
}
