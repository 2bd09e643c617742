import CKernels

/// Dropout, and noise on the states.
extension RecurrentStack {
  func fillDropout(
    _ mask: FloatBlock, _ count: Int, _ rate: Float, _ place: NoiseSource.Place,
    _ w: StackWorkspace
  ) {
    ck_random_mask(
      count, mask.pointer, noise.key(place, column: w.firstColumn), 0, rate, 0, 1 / (1 - rate))
  }

  /// Draws the masks of one recurrence.
  func drawStateNoise(_ u: Int, _ w: StackWorkspace) {
    let plan = job.plan
    let state = stateNoise
    let layer = w.layers[u]
    let count = w.pass.rows * layers[u].hidden
    let all = w.pass.timeSteps * count
    if state.recurrentDropout != .none {
      fillDropout(
        layer.recurrentMask, state.recurrentDropout == .step ? all : count, plan.recurrentDropout,
        .recurrent(u), w)
    }
    func draw(_ shares: FloatBlock, _ rate: Float, _ place: NoiseSource.Place) {
      guard !plan.zoneoutTakesMean else {
        shares.pointer.update(repeating: rate, count: count)
        return
      }
      ck_random_mask(
        all, shares.pointer, noise.key(place, column: w.firstColumn), 0, rate, 1, 0)
    }
    if state.hiddenZoneout != .none {
      draw(layer.hiddenShares, plan.hiddenZoneout, .hiddenZoneout(u))
    }
    if state.cellZoneout != .none { draw(layer.cellShares, plan.cellZoneout, .cellZoneout(u)) }
  }
}

extension StateNoise {
  init(_ plan: StepPlan, hasCellState: Bool) {
    self.init()
    if plan.recurrentDropout > 0 {
      recurrentDropout = plan.recurrentDropoutEveryStep ? .step : .sequence
    }
    let zoneout: Mask = plan.zoneoutTakesMean ? .sequence : .step
    if plan.hiddenZoneout > 0 { hiddenZoneout = zoneout }
    if plan.cellZoneout > 0, hasCellState { cellZoneout = zoneout }
  }
}
