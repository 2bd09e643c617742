/// (y - target)^2, mean over all elements.
package enum MeanSquaredError: RowLoss {
  package static let name = "mse"
  package static let title = "MSE"
  package static let hasClassTargets = false
  package static let isProbabilistic = false

  package static func terms(outputs: Int) -> Int { outputs }

  package static func sum(
    rows: Int, outputs: Int, _ y: UnsafeMutablePointer<Float>, _ targets: LossTargets,
    gradient: LossGradient?
  ) -> LossSum {
    var total = LossSum()
    for r in 0..<rows {
      let hasTarget = targets.classes[r] >= 0
      for j in r * outputs..<(r + 1) * outputs {
        let difference = hasTarget ? y[j] - targets.values![j] : 0
        total.sum += Double(difference) * Double(difference)
        if let gradient { y[j] = 2 * gradient.scale * difference }
      }
    }
    return total
  }
}
