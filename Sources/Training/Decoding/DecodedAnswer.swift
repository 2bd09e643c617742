import Datasets
import Engine
import Foundation

/// An answer that is a sequence of its own, without what ends it.
package struct DecodedAnswer: Equatable, Sendable {
  package var tokens: [Int32] = []
  /// Of a decoder that writes: the sum over its tokens, the end among them; of labels that were laid along
  /// the steps: over all ways to lay them. 0 where it was not asked for.
  package var logProbability = 0.0
  /// False: it was broken off, at the most steps or where the outputs are not finite.
  package var isWhole = false
  /// False: the model's outputs were no longer numbers.
  package var isFinite = true
  /// [steps, T] of the batch, the step of its end among them; empty where it was not asked for.
  package var attention: [Float] = []

  package var steps: Int { tokens.count + (isWhole ? 1 : 0) }

  /// The log probability over a power of the steps: at 0 it favours short answers, at 1 it is the
  /// mean.
  package func score(_ lengthPower: Double) -> Double {
    logProbability / pow(Double(max(1, steps)), lengthPower)
  }
}

/// Lets a model whose answers are sequences of their own answer the columns of a batch. On the calling
/// thread.
protocol AnswerDecoder {
  /// Steps of an answer at most, its end among them.
  var most: Int { get set }

  /// The most probable token at every step.
  func greedy(_ batch: Batch) -> [DecodedAnswer]
  /// Tokens that are drawn.
  func sample(
    _ batch: Batch, _ sampling: Sampling, using random: inout SeededRandom
  ) -> [DecodedAnswer]
  /// The greedy answer with all facts about it, and at most `width` found with a beam, the best first.
  func answers(
    _ batch: Batch, beam width: Int, lengthPower: Double
  ) -> [(greedy: DecodedAnswer, best: [DecodedAnswer])]
}

/// - Parameters:
///   - job: of an evaluation pass.
///   - end: the token that ends an answer.
/// - Returns: nil where the model's answers are not sequences of their own.
func answerDecoder(
  _ model: any Model, _ job: PassJob, _ targets: TokenVocabulary, end: Int, most: Int
) -> (any AnswerDecoder)? {
  if let decoder = PairDecoder(model, job, targets, end: end, most: most) { return decoder }
  return AlignmentDecoder(model, job, targets, most: most)
}
