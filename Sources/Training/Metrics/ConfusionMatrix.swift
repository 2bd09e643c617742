import Telemetry

/// How often each class was answered for each true class. With many classes few pairs ever occur,
/// so only those that do are kept.
package struct ConfusionMatrix: Sendable, Equatable {
  package let classes: Int
  /// Targets of each class, answers of each class, and matches.
  package private(set) var support: [Int]
  package private(set) var answered: [Int]
  package private(set) var hits: [Int]
  package private(set) var total = 0
  /// Key: truth * classes + answer.
  private var pairs: [Int: Int] = [:]

  package init(classes: Int) {
    self.classes = classes
    support = Array(repeating: 0, count: classes)
    (answered, hits) = (support, support)
  }

  package mutating func add(truth: Int, answer: Int) {
    pairs[truth * classes + answer, default: 0] += 1
    support[truth] += 1
    answered[answer] += 1
    if truth == answer { hits[truth] += 1 }
    total += 1
  }

  package func count(truth: Int, answer: Int) -> Int { pairs[truth * classes + answer] ?? 0 }

  package var accuracy: Double { Self.share(hits.reduce(0, +), of: total) }
  /// NaN for a class that was never answered.
  package func precision(_ i: Int) -> Double { Self.share(hits[i], of: answered[i]) }
  /// NaN for a class that never occurs.
  package func recall(_ i: Int) -> Double { Self.share(hits[i], of: support[i]) }
  /// 2 hits / (support + answered); NaN for a class that neither occurs nor is answered.
  package func f1(_ i: Int) -> Double { Self.share(2 * hits[i], of: support[i] + answered[i]) }

  package var macroF1: Double { meanOfOccurring(f1) }
  /// The mean recall.
  package var balancedAccuracy: Double { meanOfOccurring(recall) }

  /// Over the classes that occur.
  private func meanOfOccurring(_ value: (Int) -> Double) -> Double {
    let occurring = support.indices.filter { support[$0] > 0 }
    guard !occurring.isEmpty else { return .nan }
    return occurring.reduce(0) { $0 + value($1) } / Double(occurring.count)
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    whole > 0 ? Double(part) / Double(whole) : .nan
  }

  /// Ready to draw, with at most `Confusion.most` rows.
  /// - Parameters:
  ///   - names: by class; a class without a name is called by its number.
  ///   - unit: what was counted, "sequences" or "steps".
  package func snapshot(
    names: [String], unit: String, step: Int, baseline: (name: String, accuracy: Double)?
  ) -> Confusion {
    let kept = Confusion.kept(support: support, most: Confusion.most)
    let others = classes - kept.count
    let size = kept.count + (others > 0 ? 1 : 0)
    var rows = [Int](repeating: kept.count, count: classes)
    for (row, i) in kept.enumerated() { rows[i] = row }
    var counts = [Int](repeating: 0, count: size * size)
    for (pair, count) in pairs {
      counts[rows[pair / classes] * size + rows[pair % classes]] += count
    }
    func values(_ value: (Int) -> Double) -> [Float] {
      kept.map { Float(value($0)) } + (others > 0 ? [.nan] : [])
    }
    return Confusion(
      classes: kept.map { names.indices.contains($0) ? names[$0] : String($0) }
        + (others > 0 ? ["\(others) others"] : []),
      others: others, counts: counts, precision: values(precision), recall: values(recall),
      f1: values(f1), accuracy: Float(accuracy), macroF1: Float(macroF1),
      baselineName: baseline?.name, baselineAccuracy: baseline.map { Float($0.accuracy) },
      unit: unit, step: step)
  }
}
