import Foundation

/// The sum of a loss over one row of outputs, by its definition, in double precision.
enum OracleLoss {
  /// - Parameters:
  ///   - smoothing: share of the target's probability spread evenly.
  ///   - confidence: factor of the entropy, which is taken off.
  static func row(
    _ name: String, _ y: [Double], values: [Double], target: Int, smoothing: Double = 0,
    confidence: Double = 0
  ) -> Double {
    switch name {
    case "mse": return zip(y, values).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    case "bce":
      return zip(y, values).map { y, t in
        let (p, q) = (1 / (1 + exp(-y)), 1 / (1 + exp(y)))
        let wanted = (1 - smoothing) * t + smoothing / 2
        return -wanted * log(p) - (1 - wanted) * log(q)
          + confidence * (p * log(p) + q * log(q))
      }.reduce(0, +)
    case "ce":
      let normaliser = log(y.map { exp($0) }.reduce(0, +))
      return y.indices.map { j in
        let logP = y[j] - normaliser
        let wanted = (j == target ? 1 - smoothing : 0) + smoothing / Double(y.count)
        return -wanted * logP + confidence * exp(logP) * logP
      }.reduce(0, +)
    default: fatalError("the oracle does not know the loss \(name)")
    }
  }

  /// What the mean divides by, for each row.
  static func terms(_ name: String, outputs: Int) -> Int { name == "ce" ? 1 : outputs }
}
