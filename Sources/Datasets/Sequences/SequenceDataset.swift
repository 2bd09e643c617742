/// Makes the dataset of labelled or tagged sequences; shared by `sequences`, `tagged`, `sounds` and
/// `spoken`.
struct SequenceDataset {
  /// Longer sequences are cut if `data.max_length` is not given.
  static let mostSteps = 10_000

  let source: String
  /// A label for each step.
  let everyStep: Bool
  let configuration: DataConfiguration
  let files: DataFiles
  /// Files are sounds.
  var areSounds = false
  /// Sequences that were made, not read; nil: they are read.
  var made: SequenceTable?

  private typealias Tables = (
    main: SequenceTable, validation: SequenceTable?, test: SequenceTable?
  )

  func make(progress: @escaping (String) -> Void) throws(DatasetError) -> Dataset {
    if configuration.sequence.count > 1 {
      throw .outOfRange(
        key: "data.sequence (columns)", found: configuration.sequence.count, allowed: 0...1)
    }
    guard let file = made?.file ?? configuration.file else { throw .fileNeeded(source: source) }
    var configuration = configuration
    var request = SequenceRequest(configuration, everyStep: everyStep)
    if areSounds { request.sound = SoundRequest(configuration.sound) }
    if made == nil { request = try request.finding(file, configuration, files: files) }
    // No other name keeps what the table gives up later.
    var (table, givenValidation, givenTest) = try read(
      file, request, &configuration, progress: progress)
    let classes = try SequenceClasses(of: table)
    let parts = try divide(&table, classes, configuration)
    let inputs = try SequenceInputs(
      fitting: table, training: parts.training.count, configuration)
    let mainNotes = table.notes
    var roles = table.roles
    roles.inputs = inputs.references
    var validation = try own(
      configuration.validationFile, &givenValidation, request, like: table, roles, progress)
    var test = try own(
      configuration.testFile, &givenTest, request, like: table, roles, progress)
    let longest = ([table, validation, test].compactMap { $0 }.flatMap(\.lengths)).max() ?? 1
    let most = min(configuration.lengths.most ?? Self.mostSteps, longest)
    // Looks at the values as they are in the file, so before they are prepared.
    var report = SequenceReport(
      source: source, table: table, inputs: inputs, classes: classes.names, most: most,
      lengths: configuration.lengths, training: parts.training)

    progress("preparing \(counted(table.rows, "step"))")
    let context = PreparationContext(
      horizon: 1, seed: configuration.seed, model: files.missingValueModel)
    var fitted: [FittedPreparation] = []
    func store(
      _ table: inout SequenceTable, _ steps: SequenceInputs.Steps, name: String?
    ) throws(DatasetError) -> SequenceStore {
      let rows = try inputs.rows(of: &table, steps, context)
      report.notes += rows.notes.map { (name.map { "\($0): " } ?? "") + $0 }
      if name == nil {
        report.steps = rows.steps
        fitted = rows.fitted
      }
      return SequenceStore(
        rows, features: inputs.features, classes: try classes.numbers(of: table),
        everyStep: everyStep, most: most, truncate: configuration.lengths.truncate)
    }
    func rows(_ part: Range<Int>) -> Range<Int> {
      table.starts[part.lowerBound]..<table.starts[part.upperBound]
    }
    let steps = SequenceInputs.Steps.fit(
      configuration.prepare
        ?? (table.sound == nil ? SequenceInputs.usual : SequenceInputs.usualOfSounds),
      training: rows(parts.training),
      validation: rows(parts.validation), test: rows(parts.test))
    let main = try store(&table, steps, name: nil)
    func examples(
      _ own: inout SequenceTable?, _ part: Range<Int>, _ name: String
    ) throws(DatasetError) -> SequenceExamples {
      guard var table = own else { return SequenceExamples(store: main, part: part) }
      own = nil
      report.notes.append("\(name): \(escaped(table.file)), \(counted(table.count, "sequence"))")
      report.notes += partNotes(name, table.notes, besides: mainNotes)
      return SequenceExamples(
        store: try store(&table, .apply(fitted), name: name), part: 0..<table.count)
    }
    let training = SequenceExamples(store: main, part: parts.training)
    let onValidation = try examples(&validation, parts.validation, "validation")
    let onTest = try examples(&test, parts.test, "test")
    for (part, name) in [(training, "training"), (onValidation, "validation"), (onTest, "test")]
    where part.count == 0 {
      throw .sequences(file: file, .tooFew(sequences: table.count, part: name))
    }
    report.add(training, onValidation, onTest)
    let scheme = everyStep ? TagScheme(classes.names) : nil
    let baselines = ClassBaselines(training, classes: classes.names.count, scheme: scheme)
    let fault = [training, onValidation, onTest].lazy.compactMap {
      Self.fault($0, scheme, classes.names)
    }.first
    if let fault {
      report.notes.append(
        "tags are not BIO or IOBES throughout (\(fault)): with model.loss=crf any tag may follow any other"
      )
    }
    let shape = Self.shape(inputs, classes.names.count, steps: most, everyStep: everyStep)
    func padded(_ part: SequenceExamples) throws(DatasetError) -> any Examples {
      try PaddedExamples.wrap(part, shape, configuration.lengths)
    }
    var description = report.description(
      inputs, roles: roles, steps: fitted, shares: baselines.shares)
    description.sequences?.wide = request.wide
    description.sequences?.layout = table.arrayLayout
    description.sequences?.padValue = request.padValue
    description.sequences?.sound = table.sound?.description
    var whole = report.whole
    // Generated data are from no file.
    if made != nil { whole.file = "" }
    var dataset = Dataset(
      source: source, kind: .classes,
      file: made == nil ? escaped(stem(report.whole.file)) : nil, summary: report.summary,
      notes: report.notes,
      shape: shape, training: try padded(training), validation: try padded(onValidation),
      test: try padded(onTest),
      baselines: baselines.all(validation: onValidation, test: onTest), classes: classes.names,
      vocabulary: inputs.tokens, metrics: ClassScores.metricNames(scheme),
      forecastTitle: everyStep ? "Tags of the steps" : "Classes of the sequences",
      description: description, report: whole)
    if fault == nil, let scheme, scheme.hasTagsForAnyLength {
      dataset.impossibleTags = scheme.impossible
    }
    return dataset
  }

  /// The first tags of a part that their scheme forbids.
  private static func fault(
    _ part: SequenceExamples, _ scheme: TagScheme?, _ names: [String]
  ) -> String? {
    guard let scheme else { return nil }
    return part.part.lazy.compactMap {
      scheme.fault(Array(part.store.classes[part.store.range($0)]), names: names)
    }.first
  }

  private static func shape(
    _ inputs: SequenceInputs, _ classes: Int, steps: Int, everyStep: Bool
  ) -> SequenceShape {
    SequenceShape(
      timeSteps: steps, features: inputs.features, vocabulary: inputs.vocabulary,
      outputs: classes, target: .classes, everyStep: everyStep)
  }

  /// Divides the sequences, and puts those of training first, then those of validation and test.
  private func divide(
    _ table: inout SequenceTable, _ classes: SequenceClasses, _ configuration: DataConfiguration
  ) throws(DatasetError) -> (training: Range<Int>, validation: Range<Int>, test: Range<Int>) {
    let labels =
      everyStep
      ? [Int](repeating: 0, count: table.count) : try classes.numbers(of: table).map(Int.init)
    let parts = try ExampleParts(configuration, labels: labels)
    let empty =
      parts.training.isEmpty
      ? "training"
      : parts.validation.isEmpty && configuration.validationFile == nil
        ? "validation" : parts.test.isEmpty && configuration.testFile == nil ? "test" : nil
    if let empty {
      throw .sequences(file: table.file, .tooFew(sequences: table.count, part: empty))
    }
    table.rearrange(parts.training + parts.validation + parts.test)
    let ends = [parts.training, parts.validation, parts.test].map(\.count)
    return (
      0..<ends[0], ends[0]..<(ends[0] + ends[1]),
      (ends[0] + ends[1])..<(ends[0] + ends[1] + ends[2])
    )
  }

  /// The main file, and the parts that it sets apart itself; those count as separate files.
  private func read(
    _ file: String, _ request: SequenceRequest, _ configuration: inout DataConfiguration,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Tables {
    if let made { return (made, nil, nil) }
    guard request.sound == nil, try !files.isFolder(file), try NumpyFile.isNumpy(file, files: files)
    else {
      return (try request.read(file, files: files, progress: progress), nil, nil)
    }
    let arrays = try NumpyFile(file, request, files: files, progress: progress)
    let main = try NumpySequences(file: file, request: request).table(arrays.whole)
    // Its parts are read as it is.
    var request = request
    request.layout = main.arrayLayout ?? request.layout
    let sequences = NumpySequences(file: file, request: request)
    var tables: Tables = (main, nil, nil)
    if configuration.validationFile == nil, configuration.folds == nil,
      let own = arrays.validation
    {
      tables.validation = try sequences.table(own)
      configuration.validationFile = file
    }
    if configuration.testFile == nil, let own = arrays.test {
      tables.test = try sequences.table(own)
      configuration.testFile = file
    }
    return tables
  }

  /// A part with its own file, read as the training data were.
  private func own(
    _ file: String?, _ given: inout SequenceTable?, _ request: SequenceRequest,
    like main: SequenceTable, _ roles: SequenceRoles, _ progress: @escaping (String) -> Void
  ) throws(DatasetError) -> SequenceTable? {
    if var table = given.take() {
      table.nameColumns(roles.inputs)
      return table
    }
    guard let file else { return nil }
    var request = request
    request.roles = roles
    request.readings = main.readings ?? [:]
    request.layout = main.arrayLayout ?? request.layout
    request.sound?.rate = main.sound?.rate
    request.isKnown = true
    let table = try request.read(file, files: files, progress: progress)
    if table.labels == nil { throw .sequences(file: file, .noLabels) }
    return table
  }

  // MARK: files for a trained model

  static func prepare(
    _ file: String, by description: DatasetDescription, everyStep: Bool, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard let own = description.sequences, let names = description.labels else {
      throw .notOfFiles(source: description.source)
    }
    let request = SequenceRequest(
      like: own, everyStep: everyStep, labelsMayMiss: true)
    var table = try request.read(file, files: files, progress: progress)
    let inputs = SequenceInputs(description, own)
    let lengths = table.lengths
    var steps = min(own.most, lengths.max() ?? 1)
    if own.pad != .mask { steps = max(steps, own.timeSteps) }
    let rows = try inputs.rows(
      of: &table, .apply(own.steps),
      PreparationContext(horizon: 1, seed: 0, model: files.missingValueModel))
    let store = SequenceStore(
      rows, features: inputs.features,
      classes: try SequenceClasses(names: names).numbers(of: table),
      everyStep: everyStep, most: own.most, truncate: own.truncate)
    let examples = SequenceExamples(store: store, part: 0..<table.count)
    if examples.count == 0 { throw .sequences(file: file, .nothingLeft) }
    let cut = lengths.count { $0 > own.most }
    let ids = examples.part.map { table.ids[$0] }
    let shape = shape(inputs, names.count, steps: steps, everyStep: everyStep)
    let scheme = everyStep ? TagScheme(names) : nil
    var padding = LengthOptions()
    (padding.pad, padding.padSide) = (own.pad, own.padSide)
    return PreparedFile(
      kind: .classes, shape: shape, examples: try PaddedExamples.wrap(examples, shape, padding),
      baselines: table.labels == nil
        ? []
        : ClassBaselines(shares: own.shares, scheme: scheme)
          .all(validation: examples, test: examples),
      classes: names, metrics: ClassScores.metricNames(scheme),
      notes: table.notes + rows.notes
        + (fault(examples, scheme, names).map {
          [
            "tags are not BIO or IOBES throughout (\($0)): where a model with model.loss=crf forbids that, "
              + "its loss is infinite"
          ]
        } ?? [])
        + (cut == 0 ? [] : ["\(counted(cut, "sequence")) cut to \(own.most) steps"]),
      keyNames: ["sequence"], keys: { [ids[$0]] })
  }
}
