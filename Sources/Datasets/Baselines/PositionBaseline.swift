import Foundation

/// The predictor that looks at no source: at each position of the target the token that is most
/// frequent there in the training part. Its loss is that of the frequencies as probabilities, one
/// added to each count.
struct PositionBaseline {
  /// By position: the count of each token.
  private let counts: [[Int]]
  private let totals: [Int]
  private let best: [Int32]
  private let kinds: Int

  /// - Parameter targetSteps: of the longest target of all parts.
  init(_ training: PairExamples, targetSteps: Int, kinds: Int) {
    var counts = Array(repeating: Array(repeating: 0, count: kinds), count: targetSteps)
    for index in 0..<training.count {
      for (step, token) in training.target(index).enumerated() { counts[step][Int(token)] += 1 }
    }
    self.counts = counts
    self.kinds = kinds
    totals = counts.map { $0.reduce(0, +) }
    best = counts.map { row in
      // Of equally frequent ones the first.
      Int32(row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? 0)
    }
  }

  /// - Parameter hasLabels: its label error rate is stated, too.
  func baseline(
    validation: PairExamples, test: PairExamples, hasLabels: Bool = false
  ) -> Baseline {
    let (onValidation, onTest) = (score(validation, hasLabels), score(test, hasLabels))
    return Baseline(
      name: "frequent token by position",
      inSentence: "the most frequent token at each position",
      validationLoss: Float(onValidation.loss), testLoss: Float(onTest.loss),
      validationMetrics: onValidation.metrics, testMetrics: onTest.metrics)
  }

  private func score(
    _ part: PairExamples, _ hasLabels: Bool
  ) -> (loss: Double, metrics: [Baseline.Metric]) {
    // Its answer, whatever the source.
    let answer = Array(best.prefix { $0 != PairExamples.border })
    var edits = EditCount()
    var (loss, right, tokens, whole) = (0.0, 0, 0, 0)
    for index in 0..<part.count {
      let target = part.target(index)
      var isRight = true
      for (step, token) in target.enumerated() {
        loss -= log(
          Double(counts[step][Int(token)] + 1) / Double(totals[step] + kinds))
        let isSame = best[step] == token
        right += isSame ? 1 : 0
        isRight = isRight && isSame
      }
      tokens += target.count
      if hasLabels { edits.add(answer, target: Array(target.dropLast())) }
      whole += isRight ? 1 : 0
    }
    return (
      loss / Double(tokens),
      (hasLabels ? [("ler", edits.rate)] : []) + [
        ("exact_match", Double(whole) / Double(part.count)),
        ("token_accuracy", Double(right) / Double(tokens)),
      ]
    )
  }
}
