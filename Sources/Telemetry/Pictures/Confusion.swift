/// The scores of neighbouring tags that a linear chain has learned.
package struct TagTransitions: Sendable, Equatable, Codable {
  package var classes: [String]
  /// [n + 1, n + 1]: rows are the beginning and then the classes, columns the classes and then the end;
  /// -infinity: impossible.
  @Packed package var scores: [Float]

  package init(classes: [String], scores: [Float]) {
    self.classes = classes
    self.scores = scores
  }
}

/// Truths against answers of the whole validation part, class by class.
package struct Confusion: Sendable, Equatable, Codable {
  /// More rows than this are not published: the most frequent classes stay, the others share the
  /// last row.
  package static let most = 21

  package var classes: [String]
  /// How many classes share the last row; 0: each has its own row.
  package var others: Int
  /// [truth][answer], truth by truth.
  package var counts: [Int]
  /// By class, 0...1: the share of the answers, and of the truths, that is right, and the harmonic
  /// mean of both. NaN if there are none, and for others.
  @Packed package var precision: [Float]
  @Packed package var recall: [Float]
  @Packed package var f1: [Float]
  package var accuracy: Float
  /// The mean of F1 over the classes that occur.
  package var macroF1: Float
  /// The trivial predictor and its accuracy.
  package var baselineName: String?
  package var baselineAccuracy: Float?
  /// The things counted: "sequences", "steps".
  package var unit: String
  /// The training step.
  package var step: Int
  /// Scores of neighbouring tags, if the loss is over whole sequences.
  package var transitions: TagTransitions?

  package init(
    classes: [String], others: Int = 0, counts: [Int], precision: [Float], recall: [Float],
    f1: [Float], accuracy: Float, macroF1: Float, baselineName: String? = nil,
    baselineAccuracy: Float? = nil, unit: String, step: Int
  ) {
    self.classes = classes
    self.others = others
    self.counts = counts
    self.precision = precision
    self.recall = recall
    self.f1 = f1
    self.accuracy = accuracy
    self.macroF1 = macroF1
    self.baselineName = baselineName
    self.baselineAccuracy = baselineAccuracy
    self.unit = unit
    self.step = step
  }

  /// The classes that keep their own row if at most `most` rows fit: all of them, or the most
  /// frequent `most - 1`, in their original order.
  package static func kept(support: [Int], most: Int) -> [Int] {
    support.count <= most ? Array(support.indices) : mostFrequent(support, most - 1)
  }

  private static func mostFrequent(_ support: [Int], _ count: Int) -> [Int] {
    support.indices.sorted { (-support[$0], $0) < (-support[$1], $1) }.prefix(max(0, count))
      .sorted()
  }

  /// The same matrix with at most `most` rows (at least 1).
  package func merged(into most: Int) -> Confusion {
    let size = classes.count
    guard size > max(1, most), counts.count == size * size else { return self }
    let named = others > 0 ? size - 1 : size
    let support = (0..<named).map { i in counts[i * size..<(i + 1) * size].reduce(0, +) }
    let kept = Self.mostFrequent(support, most - 1)
    let rest = kept.count
    var rows = [Int](repeating: rest, count: size)
    for (row, i) in kept.enumerated() { rows[i] = row }
    var result = self
    let merged = named - kept.count + others
    result.others = merged
    result.classes = kept.map { classes[$0] } + ["\(merged) others"]
    result.counts = [Int](repeating: 0, count: (rest + 1) * (rest + 1))
    for truth in 0..<size {
      for answer in 0..<size {
        result.counts[rows[truth] * (rest + 1) + rows[answer]] += counts[truth * size + answer]
      }
    }
    func values(_ values: [Float]) -> [Float] { kept.map { values[$0] } + [.nan] }
    result.precision = values(precision)
    result.recall = values(recall)
    result.f1 = values(f1)
    return result
  }
}
