import Foundation

/// The sum of a loss over one row of outputs, by its definition, in double precision.
enum OracleLoss {
  static func row(_ name: String, _ y: [Double], values: [Double], target: Int) -> Double {
    switch name {
    case "mse": return zip(y, values).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    case "bce":
      return zip(y, values).map { y, t in
        -t * log(1 / (1 + exp(-y))) - (1 - t) * log(1 / (1 + exp(y)))
      }.reduce(0, +)
    case "ce": return log(y.map { exp($0) }.reduce(0, +)) - y[target]
    default: fatalError("the oracle does not know the loss \(name)")
    }
  }

  /// What the mean divides by, for each row.
  static func terms(_ name: String, outputs: Int) -> Int { name == "ce" ? 1 : outputs }
}
