import CKernels

/// Random numbers of a step. They depend on seed, step, place and column only: not on the order of
/// the work.
extension Network {
  enum NoisePlace {
    case head
    case input(Int)
    case recurrent(Int)
    case hiddenZoneout(Int)
    case cellZoneout(Int)
    case inputNoise
    case weights(Int)

    var number: UInt64 {
      let (kind, place): (UInt64, Int) =
        switch self {
        case .head: (0, 0)
        case .input(let k): (1, k)
        case .recurrent(let u): (2, u)
        case .hiddenZoneout(let u): (3, u)
        case .cellZoneout(let u): (4, u)
        case .inputNoise: (5, 0)
        case .weights(let slice): (6, slice)
        }
      return kind << 32 | UInt64(place)
    }
  }

  func noiseKey(_ place: NoisePlace, column: Int) -> UInt64 {
    // Parts of one gradient are further columns of one batch; the weights are the same for all.
    let part = if case .weights = place { 0 } else { job.part }
    let column = column + part * (batch?.maxSize ?? 0)
    var key = job.seed
    for part in [UInt64(job.step), place.number, UInt64(column)] { key = mixed(key ^ part) }
    return key
  }

  func fillDropout(
    _ mask: FloatBlock, _ count: Int, _ rate: Float, _ place: NoisePlace, _ shard: Shard
  ) {
    ck_random_mask(
      count, mask.pointer, noiseKey(place, column: shard.firstColumn), 0, rate, 0, 1 / (1 - rate))
  }

  /// What acts on the states of every recurrence in this job.
  var stateNoise: StateNoise {
    let plan = job.plan
    var noise = StateNoise()
    if plan.recurrentDropout > 0 {
      noise.recurrentDropout = plan.recurrentDropoutEveryStep ? .step : .sequence
    }
    let zoneout: StateNoise.Mask = plan.zoneoutTakesMean ? .sequence : .step
    if plan.hiddenZoneout > 0 { noise.hiddenZoneout = zoneout }
    if plan.cellZoneout > 0, cell.hasCellState { noise.cellZoneout = zoneout }
    return noise
  }

  /// The same, with the masks of one recurrence drawn.
  func drawStateNoise(_ u: Int, _ shard: Shard) -> StateNoise {
    let plan = job.plan
    let noise = stateNoise
    let w = shard.layers[u]
    let state = shard.pass.rows * layers[u].hidden
    let all = shard.pass.timeSteps * state
    if noise.recurrentDropout != .none {
      fillDropout(
        w.recurrentMask, noise.recurrentDropout == .step ? all : state, plan.recurrentDropout,
        .recurrent(u), shard)
    }
    func draw(_ shares: FloatBlock, _ rate: Float, _ place: NoisePlace) {
      guard !plan.zoneoutTakesMean else {
        shares.pointer.update(repeating: rate, count: state)
        return
      }
      ck_random_mask(
        all, shares.pointer, noiseKey(place, column: shard.firstColumn), 0, rate, 1, 0)
    }
    if noise.hiddenZoneout != .none { draw(w.hiddenShares, plan.hiddenZoneout, .hiddenZoneout(u)) }
    if noise.cellZoneout != .none { draw(w.cellShares, plan.cellZoneout, .cellZoneout(u)) }
    return noise
  }
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every
/// bit of the argument.
func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9e37_79b9_7f4a_7c15
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
