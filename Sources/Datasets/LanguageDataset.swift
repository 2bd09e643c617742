/// Makes the dataset of a character language model from texts; shared by `text` and `grammar`.
struct LanguageDataset {
  /// The registry name of the source, and what to call the text.
  var source: String
  var title: String
  /// For errors: the file, or the source's name.
  var file: String
  var length: Int
  var split: Split
  var seed: UInt64

  /// A text that is a part of its own, with its name for errors.
  typealias OwnText = (bytes: UnsafeBufferPointer<UInt8>, file: String)

  /// `bytes` are well-formed UTF-8 and live as long as the call.
  func make(
    _ bytes: UnsafeBufferPointer<UInt8>, validation: OwnText? = nil, test: OwnText? = nil,
    notes: [String] = []
  ) throws(DatasetError) -> Dataset {
    var notes = notes
    let main = CharacterBytes(bytes: bytes)
    let characters = main.count()
    let parts = split.parts(
      of: characters, validationFile: validation != nil, testFile: test != nil)
    let scalars = main.scalars(first: parts.training.count)
    // One kind of character is the more telling fault, where a window's worth was there.
    if scalars.count == 1, parts.training.count > length {
      throw .oneCharacter(file: file, character: String(Character(scalars[0])))
    }
    try require(parts, of: characters, validation != nil, test != nil)

    let table = TokenTable(scalars)
    let text = main.tokens(table, characters: characters)
    func own(_ other: OwnText, _ part: String) throws(DatasetError) -> (TokenText, Int) {
      let bytes = CharacterBytes(bytes: other.bytes)
      let count = bytes.count()
      if count <= length {
        throw .textTooShort(
          file: other.file, isSplit: false, characters: count, needed: length + 1, length: length)
      }
      notes.append("\(part): \(escaped(other.file)), \(counted(count, "character"))")
      return bytes.tokens(table, characters: count)
    }
    let validationText = try validation.map { (other) throws(DatasetError) in
      try own(other, "validation")
    }
    let testText = try test.map { (other) throws(DatasetError) in try own(other, "test") }
    let unknown = text.unknown + (validationText?.1 ?? 0) + (testText?.1 ?? 0)

    let vocabulary = CharacterVocabulary(scalars, hasUnknown: unknown > 0)
    func windows(_ own: TokenText?, _ part: Range<Int>?, shiftSeed: UInt64? = nil) -> TextWindows {
      let tokens = own ?? text.text
      return TextWindows(
        tokens, part: part ?? 0..<tokens.count, length: length, shiftSeed: shiftSeed)
    }
    let training = windows(nil, parts.training, shiftSeed: seed)
    let onValidation = windows(validationText?.0, parts.validation)
    let onTest = windows(testText?.0, parts.test)
    let unigram = UnigramModel(counts: text.text.counts(vocabulary.count, in: parts.training))
    notes.append(
      "text: \(counted(characters, "character")), \(counted(scalars.count, "kind")) in the "
        + "training part")
    if unknown > 0 {
      notes.append(
        "\(counted(unknown, "character")) of validation and test are of kinds that the training "
          + "part lacks: one more token, \"unknown\", stands for them")
    }
    notes.append(
      "split in the order of the text: \(parts.training.count) training, "
        + "\(onValidation.part.count) validation, \(onTest.part.count) test characters")
    return Dataset(
      source: source, kind: .language,
      summary: "\(title), \(counted(vocabulary.count, "character"))", notes: notes,
      shape: SequenceShape(
        timeSteps: length, features: 0, vocabulary: vocabulary.count, outputs: vocabulary.count,
        target: .classes, everyStep: true),
      training: training, validation: onValidation, test: onTest,
      stream: TextStream(text.text, part: parts.training),
      baselines: [unigram.baseline(validation: onValidation, test: onTest)],
      vocabulary: vocabulary, metrics: ["nats_per_token", "perplexity"],
      forecastTitle: "Sampled text",
      description: DatasetDescription(
        source: source, length: length, vocabulary: scalars.map { String(Character($0)) },
        unknown: vocabulary.unknown.map(Int.init)),
      report: DataReport(
        source: source, file: file, task: "the next character", rows: characters,
        rowsName: "characters",
        parts: [
          .init(name: "training", examples: training.count),
          .init(name: "validation", examples: onValidation.count),
          .init(name: "test", examples: onTest.count),
        ]))
  }

  /// Throws unless each part of the main text holds a window and its last target.
  private func require(
    _ parts: Parts, of characters: Int, _ ownValidation: Bool, _ ownTest: Bool
  ) throws(DatasetError) {
    let needed = length + 1
    let shortest = min(
      parts.training.count, parts.validation?.count ?? needed, parts.test?.count ?? needed)
    if shortest >= needed { return }
    throw .textTooShort(
      file: file, isSplit: true, characters: characters,
      needed: split.leastCount(
        training: needed, validation: needed, test: needed, validationFile: ownValidation,
        testFile: ownTest),
      length: length)
  }
}
