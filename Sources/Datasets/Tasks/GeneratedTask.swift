/// A task whose sequences are drawn by the program: any number of them, of any length.
///
/// A task declares its inputs and answers (`design`) and writes one sequence from random numbers of
/// its own (`write`). A new one is one file that conforms to this and one line in `DataSources`.
protocol GeneratedTask: DataSource, Sendable {
  static var design: TaskDesign { get }
  /// The fewest steps with which the task makes sense.
  static var shortest: Int { get }
  static var usualLength: Int { get }
  static var usualCount: Int { get }

  /// - Parameters:
  ///   - length: T, at least `shortest`.
  ///   - seed: of the whole dataset, for what all sequences share.
  init(length: Int, seed: UInt64)

  /// Writes T steps and their answers; allocates nothing, and takes nothing but `random`.
  func write(_ random: SeededRandom, to example: ExampleColumn)

  /// The steps (from 0) that the answer at `step` follows from; empty if it is none in particular.
  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int]

  /// Notes on what this length means, one sentence each.
  var notes: [String] { get }
}

extension GeneratedTask {
  static var defaultLength: Int? { usualLength }
  static var defaultCount: Int? { usualCount }
  static var keys: Set<DataKey> { DataKey.ofTasks }
  var notes: [String] { [] }
  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] { [] }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let length = configuration.length ?? usualLength
    let count = configuration.count ?? usualCount
    try configuration.require(.length, length, in: shortest...1_000_000)
    let split = try Split(configuration.split)
    let least = split.leastCount(training: 1, validation: 1, test: 1)
    try configuration.require(.count, count, in: least...max(least, 1_000_000_000))
    let fold = try configuration.oneFold()
    // Sequences are drawn when they are requested; their order and their lengths are held.
    try files.memory.require(
      12 * Double(count), for: "data.count \(count)", remedy: "reduce data.count")
    try files.memory.require(
      4 * Double(length) * Double(design.inputs.count + design.classes.count + 2),
      for: "data.length \(length)", remedy: "reduce data.length")
    progress("drawing \(counted(count, "sequence"))")

    let parts = split.parts(of: count)
    let task = Self(length: length, seed: configuration.seed)
    let shape = design.shape(timeSteps: length)
    // Sequences cost nothing, so a fold has as many as there are without folds, none of them
    // another fold's. The test part is the same for all.
    func examples(_ part: Range<Int>?, fold: Int) -> TaskExamples<Self> {
      let part = part ?? 0..<0
      let first = part.lowerBound + fold * count
      return TaskExamples(
        task: task, shape: shape, seed: configuration.seed,
        numbers: first..<(first + part.count))
    }
    let training = examples(parts.training, fold: fold?.number ?? 0)
    let validation = examples(parts.validation, fold: fold?.number ?? 0)
    let test = examples(parts.test, fold: 0)

    let fitted = try TargetTally(training, shape, first: TargetTally.fewEnough)
    let onValidation = try TargetTally(validation, shape)
    let onTest = try TargetTally(test, shape)
    var notes = [
      "generated: \(training.count) training, \(validation.count) validation, \(test.count) "
        + "test sequences of \(length) steps"
    ]
    if let fold {
      notes.append(
        "fold \(fold.number) of \(fold.count): its own training and validation sequences, the same "
          + "test sequences in all folds")
    }
    notes += task.notes
    let report = TaskReport(design: design, shape: shape)
    let tallies = [fitted, onValidation, onTest]
    return Dataset(
      source: name, kind: design.classes.isEmpty ? .task : .classes,
      summary: "\(design.title), T \(length)", notes: notes, shape: shape,
      training: training, validation: validation, test: test,
      baselines: [fitted.baseline(validation: onValidation, test: onTest)],
      classes: design.classes,
      vocabulary: design.symbols.isEmpty
        ? nil
        : TokenVocabulary(
          characters: Array(design.symbols.unicodeScalars), hasUnknown: false),
      metrics: design.classes.isEmpty ? ["mse"] : ["accuracy", "f1", "balanced_accuracy"],
      forecastTitle: design.answers,
      description: DatasetDescription(
        source: name, length: length,
        vocabulary: design.symbols.isEmpty
          ? nil : design.symbols.unicodeScalars.map { String(Character($0)) },
        labels: design.classes.isEmpty ? nil : design.classes),
      report: DataReport(
        source: name, task: design.asks, rows: count, rowsName: "sequences",
        columns: report.columns(training), classes: design.classes,
        parts: zip([training, validation, test], tallies).enumerated().map { place, part in
          DataReport.Part(
            name: ["training", "validation", "test"][place], examples: part.0.count,
            classCounts: !design.everyStep && part.1.examples == part.0.count
              ? part.1.classCounts : [])
        },
        pictures: (0..<min(3, training.count)).map { report.picture(training, $0) }))
  }
}
