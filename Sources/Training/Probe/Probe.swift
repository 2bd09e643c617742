import Datasets
import Engine
import Telemetry

/// One forward and backward pass of a model over a given batch, with all intermediate values; and,
/// on request, some optimizer steps on that batch.
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

  private let file: ModelFile
  private let model: any Model
  private let batch: Batch
  private let parts: [Part]
  private let initialStates: [String: TensorFile.Tensor]

  /// One stack of the model, with the names of its tensors.
  private struct Part {
    /// "", "encoder.", "decoder."
    let prefix: String
    let shape: StackShape
    let cell: any RecurrentCell
    /// The index of its first recurrence in the model.
    let first: Int
    /// Valid steps of every sequence.
    let lengths: Block<Int32>
    let timeSteps: Int
  }

  /// - Parameter batch: `inputs`, `targets`, optionally `lengths` and initial states; for an
  ///   encoder-decoder `source` and `target`, optionally `source_lengths` and `target_lengths`.
  package init(_ file: ModelFile, batch tensors: TensorFile, path: String) throws(ModelFileError) {
    self.file = file
    let reader = ProbeBatchReader(architecture: file.architecture, file: tensors, path: path)
    let batch = try reader.batch()
    self.batch = batch
    initialStates = try reader.initialStates()
    // The output is held next to the model, and once more as the file's bytes.
    let needed =
      2
      * MemoryEstimate.needed(
        file.architecture, timeSteps: batch.timeSteps, targetSteps: batch.targetSteps,
        batch: batch.size)
    let available = AvailableMemory.now.bytes
    let name = reader.names.inputs
    guard needed <= available else {
      throw .tensor(
        path: path, name: name,
        reason: "needs about \(Numbers.memory(needed)) of memory with this model; "
          + "\(Numbers.memory(available)) are available")
    }
    do {
      try MemoryEstimate.require(needed)
    } catch {
      throw .tensor(path: path, name: name, reason: error.description)
    }
    let model = file.architecture.makeModel(
      timeSteps: batch.timeSteps, targetSteps: batch.targetSteps, batch: batch.size)
    self.model = model
    var first = 0
    parts = file.architecture.namedStacks.map { prefix, shape in
      defer { first += shape.recurrences }
      let isDecoder = prefix == ModelArchitecture.decoderPrefix
      return Part(
        prefix: prefix, shape: shape, cell: model.recurrence(first).cell, first: first,
        lengths: isDecoder
          ? batch.targetLengths : Self.recurrentLengths(batch, file.architecture),
        timeSteps: isDecoder
          ? batch.targetSteps : file.architecture.recurrentSteps(batch.timeSteps))
    }
  }

  /// The steps of each sequence that its first recurrent layers see.
  private static func recurrentLengths(
    _ batch: Batch, _ architecture: ModelArchitecture
  ) -> Block<Int32> {
    let lengths = Block<Int32>(count: batch.size)
    for b in 0..<batch.size {
      lengths.pointer[b] = Int32(architecture.recurrentSteps(Int(batch.lengths.pointer[b])))
    }
    return lengths
  }

  package func run(_ optimization: Optimization?) -> TensorFile {
    model.take(weights: file.weights)
    var out = TensorFile()
    passForward(into: &out)
    passBack(into: &out)
    if let optimization { optimize(optimization, into: &out) }
    return out
  }

  private func begin(_ job: PassJob) {
    var job = job
    if !initialStates.isEmpty { job.states = .given }
    if job.plan.l1.isEmpty { job.plan = StepPlan(slices: model.layout.slices.count) }
    model.begin(batch, job)
    guard !initialStates.isEmpty, let part = parts.first else { return }
    for place in 0..<part.shape.recurrences {
      func given(_ name: String) -> [Float]? {
        let key = "initial_\(name)_\(part.shape.nameEnd(place))"
        guard case .floats(let values) = initialStates[key]?.values else { return nil }
        return values
      }
      model.recurrence(place).setInitialState(hidden: given("h"), cell: given("c"))
    }
  }

  /// The recurrences of a part after the last pass.
  private func recurrences(_ part: Part, _ layer: Int) -> [Recurrence] {
    (0..<part.shape.directions).map {
      model.recurrence(part.first + layer * part.shape.directions + $0)
    }
  }

  // MARK: output

  private func passForward(into out: inout TensorFile) {
    begin(PassJob())
    model.perform(PassPhase.evaluation)
    out.tensors["loss"] = .init([1], [Float(model.meanLoss.loss)])
    writeOutputs(into: &out)
    if let convolved = model.convolvedSteps, let part = parts.first {
      out.tensors["convolution"] = .init(
        [part.timeSteps, batch.size, part.shape.input], convolved.values)
    }
    for part in parts {
      for k in part.shape.hidden.indices {
        writeStates("h", part, k, .hidden, into: &out)
        if part.cell.hasCellState { writeStates("c", part, k, .cell, into: &out) }
        writeGates(part, k, into: &out)
        guard part.cell.outputStage != nil else { continue }
        // The h of a two-stage net is not its output.
        out.tensors["\(part.prefix)o_l\(k)"] = .init(
          [part.timeSteps, batch.size, part.shape.columnsOut(of: k)],
          joined(recurrences(part, k).map { $0.values(.output) }, part.shape.hidden[k]))
      }
    }
    if let attention = model.attentionWeights {
      out.tensors["attention"] = .init(attention.shape, silentPastEnds(attention))
    }
  }

  private func writeOutputs(into out: inout TensorFile) {
    let steps = file.architecture.answersEveryStep ? answeredSteps : nil
    let (size, columns) = (batch.size, file.architecture.outputs)
    let answers = model.outputs
    let outputs = (0..<(steps ?? 1)).flatMap { step in
      (0..<size).flatMap { Array(answers[column: $0, step: step].values) }
    }
    out.tensors["outputs"] = .init(
      steps.map { [$0, size, columns] } ?? [size, columns], outputs)
  }

  /// Lengths of the answers: the target's if there is one.
  private var answeredSteps: Int {
    switch file.architecture {
    case .network: file.architecture.recurrentSteps(batch.timeSteps)
    case .encoderDecoder: batch.targetSteps
    }
  }

  /// A state with all directions side by side, and its value after the last step of each.
  private func writeStates(
    _ name: String, _ part: Part, _ k: Int, _ quantity: Recurrence.Quantity,
    into out: inout TensorFile
  ) {
    let (size, hidden) = (batch.size, part.shape.hidden[k])
    let states = recurrences(part, k).map { $0.values(quantity) }
    out.tensors["\(part.prefix)\(name)_l\(k)"] = .init(
      [part.timeSteps, size, hidden * states.count], joined(states, hidden))
    for (direction, values) in states.enumerated() {
      var final: [Float] = []
      for b in 0..<size {
        let t = direction == 0 ? Int(part.lengths.pointer[b]) - 1 : 0
        let row = t * size + b
        final += values[row * hidden..<(row + 1) * hidden]
      }
      let end = part.shape.nameEnd(k * part.shape.directions + direction)
      out.tensors["\(part.prefix)final_\(name)_\(end)"] = .init([size, hidden], final)
    }
  }

  private func writeGates(_ part: Part, _ k: Int, into out: inout TensorFile) {
    let gates = part.cell.gates
    guard gates.count > 1 else { return }
    let (steps, size, hidden) = (part.timeSteps, batch.size, part.shape.hidden[k])
    let width = gates.count * hidden
    let all = recurrences(part, k).map { $0.values(.gates) }
    for (g, gate) in gates.enumerated() {
      let values = all.map { all -> [Float] in
        var own = [Float](repeating: 0, count: steps * size * hidden)
        // After its end, a sequence has states of 0 and no gates.
        for row in 0..<steps * size where row / size < Int(part.lengths.pointer[row % size]) {
          for j in 0..<hidden { own[row * hidden + j] = all[row * width + g * hidden + j] }
        }
        return own
      }
      out.tensors["\(part.prefix)gate_\(gate.letter)_l\(k)"] = .init(
        [steps, size, hidden * values.count], joined(values, hidden))
    }
  }

  /// Queries after a sequence's end look at nothing: [B, queries, T], or unchanged with one query
  /// each.
  private func silentPastEnds(_ attention: AttentionWeights) -> [Float] {
    var weights = attention.values
    let lengths: Block<Int32>
    switch attention.queries {
    case .last: return weights
    case .causal: lengths = parts[0].lengths
    case .target: lengths = batch.targetLengths
    }
    let (queries, steps) = (attention.shape[1], attention.timeSteps)
    for b in 0..<batch.size {
      let row = b * queries + Int(lengths.pointer[b])
      for i in row * steps..<(b + 1) * queries * steps { weights[i] = 0 }
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
    model.perform(PassPhase.gradient)
    for slice in model.layout.slices {
      out.tensors["grad.\(slice.name)"] = .init(
        slice.shape, Array(model.gradients.values[slice.range]))
    }
    let a = file.architecture
    if a.vocabulary == 0 {
      out.tensors["grad.\(ProbeBatchReader.Names(a).inputs)"] = .init(
        [batch.timeSteps, batch.size, a.input],
        model.convolvedSteps?.inputGradient ?? model.recurrence(0).inputGradient)
    }
    if let convolved = model.convolvedSteps {
      let norms = convolved.gradientSquares.map { Float($0.squareRoot()) }
      out.tensors["grad_convolution_norm"] = .init([norms.count], norms)
    }
    for part in parts {
      for k in part.shape.hidden.indices {
        writeNorms("h", part, k, ofCell: false, into: &out)
        if part.cell.hasCellState { writeNorms("c", part, k, ofCell: true, into: &out) }
      }
    }
  }

  /// Norms of the derivative with respect to a state of all directions at each step, and of the
  /// backward direction's part alone.
  private func writeNorms(
    _ name: String, _ part: Part, _ k: Int, ofCell: Bool, into out: inout TensorFile
  ) {
    let squares = recurrences(part, k).map { $0.gradientSquares(ofCell: ofCell) }
    func norms(_ squares: [Double]) -> TensorFile.Tensor {
      .init([part.timeSteps], squares.map { Float($0.squareRoot()) })
    }
    let key = "\(part.prefix)grad_\(name)_norm_l\(k)"
    out.tensors[key] = norms(
      (0..<part.timeSteps).map { t in squares.reduce(0) { $0 + $1[t] } })
    if squares.count == 2 { out.tensors[key + "_reverse"] = norms(squares[1]) }
  }

  private func optimize(_ how: Optimization, into out: inout TensorFile) {
    let training = TrainingStep(model, how.optimizer, how.options)
    var losses: [Float] = []
    var job = PassJob()
    job.kind = .training
    job.plan = how.regularization.plan(for: model.layout)
    for step in 1...max(1, how.steps) {
      begin(job)
      let gradient = training.finish(job.plan, rate: how.rate, number: step) {
        model.perform($0)
      }
      losses.append(Float(gradient.loss + gradient.penalty))
    }
    out.tensors["losses"] = .init([losses.count], losses)
    for slice in model.layout.slices {
      out.tensors["updated.\(slice.name)"] = .init(
        slice.shape, Array(model.weights.values[slice.range]))
    }
  }
}
