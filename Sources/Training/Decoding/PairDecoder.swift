import Engine
import Foundation

/// Lets an encoder-decoder answer: token by token, each following from what it said before. On the
/// calling thread.
struct PairDecoder {
  /// One answer, without what ends it.
  struct Answer: Equatable, Sendable {
    var tokens: [Int32] = []
    /// The sum over its tokens, the end among them.
    var logProbability = 0.0
    /// False: it was broken off at the most steps.
    var isWhole = false

    /// The mean over its steps: long answers are not at a disadvantage.
    var score: Double { logProbability / Double(max(1, tokens.count + (isWhole ? 1 : 0))) }
  }

  private let decoder: StepwiseDecoder
  private let end: Int32
  /// Steps of an answer at most, its end among them.
  private let most: Int
  private let kinds: Int

  /// Nil where the model's answers are not sequences of their own.
  /// - Parameter job: of an evaluation pass.
  init?(_ model: any Model, _ job: PassJob, end: Int, most: Int) {
    guard let decoder = model.makeDecoder(job) else { return nil }
    (self.decoder, kinds, self.end, self.most) = (decoder, decoder.words, Int32(end), most)
  }

  /// The most probable token at every step, for every column of a batch.
  func greedy(_ batch: Batch) -> [Answer] { greedy(decoder.encode(batch)) }

  private func greedy(_ encoded: DecoderStates) -> [Answer] {
    var states = encoded
    var answers = Array(repeating: Answer(), count: states.rows)
    var rows = Array(answers.indices)
    var tokens = Array(repeating: decoder.startToken, count: rows.count)
    for _ in 0..<most {
      let step = decoder.step(tokens, states)
      tokens = []
      var going: [Int] = []
      for (place, row) in rows.enumerated() {
        let chances = logProbabilities(step.logits, place)
        // Of equals the first.
        let best = chances.indices.reduce(0) { chances[$1] > chances[$0] ? $1 : $0 }
        answers[row].logProbability += chances[best]
        if Int32(best) == end {
          answers[row].isWhole = true
          continue
        }
        answers[row].tokens.append(Int32(best))
        tokens.append(Int32(best))
        going.append(place)
      }
      if going.isEmpty { break }
      states = going.count == rows.count ? step.states : step.states.gathered(going)
      rows = going.map { rows[$0] }
    }
    return answers
  }

  /// The best answer by its score among those that a beam of `width` finds and the greedy one, for
  /// every column of a batch.
  func beam(_ batch: Batch, width: Int) -> [Answer] {
    let states = decoder.encode(batch)
    let greedy = greedy(states)
    return (0..<states.rows).map { column in
      let found = hypotheses(states.gathered([column]), width: width) + [greedy[column]]
      return found.reduce(greedy[column]) { $1.score > $0.score ? $1 : $0 }
    }
  }

  /// Whole answers, or where there is none those that were broken off.
  private func hypotheses(_ start: DecoderStates, width: Int) -> [Answer] {
    var states = start
    var open = [Answer()]
    var whole: [Answer] = []
    for _ in 0..<most {
      let step = decoder.step(open.map { $0.tokens.last ?? decoder.startToken }, states)
      var next: [(row: Int, token: Int, logProbability: Double)] = []
      for row in open.indices {
        let chances = logProbabilities(step.logits, row)
        for token in best(of: chances, width + 1) {
          next.append((row, token, open[row].logProbability + chances[token]))
        }
      }
      next.sort { ($1.logProbability, $0.row, $0.token) < ($0.logProbability, $1.row, $1.token) }
      var going: [(answer: Answer, row: Int)] = []
      for candidate in next where going.count < width {
        var answer = open[candidate.row]
        answer.logProbability = candidate.logProbability
        if Int32(candidate.token) == end {
          answer.isWhole = true
          whole.append(answer)
        } else {
          answer.tokens.append(Int32(candidate.token))
          going.append((answer, candidate.row))
        }
      }
      open = going.map(\.answer)
      if whole.count >= width || going.isEmpty { break }
      states = step.states.gathered(going.map(\.row))
    }
    return whole.isEmpty ? open : whole
  }

  /// The tokens of the largest, the largest first; of equals the first.
  private func best(of chances: [Double], _ count: Int) -> ArraySlice<Int> {
    chances.indices.sorted { (chances[$1], $0) < (chances[$0], $1) }.prefix(count)
  }

  /// [V] of one row.
  private func logProbabilities(_ logits: [Float], _ row: Int) -> [Double] {
    let own = logits[row * kinds..<(row + 1) * kinds]
    let top = Double(own.max() ?? 0)
    let sum = log(own.reduce(0.0) { $0 + exp(Double($1) - top) })
    return own.map { Double($0) - top - sum }
  }
}
