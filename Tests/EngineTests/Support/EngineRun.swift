import Engine

/// A case's network with random weights and its batch, ready to run.
final class EngineRun {
  let network: Network
  let batch: Batch
  var job = Network.Job()

  /// - Parameters:
  ///   - room, roomInTime: sequences and time steps that the network has memory for; as many as the
  ///     batch if nil.
  init(
    _ a: Architecture, timeSteps: Int, batch size: Int, room: Int? = nil, roomInTime: Int? = nil,
    random: inout TestRandom
  ) {
    LinearAlgebra.useOneThreadPerCall()
    network = Network(a, timeSteps: roomInTime ?? timeSteps, batch: room ?? size)
    batch = Batch(a, timeSteps: timeSteps, size: size)
    let scale = 0.8 * (5 / Float(max(5, a.hidden[0]))).squareRoot()
    network.weights.copy(from: random.floats(network.layout.count, in: -scale...scale))
    network.weightsChanged()
    batch.inputs.copy(from: random.floats(batch.inputs.count))
    for i in batch.tokens.values.indices {
      batch.tokens.values[i] = .random(in: 0..<Int32(a.vocabulary), using: &random)
    }
    batch.targetValues.copy(from: random.floats(batch.targetValues.count, in: 0...1))
    for i in batch.targetClasses.values.indices {
      batch.targetClasses.values[i] = .random(in: 0..<Int32(a.outputs), using: &random)
    }
    job.kind = .training
    job.plan = StepPlan(slices: network.layout.slices.count)
  }

  convenience init(_ c: EngineCase, seed: UInt64 = 1, room: Int? = nil, roomInTime: Int? = nil) {
    var random = TestRandom(seed)
    self.init(
      c.architecture, timeSteps: c.timeSteps, batch: c.batch, room: room, roomInTime: roomInTime,
      random: &random)
    job.seed = seed
    job.step = 7
    if c.variableLengths {
      for b in 0..<c.batch { batch.lengths.values[b] = Int32(1 + (b * 7) % c.timeSteps) }
    }
    switch c.noise {
    case .none: break
    case .dropout:
      // Input dropout and products by word exclude each other.
      job.plan.inputDropout = c.inputs == .fewWords ? 0 : 0.2
      job.plan.betweenDropout = 0.3
      job.plan.headDropout = 0.25
    case .recurrentDropout: job.plan.recurrentDropout = 0.3
    }
  }

  /// Runs phases on this thread, from the batch to the gradient if none are named.
  func run(_ phases: [Network.Phase] = Network.Phase.gradient) {
    network.begin(batch, job)
    network.perform(phases)
  }

  /// The next update: SGD with momentum, clipped as the plan says.
  func prepareUpdate(_ moments: [FloatBlock], rate: Float = 0.1) {
    var options = SGD.defaults
    options.momentum = 0.9
    network.nextUpdate = Network.Update(
      optimizer: SGD.self, options: options, moments: moments, rate: rate, step: job.step + 1,
      gradientScale: job.plan.gradientScale(norm: network.gradientNorm.norm))
  }

  /// Whole training steps, each with other dropout masks.
  func train(steps: Int, _ perform: (Network, [Network.Phase]) -> Void = { $0.perform($1) }) {
    let moments = [FloatBlock(count: network.layout.count)]
    for _ in 0..<steps {
      job.step += 1
      network.begin(batch, job)
      perform(network, Network.Phase.gradient)
      prepareUpdate(moments)
      perform(network, Network.Phase.step)
    }
  }

  /// One row per sequence out of the shards' [T, S, width], where `place` finds the memory.
  func sequence(
    _ b: Int, timeSteps: Int, width: Int, _ place: (Shard) -> UnsafeMutablePointer<Float>
  ) -> [Float] {
    let shard = network.shards[b / Shard.maxRows]
    let rows = shard.pass.rows
    return (0..<timeSteps).flatMap { t in
      (0..<width).map { place(shard)[(t * rows + b % Shard.maxRows) * width + $0] }
    }
  }

  /// One number per step of a sequence out of the shards' [T, S].
  func steps(_ b: Int, _ place: (Shard) -> Block<Double>) -> [Double] {
    let shard = network.shards[b / Shard.maxRows]
    return (0..<batch.timeSteps).map {
      place(shard).values[$0 * shard.pass.rows + b % Shard.maxRows]
    }
  }
}

extension EngineRun {
  /// The same network and batch in double precision, with the masks of the last pass.
  func oracle() -> Oracle {
    let a = network.architecture
    var oracle = Oracle(
      architecture: a, layout: network.layout, weights: network.weights.values.map(Double.init),
      sequences: (0..<batch.size).map(oracleSequence))
    oracle.l1 = job.plan.l1.map(Double.init)
    oracle.l2 = job.plan.l2.map(Double.init)
    return oracle
  }

  private func oracleSequence(_ b: Int) -> Oracle.Sequence {
    let a = network.architecture
    let (steps, size) = (batch.timeSteps, batch.size)
    let rows = a.head == .every ? steps : 1
    var result = Oracle.Sequence()
    result.length = Int(batch.lengths.values[b])
    for t in 0..<steps {
      let place = t * size + b
      if a.vocabulary > 0 {
        result.tokens.append(Int(batch.tokens.values[place]))
      } else {
        result.inputs += batch.inputs.values[place * a.input..<(place + 1) * a.input]
          .map(Double.init)
      }
    }
    for row in 0..<rows {
      let place = row * size + b
      if batch.targetClasses.count > 0 {
        result.classes.append(Int(batch.targetClasses.values[place]))
      } else {
        result.values += batch.targetValues.values[place * a.outputs..<(place + 1) * a.outputs]
          .map(Double.init)
      }
    }
    addMasks(b, rows: rows, to: &result)
    return result
  }

  private func addMasks(_ b: Int, rows: Int, to result: inout Oracle.Sequence) {
    let a = network.architecture
    func mask(
      _ rate: Float, _ steps: Int, _ width: Int, _ place: (Shard) -> FloatBlock
    ) -> [Double] {
      guard rate > 0 else { return [] }
      return sequence(b, timeSteps: steps, width: width) { place($0).pointer }.map(Double.init)
    }
    for (k, hidden) in a.hidden.enumerated() {
      let rate = k == 0 ? job.plan.inputDropout : job.plan.betweenDropout
      result.fedMasks.append(
        mask(rate, batch.timeSteps, a.columnsFed(to: k)) { $0.layers[k].inputMask })
      result.recurrentMasks.append(
        mask(job.plan.recurrentDropout, 1, hidden) { $0.layers[k].recurrentMask })
    }
    result.headMask = mask(job.plan.headDropout, rows, a.hidden.last!) { $0.headMask }
  }
}
