/// (y - target)^2, mean over all elements.
package enum MeanSquaredError: Loss {
  package static let name = "mse"
  package static let title = "MSE"
  package static let hasClassTargets = false

  package static func terms(outputs: Int) -> Int { outputs }

  package static func sum(
    rows: Int, outputs: Int, _ y: UnsafeMutablePointer<Float>, _ targets: LossTargets,
    gradient: Bool, scale: Float
  ) -> LossSum {
    var total = LossSum()
    for r in 0..<rows {
      let hasTarget = targets.classes[r] >= 0
      for j in r * outputs..<(r + 1) * outputs {
        let difference = hasTarget ? y[j] - targets.values![j] : 0
        total.sum += Double(difference) * Double(difference)
        if gradient { y[j] = 2 * scale * difference }
      }
    }
    return total
  }
}
