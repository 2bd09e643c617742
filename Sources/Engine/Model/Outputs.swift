/// The answers of a model's last evaluation pass, with their targets. After a training pass
/// their derivatives replace them.
package struct Outputs {
  private let heads: [HeadWorkspace]
  private let headsInUse: Int
  /// O
  package let columns: Int
  private let objective: OutputHead.Objective

  init(_ heads: [HeadWorkspace], inUse: Int, columns: Int, _ objective: OutputHead.Objective) {
    self.objective = objective
    self.heads = heads
    headsInUse = inUse
    self.columns = columns
  }

  /// One answer.
  package struct Row {
    /// Column of the batch.
    package let column: Int
    /// From 0; 0 with one answer a sequence.
    package let step: Int
    /// [O]: before sigmoid or softmax, scaled. Valid until the next pass.
    package let values: UnsafeBufferPointer<Float>
    /// False past a sequence's end, too.
    package let hasTarget: Bool
    /// The class, where targets are classes.
    package let targetClass: Int
    /// The class that the best answer to the whole sequence has here; nil if rows are answered
    /// separately.
    package let best: Int?
    /// [O] target numbers, if targets are numbers.
    package let targetValues: UnsafeBufferPointer<Float>
  }

  /// The answer to a sequence of the batch at a step (0 if each has one answer).
  package subscript(column column: Int, step step: Int) -> Row {
    let head = heads[column / ShardPass.maxRows]
    return row(head, step * head.sequences + column % ShardPass.maxRows)
  }

  /// Labels are laid along the steps.
  package var laysLabels: Bool {
    guard case .sequences(let loss) = objective else { return false }
    return loss is LabelAlignment
  }

  /// Answered steps of a sequence of the batch.
  package func steps(column: Int) -> Int {
    heads[column / ShardPass.maxRows].steps(of: column % ShardPass.maxRows)
  }

  /// Scores of neighbouring classes [O, O], of first [O] and of last ones [O], where answers are given to
  /// whole sequences; else nil. Minus infinity: impossible.
  package var chainScores: [Float]? {
    guard case .sequences(let loss) = objective else { return nil }
    return (loss as? ChainScores)?.values
  }

  /// The probabilities of all classes at every step of a sequence of the batch, [T, O], where answers are
  /// given to whole sequences; else nil.
  package func probabilities(column: Int) -> [Float]? {
    let head = heads[column / ShardPass.maxRows]
    guard case .sequences(let loss) = objective, let w = head.sequence else { return nil }
    return loss.probabilities(head, w, sequence: column % ShardPass.maxRows)
  }

  /// All of them, in the engine's order.
  package func forEachRow(_ body: (Row) throws -> Void) rethrows {
    for head in heads.prefix(headsInUse) {
      for place in 0..<head.rows { try body(row(head, place)) }
    }
  }

  /// Every step of an evaluation pass with a loss at each: the sum of the loss there, and its terms.
  package func forEachStep(_ body: (_ step: Int, _ loss: Double, _ terms: Double) -> Void) {
    for head in heads.prefix(headsInUse) where head.everyStep && head.isInPlace {
      for step in 0..<head.rows / max(1, head.sequences) {
        body(step, head.stepLosses.pointer[step], head.stepTerms.pointer[step])
      }
    }
  }

  private func row(_ head: HeadWorkspace, _ place: Int) -> Row {
    let first = place * columns
    let values = head.targetValues.count > 0
    return Row(
      column: head.firstColumn + place % head.sequences, step: place / head.sequences,
      values: UnsafeBufferPointer(start: head.outputs.pointer + first, count: columns),
      hasTarget: head.hasTarget(row: place),
      targetClass: head.targetClass(row: place),
      best: head.best(row: place),
      targetValues: UnsafeBufferPointer(
        start: values ? head.targetValues.pointer + first : nil, count: values ? columns : 0))
  }
}
