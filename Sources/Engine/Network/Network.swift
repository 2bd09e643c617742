/// A recurrent network: embedding, stack, attention, and a head on the last step or on every one,
/// with all the memory of a training step.
package final class Network: Model, @unchecked Sendable {
  package let architecture: Architecture
  package let cell: any RecurrentCell
  package let loss: any Loss.Type
  package let parameters: Parameters
  package let places: NetworkSlices
  package let shards: [Shard]
  package let maxTimeSteps: Int
  private let maxBatch: Int
  // By shard, as its parts ask for them.
  private let stackShards: [StackWorkspace]
  private let headShards: [HeadWorkspace]

  let stack: RecurrentStack
  let attention: Attention?
  let head: OutputHead
  private let gradientTasks: [GradientTask]

  // What is being done now; set by `begin`, read by the tasks.
  private(set) var job = PassJob()
  private(set) var batch: Batch?
  /// Shards that hold a part of the last batch.
  package private(set) var shardsInUse = 0
  private(set) var divisors = LossDivisors()

  /// Rows of one weight gradient: a task of a fixed size, summed over all shards in order.
  private enum GradientTask {
    case stack(RecurrentStack.GradientTask)
    case attention(Range<Int>)
    case head(Range<Int>)
  }

  /// - Parameters:
  ///   - timeSteps, batch: the largest that will be passed.
  /// - Precondition: names of cell and loss are in their registries, sizes are at least 1.
  package init(_ architecture: Architecture, timeSteps: Int, batch: Int) {
    guard let cell = architecture.recurrentCell, let loss = LossRegistry.named(architecture.loss)
    else { preconditionFailure("cell and loss must be in their registries") }
    precondition(!architecture.hidden.isEmpty && timeSteps > 0 && batch > 0, "sizes must be > 0")
    self.architecture = architecture
    maxTimeSteps = timeSteps
    maxBatch = batch
    self.cell = cell
    self.loss = loss
    let layout = ParameterLayout(architecture, cell: cell)
    parameters = Parameters(layout)
    let places = NetworkSlices(layout, architecture, cell: cell)
    self.places = places
    let shape = architecture.stack
    stack = RecurrentStack(
      "rnn", shape, cell: cell, slices: places.layers, embedding: places.embedding)
    attention = Attention(architecture, slices: places.attention)
    let head = OutputHead(
      weight: places.headWeight, bias: places.headBias, loss: loss,
      hasTanh: architecture.headActivation == .tanh)
    self.head = head
    shards = stride(from: 0, to: batch, by: Shard.maxRows).map { first in
      Shard(
        architecture, cell: cell, head, timeSteps: timeSteps,
        rows: min(Shard.maxRows, batch - first))
    }
    stackShards = shards.map(\.stack)
    headShards = shards.map(\.head)
    let top = shape.columnsOfTop
    gradientTasks =
      RecurrentStack.gradientTasks(shape, cell: cell).map { .stack($0) }
      + (architecture.attention == .none
        ? [] : rowTiles(top, by: gradientTileRows(columns: top)).map { .attention($0) })
      + rowTiles(architecture.outputs, by: 64).map { .head($0) }
  }

  // MARK: phases

  package func begin(_ batch: Batch, _ job: PassJob) {
    precondition(
      batch.size <= maxBatch && batch.timeSteps <= maxTimeSteps,
      "the network was made for smaller batches")
    let before = sum
    self.job = job
    self.batch = batch
    shardsInUse = (batch.size + Shard.maxRows - 1) / Shard.maxRows
    let noise = NoiseSource(job, batch)
    parameters.begin(job.plan, noise)
    head.begin(job.plan, noise)
    var (terms, lastTerms) = (0.0, 0.0)
    for (i, shard) in shards.prefix(shardsInUse).enumerated() {
      if job.states == .continued { shard.stack.continueStates() }
      let first = i * Shard.maxRows
      shard.load(batch, firstColumn: first, rows: min(Shard.maxRows, batch.size - first))
      shard.head.part.terms = head.countedTerms(shard.head)
      terms += shard.head.part.terms
      if passesLastStepBack { lastTerms += head.countedTermsOfLastStep(shard.head, shard.pass) }
      shard.head.make(dropout: job.plan.headDropout > 0, lastGradient: spreadsLastGradient)
    }
    divisors.begin(part: job.part, before: before, terms: terms)
    divisors.lastStep = LossDivisors.divisor(lastTerms)
    stack.begin(job, noise, places: batch.timeSteps * batch.size, stacksInUse)
  }

  package func taskCount(_ phase: PassPhase) -> Int {
    switch phase {
    case .weightNoise: return job.plan.hasWeightNoise ? parameters.chunks.count : 0
    case .noisyPack: return job.plan.hasWeightNoise ? packTasks : 0
    case .wordProducts: return stack.needsWordProducts ? stack.wordTasks : 0
    case .pass: return shardsInUse
    case .weightGradients: return gradientTasks.count
    case .embeddingGradient: return stack.embeddingTasks
    case .adversarialPass, .adversarialWeightGradients, .adversarialEmbeddingGradient:
      return job.plan.adversarial > 0 ? taskCount(phase.ofCleanInputs) : 0
    case .norms, .update: return parameters.chunks.count
    case .pack: return packTasks
    }
  }

  package func perform(_ phase: PassPhase, task: Int) {
    let adds = job.part > 0
    switch phase {
    case .weightNoise: parameters.addNoise(chunk: task)
    case .noisyPack: pack(task, from: parameters.inUse)
    case .wordProducts: stack.computeWordProducts(task, parameters.inUse)
    case .pass: run(shards[task])
    case .weightGradients: computeGradient(gradientTasks[task], accumulate: adds)
    case .embeddingGradient: computeEmbeddingGradient(task, accumulate: adds)
    case .adversarialPass: runAdversarially(shards[task])
    case .adversarialWeightGradients: computeGradient(gradientTasks[task], accumulate: true)
    case .adversarialEmbeddingGradient: computeEmbeddingGradient(task, accumulate: true)
    case .norms: parameters.computeNorm(chunk: task, factor: adds ? divisors.meanOfParts : nil)
    case .update: parameters.update(chunk: task)
    case .pack: pack(task, from: UnsafePointer(parameters.weights.pointer))
    }
  }

  // MARK: weights

  package func weightsChanged() {
    for task in 0..<packTasks { pack(task, from: UnsafePointer(parameters.weights.pointer)) }
  }

  private var packTasks: Int { stack.packTasks + 2 }

  private func pack(_ task: Int, from weights: UnsafePointer<Float>) {
    switch task - stack.packTasks {
    case ..<0: stack.pack(task, weights)
    case 0: head.pack(weights)
    default: attention?.pack(weights)
    }
  }

  /// The weights that the passes of this job see.
  package var weightsInUse: UnsafePointer<Float> { parameters.inUse }

  private func computeGradient(_ task: GradientTask, accumulate: Bool) {
    let gradients = parameters.gradients.pointer
    switch task {
    case .stack(let task):
      stack.computeGradient(
        task, stacksInUse, parameters.inUse, into: gradients, accumulate: accumulate)
    case .attention(let rows): computeAttentionGradient(rows, accumulate)
    case .head(let rows):
      head.computeGradient(
        rows, headShards.prefix(shardsInUse), x: { shards[$0].fedToHead }, into: gradients,
        accumulate: accumulate)
    }
  }

  private func computeAttentionGradient(_ rows: Range<Int>, _ accumulate: Bool) {
    for i in 0..<shardsInUse {
      let shard = shards[i]
      guard let w = shard.attention else { continue }
      attention?.addGradient(
        rows: rows, w, states: shard.stack.topOutputs, base: shard.base,
        above: UnsafePointer(shard.head.gradient.pointer), shard.pass,
        into: parameters.gradients.pointer, accumulate: accumulate || i > 0)
    }
  }

  private func computeEmbeddingGradient(_ task: Int, accumulate: Bool) {
    stack.computeEmbeddingGradient(
      task, stacksInUse, into: parameters.gradients.pointer, accumulate: accumulate)
  }

  var stacksInUse: ArraySlice<StackWorkspace> { stackShards.prefix(shardsInUse) }

  // MARK: results

  private var sum: LossPart {
    var sum = divisors.earlier
    for head in headShards.prefix(shardsInUse) { sum += head.part }
    return sum
  }

  package var tally: LossTally {
    LossTally(sum: sum, terms: divisors.total, isAdversarial: job.plan.adversarial > 0)
  }

  package var outputs: Outputs {
    Outputs(headShards, inUse: shardsInUse, columns: architecture.outputs)
  }

  package var carriedStates: [[Float]] {
    get { stackShards.flatMap(\.carriedStates) }
    set {
      var rest = newValue[...]
      for shard in stackShards { shard.takeCarriedStates(&rest) }
    }
  }

  package func clearCarriedStates() {
    for shard in stackShards { shard.clearCarriedStates() }
  }
}
