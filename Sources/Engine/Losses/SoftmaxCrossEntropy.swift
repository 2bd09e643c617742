import CKernels

/// -log softmax(y)[class], mean over all targets; with class weights w each row counts w[class] times:
/// sum w[class] ce / sum w[class], as PyTorch's CrossEntropyLoss(weight=...).
package enum SoftmaxCrossEntropy: RowLoss {
  package static let name = "ce"
  package static let title = "cross entropy, nats"
  package static let hasClassTargets = true
  package static let isProbabilistic = true

  package static func terms(outputs: Int) -> Int { 1 }

  package static func sum(
    rows: Int, outputs: Int, _ y: UnsafeMutablePointer<Float>, _ targets: LossTargets,
    gradient: LossGradient?
  ) -> LossSum {
    if let gradient {
      if gradient.isPlain {
        return LossSum(
          sum: ck_cross_entropy(
            rows, outputs, y, targets.classes, targets.classWeights, gradient.scale))
      }
      var total = LossSum()
      total.sum = ck_cross_entropy_soft(
        rows, outputs, y, targets.classes, targets.classWeights, gradient.scale,
        gradient.labelSmoothing, gradient.confidencePenalty, &total.extra)
      return total
    }
    var correct: Int64 = 0
    let sum = ck_cross_entropy_value(
      rows, outputs, y, targets.classes, targets.classWeights, &correct)
    return LossSum(sum: sum, correct: Int(correct))
  }
}
