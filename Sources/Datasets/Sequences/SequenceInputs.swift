/// The inputs at each step: numbers, or words.
enum SequenceInputs {
  case numbers(SequenceFeed)
  case words(WordNumbers)

  /// Preparation of numbers if `data.prepare` is not given.
  static let usual = [
    PreparationStep(MissingValues.name, "linear"), PreparationStep(Scaling.name, "standard"),
  ]

  /// The same of sounds, in which no value is missing.
  static let usualOfSounds = [PreparationStep(Scaling.name, "standard")]

  /// Fitted on the first `training` sequences of `table`.
  init(
    fitting table: SequenceTable, training: Int, _ configuration: DataConfiguration
  ) throws(DatasetError) {
    func refuse(_ keys: [DataKey], with what: String) throws(DatasetError) {
      for key in keys where key.isWritten(configuration) {
        throw .sequences(
          file: table.file, .keyNotUsed(key: key.path, with: what))
      }
    }
    if let words = table.words {
      try refuse([.prepare], with: "words")
      self = .words(
        WordNumbers(
          fitting: words, of: table, training: training, most: configuration.tokens.numWords,
          lowercase: configuration.tokens.lowercase ?? false))
    } else {
      try refuse([.numWords, .lowercase], with: "numbers")
      // All values of an array were put there to be fed.
      let isChosen =
        !configuration.columns.isEmpty || table.roles.arrayInputs != nil || table.sound != nil
      self = .numbers(try SequenceFeed(fitting: table, training: training, isChosen: isChosen))
    }
  }

  /// As a model file has it.
  init(_ description: DatasetDescription, _ own: SequenceDescription) {
    if let vocabulary = description.vocabulary {
      self = .words(WordNumbers(words: Array(vocabulary.dropFirst(2)), lowercase: own.lowercase))
    } else {
      self = .numbers(
        SequenceFeed(
          zip(own.inputs, own.roles.inputs ?? []).map { input, reference in
            .init(name: input.name, reference: reference, kinds: input.kinds)
          }))
    }
  }

  /// How the numbers are prepared.
  enum Steps {
    /// Fitted on rows of the training part, which come first.
    case fit([PreparationStep], training: Range<Int>, validation: Range<Int>, test: Range<Int>)
    case apply([FittedPreparation])
  }

  /// The inputs made from `table`, whose columns are released on the way.
  func rows(
    of table: inout SequenceTable, _ steps: Steps, _ context: PreparationContext
  ) throws(DatasetError) -> SequenceRows {
    switch self {
    case .words(let numbers):
      guard let words = table.words else {
        throw .sequences(file: table.file, .needsTokens(needsTokens: true))
      }
      return SequenceRows(table, words, numbers)
    case .numbers(let feed):
      if table.words != nil { throw .sequences(file: table.file, .needsTokens(needsTokens: false)) }
      switch steps {
      case .fit(let steps, let training, let validation, let test):
        var frame = try feed.frame(of: table, parts: [training, validation, test])
        table.columns = []
        let run = try PreparationRun(steps, on: &frame, context)
        return try SequenceRows(frame, run)
      case .apply(let fitted):
        var frame = try feed.frame(of: table, parts: [0..<0])
        table.columns = []
        let run = try PreparationRun(applying: fitted, to: &frame, context)
        return try SequenceRows(frame, run)
      }
    }
  }

  /// I, the numbers of a step; 0 if words are fed.
  var features: Int {
    if case .numbers(let feed) = self { return feed.features }
    return 0
  }

  /// V; 0 if numbers are fed.
  var vocabulary: Int {
    if case .words(let numbers) = self { return numbers.count }
    return 0
  }

  /// Nil if numbers are fed.
  var tokens: TokenVocabulary? {
    if case .words(let numbers) = self { return numbers.vocabulary }
    return nil
  }

  /// How the columns of another file are sought; nil if words are fed.
  var references: [String]? {
    if case .numbers(let feed) = self { return feed.inputs.map(\.reference) }
    return nil
  }
}
