extension DatasetDescription {
  /// Throws for the first part that does not fit the rest, so that nothing which was read from a
  /// file can mislead a preparation.
  ///
  /// - Parameter features: the numbers that the network is fed at each step.
  package func check(features: Int) throws(DescriptionFault) {
    try DescriptionCheck.require(length, in: DataKey.sizes, "length")
    if pairs != nil, !DataSources.isOfPairs(source) {
      throw DescriptionFault(key: "pairs", reason: "do not belong to the source \(escaped(source))")
    }
    try checkVocabulary()
    if let labels { try DescriptionCheck.requireDifferent(labels, "labels") }
    try generated?.check()
    try series?.check(features: features)
    switch source {
    case SeriesSource.name: _ = try DescriptionCheck.require(series, "series")
    case TextSource.name: try checkText()
    case let name where DataSources.isOfPairs(name): try checkPairs()
    case LabelledTextSource.name: try checkLabelledText()
    case SequencesSource.name, TaggedSource.name, SoundsSource.name, SpokenTask.name:
      let own = try DescriptionCheck.require(sequences, "sequences")
      try own.check(
        labels: DescriptionCheck.require(labels, "labels"), hasWords: vocabulary != nil,
        features: features)
      if source == SoundsSource.name || source == SpokenTask.name {
        try DescriptionCheck.require(own.sound, "sequences.sound").check(features: features)
      }
    default: break
    }
  }

  private func checkVocabulary() throws(DescriptionFault) {
    guard let vocabulary else {
      if unknown != nil { throw DescriptionFault(key: "unknown", reason: "needs a vocabulary") }
      return
    }
    if vocabulary.isEmpty { throw DescriptionFault(key: "vocabulary", reason: "is empty") }
    try DescriptionCheck.require(unknown, in: 0...vocabulary.count, "unknown")
    // A text may hold the very word that the unknown token is shown as.
    let own = vocabulary.enumerated().filter {
      !($0.offset == TokenVocabulary.kerasUnknown && $0.element == TokenVocabulary.unknownText)
    }
    try DescriptionCheck.requireDifferent(own.lazy.map(\.element), "vocabulary")
    if text?.unit == .bytes {
      try DescriptionCheck.require(count: vocabulary.count, 256, "bytes are", "vocabulary")
    }
    let isOfTokens = source == TextSource.name || source == GrammarSource.name
    try DescriptionCheck.requireCounts(
      isOfTokens ? text?.counts : nil, tokenKinds, "tokens are", "text.counts")
  }

  /// V.
  private var tokenKinds: Int { max(vocabulary?.count ?? 0, unknown.map { $0 + 1 } ?? 0) }

  private func checkText() throws(DescriptionFault) {
    _ = try DescriptionCheck.require(vocabulary, "vocabulary")
    _ = try DescriptionCheck.require(length, "length")
  }

  private func checkPairs() throws(DescriptionFault) {
    let pairs = try DescriptionCheck.require(pairs, "pairs")
    if pairs.inputs != nil {
      _ = try DescriptionCheck.require(length, "length")
      if source == TranscriptsSource.name {
        _ = try DescriptionCheck.require(pairs.sounds, "pairs.sounds")
      }
      return try pairs.check()
    }
    try checkText()
    let text = try DescriptionCheck.require(text, "text")
    if text.unit != .bytes { _ = try DescriptionCheck.require(unknown, "unknown") }
    try pairs.check()
  }

  private func checkLabelledText() throws(DescriptionFault) {
    try checkText()
    let text = try DescriptionCheck.require(text, "text")
    let labels = try DescriptionCheck.require(labels, "labels")
    if labels.count < 2 { throw DescriptionFault(key: "labels", reason: "are fewer than 2") }
    // The token for a text without any token.
    if text.unit != .bytes { _ = try DescriptionCheck.require(unknown, "unknown") }
    try DescriptionCheck.requireCounts(text.classes, labels.count, "labels are", "text.classes")
    try DescriptionCheck.require(text.columns, "text.columns").check()
  }

  /// The shape of what is prepared; nil if only the generated task itself knows.
  package var shape: SequenceShape? {
    if let series {
      return series.features.map {
        SequenceShape(
          timeSteps: series.window, features: $0, vocabulary: 0, outputs: series.targets.count,
          target: .values, everyStep: false)
      }
    }
    let steps = length ?? 1
    if let pairs {
      return pairs.shape(timeSteps: steps, vocabulary: tokenKinds, targetSteps: pairs.length)
    }
    switch source {
    case TextSource.name, GrammarSource.name:
      return SequenceShape(
        timeSteps: steps, features: 0, vocabulary: tokenKinds, outputs: tokenKinds,
        target: .classes, everyStep: true)
    case LabelledTextSource.name:
      return SequenceShape(
        timeSteps: steps, features: 0, vocabulary: tokenKinds, outputs: labels?.count ?? 0,
        target: .classes, everyStep: false)
    case SequencesSource.name, TaggedSource.name, SoundsSource.name, SpokenTask.name:
      return SequenceShape(
        timeSteps: sequences?.timeSteps ?? 1,
        features: vocabulary == nil ? sequences?.features ?? 0 : 0, vocabulary: tokenKinds,
        outputs: labels?.count ?? 0, target: .classes, everyStep: source == TaggedSource.name)
    default: return nil
    }
  }
}

extension SeriesDescription {
  /// The kinds of a column of words; a column without a name is called by its number.
  private func kinds(of column: String) -> [String]? {
    categories[column] ?? categories["column \(column)"]
  }

  /// Columns of words that are not among those fed by that name.
  private var unmatched: [String] {
    let own = Set(fed.flatMap { [$0, "column \($0)"] })
    return categories.keys.filter { !own.contains($0) }.sorted()
  }

  /// I; nil if columns that share a name, and so go by numbers, leave open which has the kinds.
  var features: Int? {
    guard unmatched.isEmpty else { return nil }
    return fed.reduce(2 * (calendar?.count ?? 0)) { $0 + (kinds(of: $1)?.count ?? 1) }
  }

  private var fed: [String] { columns + (known ?? []) }

  func check(features: Int) throws(DescriptionFault) {
    let sizes = DataKey.sizes
    try DescriptionCheck.require(window, in: sizes, "series.window")
    try DescriptionCheck.require(horizon, in: sizes, "series.horizon")
    try DescriptionCheck.require(season, in: DataKey.seasons, "series.season")
    try DescriptionCheck.require(columns.count, in: sizes, "series.columns")
    try DescriptionCheck.require(targets.count, in: sizes, "series.targets")
    if let column = unmatched.first, !fed.contains(where: { Int($0) != nil }) {
      throw DescriptionFault(
        key: "series.categories.\(escaped(column))", reason: "is not an input column")
    }
    for (column, kinds) in categories.sorted(by: { $0.key < $1.key }) {
      let key = "series.categories.\(escaped(column))"
      try DescriptionCheck.requireDifferent(kinds, key)
      if targets.contains(where: { $0 == column || "column \($0)" == column }) {
        throw DescriptionFault(key: key, reason: "is a target, which must be numeric")
      }
    }
    try wide?.check("series.wide")
    try DescriptionCheck.requireSteps(
      steps, inputs: features, targets: targets.count, "series.steps")
    try windowScaling?.check(features: features, targets: targets.count)
    for (series, own) in (panel?.steps ?? [:]).sorted(by: { $0.key < $1.key }) {
      let key = "series.panel.steps.\(escaped(series))"
      try DescriptionCheck.requireSteps(own, inputs: features, targets: targets.count, key)
      if own.map(\.step) != steps.map(\.step) {
        throw DescriptionFault(key: key, reason: "does not have the steps of series.steps")
      }
    }
  }
}

extension SequenceDescription {
  /// I, where numbers are fed.
  var features: Int { inputs.reduce(0) { $0 + ($1.kinds?.count ?? 1) } }

  func check(
    labels: [String], hasWords: Bool, features: Int
  ) throws(DescriptionFault) {
    try DescriptionCheck.require(most, in: DataKey.sizes, "sequences.most")
    try DescriptionCheck.require(timeSteps, in: 1...most, "sequences.timeSteps")
    if labels.count < 2 { throw DescriptionFault(key: "labels", reason: "are fewer than 2") }
    try DescriptionCheck.require(
      count: shares.count, labels.count, "labels are", "sequences.shares")
    let sum = shares.reduce(0, +)
    guard shares.allSatisfy({ $0 > 0 && $0 < 1 }), (sum - 1).magnitude < 1e-6 else {
      throw DescriptionFault(
        key: "sequences.shares", reason: "are not shares above 0 with a sum of 1")
    }
    if hasWords { return }
    try checkInputs(features)
  }

  private func checkInputs(_ features: Int) throws(DescriptionFault) {
    let references = try DescriptionCheck.require(roles.inputs, "sequences.roles.inputs")
    try DescriptionCheck.require(
      count: references.count, inputs.count, "inputs are", "sequences.roles.inputs")
    try DescriptionCheck.requireDifferent(references, "sequences.roles.inputs")
    try DescriptionCheck.require(
      roles.arrayInputs, in: 1...SequenceFeed.mostFeatures, "sequences.roles.arrayInputs")
    for (place, input) in inputs.enumerated() {
      try DescriptionCheck.requireDifferent(input.kinds ?? [], "sequences.inputs.\(place).kinds")
    }
    try DescriptionCheck.requireSteps(steps, inputs: features, targets: 0, "sequences.steps")
    if layout?.isOfArrays == false {
      throw DescriptionFault(key: "sequences.layout", reason: "is not a layout of arrays")
    }
    try wide?.check("sequences.wide")
  }
}

extension WideColumns {
  func check(_ key: String) throws(DescriptionFault) {
    for (name, place) in [("label", label), ("id", id)] where place?.number != -1 {
      try DescriptionCheck.require(place?.number, in: 1...1_000_000, "\(key).\(name).number")
    }
  }
}

extension TextDescription.Columns {
  func check() throws(DescriptionFault) {
    guard
      delimiter == Self.fastTextName || Delimiter.allCases.contains(where: { $0.name == delimiter })
    else {
      throw DescriptionFault(
        key: "text.columns.delimiter", reason: "\"\(escaped(delimiter))\" is not known")
    }
    try DescriptionCheck.require(count, in: 2...1_000_000, "text.columns.count")
    try DescriptionCheck.require(text, in: 1...count, "text.columns.text")
    try DescriptionCheck.require(label, in: 1...count, "text.columns.label")
    if label == text {
      throw DescriptionFault(key: "text.columns.label", reason: "is the column of the text")
    }
  }
}

extension DatasetDescription.Generated {
  func check() throws(DescriptionFault) {
    let key = "generated"
    try DescriptionCheck.require(length, in: DataKey.sizes, key + ".length")
    try DescriptionCheck.require(count, in: DataKey.counts, key + ".count")
    try DescriptionCheck.require(horizon, in: DataKey.sizes, key + ".horizon")
    try DescriptionCheck.require(folds, in: DataKey.foldCounts, key + ".folds")
    if fold != nil, folds == nil {
      throw DescriptionFault(key: key + ".fold", reason: "needs generated.folds")
    }
    try DescriptionCheck.require(fold, in: 1...(folds ?? 1), key + ".fold")
    do {
      _ = try Split(split)
    } catch {
      throw DescriptionFault(key: key + ".split", reason: error.description)
    }
  }
}
