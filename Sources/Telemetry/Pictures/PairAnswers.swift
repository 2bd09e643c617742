/// Answers that a lane wrote token by token for examples of the validation part, ready to draw.
package struct PairAnswers: Sendable, Equatable, Codable {
  /// The step of the validation.
  package var step: Int
  package var epoch: Int
  /// True if a space separates two tokens.
  package var areWords: Bool
  /// Results over all written answers by source length, the shortest first.
  package var exact: [ExactAtLengths]
  /// The same examples in every lane and at every validation, short sources before long ones.
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

/// Answers to sources in a range of lengths, and how many of them are entirely right.
package struct ExactAtLengths: Sendable, Equatable, Codable {
  /// Range of the source lengths in tokens.
  package var shortest: Int
  package var longest: Int
  package var exact: Int
  package var count: Int

  /// `count`, clamped in case the record is damaged.
  fileprivate var answers: Int { min(max(0, count), 1 << 32) }

  package init(shortest: Int, longest: Int, exact: Int, count: Int) {
    self.shortest = shortest
    self.longest = longest
    self.exact = exact
    self.count = count
  }
}

/// One answer with its source and target.
package struct PairAnswer: Sendable, Equatable, Codable {
  package var source: [String]
  package var target: [String]
  /// The most probable token at every step.
  package var answer: [String]
  /// False: it was cut off before it ended.
  package var isWhole: Bool
  /// It equals the target, token by token.
  package var isExact: Bool
  package var attention: Attention?
  /// The beam's answers, the best first.
  package var alternatives: [Alternative]
  /// The alignment of labels with steps; nil for a decoder.
  package var spikes: LabelSpikes?

  /// Where the decoder looked at each step: rows that sum to 1 over the whole source.
  package struct Attention: Sendable, Equatable, Codable {
    /// The first steps of the answer (with its end) and the first tokens of the source; capped if
    /// there are very many.
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
    /// The mean log probability per step; for aligned labels, that of all alignments divided by the
    /// number of labels and the end.
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
