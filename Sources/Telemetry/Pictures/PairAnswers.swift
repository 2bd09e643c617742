/// Answers that a lane wrote token by token for examples of the validation part, ready to draw.
package struct PairAnswers: Sendable, Equatable, Codable {
  /// Of the validation.
  package var step: Int
  package var epoch: Int
  /// True where a space stands between two tokens.
  package var areWords: Bool
  /// Over all answers that were written, by the length of their sources, the shortest first.
  package var exact: [ExactAtLengths]
  /// The same ones in every lane and at every validation, short sources before long ones.
  package var examples: [PairAnswer]

  package init(
    step: Int, epoch: Int, areWords: Bool, exact: [ExactAtLengths], examples: [PairAnswer]
  ) {
    self.step = step
    self.epoch = epoch
    self.areWords = areWords
    self.exact = exact
    self.examples = examples
  }

  package var exactAnswers: Int { exact.reduce(0) { $0 + min(max(0, $1.exact), $1.answers) } }
  package var count: Int { exact.reduce(0) { $0 + $1.answers } }
}

/// Answers to sources of some lengths, and how many of them are right to the last token.
package struct ExactAtLengths: Sendable, Equatable, Codable {
  /// Tokens of a source.
  package var shortest: Int
  package var longest: Int
  package var exact: Int
  package var count: Int

  /// `count`, however damaged it is read.
  fileprivate var answers: Int { min(max(0, count), 1 << 32) }

  package init(shortest: Int, longest: Int, exact: Int, count: Int) {
    self.shortest = shortest
    self.longest = longest
    self.exact = exact
    self.count = count
  }
}

/// One answer beside its source and what it should be.
package struct PairAnswer: Sendable, Equatable, Codable {
  package var source: [String]
  package var target: [String]
  /// Of the most probable token at every step.
  package var answer: [String]
  /// False: it was broken off before it ended.
  package var isWhole: Bool
  /// It is the target, token by token.
  package var isExact: Bool
  package var attention: Attention?
  /// Of a beam, the best first.
  package var alternatives: [Alternative]
  /// Where labels were laid along the steps; nil of a decoder.
  package var spikes: LabelSpikes?

  /// Where the decoder looked at each step: rows that sum to 1 over the whole source.
  package struct Attention: Sendable, Equatable, Codable {
    /// Steps of the answer from the first, its end among them, and tokens of the source from the first;
    /// fewer than there are where these are very many.
    package var rows: Int
    package var columns: Int
    /// [rows, columns]
    @Packed package var weights: [Float]

    package init(rows: Int, columns: Int, weights: [Float]) {
      self.rows = rows
      self.columns = columns
      self.weights = weights
    }
  }

  package struct Alternative: Sendable, Equatable, Codable {
    package var answer: [String]
    package var isWhole: Bool
    /// The mean log probability of its steps; of labels that were laid along the steps that of all ways,
    /// over the labels and the end.
    package var score: Double

    package init(answer: [String], isWhole: Bool, score: Double) {
      self.answer = answer
      self.isWhole = isWhole
      self.score = score
    }
  }

  package init(
    source: [String], target: [String], answer: [String], isWhole: Bool, isExact: Bool,
    attention: Attention? = nil, alternatives: [Alternative] = [], spikes: LabelSpikes? = nil
  ) {
    self.spikes = spikes
    self.source = source
    self.target = target
    self.answer = answer
    self.isWhole = isWhole
    self.isExact = isExact
    self.attention = attention
    self.alternatives = alternatives
  }
}
