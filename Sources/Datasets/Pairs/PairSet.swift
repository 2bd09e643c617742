import Telemetry

/// Pairs whose tokens and parts are known, and the dataset that is made of them.
struct PairSet {
  let source: TokenVocabulary
  let target: TokenVocabulary
  let sources: TokenizedTexts
  let targets: TokenizedTexts
  /// By pair: targets with words that have no token.
  var texts: [Int32: String] = [:]
  var training: [Int]
  var validation: [Int]
  var test: [Int]

  /// The metrics that the trivial predictor is scored by, too; more follow from them.
  static let metrics = ["exact_match", "token_accuracy"]

  func part(_ members: [Int]) -> PairExamples {
    PairExamples(
      sources: sources, targets: targets, members: members.map(Int32.init), texts: texts)
  }

  /// The facts about the data that only their source knows.
  struct Frame {
    var source: String
    var file: String?
    var summary: String
    var asks: String
    /// The names of source and target: columns of a table, or what a task calls them.
    var names: (source: String, target: String)
    var columns: PairDescription.Columns?
    var notes: [String]
    var recognised = ""
  }

  func dataset(_ frame: Frame) -> Dataset {
    let parts = [part(training), part(validation), part(test)]
    let lengths = (0..<sources.count).map { sources.range($0).count }
    let used = parts.flatMap(\.members).map { Int($0) }
    let timeSteps = used.map { lengths[$0] }.max() ?? 1
    let targetSteps = (used.map { targets.range($0).count }.max() ?? 0) + 1
    let pairs = PairDescription(
      vocabulary: target.strings, unknown: target.unknown.map(Int.init),
      text: TextDescription(target), length: targetSteps, begin: Int(PairExamples.border),
      end: Int(PairExamples.border), columns: frame.columns)
    let shape = pairs.shape(
      timeSteps: timeSteps, vocabulary: source.count, targetSteps: targetSteps)
    var description = DatasetDescription(
      source: frame.source, length: timeSteps, vocabulary: source.strings,
      unknown: source.unknown.map(Int.init), text: TextDescription(source))
    description.pairs = pairs
    let baseline = PositionBaseline(parts[0], targetSteps: targetSteps, kinds: target.count)
      .baseline(validation: parts[1], test: parts[2])
    return Dataset(
      source: frame.source, kind: .pairs, file: frame.file, summary: frame.summary,
      notes: frame.notes + notes(parts, timeSteps: timeSteps, targetSteps: targetSteps),
      shape: shape, training: parts[0], validation: parts[1], test: parts[2],
      baselines: [baseline], vocabulary: source, targetVocabulary: target, metrics: Self.metrics,
      forecastTitle: frame.names.target, description: description,
      report: DataReport(
        source: frame.source, recognised: frame.recognised, file: frame.file ?? "",
        task: frame.asks, rows: used.count, rowsName: "pairs",
        columns: [
          column(frame.names.source, .input, source, used.count),
          column(frame.names.target, .target, target, used.count),
        ],
        parts: zip(["training", "validation", "test"], parts).map {
          DataReport.Part(name: $0, examples: $1.count)
        },
        lengths: DataReport.Lengths(used.map { lengths[$0] }, most: nil),
        pictures: training.prefix(3).enumerated().map { place, pair in
          DataReport.Picture(
            title: "training pair \(place + 1)",
            text: [
              "source: " + source.decode(sources.tokens[sources.range(pair)]),
              "target: " + target.decode(targets.tokens[targets.range(pair)]),
            ])
        }))
  }

  private func column(
    _ name: String, _ role: DataReport.Column.Role, _ vocabulary: TokenVocabulary, _ rows: Int
  ) -> DataReport.Column {
    DataReport.Column(
      name: name, role: role, kind: "text", present: rows, missing: 0,
      note: counted(vocabulary.count, "kind") + " of \(vocabulary.unit.rawValue)")
  }

  private func notes(
    _ parts: [PairExamples], timeSteps: Int, targetSteps: Int
  ) -> [String] {
    let trained = Set(training.map { Array(sources.tokens[sources.range($0)]) })
    let again = test.count { trained.contains(Array(sources.tokens[sources.range($0)])) }
    var notes = [
      "\(parts[0].count) training, \(parts[1].count) validation, \(parts[2].count) test pairs",
      "sources of at most \(counted(timeSteps, source.unit.noun)), targets of at most "
        + counted(targetSteps - 1, target.unit.noun) + " and their end",
    ]
    if again > 0 {
      notes.append("\(again) of \(test.count) test sources also occur in the training part")
    }
    return notes
  }
}
