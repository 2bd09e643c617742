import CKernels

/// The backward pass through time.
extension RecurrentLayer {
  /// Leaves the derivatives of the pre-activations in `w.gates` (and `w.recurrent`), unless the
  /// activations are kept.
  func backward(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ above: GradientFromAbove, _ pass: ShardPass,
    _ noise: StateNoise, _ options: BackwardOptions, steps: Range<Int>
  ) {
    let rows = pass.rows
    let state = rows * hidden
    var above = above
    if let stage, let stageWorkspace = w.stage {
      above = .everyStep(stage.backward(stageWorkspace, above, pass, steps: steps))
    }
    if steps.upperBound == pass.timeSteps {
      scratch.hiddenGradient.pointer.update(repeating: 0, count: state)
      scratch.cellGradient.pointer.update(repeating: 0, count: state)
    }
    for t in steps.reversed() {
      if options.addsFinalGradient { addFinalGradient(w, scratch, t, pass) }
      var fromAbove = gradientFromAbove(above, t, pass, scratch)
      if hasCellState && options.takesCarriedNorms { takeCarriedNorms(w, scratch, t, rows) }
      if noise.hasZoneout {
        splitZoneout(w, scratch, t, rows, fromAbove, noise, options)
        fromAbove = nil
      }
      let step = backwardStep(w, scratch, t, rows, fromAbove, noise, options)
      for stage in (0..<stages).reversed() {
        cell.backward(step, stage: stage)
        for product in products where product.kind.stage == stage {
          passBack(
            product, step, w, scratch, t, noise, toState: t > 0 || options.reachesInitialStates)
        }
      }
      if noise.hasZoneout, t > 0 || options.reachesInitialStates {
        rejoinZoneout(scratch, rows, noise)
      }
      if options.keepsActivations && options.wantsInputGradient {
        inputBackward.multiply(
          rows: rows, step.gateGradients, into: w.inputGradient.pointer + t * rows * columnsFed)
      }
    }
    if options.reachesInitialStates, steps.lowerBound == 0 {
      w.initialHiddenGradient.pointer.update(from: scratch.hiddenGradient.pointer, count: state)
      if hasCellState {
        w.initialCellGradient.pointer.update(from: scratch.cellGradient.pointer, count: state)
      }
    }
    guard options.wantsInputGradient else { return }
    let first = steps.lowerBound * rows
    let gradient = w.inputGradient.pointer + first * columnsFed
    if !options.keepsActivations {
      inputBackward.multiply(
        rows: steps.count * rows, w.gates.pointer + first * width, into: gradient)
    }
    if let stage, let stageWorkspace = w.stage {
      stage.addInputGradient(
        stageWorkspace, first: first, places: steps.count * rows, into: gradient)
    }
  }

  /// The gradient of the states after each sequence's last step, from the part that took them over.
  private func addFinalGradient(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ pass: ShardPass
  ) {
    guard t >= pass.shortest - 1 else { return }
    for s in 0..<pass.rows where Int(pass.lengths[s]) == t + 1 {
      let row = s * hidden
      ck_add(
        hidden, scratch.hiddenGradient.pointer + row, w.finalHiddenGradient.pointer + row)
      guard hasCellState else { continue }
      ck_add(hidden, scratch.cellGradient.pointer + row, w.finalCellGradient.pointer + row)
    }
  }

  private func takeCarriedNorms(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ rows: Int
  ) {
    for s in 0..<rows {
      w.carriedSquares.pointer[t * rows + s] = ck_sum_squares(
        hidden, scratch.cellGradient.pointer + s * hidden)
    }
  }

  private func backwardStep(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ rows: Int,
    _ fromAbove: UnsafePointer<Float>?, _ noise: StateNoise, _ options: BackwardOptions
  ) -> CellBackward {
    let state = rows * hidden
    let keeps = options.keepsActivations
    let cells = hasCellState
    let gates = w.gates.pointer + t * rows * width
    let recurrent = keepsRecurrentProduct ? w.recurrent.pointer + t * rows * width : nil
    let previous = UnsafePointer(w.hiddenStates.pointer + t * state)
    let discards = options.discardsNorms || noise.hasZoneout
    return CellBackward(
      rows: rows, hidden: hidden, gates: gates,
      gateGradients: keeps ? scratch.gates.pointer : gates,
      recurrent: recurrent.map { UnsafePointer($0) },
      recurrentGradients: recurrent.map { keeps ? scratch.recurrent.pointer : $0 },
      previousHidden: previous,
      operand: noise.recurrentDropout == .none
        ? previous : UnsafePointer(w.maskedStates.pointer + t * state),
      previousCell: cells ? UnsafePointer(w.cellStates.pointer + t * state) : nil,
      tanhCell: cells ? UnsafePointer(w.tanhCells.pointer + t * state) : nil,
      inner: hasInner ? UnsafePointer(w.inner.pointer + t * state) : nil,
      above: fromAbove, hiddenGradient: scratch.hiddenGradient.pointer,
      cellGradient: cells ? scratch.cellGradient.pointer : nil,
      innerGradient: scratch.inner.pointer,
      hiddenSquares: discards ? scratch.squares.pointer : w.hiddenSquares.pointer + t * rows,
      cellSquares: !cells
        ? nil : discards ? scratch.squares.pointer + rows : w.cellSquares.pointer + t * rows)
  }

  /// The derivative with respect to a product's operand.
  private func passBack(
    _ product: LayerProduct, _ step: CellBackward, _ w: LayerWorkspace, _ scratch: StepScratch,
    _ t: Int, _ noise: StateNoise, toState: Bool
  ) {
    let gates = UnsafePointer(step.recurrentGradients ?? step.gateGradients)
    switch product.kind.operand {
    case .hidden:
      if toState { passHiddenBack(product, gates, step.rows, w, scratch, t, noise) }
    case .inner:
      product.multiplyBack(
        rows: step.rows, gates, into: scratch.inner.pointer, accumulate: false)
    case .cell, .previousCell:
      product.multiplyBack(
        rows: step.rows, gates, into: scratch.cellGradient.pointer, accumulate: true)
    }
  }

  /// dh becomes the derivative with respect to h(t-1): what the cell left in dh if it has a
  /// direct path, plus mask o (what it left for the operand + gates R).
  private func passHiddenBack(
    _ product: LayerProduct, _ gates: UnsafePointer<Float>, _ rows: Int, _ w: LayerWorkspace,
    _ scratch: StepScratch, _ t: Int, _ noise: StateNoise
  ) {
    let dh = scratch.hiddenGradient.pointer
    let state = rows * hidden
    if noise.recurrentDropout == .none && !addsToOperand {
      product.multiplyBack(rows: rows, gates, into: dh, accumulate: passesHiddenDirectly)
      return
    }
    let operand = addsToOperand ? scratch.inner.pointer : scratch.product.pointer
    product.multiplyBack(rows: rows, gates, into: operand, accumulate: addsToOperand)
    if noise.recurrentDropout != .none {
      multiply(state, operand, recurrentMask(w, t, state, noise), into: operand)
    }
    if passesHiddenDirectly {
      ck_add(state, dh, operand)
    } else {
      dh.update(from: operand, count: state)
    }
  }

  private func gradientFromAbove(
    _ above: GradientFromAbove, _ t: Int, _ pass: ShardPass, _ scratch: StepScratch
  ) -> UnsafePointer<Float>? {
    switch above {
    case .nothing: return nil
    case .everyStep(let gradient):
      return gradient + t * pass.rows * hidden
    case .lastStep(let gradient):
      guard t >= pass.shortest - 1 else { return nil }
      let rows = scratch.above.pointer
      for s in 0..<pass.rows {
        if Int(pass.lengths[s]) == t + 1 {
          (rows + s * hidden).update(from: gradient + s * hidden, count: hidden)
        } else {
          (rows + s * hidden).update(repeating: 0, count: hidden)
        }
      }
      return UnsafePointer(rows)
    }
  }
}
