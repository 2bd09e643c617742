import Datasets
import Telemetry

/// The metrics that data are scored by, and the scores of the trivial predictors.
package struct Scoring: Sendable {
  package let kind: DataKind
  package let shape: SequenceShape
  package private(set) var metrics: [any Metric.Type]
  /// The names of the classes, if they have any.
  package let classes: [String]
  /// The names of target values, if they have any.
  package let targets: [String]
  /// For pairs: how sources and answers are decoded.
  private(set) var vocabulary: TokenVocabulary?
  private(set) var targetVocabulary: TokenVocabulary?
  private(set) var isPicture = false
  /// With every metric that can be computed for them; the one shown comes first.
  package private(set) var baselines: [Baseline]
  /// The most informative lag for the target, if windows do not reach that far.
  package private(set) var hiddenLag: LagFinding?
  /// For a language, by part.
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

  /// A whole file, scored as the test part.
  package init(_ file: PreparedFile) {
    self.init(
      kind: file.kind, shape: file.shape, metrics: file.metrics, classes: file.classes,
      targets: file.targetNames, baselines: file.baselines,
      charactersPerToken: file.examples.charactersPerToken)
    targetVocabulary = file.targetVocabulary
    leaveOut(by: [file.examples])
  }

  /// Leaves out metrics that need longer targets than any of the parts has.
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
    // Each relative to the first, as it was stated.
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

  /// True if targets are classes to look at, not the tokens of a language.
  package var hasConfusion: Bool {
    kind != .language && (shape.target == .classes || shape.target == .binary)
  }

  /// How tags mark spans; nil if they do not, or if one class answers a sequence.
  var tagScheme: TagScheme? { shape.everyStep && hasConfusion ? TagScheme(classes) : nil }

  /// The metric shown next to the loss, if it is a share of right answers.
  package var shareOfRight: (any Metric.Type)? {
    beside.flatMap { $0.countsRightAnswers ? $0 : nil }
  }

  /// The first metric that is not the loss in another unit: shown next to the loss.
  package var beside: (any Metric.Type)? { metrics.first { !$0.restatesLoss } }

  private func context(_ part: Part) -> MetricContext {
    MetricContext(
      charactersPerToken: charactersPerToken[part] ?? 1, outputs: shape.outputs,
      reference: baselines.first?.score(on: part))
  }

  /// The metrics of these data in their order, without those that cannot be computed.
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
