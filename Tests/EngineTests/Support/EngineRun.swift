import Engine

/// A case's network with random weights and its batch, ready to run.
final class EngineRun {
  let network: Network
  let batch: Batch
  var job = PassJob()
  /// SGD with momentum.
  private(set) lazy var training = {
    var options = SGD.defaults
    options.momentum = 0.9
    return TrainingStep(network, SGD.self, options)
  }()

  /// - Parameters:
  ///   - room, roomInTime: sequences and time steps that the network has memory for; as many as the
  ///     batch if nil.
  init(
    _ a: Architecture, timeSteps: Int, batch size: Int, room: Int? = nil, roomInTime: Int? = nil,
    random: inout TestRandom
  ) {
    LinearAlgebra.useOneThreadPerCall()
    network = Network(
      a, timeSteps: roomInTime ?? timeSteps, targetSteps: Self.targetSteps, batch: room ?? size)
    batch = Batch(a, timeSteps: timeSteps, targetSteps: Self.targetSteps, size: size)
    let scale = 0.8 * (5 / Float(max(5, a.hidden[0]))).squareRoot()
    network.take(weights: random.floats(network.layout.count, in: -scale...scale))
    batch.inputs.copy(from: random.floats(batch.inputs.count))
    for i in batch.tokens.values.indices {
      batch.tokens.values[i] = .random(in: 0..<Int32(a.vocabulary), using: &random)
      // Nothing is fed.
      if i % 7 == 3 { batch.tokens.values[i] = -1 }
    }
    batch.targetValues.copy(from: random.floats(batch.targetValues.count, in: 0...1))
    for i in batch.targetClasses.values.indices {
      batch.targetClasses.values[i] = .random(in: 0..<Int32(a.outputs), using: &random)
    }
    layLabels()
    job.kind = .training
    job.plan = StepPlan(slices: network.layout.slices.count)
  }

  /// Labels of a target that lies along the steps, and their end.
  private static let targetSteps = 3

  /// As many labels as a sequence has steps for, two that are the same among them; none, too.
  private func layLabels() {
    guard network.architecture.isAligned else { return }
    for b in 0..<batch.size {
      let length = Int(batch.lengths.values[b])
      let steps = network.architecture.convolution.map { (length - 1) / $0.stride + 1 } ?? length
      let labels = min(b % 3, (steps + 1) / 2)
      batch.targetLengths.values[b] = Int32(labels + 1)
      for u in 0..<Self.targetSteps {
        let place = u * batch.size + b
        batch.targetClasses.values[place] =
          u < labels ? 1 + batch.targetClasses.values[place] % 2 : 0
      }
    }
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
      layLabels()
    }
    prepare(c.noise, c.inputs)
    if c.isWeighted { job.plan.classWeights = [0.3, 2.5, 1] }
  }

  private func prepare(_ noise: EngineCase.Noise, _ inputs: EngineCase.Inputs) {
    switch noise {
    case .none: break
    case .dropout:
      // Input dropout and products by word exclude each other.
      job.plan.inputDropout = inputs == .fewWords ? 0 : 0.2
      job.plan.betweenDropout = 0.3
      job.plan.headDropout = 0.25
    case .recurrentDropout: job.plan.recurrentDropout = 0.3
    case .stepDropout:
      job.plan.recurrentDropout = 0.3
      job.plan.recurrentDropoutEveryStep = true
    case .zoneout:
      job.plan.hiddenZoneout = 0.3
      job.plan.cellZoneout = 0.2
    case .softening:
      job.plan.labelSmoothing = 0.2
      job.plan.confidencePenalty = 0.3
    case .weightNoise:
      job.plan.weightNoise = network.layout.slices.map { $0.kind == .bias ? 0 : 0.1 }
    case .inputNoise: job.plan.inputNoise = 0.3
    case .adversarial:
      job.plan.adversarial = 0.2
      job.plan.adversarialTakesSign = job.seed % 2 == 0
    }
  }

  /// Runs phases on this thread, from the batch to the gradient if none are named.
  func run(_ phases: [PassPhase] = PassPhase.gradient) {
    network.begin(batch, job)
    network.perform(phases)
  }

  /// The next update, clipped as the plan says.
  func prepareUpdate(rate: Float = 0.1) {
    training.prepareUpdate(training.gradient(job.plan), rate: rate, number: job.step + 1)
  }

  /// Whole training steps, each with other dropout masks.
  func train(steps: Int, _ perform: (Network, [PassPhase]) -> Void = { $0.perform($1) }) {
    for _ in 0..<steps {
      job.step += 1
      network.begin(batch, job)
      training.finish(job.plan, rate: 0.1, number: job.step + 1) { perform(network, $0) }
    }
  }

  /// One row per sequence out of the shards' [T, S, width], where `place` finds the memory.
  func sequence(
    _ b: Int, timeSteps: Int, width: Int, _ place: (Shard) -> UnsafeMutablePointer<Float>
  ) -> [Float] {
    let shard = network.shards[b / ShardPass.maxRows]
    let rows = shard.pass.rows
    return (0..<timeSteps).flatMap { t in
      (0..<width).map { place(shard)[(t * rows + b % ShardPass.maxRows) * width + $0] }
    }
  }

  /// One number per step of a sequence out of the shards' [T, S].
  func steps(_ b: Int, _ place: (Shard) -> Block<Double>) -> [Double] {
    let shard = network.shards[b / ShardPass.maxRows]
    return (0..<shard.pass.timeSteps).map {
      place(shard).values[$0 * shard.pass.rows + b % ShardPass.maxRows]
    }
  }
}

extension EngineRun {
  /// The same network and batch in double precision, with the random numbers of the last pass.
  func oracle() -> Oracle {
    let a = network.architecture
    let weights = (0..<network.layout.count).map { Double(network.parameters.inUse[$0]) }
    var oracle = Oracle(
      architecture: a, layout: network.layout, places: network.places, weights: weights,
      sequences: (0..<batch.size).map(oracleSequence))
    oracle.l1 = job.plan.l1.map(Double.init)
    oracle.l2 = job.plan.l2.map(Double.init)
    oracle.smoothing = Double(job.plan.labelSmoothing)
    oracle.confidence = Double(job.plan.confidencePenalty)
    oracle.classWeights = job.plan.classWeights.map(Double.init)
    oracle.isAdversarial = job.plan.adversarial > 0
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
    if a.isAligned {
      result.classes = (0..<Int(batch.targetLengths.values[b]) - 1).map {
        Int(batch.targetClasses.values[$0 * size + b])
      }
      addMoves(b, to: &result)
      addMasks(b, rows: a.head == .every ? a.convolution?.steps(rows) ?? rows : rows, to: &result)
      return result
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
    addMoves(b, to: &result)
    addMasks(b, rows: a.head == .every ? a.convolution?.steps(rows) ?? rows : rows, to: &result)
    return result
  }

  /// What the first layer was fed beyond the batch's inputs or the embedding.
  private func addMoves(_ b: Int, to result: inout Oracle.Sequence) {
    guard job.plan.inputNoise > 0 || job.plan.adversarial > 0 else { return }
    let a = network.architecture
    let fed = sequence(b, timeSteps: batch.timeSteps, width: a.input) {
      ($0.convolution?.inputs ?? $0.stack.inputs).pointer
    }
    let moves = fed.indices.map { i in
      let clean =
        network.places.embedding.map {
          let token = result.tokens[i / a.input]
          let place = $0.range.lowerBound + token * a.input + i % a.input
          return token < 0 ? 0 : Double(network.parameters.inUse[place])
        } ?? result.inputs[i]
      return Double(fed[i]) - clean
    }
    if job.plan.inputNoise > 0 { result.offset = moves } else { result.push = moves }
  }

  private func addMasks(_ b: Int, rows: Int, to result: inout Oracle.Sequence) {
    let a = network.architecture
    let steps = a.convolution?.steps(batch.timeSteps) ?? batch.timeSteps
    func mask(
      _ rate: Float, _ steps: Int, _ width: Int, _ place: (Shard) -> FloatBlock
    ) -> [Double] {
      guard rate > 0 else { return [] }
      return sequence(b, timeSteps: steps, width: width) { place($0).pointer }.map(Double.init)
    }
    let plan = job.plan
    for k in a.hidden.indices {
      result.fedMasks.append(
        mask(k == 0 ? plan.inputDropout : plan.betweenDropout, steps, a.stack.columnsFed(to: k)) {
          $0.stack.layers[k * a.directions].inputMask
        })
    }
    for u in 0..<a.recurrences {
      let hidden = a.hidden[u / a.directions]
      result.recurrentMasks.append(
        mask(plan.recurrentDropout, plan.recurrentDropoutEveryStep ? steps : 1, hidden) {
          $0.stack.layers[u].recurrentMask
        })
      let zoneSteps = plan.zoneoutTakesMean ? 1 : steps
      result.hiddenShares.append(
        mask(plan.hiddenZoneout, zoneSteps, hidden) { $0.stack.layers[u].hiddenShares })
      result.cellShares.append(
        mask(network.cell.hasCellState ? plan.cellZoneout : 0, zoneSteps, hidden) {
          $0.stack.layers[u].cellShares
        })
    }
    result.headMask = mask(plan.headDropout, rows, a.columnsOfTop) { $0.head.mask }
  }
}
