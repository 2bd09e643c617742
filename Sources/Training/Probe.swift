import Engine

/// One forward and backward pass of a model over a given batch, with everything inside; and, where
/// asked, some optimizer steps on that batch.
package struct Probe {
  package struct Optimization {
    package var optimizer: any Optimizer.Type
    package var options: OptimizerOptions
    package var rate: Float
    package var steps: Int
    package var regularization: Regularization

    package init(
      optimizer: any Optimizer.Type, options: OptimizerOptions, rate: Float, steps: Int,
      regularization: Regularization
    ) {
      self.optimizer = optimizer
      self.options = options
      self.rate = rate
      self.steps = steps
      self.regularization = regularization
    }
  }

  let model: ModelFile
  let path: String
  let network: Network
  let batch: Batch
  private let initialStates: [String: TensorFile.Tensor]

  /// - Parameter file: `inputs`, `targets`, optionally `lengths` and initial states.
  package init(_ model: ModelFile, batch file: TensorFile, path: String) throws(ModelFileError) {
    self.model = model
    self.path = path
    let reader = ProbeBatchReader(architecture: model.architecture, file: file, path: path)
    batch = try reader.batch()
    initialStates = try reader.initialStates(
      hasCellState: CellRegistry.named(model.architecture.cell)?.hasCellState ?? false)
    network = Network(model.architecture, timeSteps: batch.timeSteps, batch: batch.size)
  }

  package func run(_ optimization: Optimization?) -> TensorFile {
    network.weights.copy(from: model.weights)
    network.weightsChanged()
    var out = TensorFile()
    passForward(into: &out)
    passBack(into: &out)
    if let optimization { optimize(optimization, into: &out) }
    return out
  }

  private func begin(_ job: Network.Job) {
    var job = job
    job.keepsInitialStates = true
    if job.plan.l1.isEmpty { job.plan = StepPlan(slices: network.layout.slices.count) }
    network.begin(batch, job)
    for shard in network.filledShards { setInitialStates(shard) }
  }

  private func setInitialStates(_ shard: Shard) {
    for (k, hidden) in model.architecture.hidden.enumerated() {
      let layer = shard.layers[k]
      for (name, block) in [("h", layer.hiddenStates), ("c", layer.cellStates)]
      where block.count > 0 {
        let count = shard.pass.rows * hidden
        block.pointer.update(repeating: 0, count: count)
        if case .floats(let values) = initialStates["initial_\(name)_l\(k)"]?.values {
          for i in 0..<count { block.pointer[i] = values[shard.firstColumn * hidden + i] }
        }
      }
    }
  }

  // MARK: what is written

  private func passForward(into out: inout TensorFile) {
    begin(Network.Job())
    network.perform(Network.Phase.evaluation)
    let a = model.architecture
    let (steps, size) = (batch.timeSteps, batch.size)
    out.tensors["loss"] = .init([1], [Float(network.meanLoss.loss)])
    let outputs = gather(steps: a.head == .every ? steps : 1, width: a.outputs) {
      UnsafePointer($0.outputs.pointer)
    }
    out.tensors["outputs"] = .init(
      a.head == .every ? [steps, size, a.outputs] : [size, a.outputs], outputs)
    for (k, hidden) in a.hidden.enumerated() {
      var states = [("h", gather(width: hidden) { UnsafePointer($0.hiddenStates(k)) })]
      if network.cell.hasCellState {
        states.append(("c", gather(width: hidden) { UnsafePointer($0.cellStates(k)) }))
      }
      for (name, values) in states {
        out.tensors["\(name)_l\(k)"] = .init([steps, size, hidden], values)
        var final: [Float] = []
        for b in 0..<size {
          let row = (Int(batch.lengths.pointer[b]) - 1) * size + b
          final += values[row * hidden..<(row + 1) * hidden]
        }
        out.tensors["final_\(name)_l\(k)"] = .init([size, hidden], final)
      }
      let width = network.cell.gates.count * hidden
      let gates = gather(width: width) { UnsafePointer($0.layers[k].gates.pointer) }
      for (g, letter) in network.cell.gates.enumerated() where network.cell.gates.count > 1 {
        var values: [Float] = []
        values.reserveCapacity(steps * size * hidden)
        for row in 0..<steps * size {
          values += gates[row * width + g * hidden..<row * width + (g + 1) * hidden]
        }
        out.tensors["gate_\(letter)_l\(k)"] = .init([steps, size, hidden], values)
      }
    }
  }

  private func passBack(into out: inout TensorFile) {
    var job = Network.Job()
    job.kind = .training
    job.wantsInputGradient = true
    begin(job)
    network.perform(Network.Phase.gradient)
    for slice in network.layout.slices {
      out.tensors["grad.\(slice.name)"] = .init(
        slice.shape, Array(network.gradients.values[slice.range]))
    }
    let a = model.architecture
    if a.vocabulary == 0 {
      out.tensors["grad.inputs"] = .init(
        [batch.timeSteps, batch.size, a.input],
        gather(width: a.input) { UnsafePointer($0.layers[0].inputGradient.pointer) })
    }
    for k in a.hidden.indices {
      out.tensors["grad_h_norm_l\(k)"] = norms { $0.layers[k].hiddenSquares }
      if network.cell.hasCellState {
        out.tensors["grad_c_norm_l\(k)"] = norms { $0.layers[k].cellSquares }
      }
    }
  }

  private func optimize(_ how: Optimization, into out: inout TensorFile) {
    let moments = (0..<how.optimizer.momentCount).map { _ in
      FloatBlock(count: network.layout.count)
    }
    var losses: [Float] = []
    var job = Network.Job()
    job.kind = .training
    job.plan = how.regularization.plan(for: network.layout)
    for step in 1...max(1, how.steps) {
      begin(job)
      network.perform(Network.Phase.gradient)
      let (norm, penalty) = network.gradientNorm
      losses.append(Float(network.meanLoss.loss + penalty))
      network.nextUpdate = Network.Update(
        optimizer: how.optimizer, options: how.options, moments: moments, rate: how.rate,
        step: step, gradientScale: job.plan.gradientScale(norm: norm))
      network.perform(Network.Phase.step)
    }
    out.tensors["losses"] = .init([losses.count], losses)
    for slice in network.layout.slices {
      out.tensors["updated.\(slice.name)"] = .init(
        slice.shape, Array(network.weights.values[slice.range]))
    }
  }

  /// [T, B, width] from the shards' [T, S, width].
  private func gather(
    steps: Int? = nil, width: Int, _ from: (Shard) -> UnsafePointer<Float>
  ) -> [Float] {
    let steps = steps ?? batch.timeSteps
    var values = [Float](repeating: 0, count: steps * batch.size * width)
    for shard in network.filledShards {
      let source = from(shard)
      let run = shard.pass.rows * width
      for t in 0..<steps {
        let to = (t * batch.size + shard.firstColumn) * width
        for i in 0..<run { values[to + i] = source[t * run + i] }
      }
    }
    return values
  }

  private func norms(_ squares: (Shard) -> Block<Double>) -> TensorFile.Tensor {
    var sums = [Double](repeating: 0, count: batch.timeSteps)
    for shard in network.filledShards {
      let block = squares(shard)
      for t in 0..<batch.timeSteps {
        for s in 0..<shard.pass.rows { sums[t] += block.pointer[t * shard.pass.rows + s] }
      }
    }
    return .init([batch.timeSteps], sums.map { Float($0.squareRoot()) })
  }
}

extension Network {
  /// The shards that hold a part of the last batch.
  fileprivate var filledShards: ArraySlice<Shard> { shards.prefix(shardsInUse) }
}
