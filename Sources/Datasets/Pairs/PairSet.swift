import Telemetry

/// Pairs whose tokens and parts are known, and the dataset that is made of them.
struct PairSet {
  /// Nil: the source is numbers.
  var source: TokenVocabulary?
  /// The names of these.
  var inputs: [String] = []
  let target: TokenVocabulary
  let sources: PairSources
  let targets: TokenizedTexts
  /// By pair: targets with words that have no token.
  var texts: [Int32: String] = [:]
  var training: [Int]
  var validation: [Int]
  var test: [Int]
  /// How sounds became numbers; nil elsewhere.
  var sounds: SoundSources?

  /// The metrics that the trivial predictor is scored by, too; more follow from them.
  static let metrics = ["exact_match", "token_accuracy"]
  /// The same of numbers as sources, whose targets are labels rather than texts.
  static let metricsOfLabels = ["ler", "exact_match", "token_accuracy"]
  private var metrics: [String] { source == nil ? Self.metricsOfLabels : Self.metrics }

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
    var recognised: String?
    /// How numbers are drawn on the data screen.
    var drawing = TranscriptDesign.Drawing.spectrogram
    /// By pair: a picture of the source that is not text.
    var maps: [Int: PictureMap] = [:]
    /// One column for all inputs together; nil: one for each.
    var inputColumn: DataReport.Column?
  }

  func dataset(_ frame: Frame) -> Dataset {
    let parts = [part(training), part(validation), part(test)]
    let lengths = (0..<sources.count).map(sources.length)
    let used = parts.flatMap(\.members).map { Int($0) }
    let timeSteps = used.map { lengths[$0] }.max() ?? 1
    let targetSteps = (used.map { targets.range($0).count }.max() ?? 0) + 1
    var pairs = PairDescription(
      vocabulary: target.strings, unknown: target.unknown.map(Int.init),
      text: TextDescription(target), length: targetSteps, begin: Int(PairExamples.border),
      end: Int(PairExamples.border), columns: frame.columns)
    if source == nil { (pairs.inputs, pairs.sounds) = (inputs, sounds) }
    let shape = pairs.shape(
      timeSteps: timeSteps, vocabulary: source?.count ?? 0, targetSteps: targetSteps)
    var description = DatasetDescription(
      source: frame.source, length: timeSteps, vocabulary: source?.strings,
      unknown: source?.unknown.map(Int.init), text: source.map { TextDescription($0) })
    description.pairs = pairs
    let baseline = PositionBaseline(parts[0], targetSteps: targetSteps, kinds: target.count)
      .baseline(validation: parts[1], test: parts[2], hasLabels: source == nil)
    return Dataset(
      source: frame.source, kind: .pairs, file: frame.file, summary: frame.summary,
      notes: frame.notes + notes(parts, timeSteps: timeSteps, targetSteps: targetSteps),
      shape: shape, training: parts[0], validation: parts[1], test: parts[2],
      baselines: [baseline], vocabulary: source, targetVocabulary: target, metrics: metrics,
      forecastTitle: frame.names.target, isPicture: frame.drawing == .picture,
      description: description,
      report: DataReport(
        source: frame.source, recognised: frame.recognised, file: frame.file ?? "",
        task: frame.asks, rows: used.count, rowsName: "pairs",
        columns: columns(frame, used),
        parts: zip(["training", "validation", "test"], parts).map {
          DataReport.Part(name: $0, examples: $1.count)
        },
        lengths: DataReport.Lengths(used.map { lengths[$0] }, most: nil),
        pictures: training.prefix(3).enumerated().map { place, pair in
          picture(pair, "training pair \(place + 1)", frame)
        }))
  }

  private func picture(_ pair: Int, _ title: String, _ frame: Frame) -> DataReport.Picture {
    if let map = frame.maps[pair] {
      let text = target.decode(targets.tokens[targets.range(pair)])
      return DataReport.Picture(title: "\(escaped(text)): \(title)", map: map)
    }
    let wanted = "target: " + target.decode(targets.tokens[targets.range(pair)])
    switch sources {
    case .texts(let texts):
      let text = source?.decode(texts.tokens[texts.range(pair)]) ?? ""
      return DataReport.Picture(title: title, text: ["source: " + text, wanted])
    case .steps(let steps):
      let range = steps.range(pair)
      // The first input at the top of a picture, at the bottom of a spectrogram.
      let isPicture = frame.drawing == .picture
      let names = isPicture ? inputs : inputs.reversed()
      let last = steps.features - 1
      return DataReport.Picture(
        title: title, text: [wanted],
        map: PictureMap(
          rows: (names[0], names[last], steps.features),
          columns: ("step 1", "step \(range.count)", range.count)
        ) { row, step in
          steps.values[
            (range.lowerBound + step) * steps.features + (isPicture ? row : last - row)]
        })
    }
  }

  private func columns(_ frame: Frame, _ used: [Int]) -> [DataReport.Column] {
    let asked = column(frame.names.target, .target, target, used.count)
    if let source { return [column(frame.names.source, .input, source, used.count), asked] }
    if let column = frame.inputColumn { return [column, asked] }
    guard case .steps(let steps) = sources else { return [asked] }
    let total = used.reduce(0) { $0 + steps.range($1).count }
    return inputs.enumerated().map { input, name in
      var (least, most, sum) = (Double.infinity, -Double.infinity, 0.0)
      for pair in used {
        for step in steps.range(pair) {
          let value = Double(steps.values[step * steps.features + input])
          (least, most, sum) = (min(least, value), max(most, value), sum + value)
        }
      }
      return DataReport.Column(
        name: name, role: .input, kind: "number", present: total, missing: 0, minimum: least,
        mean: sum / Double(max(1, total)), maximum: most, note: "")
    } + [asked]
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
    var notes = [
      "\(parts[0].count) training, \(parts[1].count) validation, \(parts[2].count) test pairs",
      "sources of at most \(counted(timeSteps, source?.unit.noun ?? "step")), targets of at most "
        + counted(targetSteps - 1, target.unit.noun) + " and their end",
    ]
    guard case .texts(let texts) = sources else { return notes }
    let trained = Set(training.map { Array(texts.tokens[texts.range($0)]) })
    let again = test.count { trained.contains(Array(texts.tokens[texts.range($0)])) }
    if again > 0 {
      notes.append("\(again) of \(test.count) test sources also occur in the training part")
    }
    return notes
  }
}
