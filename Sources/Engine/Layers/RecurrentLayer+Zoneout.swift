import CKernels

/// Zoneout (Krueger et al. 2017): each unit keeps its old state with a probability,
/// h = s o h' + (1 - s) o h~, c likewise; s is 0 or 1 when training, the probability when evaluating.
extension RecurrentLayer {
  private func shares(
    _ block: FloatBlock, _ mask: StateNoise.Mask, _ t: Int, _ state: Int
  ) -> UnsafePointer<Float> {
    UnsafePointer(block.pointer + (mask == .step ? t * state : 0))
  }

  func zoneOut(_ w: LayerWorkspace, _ step: CellForward, _ t: Int, _ noise: StateNoise) {
    let state = step.rows * hidden
    if noise.hiddenZoneout != .none {
      ck_blend(
        state, step.hiddenState, step.previousHidden,
        shares(w.hiddenShares, noise.hiddenZoneout, t, state))
    }
    if noise.cellZoneout != .none, let cellState = step.cellState {
      if hasCellProduct {
        (w.freshCells.pointer + t * state).update(from: cellState, count: state)
      }
      ck_blend(
        state, cellState, step.previousCell, shares(w.cellShares, noise.cellZoneout, t, state))
    }
  }

  /// Divides dL/dh_t (all of it) and dL/dc_t into what passes straight to the old state and what
  /// passes through the cell, and takes the norms of the whole.
  func splitZoneout(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ t: Int, _ rows: Int,
    _ above: UnsafePointer<Float>?, _ noise: StateNoise, _ options: BackwardOptions
  ) {
    let state = rows * hidden
    let dh = scratch.hiddenGradient.pointer
    let dc = scratch.cellGradient.pointer
    if let above { ck_add(state, dh, above) }
    if !options.discardsNorms {
      for s in 0..<rows {
        w.hiddenSquares.pointer[t * rows + s] = ck_sum_squares(hidden, dh + s * hidden)
        guard hasCellState else { continue }
        w.cellSquares.pointer[t * rows + s] = ck_sum_squares(hidden, dc + s * hidden)
      }
    }
    if noise.hiddenZoneout != .none {
      ck_split(
        state, dh, shares(w.hiddenShares, noise.hiddenZoneout, t, state),
        scratch.keptHidden.pointer)
    }
    if noise.cellZoneout != .none, hasCellState {
      ck_split(
        state, dc, shares(w.cellShares, noise.cellZoneout, t, state), scratch.keptCell.pointer)
    }
  }

  func rejoinZoneout(_ scratch: StepScratch, _ rows: Int, _ noise: StateNoise) {
    let state = rows * hidden
    if noise.hiddenZoneout != .none {
      ck_add(state, scratch.hiddenGradient.pointer, scratch.keptHidden.pointer)
    }
    if noise.cellZoneout != .none, hasCellState {
      ck_add(state, scratch.cellGradient.pointer, scratch.keptCell.pointer)
    }
  }
}
