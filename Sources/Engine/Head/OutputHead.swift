import CKernels

/// A linear layer in front of the loss, on rows of one shard: y = W x + b, or tanh of it.
package final class OutputHead: @unchecked Sendable {
  let columns: Int
  let outputs: Int
  let objective: Objective
  private let hasClassTargets: Bool
  private let hasTanh: Bool
  private let weight: ParameterLayout.Slice
  private let bias: ParameterLayout.Slice
  private let forwardPanels: PanelMatrix
  private let backwardPanels: PanelMatrix

  // Set for each pass.
  private var plan = StepPlan(slices: 0)
  private var noise = NoiseSource()

  /// The outputs that the loss is computed from.
  enum Objective {
    case rows(any RowLoss.Type)
    case sequences(any SequenceLoss)

    fileprivate var sequenceLoss: (any SequenceLoss)? {
      if case .sequences(let loss) = self { loss } else { nil }
    }
  }

  init(
    weight: ParameterLayout.Slice, bias: ParameterLayout.Slice, _ objective: Objective,
    hasClassTargets: Bool, hasTanh: Bool = false
  ) {
    self.objective = objective
    self.hasClassTargets = hasClassTargets
    outputs = weight.shape[0]
    columns = weight.shape[1]
    self.weight = weight
    self.bias = bias
    self.hasTanh = hasTanh
    forwardPanels = PanelMatrix(depth: columns, columns: outputs)
    backwardPanels = PanelMatrix(depth: outputs, columns: columns)
  }

  /// - Parameters: see `HeadWorkspace`.
  func makeWorkspace(timeSteps: Int?, targetSteps: Int? = nil, sequences: Int) -> HeadWorkspace {
    HeadWorkspace(
      columns: columns, outputs: outputs, hasClassTargets: hasClassTargets, hasTanh: hasTanh,
      loss: objective.sequenceLoss, timeSteps: timeSteps, targetSteps: targetSteps,
      sequences: sequences)
  }

  func pack(_ weights: UnsafePointer<Float>) {
    forwardPanels.pack(transposed: weights + weight.range.lowerBound)
    backwardPanels.pack(weights + weight.range.lowerBound)
    objective.sequenceLoss?.pack(weights)
  }

  /// Prepares a pass.
  func begin(_ plan: StepPlan, _ noise: NoiseSource) {
    self.plan = plan
    self.noise = noise
  }

  // MARK: forward

  /// The input of the head after dropout, from the input before it.
  func fed(_ w: HeadWorkspace, _ x: UnsafePointer<Float>) -> UnsafePointer<Float> {
    plan.headDropout > 0 ? UnsafePointer(w.input.pointer) : x
  }

  /// Must precede the first rows of a pass.
  func drawMask(_ w: HeadWorkspace) {
    guard plan.headDropout > 0 else { return }
    ck_random_mask(
      w.rows * columns, w.mask.pointer, noise.key(.head, column: w.firstColumn), 0,
      plan.headDropout, 0, 1 / (1 - plan.headDropout))
  }

  /// - Parameters:
  ///   - x: [rows, columns].
  ///   - weights: the whole flat block.
  ///   - part: a range of rows; nil: all.
  func forward(
    _ w: HeadWorkspace, _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    rows part: Range<Int>? = nil
  ) {
    let part = part ?? 0..<w.rows
    let first = part.lowerBound * columns
    if plan.headDropout > 0 {
      multiply(
        part.count * columns, x + first, w.mask.pointer + first, into: w.input.pointer + first)
    }
    let bias = weights + bias.range.lowerBound
    for row in part { (w.outputs.pointer + row * outputs).update(from: bias, count: outputs) }
    let y = w.outputs.pointer + part.lowerBound * outputs
    forwardPanels.multiply(rows: part.count, fed(w, x) + first, into: y, accumulate: true)
    if hasTanh {
      ck_tanh_in_place(part.count * outputs, y)
      (w.activated.pointer + part.lowerBound * outputs).update(
        from: y, count: part.count * outputs)
    }
  }

  // MARK: loss

  /// The loss, whose gradient takes the outputs' place.
  /// - Parameter divisor: the mean's divisor.
  func takeLoss(_ w: HeadWorkspace, divisor: Double) -> LossSum {
    let share: Float = plan.adversarial > 0 ? 0.5 : 1
    switch objective {
    case .sequences(let loss):
      return w.sequence.map {
        loss.passBack(w, $0, scale: Double(share) / divisor, into: w.outputs.pointer)
      } ?? LossSum()
    case .rows(let loss):
      let sum = sum(w, loss, 0..<w.rows, LossGradient(scale: share / Float(divisor), plan))
      if hasTanh { ck_tanh_backward(w.rows * outputs, w.outputs.pointer, w.activated.pointer) }
      return sum
    }
  }

  /// The loss of an evaluation pass; of every single step, too, if there is one. The outputs
  /// stay.
  func takeLoss(_ w: HeadWorkspace) -> LossSum {
    switch objective {
    case .sequences(let loss): return w.sequence.map { loss.evaluate(w, $0) } ?? LossSum()
    case .rows(let loss):
      guard w.everyStep else { return sum(w, loss, 0..<w.rows, nil) }
      var total = LossSum()
      for step in 0..<w.rows / max(1, w.sequences) {
        let rows = step * w.sequences..<(step + 1) * w.sequences
        let sum = sum(w, loss, rows, nil)
        w.stepLosses.pointer[step] = sum.sum
        w.stepTerms.pointer[step] = countedTerms(w, loss, rows)
        total += sum
      }
      return total
    }
  }

  private func sum(
    _ w: HeadWorkspace, _ loss: any RowLoss.Type, _ rows: Range<Int>, _ gradient: LossGradient?
  ) -> LossSum {
    let first = rows.lowerBound
    return withClassWeights { weights in
      loss.sum(
        rows: rows.count, outputs: outputs, w.outputs.pointer + first * outputs,
        LossTargets(
          values: w.targetValues.count > 0
            ? UnsafePointer(w.targetValues.pointer + first * outputs) : nil,
          classes: UnsafePointer(w.targetClasses.pointer + first), classWeights: weights),
        gradient: gradient)
    }
  }

  // MARK: backward

  /// The derivative with respect to the head's input, into `w.gradient`.
  func backward(_ w: HeadWorkspace) {
    backwardPanels.multiply(rows: w.rows, w.outputs.pointer, into: w.gradient.pointer)
    if plan.headDropout > 0 {
      multiply(w.rows * columns, w.gradient.pointer, w.mask.pointer, into: w.gradient.pointer)
    }
  }

  /// The derivative at every sequence's last watched step alone, into `w.lastGradient`
  /// [S, columns]; the outputs stay.
  func passLastStepBack(_ w: HeadWorkspace, _ pass: ShardPass, divisor: Double) {
    switch objective {
    case .rows(let loss):
      for s in 0..<pass.rows {
        (w.lastOutputs.pointer + s * outputs).update(
          from: w.outputs.pointer + pass.watchedRow(s) * outputs, count: outputs)
      }
      withTargetsOfLastStep(w, pass) { targets in
        _ = loss.sum(
          rows: pass.rows, outputs: outputs, w.lastOutputs.pointer, targets,
          gradient: LossGradient(scale: 1 / Float(divisor), plan))
      }
    case .sequences(let loss):
      let all = w.derivatives
      if let memory = w.sequence {
        _ = loss.passBack(w, memory, scale: 1 / divisor, into: all.pointer)
      }
      for s in 0..<pass.rows {
        (w.lastOutputs.pointer + s * outputs).update(
          from: all.pointer + pass.watchedRow(s) * outputs, count: outputs)
      }
    }
    if hasTanh {
      for s in 0..<pass.rows {
        ck_tanh_backward(
          outputs, w.lastOutputs.pointer + s * outputs,
          w.activated.pointer + pass.watchedRow(s) * outputs)
      }
    }
    backwardPanels.multiply(rows: pass.rows, w.lastOutputs.pointer, into: w.lastGradient.pointer)
    guard plan.headDropout > 0 else { return }
    for s in 0..<pass.rows {
      let gradient = w.lastGradient.pointer + s * columns
      multiply(columns, gradient, w.mask.pointer + pass.watchedRow(s) * columns, into: gradient)
    }
  }

  /// The last step's gradient at its place among all steps, [T*S, columns].
  func spreadLastGradient(_ w: HeadWorkspace, _ pass: ShardPass) -> UnsafePointer<Float> {
    let all = w.lastGradientAtItsStep.pointer
    all.update(repeating: 0, count: w.rows * columns)
    for s in 0..<pass.rows {
      (all + pass.watchedRow(s) * columns).update(
        from: w.lastGradient.pointer + s * columns, count: columns)
    }
    return UnsafePointer(all)
  }

  private func withTargetsOfLastStep(
    _ w: HeadWorkspace, _ pass: ShardPass, _ body: (LossTargets) -> Void
  ) {
    for s in 0..<pass.rows {
      let row = pass.watchedRow(s)
      w.lastClasses.pointer[s] = w.targetClasses.pointer[row]
      if w.targetValues.count > 0 {
        (w.lastValues.pointer + s * outputs).update(
          from: w.targetValues.pointer + row * outputs, count: outputs)
      }
    }
    withClassWeights { weights in
      body(
        LossTargets(
          values: UnsafePointer(w.lastValues.pointer),
          classes: UnsafePointer(w.lastClasses.pointer), classWeights: weights))
    }
  }

  // MARK: weight gradients

  /// Adds to the gradient of rows of weight and bias.
  /// - Parameter x: the input of each shard's head, before dropout.
  func computeGradient(
    _ tile: Range<Int>, _ shards: ArraySlice<HeadWorkspace>, x: (Int) -> UnsafePointer<Float>,
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let first = tile.lowerBound
    let gradient = gradients + weight.range.lowerBound + first * columns
    let biasGradient = gradients + bias.range.lowerBound + first
    for (i, w) in shards.enumerated() {
      let derivatives = w.outputs.pointer + first
      let adds = accumulate || i > 0
      multiplyTransposed(
        rows: tile.count, columns: columns, depth: w.rows, derivatives, aStride: outputs,
        fed(w, x(i)), into: gradient, accumulate: adds)
      ck_column_sums(w.rows, tile.count, outputs, derivatives, biasGradient, adds ? 1 : 0)
    }
  }

  // MARK: class weights

  /// [O] where targets of different classes count differently; else empty.
  private var classWeights: [Float] {
    if case .rows = objective, hasClassTargets { plan.classWeights } else { [] }
  }

  private func withClassWeights<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
    classWeights.withUnsafeBufferPointer { body($0.isEmpty ? nil : $0.baseAddress) }
  }

  /// The share of a shard's targets in the divisor of the mean: their terms, or the sum of their
  /// weights.
  func countedTerms(_ w: HeadWorkspace) -> Double {
    switch objective {
    case .sequences: return Double(w.part.rows)
    case .rows(let loss):
      let weights = classWeights
      guard !weights.isEmpty else {
        return Double(w.part.rows * loss.terms(outputs: outputs))
      }
      precondition(weights.count == outputs, "one weight for each class")
      return countedTerms(w, loss, 0..<w.rows)
    }
  }

  /// The same for some rows.
  private func countedTerms(
    _ w: HeadWorkspace, _ loss: any RowLoss.Type, _ rows: Range<Int>
  ) -> Double {
    let weights = classWeights
    guard weights.isEmpty else {
      return rows.reduce(0.0) { $0 + w.weight(ofRow: $1, weights) }
    }
    return Double(rows.count { w.hasTarget(row: $0) } * loss.terms(outputs: outputs))
  }

  /// The same for what each sequence's last step passes back: all of it for a loss on sequences.
  func countedTermsOfLastStep(_ w: HeadWorkspace, _ pass: ShardPass) -> Double {
    guard case .rows(let loss) = objective else { return countedTerms(w) }
    let weights = classWeights
    guard !weights.isEmpty else { return Double(pass.rows * loss.terms(outputs: outputs)) }
    return (0..<pass.rows).reduce(0.0) { $0 + w.weight(ofRow: pass.watchedRow($1), weights) }
  }
}
