import CKernels

/// A recurrent network with its weights, gradients, moments and all the memory of a training step.
///
/// A step is a list of phases; every phase is a number of tasks that may run on any threads, in any
/// order, and each phase needs the one before. Engine knows no thread: the trainer runs the tasks.
/// Sums over tasks are taken in a fixed order, so results have the same bits for any thread count.
package final class Network: @unchecked Sendable {
  package let architecture: Architecture
  package let cell: any RecurrentCell
  package let loss: any Loss.Type
  package let layout: ParameterLayout
  package let weights: FloatBlock
  package let gradients: FloatBlock
  package let shards: [Shard]
  package let maxTimeSteps: Int
  private let maxBatch: Int

  /// By recurrence: layer 0 forward, layer 0 backward, layer 1 forward ...
  let layers: [any AnyRecurrentLayer]
  let attention: Attention?
  let headForward: PanelMatrix
  let headBackward: PanelMatrix
  /// Products of every word with the first layer's input weights [1 + V, G*H], by direction, and
  /// their derivative; made when first used. The first row is that of no word: its product is 0.
  private(set) var wordProducts: [FloatBlock] = []
  private(set) var wordGradients: [FloatBlock] = []
  var wordProductsAreFresh = false
  /// Weights with noise; made by `begin` for the first step that asks for it.
  var noisyWeights = FloatBlock(count: 0)

  // What is being done now; set by `begin`, read by the tasks.
  package private(set) var job = Job()
  private(set) var batch: Batch?
  /// Shards that hold a part of the last batch.
  package private(set) var shardsInUse = 0
  /// Terms of the first batch of this gradient, by which every pass divides, and of all of them; with
  /// class weights the sum of those of all targets in their place.
  private(set) var firstTerms = 1.0
  private(set) var totalTerms = 1.0
  /// The same of the last step alone.
  private(set) var lastStepTerms = 1.0
  /// Sums of the batches of this gradient before the last one.
  private var earlier = Totals()
  let gradientTasks: [GradientTask]
  let chunks: [Range<Int>]
  /// By chunk: sums of squares of the gradient, and the penalty.
  let chunkSquares: Block<Double>
  /// The same once its entries are clipped, where they are.
  let chunkClippedSquares: Block<Double>
  let chunkPenalties: Block<Double>
  /// By slice: true where the weights are held still.
  package private(set) var isFrozen: [Bool]

  /// What a pass is for.
  package struct Job {
    package enum Kind: Sendable { case training, evaluation }
    /// The states before the first step.
    package enum States: Sendable {
      case zero
      /// Set by the caller.
      case given
      /// Those that the pass before ended with.
      case continued
      /// Those that were kept, and the last ones are kept for the next batch of the stream.
      case carried
    }
    package var kind = Kind.evaluation
    package var plan = StepPlan(slices: 0)
    /// Makes every random mask, together with `step`.
    package var seed: UInt64 = 0
    package var step = 0
    /// Also pass the last step's loss alone back (only where the loss is taken at every step).
    package var passesLastStepBack = false
    /// Also count what gates and units do.
    package var wantsStatistics = false
    package var wantsInputGradient = false
    package var states = States.zero
    /// The number of this batch among those whose gradients are added up; from 0.
    package var part = 0

    package init() {}
  }

  private struct Totals {
    var loss = LossSum()
    var adversarial = LossSum()
    var rows = 0
    var terms = 0.0
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
    self.layout = layout
    weights = FloatBlock(count: layout.count)
    gradients = FloatBlock(count: layout.count)
    isFrozen = Array(repeating: false, count: layout.slices.count)
    layers = layout.layers.enumerated().map { u, slices in
      let k = u / architecture.directions
      return Self.makeLayer(
        cell, hidden: architecture.hidden[k], columnsFed: architecture.columnsFed(to: k),
        slices: slices)
    }
    attention = Attention(architecture, slices: layout.attention)
    let top = architecture.columnsOfTop
    headForward = PanelMatrix(depth: top, columns: architecture.outputs)
    headBackward = PanelMatrix(depth: architecture.outputs, columns: top)
    shards = stride(from: 0, to: batch, by: Shard.maxRows).map { first in
      Shard(
        architecture, cell: cell, timeSteps: timeSteps, rows: min(Shard.maxRows, batch - first))
    }
    gradientTasks = GradientTask.all(architecture, cell: cell)
    chunks = stride(from: 0, to: layout.count, by: 16384).map {
      $0..<min($0 + 16384, layout.count)
    }
    chunkSquares = Block(count: chunks.count)
    chunkClippedSquares = Block(count: chunks.count)
    chunkPenalties = Block(count: chunks.count)
  }

  private static func makeLayer<C: RecurrentCell>(
    _ cell: C, hidden: Int, columnsFed: Int, slices: ParameterLayout.LayerSlices
  ) -> any AnyRecurrentLayer {
    RecurrentLayer<C>(cell: cell, hidden: hidden, columnsFed: columnsFed, slices: slices)
  }

  // MARK: phases

  package enum Phase: Int, CaseIterable, Sendable {
    case weightNoise
    case noisyPack
    case wordProducts
    case pass
    case weightGradients
    case embeddingGradient
    case adversarialPass
    case adversarialWeightGradients
    case adversarialEmbeddingGradient
    case norms
    case update
    case pack

    /// From a batch to its gradient, which is added to those of earlier parts.
    package static let accumulation: [Phase] = [
      .weightNoise, .noisyPack, .wordProducts, .pass, .weightGradients, .embeddingGradient,
      .adversarialPass, .adversarialWeightGradients, .adversarialEmbeddingGradient,
    ]
    /// From the batch to the gradient and its norm.
    package static let gradient = accumulation + [.norms]
    /// From the gradient to the next weights; between the two the caller may look and decide.
    package static let step: [Phase] = [.update, .pack]
    package static let evaluation: [Phase] = [.wordProducts, .pass]
  }

  /// Prepares a pass over a batch.
  package func begin(_ batch: Batch, _ job: Job) {
    precondition(
      batch.size <= maxBatch && batch.timeSteps <= maxTimeSteps,
      "the network was made for smaller batches")
    if job.part > 0 { earlier = totals } else { earlier = Totals() }
    self.job = job
    self.batch = batch
    shardsInUse = (batch.size + Shard.maxRows - 1) / Shard.maxRows
    var terms = 0.0
    for (i, shard) in shards.prefix(shardsInUse).enumerated() {
      if job.states == .continued { shard.continueStates() }
      let first = i * Shard.maxRows
      shard.load(batch, firstColumn: first, rows: min(Shard.maxRows, batch.size - first))
      shard.targetTerms = countedTerms(of: shard)
      terms += shard.targetTerms
    }
    if job.part == 0 { firstTerms = Self.divisor(terms) }
    totalTerms = Self.divisor(earlier.terms + terms)
    if passesLastStepBack { lastStepTerms = termsOfLastStep }
    makeMemory()
    if usesWordProducts && wordProducts.isEmpty {
      let count = (1 + architecture.vocabulary) * layers[0].width
      wordProducts = (0..<architecture.directions).map { _ in FloatBlock(count: count) }
      wordGradients = (0..<architecture.directions).map { _ in FloatBlock(count: count) }
    }
  }

  /// True where the first layer's input product is taken once per word: when there are clearly
  /// fewer words than places, and each place sees its word undisturbed.
  var usesWordProducts: Bool {
    guard architecture.vocabulary > 0, let batch, cell.outputStage == nil else { return false }
    return architecture.vocabulary * 2 <= batch.timeSteps * batch.size
      && job.plan.feedsWordsUndisturbed
  }

  package func taskCount(_ phase: Phase) -> Int {
    switch phase {
    case .weightNoise: return job.plan.hasWeightNoise ? chunks.count : 0
    case .noisyPack: return job.plan.hasWeightNoise ? packTasks : 0
    case .wordProducts: return usesWordProducts && !wordProductsAreFresh ? wordTasks : 0
    case .pass: return shardsInUse
    case .weightGradients: return gradientTasks.count
    case .embeddingGradient:
      guard architecture.vocabulary > 0 else { return 0 }
      return usesWordProducts ? wordTasks : embeddingColumnTasks
    case .adversarialPass, .adversarialWeightGradients, .adversarialEmbeddingGradient:
      return job.plan.adversarial > 0 ? taskCount(phase.ofCleanInputs) : 0
    case .norms: return chunks.count
    case .update: return chunks.count
    case .pack: return packTasks
    }
  }

  package func perform(_ phase: Phase, task: Int) {
    switch phase {
    case .weightNoise: addWeightNoise(chunk: task)
    case .noisyPack: pack(task, from: noisyWeights)
    case .wordProducts: computeWordProducts(task)
    case .pass: run(shards[task])
    case .weightGradients: computeGradient(gradientTasks[task], accumulate: job.part > 0)
    case .embeddingGradient: computeEmbeddingGradient(task, accumulate: job.part > 0)
    case .adversarialPass: runAdversarially(shards[task])
    case .adversarialWeightGradients: computeGradient(gradientTasks[task], accumulate: true)
    case .adversarialEmbeddingGradient: computeEmbeddingGradient(task, accumulate: true)
    case .norms: computeNorm(task)
    case .update: update(chunk: task)
    case .pack: pack(task, from: weights)
    }
  }

  /// Runs phases on the calling thread alone.
  package func perform(_ phases: [Phase]) {
    for phase in phases {
      for task in 0..<taskCount(phase) { perform(phase, task: task) }
    }
  }

  // MARK: carried states

  /// The states that the next batch of a stream begins with, by shard and recurrence: h, then c.
  package var carriedStates: [[Float]] {
    get {
      shards.flatMap { shard in
        shard.layers.flatMap { [$0.carriedHidden.array, $0.carriedCell.array] }
      }
    }
    set {
      var rest = newValue[...]
      for shard in shards {
        for layer in shard.layers {
          for block in [layer.carriedHidden, layer.carriedCell] {
            if let values = rest.popFirst() { block.copy(from: values) }
          }
        }
      }
    }
  }

  /// A stream begins.
  package func clearCarriedStates() {
    for layer in shards.lazy.flatMap(\.layers) {
      layer.carriedHidden.clear()
      layer.carriedCell.clear()
    }
  }

  // MARK: results

  private var totals: Totals {
    var totals = earlier
    for shard in shards.prefix(shardsInUse) {
      totals.loss += shard.loss
      totals.adversarial += shard.adversarialLoss
      totals.rows += shard.targetRows
      totals.terms += shard.targetTerms
    }
    return totals
  }

  /// The mean loss over the last pass (or all parts of a gradient), without what regularizers add,
  /// and the rows answered right. The mean is weighted where classes have weights.
  package var meanLoss: (loss: Double, correct: Int, rows: Int) {
    let totals = totals
    return (totals.loss.sum / totalTerms, totals.loss.correct, totals.rows)
  }

  /// The norm of the whole gradient that the update takes, where its entries are clipped; else nil.
  package var normOfClippedEntries: Double? {
    guard job.plan.clipValue != nil else { return nil }
    return chunks.indices.reduce(0.0) { $0 + chunkClippedSquares.pointer[$1] }.squareRoot()
  }

  /// The norm of the whole gradient before clipping, penalties included, and what regularizers add to
  /// the objective.
  package var gradientNorm: (norm: Double, penalty: Double) {
    var squares = 0.0
    var penalty = 0.0
    for i in chunks.indices {
      squares += chunkSquares.pointer[i]
      penalty += chunkPenalties.pointer[i]
    }
    let totals = totals
    var extra = totals.loss.extra
    if job.plan.adversarial > 0 {
      extra = (totals.adversarial.sum + totals.adversarial.extra + extra - totals.loss.sum) / 2
    }
    return (squares.squareRoot(), penalty + extra / totalTerms)
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

  /// Holds slices of the layout still: no gradient, no penalty, no update.
  package func freeze(_ slices: Set<Int>) {
    for place in isFrozen.indices { isFrozen[place] = slices.contains(place) }
  }

  /// The weights that the passes of this job see.
  package var weightsInUse: UnsafePointer<Float> {
    UnsafePointer(job.plan.hasWeightNoise ? noisyWeights.pointer : weights.pointer)
  }

  /// Must follow every change of weights from outside.
  package func weightsChanged() {
    for task in 0..<packTasks { pack(task, from: weights) }
  }

  private var packTasks: Int { layers.reduce(2) { $0 + $1.packParts } }

  private func pack(_ task: Int, from block: FloatBlock) {
    let source = UnsafePointer(block.pointer)
    // One task alone writes it: the others may run at the same time.
    if task == 0 { wordProductsAreFresh = false }
    var rest = task
    for layer in layers {
      if rest < layer.packParts {
        layer.pack(source, part: rest)
        return
      }
      rest -= layer.packParts
    }
    if rest == 0 {
      let head = source + layout.headWeight.range.lowerBound
      headForward.pack(transposed: head)
      headBackward.pack(head)
    } else {
      attention?.pack(source)
    }
  }
}

extension Network.Phase {
  /// What an adversarial phase does once more.
  fileprivate var ofCleanInputs: Self {
    switch self {
    case .adversarialPass: .pass
    case .adversarialWeightGradients: .weightGradients
    case .adversarialEmbeddingGradient: .embeddingGradient
    default: self
    }
  }
}
