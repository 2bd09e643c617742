import Datasets
import Engine
import Telemetry

/// Scores models on a part of the data, without dropout and noise.
struct Evaluator {
  struct Score {
    var loss: Float
    var metrics: [Baseline.Metric]
    var sums: ScoreSums

    /// The metric shown next to the loss.
    func value(of metric: (any Metric.Type)?) -> Float? {
      metric.flatMap { metric in metrics.first { $0.name == metric.name } }.map { Float($0.value) }
    }
  }

  let models: [any Model]
  /// Shared memory, sized for one batch of a model.
  let batch: Batch
  let scoring: Scoring
  var decoding = TagDecoding.viterbi
  /// Checked between two batches: true aborts the scoring.
  var isAbandoned: () -> Bool = { false }
  /// The job of each model's evaluation pass.
  let jobs: [PassJob]
  /// Runs an evaluation pass of all models.
  let pass: (Batch) -> Void

  /// Examples whose answers are kept for the picture: the last ones of a part.
  static let mostKept = 400

  /// Separate answer sequences written at a validation: each of their tokens takes a step. For a
  /// test part all are written.
  static let mostWritten = 256

  /// - Parameter keeps: also keeps answers for the picture.
  /// - Returns: nil if it was aborted.
  func scores(
    of part: any Examples, _ place: Scoring.Part, keeps: Bool = false
  ) -> [Score]? {
    let keptFrom = keeps ? max(0, part.count - Self.mostKept) : .max
    // Before the pass that the pictures show.
    guard let written = written(part, most: place == .validation ? Self.mostWritten : .max),
      let sums = sums(part, EvaluationOrder(part), keptFrom: keptFrom)
    else { return nil }
    return zip(sums, written).map { sums, answers in
      var sums = sums
      sums.answers = answers
      return Score(loss: Float(sums.meanLoss), metrics: scoring.values(sums, on: place), sums: sums)
    }
  }

  /// The answers that each model writes for some examples, spread evenly over a part; nil if
  /// answers are not separate sequences.
  private func written(_ part: any Examples, most: Int) -> [AnswerSums?]? {
    guard let targets = scoring.shape.targetSequence, let vocabulary = scoring.targetVocabulary
    else { return models.map { _ in nil } }
    var decoders = zip(models, jobs).map { model, job in
      answerDecoder(model, job, vocabulary, end: targets.end, most: batch.maxTargetSteps)
    }
    var sums: [AnswerSums?] = decoders.map { $0 == nil ? nil : AnswerSums() }
    let order = EvaluationOrder(part, sample: min(most, part.count))
    let isWhole = forEachBatch(part, order) { first in
      let wanted = batch.targets(end: Int32(targets.end))
      for model in decoders.indices where !isAbandoned() {
        decoders[model]?.most = batch.mostAnswerSteps
        guard let decoder = decoders[model] else { continue }
        for (column, answer) in decoder.greedy(batch).enumerated() {
          let text = part.targetText(of: order[first + column])
          sums[model]?.add(
            sourceLength: Int(batch.lengths.pointer[column]),
            answer: vocabulary.decode(answer.tokens),
            target: text ?? vocabulary.decode(wanted[column]),
            labels: (answer.tokens, wanted[column]),
            isExact: answer.isWhole && answer.tokens == wanted[column] && text == nil)
        }
      }
    }
    return isWhole ? sums : nil
  }

  /// Fills the batch with successive groups of examples.
  /// - Parameter body: receives the position of the first in the order.
  /// - Returns: false if it was aborted.
  private func forEachBatch(
    _ part: any Examples, _ order: EvaluationOrder, _ body: (Int) -> Void
  ) -> Bool {
    let (size, steps, targetSteps) = (batch.size, batch.timeSteps, batch.targetSteps)
    defer { (batch.size, batch.timeSteps, batch.targetSteps) = (size, steps, targetSteps) }
    let most = batchSize
    for first in stride(from: 0, to: order.count, by: most) {
      if isAbandoned() { return false }
      batch.size = min(most, order.count - first)
      batch.fill(part) { order[first + $0] }
      body(first)
    }
    return true
  }

  /// The examples of a model's last pass over a part, by column.
  func lastBatch(of part: any Examples) -> [Int] {
    let order = EvaluationOrder(part)
    let first = max(0, order.count - 1) / batchSize * batchSize
    return (first..<order.count).map { order[$0] }
  }

  /// The training loss measured like the validation loss, on a sample of this many examples spread
  /// evenly over the training part.
  func plainLosses(of part: any Examples, sample: Int) -> [Float]? {
    sums(part, EvaluationOrder(part, sample: sample), lossAlone: true)?.map { Float($0.meanLoss) }
  }

  private func sums(
    _ part: any Examples, _ order: EvaluationOrder, keptFrom: Int = .max, lossAlone: Bool = false
  ) -> [ScoreSums]? {
    var sums = models.map { _ in
      ScoreSums(
        scoring.shape, hasConfusion: scoring.hasConfusion, keptFrom: keptFrom, lossAlone: lossAlone,
        series: part.series.count, scheme: scoring.tagScheme,
        decoding: decoding)
    }
    guard !models.isEmpty else { return [] }
    let isWhole = forEachBatch(part, order) { first in
      pass(batch)
      for (i, model) in models.enumerated() {
        sums[i].add(
          model, example: { order[first + $0] },
          inUnits: { part.inUnits($0, of: $1, output: $2) }, series: part.series(of:))
      }
    }
    return isWhole ? sums : nil
  }
}

extension Evaluator {
  /// Multiplications per batch in all models that take well under 100 ms on one core.
  private static let mostWork = 2e9
  /// Sequences per shard: fewer would waste the products.
  private static let leastSequences = 16

  /// Sequences at once: as many as memory allows, unless a request to stop would then wait too
  /// long.
  private var batchSize: Int {
    let work = models.reduce(0.0) { $0 + Double($1.layout.count) * Double(batch.maxTimeSteps) }
    let most = Int(min(Double(batch.maxSize), Self.mostWork / max(1, work)))
    return min(batch.maxSize, max(Self.leastSequences, most / 16 * 16))
  }
}

extension Trainer {
  /// - Parameter level: of the stop request that aborts the scoring.
  func evaluator(_ lanes: [Lane], until level: StopRequest.Level = .finish) -> Evaluator {
    Evaluator(
      models: lanes.map(\.model), batch: batch, scoring: scoring,
      isAbandoned: { [stop] in stop.level >= level }, jobs: lanes.map(\.evaluationJob),
      pass: { [self] batch in evaluate(lanes, batch) })
  }
}
