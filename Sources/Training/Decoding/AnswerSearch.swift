import Datasets
import Engine

/// The search method for answers that are separate sequences.
package enum AnswerSearch: Sendable {
  /// The most probable token at every step.
  case greedy
  case sampling(Sampling, seed: UInt64)
  /// The best answers found by a beam of `width`, at most `answers` of them.
  case beam(width: Int, answers: Int, lengthPower: Double)

  /// Sources answered at once: the states of all their hypotheses are held in memory.
  var mostSources: Int {
    if case .beam(let width, _, _) = self { max(1, min(16, 256 / width)) } else { .max }
  }
}

/// An answer as text.
package struct WrittenAnswer: Sendable, Equatable {
  package var tokens: [Int32]
  package var text: String
  /// The log probability over a power of the number of steps; nil if the search did not use it.
  package var score: Double?
  /// False: it was cut off before it ended.
  package var isWhole: Bool
}

/// The outputs of a model are not finite, so nothing can be chosen.
struct NonfiniteOutputs: Error {}

extension AnswerDecoder {
  /// The answers for each column of a batch, best first.
  func answers(
    _ batch: Batch, _ search: AnswerSearch, _ vocabulary: TokenVocabulary
  ) throws(NonfiniteOutputs) -> [[WrittenAnswer]] {
    func written(_ answer: DecodedAnswer, _ score: Double?) -> WrittenAnswer {
      WrittenAnswer(
        tokens: answer.tokens, text: vocabulary.decode(answer.tokens), score: score,
        isWhole: answer.isWhole)
    }
    let found: [[DecodedAnswer]]
    var power: Double?
    switch search {
    case .greedy: found = greedy(batch).map { [$0] }
    case .sampling(let sampling, let seed):
      var random = SeededRandom(seed: seed)
      found = sample(batch, sampling, using: &random).map { [$0] }
    case .beam(let width, let answers, let lengthPower):
      power = lengthPower
      found = self.answers(batch, beam: width, lengthPower: lengthPower).map {
        Array($0.best.prefix(answers))
      }
    }
    guard found.joined().allSatisfy(\.isFinite) else { throw NonfiniteOutputs() }
    return found.map { $0.map { answer in written(answer, power.map { answer.score($0) }) } }
  }
}
