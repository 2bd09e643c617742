/// `labelled_text`: the class of a text, from a table with a label and a text in every row.
package enum LabelledTextSource: DataSource {
  package static let name = "labelled_text"
  package static let about =
    "A table with a label and a text in every row: the text is read word by word, and its class is "
    + "asked for at the end. Memory has to keep the telling words; the trivial predictor picks the "
    + "most frequent class."
  package static let keys: Set<DataKey> = DataKey.ofFiles.union(DataKey.ofTables).union([
    .target, .label, .text, .unit, .numWords, .lowercase, .punctuation, .maxLength, .truncate,
    .pad, .padSide, .bucket, .prepare, .html,
  ]).subtracting([.decimal, .thousands, .missingValues])
  /// The most classes that can be learned.
  static let mostClasses = 1000
  /// The texts, where they are, and their tokens.
  static let growth = 4.0

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    let set = try LabelledSet(configuration, file: file, files: files, progress: progress)
    var options = configuration.tokens
    if set.oneWordTexts, options.punctuation == nil { options.unit = .characters }
    try options.refuse(options.unit ?? .words, ranked: true)
    progress("cutting \(counted(set.examples.count, "text")) into tokens")
    let tokens = LabelledVocabulary(
      options, count: set.examples.count, training: set.training
    ) { index, body in set.withText(of: index, body) }
    let most = configuration.lengths.most ?? tokens.chosenLength(training: set.training)
    let truncate = configuration.lengths.truncate
    let classes = set.examples.map(\.label)
    func part(_ members: [Int]) -> LabelledTexts {
      LabelledTexts(
        texts: tokens.texts, members: members.map(Int32.init), classes: classes, most: most,
        truncate: truncate)
    }
    let training = part(set.training)
    let validation = part(set.validation)
    let test = part(set.test)
    let prior = ClassPrior(training.labels, classes: set.classes.count)
    let vocabulary = tokens.vocabulary
    let facts = LabelledFacts(
      set: set, tokens: tokens, most: most, isChosen: configuration.lengths.most == nil,
      truncate: truncate, parts: [training, validation, test])
    var description = TextDescription(vocabulary)
    description.truncate = truncate
    if configuration.lengths.pad != .mask {
      description.pad = configuration.lengths.pad
      description.padSide = configuration.lengths.padSide
    }
    let shape = shape(vocabulary, steps: most, classes: set.classes.count)
    func filled(_ part: LabelledTexts) throws(DatasetError) -> any Examples {
      try PaddedExamples.wrap(part, shape, configuration.lengths)
    }
    description.classes = prior.counts
    description.columns = set.main.columns
    if set.stripsMarkup { description.html = .strip }
    return Dataset(
      source: name, kind: .classes, file: escaped(stem(file)),
      summary: "\(set.classes.count) classes, up to "
        + counted(most, vocabulary.unit.noun),
      notes: facts.notes + (configuration.lengths.note.map { [$0] } ?? []), shape: shape,
      training: try filled(training), validation: try filled(validation), test: try filled(test),
      baselines: [prior.baseline(validation: validation.labels, test: test.labels)],
      classes: set.classes, vocabulary: vocabulary, metrics: metrics,
      forecastTitle: escaped(set.main.names[set.main.label ?? 0]),
      description: DatasetDescription(
        source: name, length: most, vocabulary: vocabulary.strings,
        unknown: vocabulary.unknown.map(Int.init), labels: set.classes, text: description),
      report: facts.report)
  }

  static let metrics = ["accuracy", "f1", "balanced_accuracy"]

  static func shape(_ vocabulary: TokenVocabulary, steps: Int, classes: Int) -> SequenceShape {
    SequenceShape(
      timeSteps: steps, features: 0, vocabulary: vocabulary.count, outputs: classes,
      target: .classes, everyStep: false)
  }
}

extension LabelledTexts {
  /// The class of each text of this part that has one.
  var labels: [Int] { members.map { Int(classes[Int($0)]) }.filter { $0 >= 0 } }
}
