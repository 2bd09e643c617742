import Datasets
import Engine

/// Runs a saved network on examples, in batches whose shards are spread over a pool of threads.
package final class ModelRunner: @unchecked Sendable {
  /// Maximum sequences in a batch, and time steps of all of them together.
  private static let mostSequences = 256
  private static let mostPlaces = 1 << 16

  private let architecture: ModelArchitecture
  /// Path of the model's file.
  private let path: String
  let model: any Model
  /// For a model whose loss scores whole sequences.
  package var decoding = TagDecoding.viterbi
  private let batch: Batch
  private let job: PassJob
  private let pool: ThreadPool
  private let passes: Passes

  /// - Parameters:
  ///   - shape: of the examples.
  ///   - count: of the examples, so that no more memory is used than they need.
  ///   - onThreadStart: runs first on every new thread.
  package init(
    _ trained: TrainedModel, _ shape: SequenceShape, count: Int, threads: Int,
    onThreadStart: @escaping @Sendable () -> Void = {}
  ) throws(Trainer.Failure) {
    let (timeSteps, targetSteps) = (shape.timeSteps, shape.targetSequence?.timeSteps ?? 0)
    LinearAlgebra.useOneThreadPerCall()
    let architecture = trained.architecture
    self.architecture = architecture
    path = trained.path
    let size = min(
      Self.mostSequences, max(1, Self.mostPlaces / max(1, timeSteps, targetSteps)), max(1, count))
    try MemoryEstimate.require(
      MemoryEstimate.needed(
        architecture, timeSteps: timeSteps, targetSteps: targetSteps, batch: size),
      threads: min(threads, size))
    model = architecture.makeModel(timeSteps: timeSteps, targetSteps: targetSteps, batch: size)
    model.take(weights: trained.file.weights)
    batch = architecture.makeBatch(timeSteps: timeSteps, targetSteps: targetSteps, size: size)
    job = PassJob(trained.file.inference, model)
    pool = ThreadPool(threads: min(threads, size), onThreadStart: onThreadStart)
    passes = Passes(pool)
  }

  deinit { pool.stop() }

  private func pass(_ batch: Batch) {
    model.begin(batch, job)
    passes.run(PassPhase.evaluation, model)
  }

  /// Why the labels of examples cannot be aligned with their steps; nil if they can, or do not need
  /// to be.
  package func shortage(of examples: any Examples, _ shape: SequenceShape) -> String? {
    guard case .network(let network) = architecture, network.isAligned else { return nil }
    return LabelFit(examples, timeSteps: shape.timeSteps).shortage(network.convolution)
  }

  /// The tags of a sequence are chosen together.
  package var answersSequences: Bool { model.loss.scope == .sequence }

  // MARK: scores

  /// Loss, metrics and trivial predictors on all examples that have a target.
  package func score(_ part: any Examples, _ scoring: Scoring) -> ModelScore {
    let evaluator = Evaluator(
      models: [model], batch: batch, scoring: scoring, decoding: decoding, jobs: [job], pass: pass)
    guard let score = evaluator.scores(of: part, .test)?.first else {
      preconditionFailure("nobody gives this scoring up")
    }
    return ModelScore(
      examples: (0..<part.count).count { part.hasTarget($0) }, loss: Double(score.loss),
      metrics: score.metrics, baselines: scoring.baselines, series: series(part, score, scoring))
  }

  private func series(
    _ part: any Examples, _ score: Evaluator.Score, _ scoring: Scoring
  ) -> [ModelScore.Series] {
    zip(part.series, score.sums.errorsBySeries).enumerated().map { place, series in
      let (name, errors) = series
      return ModelScore.Series(
        name: name, examples: errors.first?.count ?? 0,
        metrics: [
          (RootMeanSquaredError.name, ScoreSums.mean(errors) { $0.rootMeanSquare }),
          (MeanAbsoluteError.name, ScoreSums.mean(errors) { $0.meanMagnitude }),
        ],
        baselines: scoring.baselines.map { baseline in
          baseline.testBySeries.indices.contains(place) ? baseline.testBySeries[place] : []
        })
    }
  }

  // MARK: answers

  /// The network's answer to one example.
  package struct Answer: Sendable {
    package struct Row: Sendable {
      /// From 0.
      package var step: Int
      /// The network's O outputs: before sigmoid or softmax, scaled.
      package var outputs: [Float]
      /// The truth, if known: O numbers, or the class.
      package var values: [Float]
      package var label: Int?
      /// For answers to whole sequences: the class, and the probabilities of all classes.
      package var best: (label: Int, probabilities: [Float])?

      package init(
        step: Int, outputs: [Float], values: [Float], label: Int?,
        best: (label: Int, probabilities: [Float])? = nil
      ) {
        (self.step, self.outputs, self.values, self.label) = (step, outputs, values, label)
        self.best = best
      }
    }
    package var example: Int
    /// One for every answered step.
    package var rows: [Row]

    package init(example: Int, rows: [Row]) { (self.example, self.rows) = (example, rows) }
  }

  /// Calls `body` with the answer to each example in turn, including those without a target, until
  /// it returns that no more are wanted.
  package func answers(
    to part: any Examples, _ body: (Answer) throws -> Bool
  ) rethrows {
    for first in stride(from: 0, to: part.count, by: batch.maxSize) {
      batch.size = min(batch.maxSize, part.count - first)
      batch.fill(part) { first + $0 }
      hideUnknownTargets(part, first)
      pass(batch)
      for column in 0..<batch.size {
        let example = first + column
        let answer = answer(column, example, hasTarget: part.hasTarget(example))
        guard try body(answer) else { return }
      }
    }
  }

  /// Calls `body` with the written answers to each example in turn, best answer first, until it
  /// returns that no more are wanted.
  /// - Throws: what `body` throws; `ModelFileError` if the outputs are not finite.
  package func write(
    for part: any Examples, _ shape: SequenceShape, _ vocabulary: TokenVocabulary,
    _ search: AnswerSearch, _ body: (_ example: Int, _ answers: [WrittenAnswer]) throws -> Bool
  ) throws {
    guard let targets = shape.targetSequence,
      let decoder = answerDecoder(
        model, job, vocabulary, end: targets.end, most: batch.maxTargetSteps)
    else { return }
    let size = min(batch.maxSize, search.mostSources)
    for first in stride(from: 0, to: part.count, by: size) {
      batch.size = min(size, part.count - first)
      batch.fill(part) { first + $0 }
      let answers: [[WrittenAnswer]]
      do {
        answers = try decoder.answers(batch, search, vocabulary)
      } catch {
        throw ModelFileError.nonfiniteOutputs(path: path)
      }
      for (column, found) in answers.enumerated() {
        guard try body(first + column, found) else { return }
      }
    }
  }

  /// The value of an unknown class is arbitrary: the loss must not read it.
  private func hideUnknownTargets(_ part: any Examples, _ first: Int) {
    guard batch.targetClasses.count > 0, batch.targetLengths.count == 0 else { return }
    let steps = answersEveryStep ? batch.timeSteps : 1
    for column in 0..<batch.size where !part.hasTarget(first + column) {
      for step in 0..<steps { batch.targetClasses.pointer[step * batch.size + column] = -1 }
    }
  }

  /// In place, not as a separate sequence.
  private var answersEveryStep: Bool {
    if case .network = architecture { architecture.answersEveryStep } else { false }
  }

  private func answer(_ column: Int, _ example: Int, hasTarget: Bool) -> Answer {
    let outputs = model.outputs
    let steps = answersEveryStep ? Int(batch.lengths.pointer[column]) : 1
    let (marginals, columns) = (outputs.probabilities(column: column), outputs.columns)
    let rows = (0..<steps).map { step -> Answer.Row in
      let row = outputs[column: column, step: step]
      var answer = Answer.Row(step: step, outputs: Array(row.values), values: [], label: nil)
      if let marginals, let best = row.best {
        let top = row.values.max()
        let own = top.flatMap { row.values.firstIndex(of: $0) } ?? best
        answer.best = (
          decoding == .viterbi ? best : own, Array(marginals[step * columns..<(step + 1) * columns])
        )
      }
      if hasTarget, row.hasTarget {
        if model.loss.hasClassTargets {
          answer.label = row.targetClass
        } else {
          answer.values = Array(row.targetValues)
        }
      }
      return answer
    }
    return Answer(example: example, rows: rows)
  }
}

extension PassJob {
  /// For a model that is only used.
  init(_ settings: InferenceSettings, _ model: any Model) {
    self.init()
    plan = settings.plan(slices: model.layout.slices.count)
  }
}

/// A model's scores on data, with those of the trivial predictors.
package struct ModelScore: Sendable {
  /// With a target.
  package var examples: Int
  package var loss: Double
  package var metrics: [Baseline.Metric]
  /// The primary one first; scored as the test part.
  package var baselines: [Baseline]
  /// Each series by itself; empty if there is only one.
  package var series: [Series] = []

  /// Scores of one of several series.
  package struct Series: Sendable {
    package var name: String
    package var examples: Int
    package var metrics: [Baseline.Metric]
    /// In the order of the trivial predictors; empty if one has no score.
    package var baselines: [[Baseline.Metric]]
  }
}
