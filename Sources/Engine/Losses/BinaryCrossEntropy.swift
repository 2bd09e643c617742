import CKernels

/// Cross entropy of a sigmoid on the logit x and a target t in 0...1, mean over all elements:
/// max(x, 0) - x t + log(1 + exp(-|x|)), which no logit overflows.
package enum BinaryCrossEntropy: Loss {
  package static let name = "bce"
  package static let title = "binary cross entropy, nats"
  package static let hasClassTargets = false

  package static func terms(outputs: Int) -> Int { outputs }

  package static func sum(
    rows: Int, outputs: Int, _ y: UnsafeMutablePointer<Float>, _ targets: LossTargets,
    gradient: Bool, scale: Float
  ) -> LossSum {
    var total = LossSum()
    for r in 0..<rows {
      guard targets.classes[r] >= 0 else {
        if gradient { (y + r * outputs).update(repeating: 0, count: outputs) }
        continue
      }
      for j in r * outputs..<(r + 1) * outputs {
        let x = Double(y[j])
        let target = Double(targets.values![j])
        let e = ck_exp_double(-abs(x))
        total.sum += max(x, 0) - x * target + ck_log1p_double(e)
        total.correct += (x > 0) == (target > 0.5) ? 1 : 0
        if gradient {
          let sigmoid = x >= 0 ? 1 / (1 + e) : e / (1 + e)
          y[j] = scale * Float(sigmoid - target)
        }
      }
    }
    return total
  }
}
