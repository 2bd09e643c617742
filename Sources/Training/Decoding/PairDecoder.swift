import Datasets
import Engine
import Foundation

/// Decodes with an encoder-decoder: token by token, each conditioned on the previous ones. It never
/// outputs the unknown token. Runs on the calling thread.
package struct PairDecoder: AnswerDecoder {
  package typealias Answer = DecodedAnswer

  /// Costly details, computed on request.
  package struct Facts: OptionSet {
    package let rawValue: Int
    package static let logProbability = Facts(rawValue: 1)
    package static let attention = Facts(rawValue: 2)

    package init(rawValue: Int) { self.rawValue = rawValue }
  }

  let decoder: StepwiseDecoder
  let end: Int32
  /// Maximum steps of an answer, including its end.
  var most: Int
  private let unknown: Int?
  private let kinds: Int

  /// Nil if the model's answers are not separate sequences.
  /// - Parameter job: of an evaluation pass.
  package init?(_ model: any Model, _ job: PassJob, _ targets: TokenVocabulary, end: Int, most: Int)
  {
    guard let decoder = model.makeDecoder(job) else { return nil }
    (self.decoder, kinds, self.end, self.most) = (decoder, decoder.words, Int32(end), most)
    unknown = targets.unknown.map(Int.init)
  }

  /// The most probable token at every step, for every column of a batch.
  package func greedy(_ batch: Batch, _ facts: Facts) -> [Answer] {
    greedy(decoder.encode(batch), facts)
  }

  package func greedy(_ batch: Batch) -> [Answer] { greedy(batch, []) }

  func answers(
    _ batch: Batch, beam width: Int, lengthPower: Double
  ) -> [(greedy: Answer, best: [Answer])] {
    let states = decoder.encode(batch)
    let greedy = greedy(states, [.attention, .logProbability])
    let found = BeamSearch(decoder: self, width: width, lengthPower: lengthPower)
      .answers(states, greedy: greedy)
    return zip(greedy, found).map { ($0, $1) }
  }

  func greedy(_ encoded: DecoderStates, _ facts: Facts) -> [Answer] {
    write(encoded, facts, choose: Sampling.largest)
  }

  /// Tokens drawn at random, for every column of a batch.
  package func sample(
    _ batch: Batch, _ sampling: Sampling, using random: inout SeededRandom
  ) -> [Answer] {
    write(decoder.encode(batch), []) { sampling.draw($0, using: &random) }
  }

  /// An answer ends when no token can be chosen.
  private func write(
    _ encoded: DecoderStates, _ facts: Facts, choose: ([Float]) -> Int?
  ) -> [Answer] {
    var states = encoded
    var answers = Array(repeating: Answer(), count: states.rows)
    var rows = Array(answers.indices)
    var tokens = Array(repeating: decoder.startToken, count: rows.count)
    for _ in 0..<most {
      let step = decoder.step(tokens, states)
      let width = step.attention.count / rows.count
      tokens = []
      var going: [Int] = []
      for (place, row) in rows.enumerated() {
        let logits = logits(step, place)
        guard let token = choose(logits) else {
          answers[row].isFinite = false
          continue
        }
        if facts.contains(.logProbability) {
          answers[row].logProbability += Double(logits[token]) - Self.normalizer(logits)
        }
        if facts.contains(.attention) {
          answers[row].attention += step.attention[place * width..<(place + 1) * width]
        }
        if Int32(token) == end {
          answers[row].isWhole = true
          continue
        }
        answers[row].tokens.append(Int32(token))
        tokens.append(Int32(token))
        going.append(place)
      }
      if going.isEmpty { break }
      states = going.count == rows.count ? step.states : step.states.gathered(going)
      rows = going.map { rows[$0] }
    }
    return answers
  }

  /// [V] of one row; -infinity for tokens that are never output.
  func logits(_ step: DecodedStep, _ row: Int) -> [Float] {
    var logits = Array(step.logits[row * kinds..<(row + 1) * kinds])
    guard logits.allSatisfy(\.isFinite) else {
      return Array(repeating: -.infinity, count: kinds)
    }
    if let unknown { logits[unknown] = -.infinity }
    return logits
  }

  /// The log of the sum of exponentials; for log probabilities it is 0.
  static func normalizer(_ logits: [Float]) -> Double {
    let top = Double(logits.max() ?? 0)
    return top + log(logits.reduce(0.0) { $0 + exp(Double($1) - top) })
  }
}
