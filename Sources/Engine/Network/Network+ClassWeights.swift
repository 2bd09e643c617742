/// Targets that count differently by their class, and what means are divided by.
extension Network {
  /// [O] where targets of different classes count differently; else empty.
  private var classWeights: [Float] { loss.hasClassTargets ? job.plan.classWeights : [] }

  func withClassWeights<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
    classWeights.withUnsafeBufferPointer { body($0.isEmpty ? nil : $0.baseAddress) }
  }

  /// Where nothing has a target, or none that counts, sums are 0 and stay so.
  static func divisor(_ terms: Double) -> Double { terms > 0 ? terms : 1 }

  /// The share of a shard's targets in the divisor: their terms, or the sum of their weights.
  func countedTerms(of shard: Shard) -> Double {
    let weights = classWeights
    guard !weights.isEmpty else {
      return Double(shard.targetRows * loss.terms(outputs: architecture.outputs))
    }
    precondition(weights.count == architecture.outputs, "one weight for each class")
    return (0..<shard.headRows).reduce(0.0) { $0 + shard.weight(ofRow: $1, weights) }
  }

  /// The same of every sequence's last step alone.
  var termsOfLastStep: Double {
    let weights = classWeights
    guard !weights.isEmpty else {
      return Double((batch?.size ?? 1) * loss.terms(outputs: architecture.outputs))
    }
    return Self.divisor(
      shards.prefix(shardsInUse).reduce(0.0) { sum, shard in
        (0..<shard.pass.rows).reduce(sum) { $0 + shard.weight(ofRow: shard.lastRow($1), weights) }
      })
  }
}
