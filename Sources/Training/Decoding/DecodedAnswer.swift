import Datasets
import Engine
import Foundation

/// An answer that is a separate sequence, without its end token.
package struct DecodedAnswer: Equatable, Sendable {
  package var tokens: [Int32] = []
  /// For a decoder: the sum over its tokens, including the end. For aligned labels: over all
  /// alignments. 0 if it was not requested.
  package var logProbability = 0.0
  /// False: it was cut off, at the step limit or because the outputs are not finite.
  package var isWhole = false
  /// False: the model's outputs were not finite.
  package var isFinite = true
  /// [steps, T] of the batch, including the step of its end; empty if it was not requested.
  package var attention: [Float] = []

  package var steps: Int { tokens.count + (isWhole ? 1 : 0) }

  /// The log probability over a power of the number of steps: 0 favours short answers, 1 gives the
  /// mean.
  package func score(_ lengthPower: Double) -> Double {
    logProbability / pow(Double(max(1, steps)), lengthPower)
  }
}

/// Decodes the columns of a batch with a model whose answers are separate sequences. Runs on the
/// calling thread.
protocol AnswerDecoder {
  /// Maximum steps of an answer, including its end.
  var most: Int { get set }

  /// The most probable token at every step.
  func greedy(_ batch: Batch) -> [DecodedAnswer]
  /// Tokens drawn at random.
  func sample(
    _ batch: Batch, _ sampling: Sampling, using random: inout SeededRandom
  ) -> [DecodedAnswer]
  /// The greedy answer with all details, and at most `width` answers found with a beam, best first.
  func answers(
    _ batch: Batch, beam width: Int, lengthPower: Double
  ) -> [(greedy: DecodedAnswer, best: [DecodedAnswer])]
}

/// - Parameters:
///   - job: of an evaluation pass.
///   - end: the token that ends an answer.
/// - Returns: nil if the model's answers are not separate sequences.
func answerDecoder(
  _ model: any Model, _ job: PassJob, _ targets: TokenVocabulary, end: Int, most: Int
) -> (any AnswerDecoder)? {
  if let decoder = PairDecoder(model, job, targets, end: end, most: most) { return decoder }
  return AlignmentDecoder(model, job, targets, most: most)
}
