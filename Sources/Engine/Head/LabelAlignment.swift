import CKernels

/// The loss of targets whose labels may be anywhere along the steps, in their order: connectionist
/// temporal classification. Nothing is learned besides the head.
package final class LabelAlignment: SequenceLoss {
  private let classes: Int

  init(classes: Int) { self.classes = classes }

  func makeWorkspace(timeSteps: Int, targetSteps: Int, sequences: Int) -> SequenceWorkspace {
    let states = 2 * targetSteps + 1
    return SequenceWorkspace(
      SequenceWorkspace.Sizes(
        alpha: timeSteps * states, beta: 2 * states, derivatives: timeSteps * classes,
        best: timeSteps * sequences, logs: timeSteps * classes))
  }

  func pack(_ weights: UnsafePointer<Float>) {}

  func passBack(
    _ head: HeadWorkspace, _ w: SequenceWorkspace, scale: Double,
    into derivative: UnsafeMutablePointer<Float>
  ) -> LossSum {
    var sum = LossSum()
    for s in 0..<head.sequences {
      let steps = head.steps(of: s)
      let d = w.derivatives.pointer
      d.update(repeating: 0, count: steps * classes)
      if head.hasLabels(s) { sum.sum += loss(head, w, s, factor: scale, d) }
      head.put(d, of: s, columns: classes, into: derivative)
    }
    return sum
  }

  func evaluate(_ head: HeadWorkspace, _ w: SequenceWorkspace) -> LossSum {
    var sum = LossSum()
    for s in 0..<head.sequences {
      let x = head.outputs.pointer + s * classes
      for t in 0..<head.steps(of: s) {
        let row = x + t * head.sequences * classes
        var best = 0
        for j in 1..<max(1, classes) where row[j] > row[best] { best = j }
        w.best.pointer[t * head.sequences + s] = Int32(best)
      }
      if head.hasLabels(s) { sum.sum += loss(head, w, s, factor: 0, nil) }
    }
    return sum
  }

  private func loss(
    _ head: HeadWorkspace, _ w: SequenceWorkspace, _ s: Int, factor: Double,
    _ derivative: UnsafeMutablePointer<Double>?
  ) -> Double {
    ck_ctc(
      head.steps(of: s), classes, head.outputs.pointer + s * classes, head.sequences * classes,
      head.targetClasses.pointer + s, head.sequences, head.labels(of: s), w.alpha.pointer,
      w.beta.pointer, w.logs.pointer, factor, derivative)
  }

  func computeGradient(
    _ shards: ArraySlice<HeadWorkspace>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {}

  /// The log probability of labels, over all ways to lay them along the steps.
  /// - Parameter logits: [T, classes] before softmax.
  package static func logProbability(
    of labels: [Int32], _ logits: [Float], classes: Int
  ) -> Double {
    let steps = logits.count / classes
    guard steps > 0 else { return labels.isEmpty ? 0 : -.infinity }
    let states = 2 * labels.count + 1
    let memory = Block<Double>(count: steps * states + 2 * states + steps * classes)
    return logits.withUnsafeBufferPointer { x in
      labels.withUnsafeBufferPointer { labels in
        guard let x = x.baseAddress else { return -.infinity }
        let beta = memory.pointer + steps * states
        return -ck_ctc(
          steps, classes, x, classes, labels.baseAddress, 1, labels.count, memory.pointer, beta,
          beta + 2 * states, 0, nil)
      }
    }
  }

  func probabilities(_ head: HeadWorkspace, _ w: SequenceWorkspace, sequence s: Int) -> [Float] {
    let steps = head.steps(of: s)
    var rows = [Float](repeating: 0, count: steps * classes)
    rows.withUnsafeMutableBufferPointer { rows in
      guard let first = rows.baseAddress else { return }
      for t in 0..<steps {
        let row = first + t * classes
        row.update(
          from: head.outputs.pointer + (t * head.sequences + s) * classes, count: classes)
        ck_softmax_row(classes, classes, row)
      }
    }
    return rows
  }
}
