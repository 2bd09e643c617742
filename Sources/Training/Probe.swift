import Datasets
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
  let architecture: Architecture
  let path: String
  let network: Network
  let batch: Batch
  private let initialStates: [String: TensorFile.Tensor]

  /// - Parameter file: `inputs`, `targets`, optionally `lengths` and initial states.
  package init(_ model: ModelFile, batch file: TensorFile, path: String) throws(ModelFileError) {
    guard case .network(let architecture) = model.architecture else {
      throw .preparation(
        path: path,
        reason:
          "the model is an encoder-decoder, and probe passes batches through networks that answer in "
          + "place only; `evaluate` scores it, `predict` gives its answers")
    }
    self.model = model
    self.architecture = architecture
    self.path = path
    let reader = ProbeBatchReader(architecture: architecture, file: file, path: path)
    batch = try reader.batch()
    initialStates = try reader.initialStates(
      hasCellState: architecture.recurrentCell?.hasCellState ?? false)
    // What is written is held beside the network, and once more as the file's bytes.
    let needed =
      2 * Memory.needed(architecture, timeSteps: batch.timeSteps, batch: batch.size)
    let available = AvailableMemory.now.bytes
    guard needed <= available else {
      throw .tensor(
        path: path, name: "inputs",
        reason: "asks for about \(Memory.text(needed)) of memory with this model; "
          + "\(Memory.text(available)) are available")
    }
    do {
      try Memory.require(needed)
    } catch {
      throw .tensor(path: path, name: "inputs", reason: error.description)
    }
    network = Network(architecture, timeSteps: batch.timeSteps, batch: batch.size)
  }

  package func run(_ optimization: Optimization?) -> TensorFile {
    network.take(weights: model.weights)
    var out = TensorFile()
    passForward(into: &out)
    passBack(into: &out)
    if let optimization { optimize(optimization, into: &out) }
    return out
  }

  private func begin(_ job: PassJob) {
    var job = job
    job.states = .given
    if job.plan.l1.isEmpty { job.plan = StepPlan(slices: network.layout.slices.count) }
    network.begin(batch, job)
    for u in 0..<network.recurrenceCount { setInitialState(u) }
  }

  private func setInitialState(_ recurrence: Int) {
    func given(_ name: String) -> [Float]? {
      let key = "initial_\(name)_\(architecture.nameEnd(recurrence))"
      guard case .floats(let values) = initialStates[key]?.values else { return nil }
      return values
    }
    network.recurrence(recurrence).setInitialState(hidden: given("h"), cell: given("c"))
  }

  // MARK: what is written

  private func passForward(into out: inout TensorFile) {
    begin(PassJob())
    network.perform(PassPhase.evaluation)
    let a = architecture
    let (steps, size) = (batch.timeSteps, batch.size)
    out.tensors["loss"] = .init([1], [Float(network.meanLoss.loss)])
    let answers = network.outputs
    let outputs = (0..<(a.head == .every ? steps : 1)).flatMap { step in
      (0..<size).flatMap { Array(answers[column: $0, step: step].values) }
    }
    out.tensors["outputs"] = .init(
      a.head == .every ? [steps, size, a.outputs] : [size, a.outputs], outputs)
    for k in a.hidden.indices {
      let recurrences = (0..<a.directions).map { k * a.directions + $0 }
      writeStates("h", k, recurrences, .hidden, into: &out)
      if network.cell.hasCellState { writeStates("c", k, recurrences, .cell, into: &out) }
      writeGates(k, recurrences, into: &out)
      guard network.cell.outputStage != nil else { continue }
      // A two-stage net's h is not what it puts out.
      out.tensors["o_l\(k)"] = .init(
        [steps, size, a.columnsOut(of: k)],
        joined(recurrences.map { network.recurrence($0).values(.output) }, a.hidden[k]))
    }
    if let attention = network.attentionWeights {
      out.tensors["attention"] = .init(attention.shape, silentPastEnds(attention.values))
    }
  }

  /// A state of all directions side by side, and its value after each one's last step.
  private func writeStates(
    _ name: String, _ k: Int, _ recurrences: [Int], _ quantity: Recurrence.Quantity,
    into out: inout TensorFile
  ) {
    let a = architecture
    let (steps, size, hidden) = (batch.timeSteps, batch.size, a.hidden[k])
    let states = recurrences.map { network.recurrence($0).values(quantity) }
    out.tensors["\(name)_l\(k)"] = .init(
      [steps, size, hidden * states.count], joined(states, hidden))
    for (u, values) in zip(recurrences, states) {
      var final: [Float] = []
      for b in 0..<size {
        let t = u % a.directions == 0 ? Int(batch.lengths.pointer[b]) - 1 : 0
        let row = t * size + b
        final += values[row * hidden..<(row + 1) * hidden]
      }
      out.tensors["final_\(name)_\(a.nameEnd(u))"] = .init([size, hidden], final)
    }
  }

  private func writeGates(_ k: Int, _ recurrences: [Int], into out: inout TensorFile) {
    let gates = network.cell.gates
    guard gates.count > 1 else { return }
    let (steps, size, hidden) = (batch.timeSteps, batch.size, architecture.hidden[k])
    let width = gates.count * hidden
    let all = recurrences.map { network.recurrence($0).values(.gates) }
    for (g, gate) in gates.enumerated() {
      let values = all.map { all -> [Float] in
        var own = [Float](repeating: 0, count: steps * size * hidden)
        // Past its end a sequence has states of 0, and no gates.
        for row in 0..<steps * size where row / size < Int(batch.lengths.pointer[row % size]) {
          for j in 0..<hidden { own[row * hidden + j] = all[row * width + g * hidden + j] }
        }
        return own
      }
      out.tensors["gate_\(gate.letter)_l\(k)"] = .init(
        [steps, size, hidden * values.count], joined(values, hidden))
    }
  }

  /// A query past a sequence's end looks at nothing: [B, T, T], or as it is with one query each.
  private func silentPastEnds(_ weights: [Float]) -> [Float] {
    guard architecture.head == .every else { return weights }
    var weights = weights
    let steps = batch.timeSteps
    for b in 0..<batch.size {
      let row = b * steps + Int(batch.lengths.pointer[b])
      for i in row * steps..<(b + 1) * steps * steps { weights[i] = 0 }
    }
    return weights
  }

  /// Rows of several matrices side by side.
  private func joined(_ parts: [[Float]], _ width: Int) -> [Float] {
    guard parts.count > 1 else { return parts[0] }
    var all: [Float] = []
    all.reserveCapacity(parts.count * parts[0].count)
    for first in stride(from: 0, to: parts[0].count, by: width) {
      for part in parts { all += part[first..<first + width] }
    }
    return all
  }

  private func passBack(into out: inout TensorFile) {
    var job = PassJob()
    job.kind = .training
    job.wantsInputGradient = true
    begin(job)
    network.perform(PassPhase.gradient)
    for slice in network.layout.slices {
      out.tensors["grad.\(slice.name)"] = .init(
        slice.shape, Array(network.gradients.values[slice.range]))
    }
    let a = architecture
    if a.vocabulary == 0 {
      out.tensors["grad.inputs"] = .init(
        [batch.timeSteps, batch.size, a.input],
        network.recurrence(0).inputGradient)
    }
    for k in a.hidden.indices {
      writeNorms("h", k, ofCell: false, into: &out)
      if network.cell.hasCellState { writeNorms("c", k, ofCell: true, into: &out) }
    }
  }

  /// Norms of the derivative with respect to a state of all directions at each step, and of the
  /// backward direction's part alone.
  private func writeNorms(
    _ name: String, _ k: Int, ofCell: Bool, into out: inout TensorFile
  ) {
    let directions = architecture.directions
    let parts = (0..<directions).map { d in
      network.recurrence(k * directions + d).gradientSquares(ofCell: ofCell)
    }
    func norms(_ squares: [Double]) -> TensorFile.Tensor {
      .init([batch.timeSteps], squares.map { Float($0.squareRoot()) })
    }
    out.tensors["grad_\(name)_norm_l\(k)"] = norms(
      (0..<batch.timeSteps).map { t in parts.reduce(0) { $0 + $1[t] } })
    if directions == 2 { out.tensors["grad_\(name)_norm_l\(k)_reverse"] = norms(parts[1]) }
  }

  private func optimize(_ how: Optimization, into out: inout TensorFile) {
    let training = TrainingStep(network, how.optimizer, how.options)
    var losses: [Float] = []
    var job = PassJob()
    job.kind = .training
    job.plan = how.regularization.plan(for: network.layout)
    for step in 1...max(1, how.steps) {
      begin(job)
      let gradient = training.finish(job.plan, rate: how.rate, number: step) {
        network.perform($0)
      }
      losses.append(Float(gradient.loss + gradient.penalty))
    }
    out.tensors["losses"] = .init([losses.count], losses)
    for slice in network.layout.slices {
      out.tensors["updated.\(slice.name)"] = .init(
        slice.shape, Array(network.weights.values[slice.range]))
    }
  }
}
