/// The tokens of labelled texts, found in the training part, and the texts written in them.
struct LabelledVocabulary {
  /// The most steps that are fed where `data.max_length` is not written.
  static func mostSteps(_ unit: TokenOptions.Unit) -> Int { unit == .words ? 400 : 1000 }

  let vocabulary: TokenVocabulary
  let texts: TokenizedTexts
  /// Kinds of tokens in the training part, known or not.
  let kinds: Int

  /// - Parameters:
  ///   - count: of the texts; `each` calls its argument with the bytes of one.
  ///   - training: the texts whose tokens are counted, ascending.
  init(
    _ options: TokenOptions, count: Int, training: [Int],
    _ each: (Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void
  ) {
    let unit = options.unit ?? .words
    var texts = TokenizedTexts()
    if unit == .bytes {
      for index in 0..<count {
        each(index) { bytes in texts.tokens.append(contentsOf: bytes.lazy.map { Int32($0) }) }
        // The space stands for a text without a byte.
        texts.endText(unknown: 0x20)
      }
      var seen = Set<Int32>()
      for index in training { seen.formUnion(texts.tokens[texts.range(index)]) }
      (vocabulary, self.texts, kinds) = (.bytes, texts, seen.count)
      return
    }
    // Numbered as they come first; number 0 is for a text without a token.
    var table = WordTable()
    let unknownText = TokenVocabulary.unknownText
    func insert(_ text: String) -> Int32 {
      var text = text
      return text.withUTF8 { table.insert($0, WordHash.of($0)) }
    }
    let unknown = insert(unknownText)
    let rules: WordRules
    if unit == .words {
      rules = WordRules(
        lowercase: options.lowercase ?? true, punctuation: options.punctuation ?? .split,
        newlines: false)
      let cutter = WordCutter(rules)
      for index in 0..<count {
        each(index) { bytes in
          cutter.scan(bytes) { word, hash, _ in
            texts.tokens.append(table.insert(word, hash))
            return true
          }
        }
        texts.endText(unknown: unknown)
      }
    } else {
      rules = .ofCharacters(options.lowercase ?? false)
      var numbers: [UInt32: Int32] = [:]
      for index in 0..<count {
        each(index) { bytes in
          CharacterBytes(bytes: bytes).scan { value in
            let number = numbers[value] ?? insert(Self.text(value, rules))
            numbers[value] = number
            texts.tokens.append(number)
          }
        }
        texts.endText(unknown: unknown)
      }
    }
    let ranking = WordRanking(
      training.lazy.flatMap { texts.tokens[texts.range($0)] }, total: table.count,
      numWords: options.numWords, leftOut: unknown)
    texts.tokens.withUnsafeMutableBufferPointer { tokens in
      for index in tokens.indices { tokens[index] = ranking.tokens[Int(tokens[index])] }
    }
    vocabulary = TokenVocabulary(
      ranked: ranking.known.map { table.word(Int($0)) }, unit: unit, rules: rules)
    (self.texts, kinds) = (texts, ranking.kinds)
  }

  private static func text(_ value: UInt32, _ rules: WordRules) -> String {
    guard let scalar = Unicode.Scalar(value) else { return "" }
    let small = rules.lowercase ? scalar.properties.lowercaseMapping.unicodeScalars.first : nil
    return String(Character(small ?? scalar))
  }

  /// The steps that 99 of 100 of the training texts need at most, if not too many.
  func chosenLength(training: [Int]) -> Int {
    let lengths = training.map { texts.range($0).count }.sorted()
    guard !lengths.isEmpty else { return 1 }
    let covering = lengths[min(lengths.count - 1, lengths.count * 99 / 100)]
    return min(covering, Self.mostSteps(vocabulary.unit))
  }
}
