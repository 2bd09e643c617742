/// A generated task whose sources are numbers, step by step, and whose targets are labels in the order
/// in which they come, with no mark of where.
///
/// A new one is one file that conforms to this and one line in `DataSources`.
protocol TranscriptTask: DataSource, Sendable {
  static var design: TranscriptDesign { get }
  static var usualCount: Int { get }
  /// The range of `data.length`: the most labels of a target.
  static var lengths: ClosedRange<Int> { get }

  /// - Parameter length: the most labels, in range.
  init(length: Int)

  /// Draws one example.
  /// - Parameter steps: gets [steps, inputs] appended.
  /// - Returns: places among the design's labels.
  func draw(_ random: inout SeededRandom, into steps: inout [Float]) -> [Int]

  /// Steps of a source at most.
  var mostSteps: Int { get }
}

/// The material of a task's transcripts.
struct TranscriptDesign: Sendable {
  /// "numbers dialled in tones".
  var title: String
  /// The task as an order: "write the number that was dialled".
  var asks: String
  /// The names of sources and targets.
  var names: (source: String, target: String)
  /// Names of the numbers at each step.
  var inputs: [String]
  /// A character each.
  var labels: String
  var drawing: Drawing

  /// How a source is drawn on the data screen, a column for each step.
  enum Drawing: Sendable {
    /// The first input at the top.
    case picture
    /// The first input at the bottom.
    case spectrogram
  }

  var vocabulary: TokenVocabulary {
    TokenVocabulary(
      ranked: labels.unicodeScalars.map { String(Character($0)) }, unit: .characters,
      rules: WordRules.ofCharacters(false))
  }
}

extension TranscriptTask {
  static var defaultCount: Int? { usualCount }
  static var keys: Set<DataKey> { DataKey.ofTasks.union([.bucket]) }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let count = configuration.count ?? usualCount
    let length = configuration.length ?? defaultLength ?? lengths.upperBound
    try configuration.require(.length, length, in: lengths)
    let split = try Split(configuration)
    let least = split.leastCount(training: 1, validation: 1, test: 1)
    try configuration.require(.count, count, in: least...max(least, 100_000_000))
    let task = Self(length: length)
    let features = design.inputs.count
    // All of them are held: as long as the longest, at worst.
    try files.memory.require(
      4 * Double(task.mostSteps * features + length + 16) * Double(count),
      for: "data.count \(count)", remedy: "reduce data.count")
    progress("drawing \(counted(count, "sequence"))")
    let vocabulary = design.vocabulary
    let tokens = design.labels.unicodeScalars.map { vocabulary.token(ofCharacter: $0) ?? 0 }
    var sources = StepSequences(features: features)
    var targets = TokenizedTexts()
    for number in 0..<count {
      if number % 1024 == 0 { try Interruption.check() }
      var random = SeededRandom(seed: configuration.seed, stream: number)
      let labels = task.draw(&random, into: &sources.values)
      sources.endSequence()
      targets.tokens += labels.map { tokens[$0] }
      targets.endText(unknown: TokenVocabulary.kerasUnknown)
    }
    let parts = try ExampleParts(configuration, labels: Array(repeating: 0, count: count))
    let set = PairSet(
      inputs: design.inputs, target: vocabulary, sources: .steps(sources), targets: targets,
      training: parts.training, validation: parts.validation, test: parts.test)
    return set.dataset(
      PairSet.Frame(
        source: name, summary: design.title, asks: design.asks, names: design.names,
        notes: ["generated: nothing marks at which step a label begins or ends"],
        drawing: design.drawing))
  }
}
