import Datasets
import Engine
import Telemetry

/// Some answers to a part of the data that are separate sequences, with where a decoder looked or
/// where labels were aligned, for the panes Output and Attention.
struct AnswerPicture {
  /// Number of examples drawn.
  private static let mostExamples = 8
  private static let beam = 5
  /// Number of length ranges in which exact answers are counted.
  private static let lengthRanges = 4
  /// Size of the attention picture.
  private static let (mostRows, mostColumns) = (64, 96)

  let scoring: Scoring
  let part: any Examples
  /// Shared memory, sized for one batch of a model; its content is overwritten.
  let batch: Batch
  /// Nil: sources are numbers.
  private let source: TokenVocabulary?
  private let target: TokenVocabulary
  private let sequence: SequenceShape.TargetSequence
  private let examples: [Int]

  /// Nil if answers are not separate sequences.
  init?(_ scoring: Scoring, of part: any Examples, batch: Batch) {
    guard let target = scoring.targetVocabulary, let sequence = scoring.shape.targetSequence
    else { return nil }
    source = scoring.vocabulary
    (self.scoring, self.part, self.batch) = (scoring, part, batch)
    (self.target, self.sequence) = (target, sequence)
    // Chosen from those that are written anyway, evenly over their lengths.
    let order = EvaluationOrder(part, sample: min(Evaluator.mostWritten, part.count))
    let count = min(Self.mostExamples, order.count, batch.maxSize)
    examples = (0..<count).map { order[(2 * $0 + 1) * order.count / (2 * count)] }
  }

  func answers(of lane: Lane, _ sums: AnswerSums) -> PairAnswers {
    PairAnswers(
      step: lane.progress.step, epoch: lane.epoch, areWords: target.unit == .words,
      exact: sums.exact.ranges(Self.lengthRanges).map { range in
        ExactAtLengths(
          shortest: range.lengths.lowerBound, longest: range.lengths.upperBound,
          exact: range.share.exact, count: range.share.count)
      }, examples: pictures(of: lane))
  }

  private func pictures(of lane: Lane) -> [PairAnswer] {
    var decoder = answerDecoder(
      lane.model, lane.evaluationJob, target, end: sequence.end, most: batch.maxTargetSteps)
    guard !examples.isEmpty else { return [] }
    let (size, steps, targetSteps) = (batch.size, batch.timeSteps, batch.targetSteps)
    defer { (batch.size, batch.timeSteps, batch.targetSteps) = (size, steps, targetSteps) }
    batch.size = examples.count
    batch.fill(part) { examples[$0] }
    decoder?.most = batch.mostAnswerSteps
    guard let decoder else { return [] }
    let (sources, wanted) = (batch.sources, batch.targets(end: Int32(sequence.end)))
    let answers = decoder.answers(batch, beam: Self.beam, lengthPower: 1)
    return examples.indices.map { place in
      let answer = answers[place].greedy
      return PairAnswer(
        source: sources[place].map { source?.string(of: $0) ?? "" },
        target: wanted[place].map { target.string(of: $0) },
        answer: answer.tokens.map { target.string(of: $0) }, isWhole: answer.isWhole,
        isExact: answer.isWhole && answer.tokens == wanted[place]
          && part.targetText(of: examples[place]) == nil,
        attention: attention(answer, sourceLength: sources[place].count),
        alternatives: answers[place].best.map { one in
          PairAnswer.Alternative(
            answer: one.tokens.map { target.string(of: $0) }, isWhole: one.isWhole,
            score: one.score(1))
        },
        spikes: SpikePicture(
          lane.model.outputs, batch, column: place, isPicture: scoring.isPicture
        ).spikes(of: answer.tokens + wanted[place], target))
    }
  }

  private func attention(
    _ answer: DecodedAnswer, sourceLength: Int
  ) -> PairAnswer.Attention? {
    guard !answer.attention.isEmpty, answer.steps > 0 else { return nil }
    let width = answer.attention.count / answer.steps
    let (rows, columns) = (
      min(answer.steps, Self.mostRows), min(sourceLength, Self.mostColumns)
    )
    return PairAnswer.Attention(
      rows: rows, columns: columns,
      weights: (0..<rows).flatMap { answer.attention[$0 * width..<$0 * width + columns] })
  }
}
