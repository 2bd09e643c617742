import Datasets
import Telemetry

/// The metrics that data are scored by, and what the trivial predictors reach there.
package struct Scoring: Sendable {
  package let kind: DataKind
  package let shape: SequenceShape
  package private(set) var metrics: [any Metric.Type]
  /// The names of the classes, as far as they have some.
  package let classes: [String]
  /// The names of target values, as far as they have some.
  package let targets: [String]
  /// Of pairs: how sources and answers are read back.
  private(set) var vocabulary: TokenVocabulary?
  private(set) var targetVocabulary: TokenVocabulary?
  private(set) var isPicture = false
  /// With every metric that can be told of them, the one that is drawn first.
  package private(set) var baselines: [Baseline]
  /// The lag that says most about the target, where windows do not reach so far.
  package private(set) var hiddenLag: LagFinding?
  /// Of a language, by part.
  private let charactersPerToken: [Part: Double]

  package init(_ data: Dataset) {
    self.init(
      kind: data.kind, shape: data.shape, metrics: data.metrics, classes: data.classes,
      targets: data.targetNames, baselines: data.baselines,
      charactersPerToken: [
        .validation: data.validation.charactersPerToken ?? 1,
        .test: data.test.charactersPerToken ?? 1,
      ])
    (vocabulary, targetVocabulary) = (data.vocabulary, data.targetVocabulary)
    isPicture = data.isPicture
    leaveOut(by: [data.validation, data.test])
    hiddenLag = data.report.lags.filter { !$0.isSeen }
      .max { abs($0.correlation) < abs($1.correlation) }
  }

  /// A whole file, scored as test part.
  package init(_ file: PreparedFile) {
    self.init(
      kind: file.kind, shape: file.shape, metrics: file.metrics, classes: file.classes,
      targets: file.targetNames, baselines: file.baselines,
      charactersPerToken: file.examples.charactersPerToken)
    targetVocabulary = file.targetVocabulary
    leaveOut(by: [file.examples])
  }

  /// Leaves out metrics that need longer targets than there are in any of the parts.
  private mutating func leaveOut(by parts: [any Examples]) {
    guard let targetVocabulary else { return }
    func hasTarget(of words: Int) -> Bool {
      parts.contains { part in
        (0..<part.count).contains { index in
          part.targetTokens(of: index).map {
            BLEUCounts.words(targetVocabulary.decode($0)).count >= words
          } ?? false
        }
      }
    }
    metrics.removeAll { $0.leastWords > 0 && !hasTarget(of: $0.leastWords) }
  }

  /// - Parameter charactersPerToken: nil: 1.
  package init(
    kind: DataKind, shape: SequenceShape, metrics: [String], classes: [String],
    targets: [String] = [], baselines: [Baseline], charactersPerToken: Double? = nil
  ) {
    self.init(
      kind: kind, shape: shape, metrics: metrics, classes: classes, targets: targets,
      baselines: baselines,
      charactersPerToken: [
        .validation: charactersPerToken ?? 1, .test: charactersPerToken ?? 1,
      ])
  }

  private init(
    kind: DataKind, shape: SequenceShape, metrics: [String], classes: [String],
    targets: [String], baselines: [Baseline], charactersPerToken: [Part: Double]
  ) {
    self.kind = kind
    self.shape = shape
    self.metrics = MetricRegistry.metrics(named: metrics, kind)
    self.classes = classes
    self.targets = targets
    self.charactersPerToken = charactersPerToken
    self.baselines = baselines
    // Every one by the first as it was stated.
    self.baselines = baselines.map { complete($0) }
  }

  /// A part of the data that trivial predictors were scored on.
  package enum Part: Sendable {
    case validation
    case test
  }

  package func values(_ sums: ScoreSums, on part: Part) -> [Baseline.Metric] {
    let context = context(part)
    return metrics.filter { !$0.isOfRows || sums.hasRows }
      .map { ($0.name, $0.value(sums, context)) }
  }

  /// True where targets are classes to look at, not the tokens of a language.
  package var hasConfusion: Bool {
    kind != .language && (shape.target == .classes || shape.target == .binary)
  }

  /// How tags mark spans; nil where they do not, or one class is the answer to a sequence.
  var tagScheme: TagScheme? { shape.everyStep && hasConfusion ? TagScheme(classes) : nil }

  /// The metric beside the loss, where it is a share of right answers.
  package var shareOfRight: (any Metric.Type)? {
    beside.flatMap { $0.countsRightAnswers ? $0 : nil }
  }

  /// The first metric that says something else than the loss: it stands beside it.
  package var beside: (any Metric.Type)? { metrics.first { !$0.restatesLoss } }

  private func context(_ part: Part) -> MetricContext {
    MetricContext(
      charactersPerToken: charactersPerToken[part] ?? 1, outputs: shape.outputs,
      reference: baselines.first?.score(on: part))
  }

  /// States the metrics of this data in their order; those that cannot be told are left out.
  private func complete(_ baseline: Baseline) -> Baseline {
    func metrics(_ part: Part) -> [Baseline.Metric] {
      let (context, score) = (context(part), baseline.score(on: part))
      return self.metrics.compactMap { metric in
        (score[metric.name] ?? metric.value(of: score, context)).map { (metric.name, $0) }
      }
    }
    var complete = baseline
    complete.validationMetrics = metrics(.validation)
    complete.testMetrics = metrics(.test)
    return complete
  }
}

extension Baseline {
  package func score(on part: Scoring.Part) -> BaselineScore {
    switch part {
    case .validation: BaselineScore(loss: Double(validationLoss), metrics: validationMetrics)
    case .test: BaselineScore(loss: Double(testLoss), metrics: testMetrics)
    }
  }
}
