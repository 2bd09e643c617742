import Foundation

/// The shares of the classes in the training part: what a classifier has to beat. It always answers
/// the most frequent class, as sure of it as its share is large.
struct ClassPrior {
  /// Training examples of each class.
  let counts: [Int]

  init(_ training: [Int], classes: Int) {
    var counts = [Int](repeating: 0, count: classes)
    for label in training { counts[label] += 1 }
    self.counts = counts
  }

  init(counts: [Int]) { self.counts = counts }

  /// Of equally frequent ones the first.
  var mostFrequent: Int {
    counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0
  }

  func baseline(validation: [Int], test: [Int]) -> Baseline {
    Baseline(
      name: "most frequent class", inSentence: "the most frequent class",
      validationLoss: loss(validation), testLoss: loss(test),
      validationMetrics: metrics(validation), testMetrics: metrics(test))
  }

  /// Mean cross entropy in nats of the shares, one added to each count.
  private func loss(_ labels: [Int]) -> Float {
    let total = Double(counts.reduce(0, +) + counts.count)
    let sum = labels.reduce(0.0) { $0 - log((Double(counts[$1]) + 1) / total) }
    return Float(sum / Double(max(1, labels.count)))
  }

  /// F1 is the mean over the classes that occur, answered or true; all but the one answered have 0.
  /// Recall is 1 of that one and 0 of the others that are true.
  private func metrics(_ labels: [Int]) -> [Baseline.Metric] {
    let hits = labels.filter { $0 == mostFrequent }.count
    let share = Double(hits) / Double(max(1, labels.count))
    let truths = Set(labels)
    let occurring = truths.union([mostFrequent]).count
    return [
      ("accuracy", share), ("f1", 2 * share / (1 + share) / Double(occurring)),
      ("balanced_accuracy", (hits > 0 ? 1 : 0) / Double(max(1, truths.count))),
    ]
  }
}
