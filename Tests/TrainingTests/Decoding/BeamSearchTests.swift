import Datasets
import Engine
import Foundation
import Testing
import Training

/// Against all the answers that there are.
@Suite struct BeamSearchTests {
  private static let words = ["one", "two", "three"]
  private static let most = 3
  /// 0 the end, 1 unknown, then the words.
  private static let vocabulary = TokenVocabulary(
    ranked: words, unit: .words,
    rules: WordRules(lowercase: false, punctuation: .keep, newlines: false))

  private struct Made {
    let model: EncoderDecoder
    let batch: Batch
    let decoder: PairDecoder
  }

  private func make(_ seed: UInt64, _ attention: DecoderAttentionKind, feeds: Bool) throws -> Made {
    let architecture = EncoderDecoderArchitecture(
      encoder: StackShape(
        cell: "gru", options: CellOptions(), bidirectional: false, input: 3, hidden: [4]),
      sourceVocabulary: 5, decoderCell: "lstm", decoderHidden: [4], decoderEmbedding: 3,
      targetVocabulary: 5, startToken: 0, attention: attention, feedsInput: feeds)
    let model = EncoderDecoder(architecture, timeSteps: 4, targetSteps: Self.most, batch: 20)
    var random = SeededRandom(seed: seed)
    model.initialise(Initialisation(), using: &random)
    // Far from even, so that answers differ.
    for i in 0..<model.weights.count { model.weights.pointer[i] *= 6 }
    model.weightsChanged()
    let batch = Batch(architecture, timeSteps: 4, targetSteps: Self.most, size: 20)
    for column in 0..<20 {
      batch.lengths.pointer[column] = Int32(1 + column % 4)
      for step in 0..<4 {
        batch.tokens.pointer[step * 20 + column] = Int32((column + step * 3) % 5)
      }
    }
    let decoder = try #require(
      PairDecoder(model, PassJob(), Self.vocabulary, end: 0, most: Self.most))
    return Made(model: model, batch: batch, decoder: decoder)
  }

  /// The log probability of every answer to one source, those that are broken off among them.
  private func all(_ made: Made, _ column: Int) -> [(tokens: [Int32], isWhole: Bool, sum: Double)] {
    let decoder = StepwiseDecoder(made.model, PassJob())
    let start = decoder.encode(made.batch).gathered([column])
    var found: [(tokens: [Int32], isWhole: Bool, sum: Double)] = []
    func go(_ tokens: [Int32], _ states: DecoderStates, _ sum: Double) {
      if tokens.count == Self.most { return found.append((tokens, false, sum)) }
      let step = decoder.step([tokens.last ?? decoder.startToken], states)
      let allowed = step.logits.indices.filter { $0 != 1 }
      let total = log(allowed.reduce(0) { $0 + exp(Double(step.logits[$1])) })
      for token in allowed {
        let next = sum + Double(step.logits[token]) - total
        if token == 0 {
          found.append((tokens, true, next))
        } else {
          go(tokens + [Int32(token)], step.states, next)
        }
      }
    }
    go([], start, 0)
    return found
  }

  @Test(arguments: DecoderAttentionKind.allCases, [0.0, 0.7, 1.0])
  func aWideBeamFindsTheBestOfAll(
    _ attention: DecoderAttentionKind, _ power: Double
  ) throws {
    let made = try make(7, attention, feeds: attention == .additive)
    let found = BeamSearch(decoder: made.decoder, width: 100, lengthPower: power)
      .answers(made.batch)
    #expect(found.count == 20)
    for column in [0, 5, 15, 16, 19] {
      func score(_ one: (tokens: [Int32], isWhole: Bool, sum: Double)) -> Double {
        one.sum / pow(Double(one.tokens.count + (one.isWhole ? 1 : 0)), power)
      }
      let wanted = all(made, column).filter(\.isWhole).sorted { score($0) > score($1) }
      // The greedy one may be one that was broken off.
      let whole = found[column].filter(\.isWhole)
      #expect(whole.count == wanted.count)
      for (answer, want) in zip(whole, wanted) {
        #expect(abs(answer.score(power) - score(want)) < 1e-4, "\(answer.tokens), \(want.tokens)")
      }
      #expect(whole.first?.tokens == wanted.first?.tokens)
    }
  }

  /// Whatever the width: the best is no worse than the greedy one, and never says what is unknown.
  @Test(arguments: 1...6) func theBestIsNoWorseThanGreedy(_ width: Int) throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let made = try make(seed, .additive, feeds: seed % 2 == 0)
      let greedy = made.decoder.greedy(made.batch, .logProbability)
      let beam = BeamSearch(decoder: made.decoder, width: width).answers(made.batch)
      for (one, found) in zip(greedy, beam) {
        #expect(found.count <= width && found[0].score(1) >= one.score(1) - 1e-9)
        #expect(found.allSatisfy { !$0.tokens.contains(1) && !$0.tokens.contains(0) })
      }
    }
  }

  /// Each answer has the weights of its own steps, over its own source.
  @Test func greedyAnswersKnowWhereTheyLooked() throws {
    let made = try make(3, .general, feeds: false)
    for (column, answer) in made.decoder.greedy(made.batch, .attention).enumerated() {
      #expect(answer.attention.count == 4 * answer.steps)
      for step in 0..<answer.steps {
        let row = answer.attention[step * 4..<step * 4 + 4]
        let length = Int(made.batch.lengths.pointer[column])
        #expect(abs(row.reduce(0, +) - 1) < 1e-5)
        #expect(row.dropFirst(length).allSatisfy { $0 == 0 })
      }
    }
    #expect(made.decoder.greedy(made.batch).allSatisfy { $0.attention.isEmpty })
  }

  @Test func drawnAnswersAreRepeatable() throws {
    let made = try make(5, .dot, feeds: false)
    func drawn(_ seed: UInt64, _ sampling: Sampling) -> [PairDecoder.Answer] {
      var random = SeededRandom(seed: seed)
      return made.decoder.sample(made.batch, sampling, using: &random)
    }
    let sampling = Sampling(temperature: 3)
    #expect(drawn(1, sampling) == drawn(1, sampling) && drawn(1, sampling) != drawn(2, sampling))
    #expect(drawn(1, .likeliest) == made.decoder.greedy(made.batch))
  }
}
