import CKernels

/// Cross entropy of a sigmoid on the logit x and a target t in 0...1, mean over all elements:
/// max(x, 0) - x t + log(1 + exp(-|x|)), which no logit overflows.
package enum BinaryCrossEntropy: RowLoss {
  package static let name = "bce"
  package static let title = "binary cross entropy, nats"
  package static let hasClassTargets = false
  package static let isProbabilistic = true

  package static func terms(outputs: Int) -> Int { outputs }

  package static func sum(
    rows: Int, outputs: Int, _ y: UnsafeMutablePointer<Float>, _ targets: LossTargets,
    gradient: LossGradient?
  ) -> LossSum {
    var total = LossSum()
    for r in 0..<rows {
      guard targets.classes[r] >= 0 else {
        if gradient != nil { (y + r * outputs).update(repeating: 0, count: outputs) }
        continue
      }
      for j in r * outputs..<(r + 1) * outputs {
        let x = Double(y[j])
        let target = Double(targets.values![j])
        let e = ck_exp_double(-abs(x))
        let softplus = max(x, 0) + ck_log1p_double(e)
        total.sum += softplus - x * target
        total.correct += (x > 0) == (target > 0.5) ? 1 : 0
        if let gradient {
          let sigmoid = x >= 0 ? 1 / (1 + e) : e / (1 + e)
          let (extra, slope) = soften(gradient, x, target, sigmoid, softplus)
          total.extra += extra
          y[j] = gradient.scale * Float(sigmoid - target + slope)
        }
      }
    }
    return total
  }

  /// The terms of label smoothing (towards 1/2) and the entropy softplus(x) - x sigmoid(x), and the
  /// derivative of that.
  private static func soften(
    _ gradient: LossGradient, _ x: Double, _ target: Double, _ sigmoid: Double, _ softplus: Double
  ) -> (extra: Double, slope: Double) {
    if gradient.isPlain { return (0, 0) }
    let moved = Double(gradient.labelSmoothing) * (0.5 - target)
    let confidence = Double(gradient.confidencePenalty)
    return (
      -x * moved - confidence * (softplus - x * sigmoid),
      -moved + confidence * x * sigmoid * (1 - sigmoid)
    )
  }
}
