/// Corpus counts for chrF2 (Popovic 2015): precision and recall of runs of up to six characters,
/// ignoring white space, with recall weighted twice as much. The numbers are those of sacrebleu
/// with its defaults.
package struct ChrFCounts: Sendable, Equatable {
  private static let order = 6
  private static let beta = 2.0
  /// By n - 1.
  private var own = [Int](repeating: 0, count: order)
  private var wanted = [Int](repeating: 0, count: order)
  private var matches = [Int](repeating: 0, count: order)

  package init() {}

  package mutating func add(answer: String, target: String) {
    let (answer, target) = (Self.characters(answer), Self.characters(target))
    for n in 1...Self.order {
      let there = NGrams.counts(target, n)
      for (gram, count) in NGrams.counts(answer, n) {
        // Runs longer than the target do not count against the answer.
        if !there.isEmpty { own[n - 1] += count }
        matches[n - 1] += min(count, there[gram] ?? 0)
      }
      wanted[n - 1] += max(0, target.count - n + 1)
    }
  }

  private static func characters(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { !$0.properties.isWhitespace }
  }

  /// 0 to 100.
  package var score: Double {
    let used = (0..<Self.order).filter { own[$0] > 0 && wanted[$0] > 0 }
    func mean(_ totals: [Int]) -> Double {
      used.reduce(0) { $0 + Double(matches[$1]) / Double(totals[$1]) } / Double(max(1, used.count))
    }
    let (precision, recall) = (mean(own), mean(wanted))
    guard precision + recall > 0 else { return 0 }
    let factor = Self.beta * Self.beta
    return 100 * (1 + factor) * precision * recall / (factor * precision + recall)
  }
}
