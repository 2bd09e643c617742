import Telemetry

/// `text`: a language model over the characters, bytes or words of any text in UTF-8.
package enum TextSource: DataSource {
  package static let name = "text"
  package static let about =
    "The next character of a text (or byte, or word), at every step. How far memory must reach "
    + "depends on the text; the trivial predictor knows the frequencies of single characters "
    + "(3.3 nats for English)."
  package static let defaultLength: Int? = LanguageDataset.defaultLength(.characters)
  /// The file itself, its tokens (1, 2 or 4 bytes each), and what is counted.
  private static let growth = 3.0
  package static let keys: Set<DataKey> = DataKey.ofFiles.union([
    .length, .unit, .numWords, .lowercase, .punctuation,
  ])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    progress("reading \(escaped(file))")
    let main = try files.read(file, growth: growth)
    let validation = try configuration.validationFile.map { (name) throws(DatasetError) in
      try files.read(name, growth: growth)
    }
    let test = try configuration.testFile.map { (name) throws(DatasetError) in
      try files.read(name, growth: growth)
    }
    let language = LanguageDataset(
      source: name, title: escaped(lastPart(file)), stem: escaped(stem(file)), file: file,
      length: configuration.length, split: try Split(configuration), seed: configuration.seed,
      tokens: configuration.tokens)
    progress("cutting \(escaped(file)) into \(language.unit.rawValue)")
    return try withExtendedLifetime((main, validation, test)) { () throws(DatasetError) in
      try language.make(
        main.bytes, validation: validation.map { ($0.bytes, $0.name) },
        test: test.map { ($0.bytes, $0.name) },
        notes: [("", main), ("validation: ", validation), ("test: ", test)].compactMap {
          part, bytes in
          bytes?.hadByteOrderMark == true
            ? part + "a byte order mark at the start was left out" : nil
        })
    }
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    let vocabulary = try TokenVocabulary(description)
    guard let length = description.length, length > 0 else {
      throw .unusableDescription("gives no length")
    }
    progress("reading \(escaped(file))")
    let bytes = try files.read(file, growth: growth)
    return try withExtendedLifetime(bytes) { () throws(DatasetError) in
      let encoded = TokenEncoder(vocabulary).encode(bytes.bytes)
      try vocabulary.require(encoded, of: bytes.name) {
        lineNumber(of: $0, in: bytes.bytes)
      }
      let count = encoded.tokens.count
      // One window will do, and a short one too.
      if count < 2 {
        throw .textTooShort(
          file: file, isSplit: false, count: count, needed: 2, length: length,
          unit: vocabulary.unit.noun)
      }
      let characters = CharacterBytes(bytes: bytes.bytes).count()
      let windows = TextWindows(
        TokenText(encoded.tokens, kinds: vocabulary.count), part: 0..<count, length: length,
        shiftSeed: nil, charactersPerToken: Double(characters) / Double(count), keepsRest: true)
      var notes = [Self.note(windows, vocabulary.unit.noun)]
      if encoded.strangers > 0 {
        notes.append(
          "\(counted(encoded.strangers, vocabulary.unit.noun)) "
            + "(\(Numbers.tenthsOfPercent(Double(encoded.strangers) / Double(count)))) unknown to the model"
        )
      }
      var baselines: [Baseline] = []
      if let counts = description.text?.counts, counts.count == vocabulary.count {
        baselines = [UnigramModel(counts: counts).baseline(validation: windows, test: windows)]
      }
      return PreparedFile(
        kind: .language, shape: LanguageDataset.shape(length, vocabulary), examples: windows,
        baselines: baselines, metrics: LanguageDataset.metrics, notes: notes,
        keyNames: ["\(vocabulary.unit.noun)s"],
        keys: { ["\($0 * length + 1) to \(min(($0 + 1) * length, count - 1))"] })
    }
  }

  /// "text: 250 characters; all after the first are scored, in 3 windows of 100, the last of 49".
  private static func note(_ windows: TextWindows, _ unit: String) -> String {
    let all = "text: \(counted(windows.part.count, unit)); all after the first are scored, in "
    if windows.count == 1 { return all + "1 window of \(windows.rest ?? windows.length)" }
    return all + "\(windows.count) windows of \(windows.length)"
      + (windows.rest.map { ", the last of \($0)" } ?? "")
  }
}

extension TokenVocabulary {
  /// Throws `.strangers` where a text is not what the model was trained on: a character that it has no
  /// token for; or half of the characters, or nine of ten words, unknown.
  ///
  /// - Parameter line: the line of the offset that the first of them has.
  func require(
    _ encoded: TokenEncoder.Encoded, of file: String, line: (Int) -> Int
  ) throws(DatasetError) {
    guard let first = encoded.first else { return }
    let all = unknown == nil ? encoded.tokens.count + encoded.strangers : encoded.tokens.count
    let share = Double(encoded.strangers) / Double(max(1, all))
    if unknown != nil, share <= (unit == .words ? 0.9 : 0.5) { return }
    throw .strangers(
      file: file, text: first.text, line: line(first.offset),
      share: unknown == nil && encoded.strangers == 1 ? nil : share)
  }
}
