/// Large blocks of a layer that only some passes need.
struct ExtraMemory: OptionSet {
  let rawValue: Int
  static let inputGradient = Self(rawValue: 1 << 0)
  static let recurrentDropout = Self(rawValue: 1 << 1)
  static let hiddenZoneout = Self(rawValue: 1 << 2)
  static let cellZoneout = Self(rawValue: 1 << 3)
  static let freshCells = Self(rawValue: 1 << 4)
  static let inputDropout = Self(rawValue: 1 << 5)
  static let reversedInput = Self(rawValue: 1 << 6)
  static let directionGradient = Self(rawValue: 1 << 7)
}

/// The tasks of a pass run on any threads and make no memory: `begin`, which one thread runs, makes
/// all that they need. What is made stays, so that later steps allocate nothing.
extension Network {
  func makeMemory() {
    if job.plan.hasWeightNoise, noisyWeights.count < layout.count {
      noisyWeights = FloatBlock(count: layout.count)
    }
    let spreadsLastGradient =
      passesLastStepBack && (attention != nil || architecture.bidirectional)
    for u in layers.indices {
      let memory = extraMemory(of: u)
      for shard in shards.prefix(shardsInUse) { shard.layers[u].make(memory) }
    }
    for shard in shards.prefix(shardsInUse) {
      shard.makeHead(dropout: job.plan.headDropout > 0, lastGradient: spreadsLastGradient)
    }
  }

  /// The memory that this pass needs in a recurrence.
  private func extraMemory(of u: Int) -> ExtraMemory {
    let k = u / architecture.directions
    let isForward = u % architecture.directions == 0
    let training = job.kind == .training
    let noise = stateNoise
    var memory = ExtraMemory()
    func need(_ kind: ExtraMemory, _ condition: Bool) { if condition { memory.insert(kind) } }
    need(.inputGradient, training && (k > 0 || wantsInputGradient))
    need(.recurrentDropout, noise.recurrentDropout != .none)
    need(.hiddenZoneout, noise.hiddenZoneout != .none)
    need(.cellZoneout, noise.cellZoneout != .none)
    need(
      .freshCells,
      noise.cellZoneout != .none && layers[u].products.contains { $0.kind.operand == .cell })
    need(.inputDropout, isForward && inputDropout(k) > 0)
    need(.reversedInput, !isForward && !(k == 0 && usesWordProducts))
    need(.directionGradient, training && architecture.bidirectional)
    return memory
  }
}
