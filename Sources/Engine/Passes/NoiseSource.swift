/// Random numbers of a step. They depend on seed, step, place and column only: not on the order of
/// the work.
struct NoiseSource {
  var seed: UInt64 = 0
  var step = 0
  /// Added to columns: parts of one gradient are further columns of one batch.
  var columnsBefore = 0
  /// Which of a model's stacks draws.
  var stack: UInt64 = 0

  init() {}

  init(_ job: PassJob, _ batch: Batch) {
    seed = job.seed
    step = job.step
    columnsBefore = job.part * batch.maxSize
  }

  enum Place {
    case head
    case input(Int)
    case recurrent(Int)
    case hiddenZoneout(Int)
    case cellZoneout(Int)
    case inputNoise
    case weights(Int)
    /// Places where the decoder is fed its own answers.
    case teacher

    fileprivate var number: UInt64 {
      let (kind, place): (UInt64, Int) =
        switch self {
        case .head: (0, 0)
        case .input(let k): (1, k)
        case .recurrent(let u): (2, u)
        case .hiddenZoneout(let u): (3, u)
        case .cellZoneout(let u): (4, u)
        case .inputNoise: (5, 0)
        case .weights(let slice): (6, slice)
        case .teacher: (7, 0)
        }
      return kind << 32 | UInt64(place)
    }
  }

  func key(_ place: Place, column: Int) -> UInt64 {
    // The weights are the same for all parts.
    let before = if case .weights = place { 0 } else { columnsBefore }
    var key = seed
    for part in [UInt64(step), place.number | stack << 48, UInt64(column + before)] {
      key = mixed(key ^ part)
    }
    return key
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
