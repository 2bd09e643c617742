import CKernels

/// A recurrent network with its weights, gradients, moments and all the memory of a training step.
///
/// A step is a list of phases; every phase is a number of tasks that may run on any threads, in any
/// order, and each phase needs the one before. Engine knows no thread: the trainer runs the tasks.
/// Sums over tasks are taken in a fixed order, so results have the same bits for any thread count.
package final class Network: @unchecked Sendable {
  package let architecture: Architecture
  package let cell: any RecurrentCell.Type
  package let loss: any Loss.Type
  package let layout: ParameterLayout
  package let weights: FloatBlock
  package let gradients: FloatBlock
  package let shards: [Shard]
  private let maxTimeSteps: Int
  private let maxBatch: Int

  let layers: [any AnyRecurrentLayer]
  let headForward: PanelMatrix
  let headBackward: PanelMatrix
  /// Products of every word with the first layer's input weights [V, G*H], and their derivative;
  /// made when first used.
  private(set) var wordProducts: FloatBlock?
  private(set) var wordGradients: FloatBlock?
  private var wordProductsAreFresh = false

  // What is being done now; set by `begin`, read by the tasks.
  package private(set) var job = Job()
  /// Shards that hold a part of the last batch.
  package private(set) var shardsInUse = 0
  /// Terms that the mean loss divides by.
  private(set) var terms = 1
  let gradientTasks: [GradientTask]
  let chunks: [Range<Int>]
  /// By chunk: sums of squares of the gradient, and the penalty.
  let chunkSquares: Block<Double>
  let chunkPenalties: Block<Double>

  /// What a pass is for.
  package struct Job {
    package enum Kind: Sendable { case training, evaluation }
    package var kind = Kind.evaluation
    package var plan = StepPlan(slices: 0)
    /// Makes every dropout mask, together with `step`.
    package var seed: UInt64 = 0
    package var step = 0
    /// Also pass the last step's loss alone back (only where the loss is taken at every step).
    package var passesLastStepBack = false
    package var wantsInputGradient = false
    /// Start from the states that the batch before ended with.
    package var carriesStates = false
    /// The initial states were set by the caller.
    package var keepsInitialStates = false

    package init() {}
  }

  /// - Parameters:
  ///   - timeSteps, batch: the largest that will be passed.
  /// - Precondition: names of cell and loss are in their registries, sizes are at least 1.
  package init(_ architecture: Architecture, timeSteps: Int, batch: Int) {
    guard let cell = CellRegistry.named(architecture.cell),
      let loss = LossRegistry.named(architecture.loss)
    else { preconditionFailure("cell and loss must be in their registries") }
    precondition(!architecture.hidden.isEmpty && timeSteps > 0 && batch > 0, "sizes must be > 0")
    self.architecture = architecture
    maxTimeSteps = timeSteps
    maxBatch = batch
    self.cell = cell
    self.loss = loss
    let layout = ParameterLayout(architecture, gates: cell.gates.count)
    self.layout = layout
    weights = FloatBlock(count: layout.count)
    gradients = FloatBlock(count: layout.count)
    layers = architecture.hidden.indices.map { k in
      Self.makeLayer(
        cell, hidden: architecture.hidden[k], columnsFed: architecture.columnsFed(to: k),
        slices: layout.layers[k])
    }
    let last = architecture.hidden[architecture.hidden.count - 1]
    headForward = PanelMatrix(depth: last, columns: architecture.outputs)
    headBackward = PanelMatrix(depth: architecture.outputs, columns: last)
    shards = stride(from: 0, to: batch, by: Shard.maxRows).map { first in
      Shard(
        architecture, cell: cell, timeSteps: timeSteps, rows: min(Shard.maxRows, batch - first))
    }
    gradientTasks = GradientTask.all(architecture, gates: cell.gates.count)
    chunks = stride(from: 0, to: layout.count, by: 16384).map {
      $0..<min($0 + 16384, layout.count)
    }
    chunkSquares = Block(count: chunks.count)
    chunkPenalties = Block(count: chunks.count)
  }

  private static func makeLayer<C: RecurrentCell>(
    _ cell: C.Type, hidden: Int, columnsFed: Int, slices: ParameterLayout.LayerSlices
  ) -> any AnyRecurrentLayer {
    RecurrentLayer<C>(hidden: hidden, columnsFed: columnsFed, slices: slices)
  }

  // MARK: phases

  package enum Phase: Int, CaseIterable, Sendable {
    case wordProducts
    case pass
    case weightGradients
    case embeddingGradient
    case norms
    case update
    case pack

    /// From the batch to the gradient and its norm.
    package static let gradient: [Phase] = [
      .wordProducts, .pass, .weightGradients, .embeddingGradient, .norms,
    ]
    /// From the gradient to the next weights; between the two the caller may look and decide.
    package static let step: [Phase] = [.update, .pack]
    package static let evaluation: [Phase] = [.wordProducts, .pass]
  }

  /// Prepares a pass over a batch.
  package func begin(_ batch: Batch, _ job: Job) {
    precondition(
      batch.size <= maxBatch && batch.timeSteps <= maxTimeSteps,
      "the network was made for smaller batches")
    self.job = job
    self.batch = batch
    shardsInUse = (batch.size + Shard.maxRows - 1) / Shard.maxRows
    var targetRows = 0
    for (i, shard) in shards.prefix(shardsInUse).enumerated() {
      if job.carriesStates { shard.carryStates() }
      let first = i * Shard.maxRows
      shard.load(batch, firstColumn: first, rows: min(Shard.maxRows, batch.size - first))
      targetRows += shard.targetRows
    }
    terms = max(1, targetRows) * loss.terms(outputs: architecture.outputs)
    if usesWordProducts && wordProducts == nil {
      wordProducts = FloatBlock(count: architecture.vocabulary * layers[0].width)
      wordGradients = FloatBlock(count: architecture.vocabulary * layers[0].width)
    }
  }

  private(set) var batch: Batch?

  /// True where the first layer's input product is taken once per word: when there are clearly
  /// fewer words than places, and each place sees its word undisturbed.
  var usesWordProducts: Bool {
    guard architecture.vocabulary > 0, let batch else { return false }
    return architecture.vocabulary * 2 <= batch.timeSteps * batch.size
      && job.plan.inputDropout == 0
  }

  package func taskCount(_ phase: Phase) -> Int {
    switch phase {
    case .wordProducts: return usesWordProducts && !wordProductsAreFresh ? wordTasks : 0
    case .pass: return shardsInUse
    case .weightGradients: return gradientTasks.count
    case .embeddingGradient:
      guard architecture.vocabulary > 0 else { return 0 }
      return usesWordProducts ? wordTasks : embeddingColumnTasks
    case .norms: return chunks.count
    case .update: return chunks.count
    case .pack: return packTasks
    }
  }

  package func perform(_ phase: Phase, task: Int) {
    switch phase {
    case .wordProducts: computeWordProducts(task)
    case .pass: run(shards[task])
    case .weightGradients: computeGradient(gradientTasks[task])
    case .embeddingGradient: computeEmbeddingGradient(task)
    case .norms: computeNorm(task)
    case .update: update(chunk: task)
    case .pack: pack(task)
    }
  }

  /// Runs phases on the calling thread alone.
  package func perform(_ phases: [Phase]) {
    for phase in phases {
      for task in 0..<taskCount(phase) { perform(phase, task: task) }
    }
  }

  // MARK: results

  /// The mean loss of the last pass, and the rows answered right.
  package var meanLoss: (loss: Double, correct: Int, rows: Int) {
    var total = LossSum()
    var rows = 0
    for shard in shards.prefix(shardsInUse) {
      total += shard.loss
      rows += shard.targetRows
    }
    return (total.sum / Double(terms), total.correct, rows)
  }

  /// The norm of the whole gradient before clipping, penalties included, and the penalty's value.
  package var gradientNorm: (norm: Double, penalty: Double) {
    var squares = 0.0
    var penalty = 0.0
    for i in chunks.indices {
      squares += chunkSquares.pointer[i]
      penalty += chunkPenalties.pointer[i]
    }
    return (squares.squareRoot(), penalty)
  }

  // MARK: update

  /// How the next `.update` phase changes the weights.
  package struct Update {
    package var optimizer: any Optimizer.Type
    package var options: OptimizerOptions
    package var moments: [FloatBlock]
    package var rate: Float
    /// The update's number, from 1.
    package var step: Int
    package var gradientScale: Float

    package init(
      optimizer: any Optimizer.Type, options: OptimizerOptions, moments: [FloatBlock], rate: Float,
      step: Int, gradientScale: Float
    ) {
      self.optimizer = optimizer
      self.options = options
      self.moments = moments
      self.rate = rate
      self.step = step
      self.gradientScale = gradientScale
    }
  }

  package var nextUpdate: Update?

  /// Must follow every change of weights from outside.
  package func weightsChanged() {
    for task in 0..<packTasks { pack(task) }
  }

  var packTasks: Int { layers.count * 4 + 1 }

  private func pack(_ task: Int) {
    // One task alone writes it: the others may run at the same time.
    if task == 0 { wordProductsAreFresh = false }
    if task < layers.count * 4 {
      layers[task / 4].pack(UnsafePointer(weights.pointer), part: task % 4)
    } else {
      let head = weights.pointer + layout.headWeight.range.lowerBound
      headForward.pack(transposed: head)
      headBackward.pack(head)
    }
  }

  private func update(chunk: Int) {
    guard let u = nextUpdate else { return }
    let range = chunks[chunk]
    let start = range.lowerBound
    u.optimizer.update(
      OptimizerPart(
        count: range.count, weights: weights.pointer + start,
        gradients: gradients.pointer + start, gradientScale: u.gradientScale,
        moments: (
          u.moments.first.map { $0.pointer + start },
          u.moments.count > 1 ? u.moments[1].pointer + start : nil
        ), rate: u.rate, step: u.step), u.options)
  }

  // MARK: words

  var wordTasks: Int { (architecture.vocabulary + 63) / 64 }

  private func computeWordProducts(_ task: Int) {
    guard let embedding = layout.embedding, let wordProducts else { return }
    let first = task * 64
    let rows = min(64, architecture.vocabulary - first)
    layers[0].inputProducts(
      rows: rows, weights.pointer + embedding.range.lowerBound + first * architecture.input,
      into: wordProducts.pointer + first * layers[0].width)
    if first + rows == architecture.vocabulary { wordProductsAreFresh = true }
  }
}
