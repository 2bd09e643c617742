/// A text as tokens of a vocabulary, divided into its parts.
struct LanguageTokens {
  /// One part: its tokens, and its range in them.
  struct Part {
    var text: TokenText
    var range: Range<Int>
    /// Characters, spaces and line ends among them, for each token.
    var charactersPerToken: Double
  }

  var vocabulary: TokenVocabulary
  /// Tokens of the main text.
  var count: Int
  var parts: Parts
  var training: Part
  var validation: Part
  var test: Part
  /// Kinds of tokens in the training part, before any were left out of the vocabulary.
  var kinds: Int
  /// How often each token occurs in the training part.
  var counts: [Int]
  /// Tokens that got the unknown one's number: in the training part, and in the two others.
  var unknown: (training: Int, others: Int)

  /// A text and how to read it; the bytes are well-formed UTF-8 and live as long as the call.
  struct Request {
    /// With its name for errors.
    typealias Text = (bytes: UnsafeBufferPointer<UInt8>, file: String)
    var main: Text
    var validation: Text?
    var test: Text?
    var split: Split
    /// Length of a window.
    var length: Int
    var lowercase: Bool
    var punctuation: TokenOptions.Punctuation
    var numWords: Int?

    /// The ranges of the parts among `count` tokens.
    func parts(of count: Int) -> Parts {
      split.parts(of: count, validationFile: validation != nil, testFile: test != nil)
    }

    /// Throws unless each part of the main text holds a window and its last target, and the training
    /// part more than one kind of token.
    func require(
      _ parts: Parts, of count: Int, kinds: Int, only: () -> String, unit: TokenOptions.Unit
    ) throws(DatasetError) {
      // One kind of token is the more telling fault, where a window's worth was there.
      if kinds == 1, parts.training.count > length {
        throw .oneKind(file: main.file, token: only(), unit: unit.noun)
      }
      let needed = length + 1
      let shortest = min(
        parts.training.count, parts.validation?.count ?? needed, parts.test?.count ?? needed)
      if shortest >= needed { return }
      throw .textTooShort(
        file: main.file, isSplit: true, count: count,
        needed: split.leastCount(
          training: needed, validation: needed, test: needed, validationFile: validation != nil,
          testFile: test != nil),
        length: length, unit: unit.noun)
    }

    /// Throws unless `count` tokens of a text that is a whole part hold a window and its target.
    func requireOwn(
      _ count: Int, of text: Text, unit: TokenOptions.Unit
    ) throws(DatasetError) {
      if count > length { return }
      throw .textTooShort(
        file: text.file, isSplit: false, count: count, needed: length + 1, length: length,
        unit: unit.noun)
    }
  }
}

extension LanguageTokens {
  /// Characters: each kind that the training part has is a token.
  static func characters(_ request: Request) throws(DatasetError) -> LanguageTokens {
    let main = CharacterBytes(bytes: request.main.bytes)
    let count = main.count()
    let parts = request.parts(of: count)
    let scalars = main.scalars(first: parts.training.count, lowercase: request.lowercase)
    try request.require(
      parts, of: count, kinds: scalars.count, only: { String(Character(scalars[0])) },
      unit: .characters)
    let table = TokenTable(scalars, lowercase: request.lowercase)
    let text = main.tokens(table, characters: count)
    var unknown = text.unknown
    func part(_ own: Request.Text?, _ range: Range<Int>?) throws(DatasetError) -> Part {
      guard let own else {
        return Part(text: text.text, range: range ?? 0..<0, charactersPerToken: 1)
      }
      let bytes = CharacterBytes(bytes: own.bytes)
      let count = bytes.count()
      try request.requireOwn(count, of: own, unit: .characters)
      let tokens = bytes.tokens(table, characters: count)
      unknown += tokens.unknown
      return Part(text: tokens.text, range: 0..<count, charactersPerToken: 1)
    }
    let training = try part(nil, parts.training)
    let validation = try part(request.validation, parts.validation)
    let test = try part(request.test, parts.test)
    let vocabulary = TokenVocabulary(
      characters: scalars, hasUnknown: unknown > 0, lowercase: request.lowercase)
    return LanguageTokens(
      vocabulary: vocabulary, count: count, parts: parts, training: training,
      validation: validation, test: test, kinds: scalars.count,
      counts: text.text.counts(vocabulary.count, in: parts.training), unknown: (0, unknown))
  }

  /// Bytes: the 256 that there are.
  static func bytes(_ request: Request) throws(DatasetError) -> LanguageTokens {
    let count = request.main.bytes.count
    let parts = request.parts(of: count)
    let text = TokenText.narrow(Array(request.main.bytes))
    let counts = text.counts(256, in: parts.training)
    let kinds = counts.filter { $0 > 0 }.count
    try request.require(
      parts, of: count, kinds: kinds,
      only: { TokenVocabulary.bytes.string(of: Int32(counts.firstIndex { $0 > 0 } ?? 0)) },
      unit: .bytes)
    func part(
      _ bytes: UnsafeBufferPointer<UInt8>, _ text: TokenText, _ range: Range<Int>
    ) -> Part {
      let characters = CharacterBytes(bytes: UnsafeBufferPointer(rebasing: bytes[range])).count()
      return Part(
        text: text, range: range, charactersPerToken: Double(characters) / Double(range.count))
    }
    func part(_ own: Request.Text?, _ range: Range<Int>?) throws(DatasetError) -> Part {
      guard let own else { return part(request.main.bytes, text, range ?? 0..<0) }
      try request.requireOwn(own.bytes.count, of: own, unit: .bytes)
      return part(own.bytes, .narrow(Array(own.bytes)), 0..<own.bytes.count)
    }
    return LanguageTokens(
      vocabulary: .bytes, count: count, parts: parts,
      training: part(request.main.bytes, text, parts.training),
      validation: try part(request.validation, parts.validation),
      test: try part(request.test, parts.test), kinds: kinds, counts: counts, unknown: (0, 0))
  }

  /// Words: the most frequent of the training part, numbered as Keras does.
  static func words(_ request: Request) throws(DatasetError) -> LanguageTokens {
    let cutter = WordCutter(
      WordRules(lowercase: request.lowercase, punctuation: request.punctuation, newlines: true))
    var table = WordTable()
    var main = WordText(request.main.bytes, cutter, &table)
    let count = main.words.count
    let parts = request.parts(of: count)
    let unknownWord = table.number(of: TokenVocabulary.unknownText)
    let ranking = WordRanking(
      main.words[parts.training], total: table.count, numWords: request.numWords,
      leftOut: unknownWord)
    try request.require(
      parts, of: count, kinds: ranking.kinds, only: { table.word(Int(main.words[0])) },
      unit: .words)
    let vocabulary = TokenVocabulary(
      ranked: ranking.known.map { table.word(Int($0)) }, unit: .words, rules: cutter.rules)
    main.renumber(ranking.tokens)
    let text = TokenText(main.words, kinds: vocabulary.count)
    func part(
      _ words: WordText, _ bytes: UnsafeBufferPointer<UInt8>, _ text: TokenText,
      _ range: Range<Int>
    ) -> Part {
      let characters = words.characters(of: range, in: bytes, cutter)
      return Part(
        text: text, range: range, charactersPerToken: Double(characters) / Double(range.count))
    }
    func part(_ own: Request.Text?, _ range: Range<Int>?) throws(DatasetError) -> Part {
      guard let own else { return part(main, request.main.bytes, text, range ?? 0..<0) }
      let words = WordText(own.bytes, cutter, knownTo: vocabulary.table)
      try request.requireOwn(words.words.count, of: own, unit: .words)
      let tokens = TokenText(words.words, kinds: vocabulary.count)
      return part(words, own.bytes, tokens, 0..<words.words.count)
    }
    let validation = try part(request.validation, parts.validation)
    let test = try part(request.test, parts.test)
    func unknown(_ part: Part) -> Int {
      part.text.counts(vocabulary.count, in: part.range)[Int(TokenVocabulary.kerasUnknown)]
    }
    return LanguageTokens(
      vocabulary: vocabulary, count: count, parts: parts,
      training: part(main, request.main.bytes, text, parts.training), validation: validation,
      test: test, kinds: ranking.kinds, counts: ranking.counts,
      unknown: (
        ranking.counts[Int(TokenVocabulary.kerasUnknown)], unknown(validation) + unknown(test)
      ))
  }
}
