/// A generated task whose examples are pairs of sequences, each drawn from the seed and its number.
///
/// A new one is one file that conforms to this and one line in `DataSources`.
protocol PairTask: DataSource, Sendable {
  static var design: PairDesign { get }
  static var usualCount: Int { get }
  /// The range of `data.length`; nil: the task has no length.
  static var lengths: ClosedRange<Int>? { get }

  /// - Parameter length: in range; 0 if the task has none.
  init(length: Int)

  /// Draws one pair.
  func pair(_ random: inout SeededRandom) -> (source: String, target: String)
}

/// The material of a task's pairs.
struct PairDesign: Sendable {
  /// "dates in words and numbers".
  var title: String
  /// The task as an order: "write the date as year-month-day".
  var asks: String
  /// The names of sources and targets.
  var names: (source: String, target: String)
  var unit: TokenOptions.Unit
  /// Every token that can occur, in its order.
  var sourceTokens: [String]
  var targetTokens: [String]

  init(
    title: String, asks: String, names: (source: String, target: String),
    characters: (source: String, target: String)
  ) {
    (self.title, self.asks, self.names, unit) = (title, asks, names, .characters)
    sourceTokens = characters.source.unicodeScalars.map { String(Character($0)) }
    targetTokens = characters.target.unicodeScalars.map { String(Character($0)) }
  }

  init(
    title: String, asks: String, names: (source: String, target: String),
    words: (source: [String], target: [String])
  ) {
    (self.title, self.asks, self.names, unit) = (title, asks, names, .words)
    (sourceTokens, targetTokens) = words
  }

  func vocabulary(_ tokens: [String]) -> TokenVocabulary {
    let rules =
      unit == .words
      ? WordRules(lowercase: false, punctuation: .keep, newlines: false)
      : WordRules.ofCharacters(false)
    return TokenVocabulary(ranked: tokens, unit: unit, rules: rules)
  }
}

extension PairTask {
  static var defaultCount: Int? { usualCount }
  static var keys: Set<DataKey> {
    DataKey.ofTasks.union([.bucket]).subtracting(lengths == nil ? [.length] : [])
  }

  /// Draws of a pair whose source was drawn before, until one is taken twice.
  private static var mostDraws: Int { 100 }
  /// Of a source and its target, at most: tokens and what finds repeats.
  private static func bytesOfPair(_ length: Int) -> Double { 600 + 12 * Double(length) }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let count = configuration.count ?? usualCount
    let length = configuration.length ?? defaultLength ?? 0
    if let lengths { try configuration.require(.length, length, in: lengths) }
    let split = try Split(configuration)
    let least = split.leastCount(training: 1, validation: 1, test: 1)
    try configuration.require(.count, count, in: least...max(least, 100_000_000))
    try files.memory.require(
      bytesOfPair(length) * Double(count), for: "data.count \(count)", remedy: "reduce data.count")
    progress("drawing \(counted(count, "pair"))")
    let task = Self(length: length)
    let (source, target) = (
      design.vocabulary(design.sourceTokens), design.vocabulary(design.targetTokens)
    )
    var (sources, targets) = (TokenizedTexts(), TokenizedTexts())
    var seen: Set<String> = []
    var repeats = 0
    for number in 0..<count {
      if number % 1024 == 0 { try Interruption.check() }
      var random = SeededRandom(seed: configuration.seed, stream: number)
      var pair = task.pair(&random)
      var draws = 1
      while !seen.insert(pair.source).inserted {
        if draws == mostDraws {
          repeats += 1
          break
        }
        pair = task.pair(&random)
        draws += 1
      }
      sources.tokens += source.encode(pair.source)
      sources.endText(unknown: TokenVocabulary.kerasUnknown)
      targets.tokens += target.encode(pair.target)
      targets.endText(unknown: TokenVocabulary.kerasUnknown)
    }
    let parts = try ExampleParts(configuration, labels: Array(repeating: 0, count: count))
    let set = PairSet(
      source: source, target: target, sources: .texts(sources), targets: targets,
      training: parts.training, validation: parts.validation, test: parts.test)
    return set.dataset(
      PairSet.Frame(
        source: name, summary: design.title, asks: design.asks, names: design.names,
        notes: [
          repeats == 0
            ? "generated: every source is drawn once"
            : "generated: few different sources, so \(repeats) are drawn again"
        ]))
  }

  static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    try PairTable.prepare(file, by: description, files: files, progress: progress)
  }
}
