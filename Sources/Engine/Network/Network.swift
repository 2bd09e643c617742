/// A recurrent network: embedding, stack, attention, and a head on the last step or on every one,
/// with all the memory of a training step.
package final class Network: ShardedModel, @unchecked Sendable {
  package let architecture: Architecture
  package let cell: any RecurrentCell
  package let loss: any Loss.Type
  package let parameters: Parameters
  package let places: NetworkSlices
  package let shards: [Shard]
  package let maxTimeSteps: Int
  private let maxTargetSteps: Int
  private let maxBatch: Int
  // By shard, in the form that its parts need.
  private let stackShards: [StackWorkspace]
  /// Empty without convolutions.
  let convolvedShards: [ConvolvedShard]
  package let headShards: [HeadWorkspace]

  let convolution: Convolution?
  let stack: RecurrentStack
  let attention: Attention?
  package let head: OutputHead
  private let gradientTasks: [GradientTask]

  package let state = PassState()

  /// Rows of one weight gradient: a task of a fixed size, summed over all shards in order.
  private enum GradientTask {
    case stack(RecurrentStack.GradientTask)
    case convolution(Convolution.GradientTask)
    case attention(Range<Int>)
    case head(Range<Int>)
    case chain
  }

  /// - Parameters:
  ///   - timeSteps, batch: the largest that will be passed.
  ///   - targetSteps: the same for targets with their own length, if the loss has such.
  /// - Precondition: names of cell and loss are in their registries, sizes are at least 1.
  package init(_ architecture: Architecture, timeSteps: Int, targetSteps: Int = 0, batch: Int) {
    guard let cell = architecture.recurrentCell, let loss = LossRegistry.named(architecture.loss)
    else { preconditionFailure("cell and loss must be in their registries") }
    precondition(!architecture.hidden.isEmpty && timeSteps > 0 && batch > 0, "sizes must be > 0")
    self.architecture = architecture
    maxTimeSteps = timeSteps
    (maxTargetSteps, maxBatch) = (targetSteps, batch)
    self.cell = cell
    self.loss = loss
    let layout = ParameterLayout(architecture, cell: cell)
    parameters = Parameters(layout)
    let places = NetworkSlices(layout, architecture, cell: cell)
    self.places = places
    let shape = architecture.stack
    convolution = architecture.convolution.map {
      Convolution(
        $0, input: architecture.input, slices: places.convolution, embedding: places.embedding)
    }
    stack = RecurrentStack(
      "rnn", shape, cell: cell, slices: places.layers,
      embedding: convolution == nil ? places.embedding : nil,
      links: convolution == nil ? [] : .inputs)
    attention = Attention(
      architecture.attention, columns: architecture.columnsOfTop,
      everyStep: architecture.head == .every, slices: places.attention)
    let head = OutputHead(
      weight: places.headWeight, bias: places.headBias,
      Self.objective(loss, architecture, places), hasClassTargets: loss.hasClassTargets,
      hasTanh: architecture.headActivation == .tanh)
    self.head = head
    let front = convolution
    shards = stride(from: 0, to: batch, by: ShardPass.maxRows).map { first in
      Shard(
        architecture, cell: cell, front, head, timeSteps: timeSteps, targetSteps: targetSteps,
        rows: min(ShardPass.maxRows, batch - first))
    }
    stackShards = shards.map(\.stack)
    headShards = shards.map(\.head)
    convolvedShards = shards.compactMap { shard in
      shard.convolution.map { ConvolvedShard(convolution: $0, stack: shard.stack) }
    }
    let top = shape.columnsOfTop
    gradientTasks =
      RecurrentStack.gradientTasks(shape, cell: cell).map { .stack($0) }
      + (architecture.convolution.map {
        Convolution.gradientTasks($0, input: architecture.input).map { .convolution($0) }
      } ?? [])
      + (architecture.attention == .none
        ? [] : rowTiles(top, by: gradientTileRows(columns: top)).map { .attention($0) })
      + rowTiles(architecture.outputs, by: 64).map { .head($0) }
      + (architecture.hasChain ? [.chain] : [])
  }

  private static func objective(
    _ loss: any Loss.Type, _ a: Architecture, _ places: NetworkSlices
  ) -> OutputHead.Objective {
    if let loss = loss as? any RowLoss.Type { return .rows(loss) }
    switch loss.scope {
    case .alignment: return .sequences(LabelAlignment(classes: a.outputs))
    case .row, .sequence:
      return .sequences(ChainScores(places.chain, impossible: a.impossible))
    }
  }

  // MARK: phases

  package func fits(_ batch: Batch) -> Bool {
    batch.size <= maxBatch && batch.timeSteps <= maxTimeSteps && batch.targetSteps <= maxTargetSteps
  }

  package func load(_ shard: Shard, _ batch: Batch, firstColumn: Int, rows: Int) {
    if job.states == .continued { shard.stack.continueStates() }
    shard.load(batch, architecture.convolution, firstColumn: firstColumn, rows: rows)
  }

  package func beginStacks(_ batch: Batch) {
    convolution?.begin(job, state.noise, convolvedShards.prefix(shardsInUse))
    stack.begin(job, state.noise, places: batch.timeSteps * batch.size, stacksInUse)
  }

  package var wordTasks: Int { stack.needsWordProducts ? stack.wordTasks : 0 }
  package var gradientTaskCount: Int { gradientTasks.count }
  package var embeddingTasks: Int { convolution?.embeddingTasks ?? stack.embeddingTasks }

  package func computeWordProducts(_ task: Int) {
    stack.computeWordProducts(task, parameters.inUse)
  }

  // MARK: weights

  package var packTasks: Int { stack.packTasks + (convolution == nil ? 2 : 3) }

  package func pack(_ task: Int, from weights: UnsafePointer<Float>) {
    switch task - stack.packTasks {
    case ..<0: stack.pack(task, weights)
    case 0: head.pack(weights)
    case 1: attention?.pack(weights)
    default: convolution?.pack(weights)
    }
  }

  package func computeGradient(_ task: Int, accumulate: Bool) {
    let gradients = parameters.gradients.pointer
    switch gradientTasks[task] {
    case .stack(let task):
      stack.computeGradient(
        task, stacksInUse, parameters.inUse, into: gradients, accumulate: accumulate)
    case .convolution(let task):
      convolution?.computeGradient(
        task, convolvedShards.prefix(shardsInUse), into: gradients, accumulate: accumulate)
    case .attention(let rows): computeAttentionGradient(rows, accumulate)
    case .head(let rows):
      head.computeGradient(
        rows, headShards.prefix(shardsInUse), x: { shards[$0].fedToHead }, into: gradients,
        accumulate: accumulate)
    case .chain:
      if case .sequences(let loss) = head.objective {
        loss.computeGradient(
          headShards.prefix(shardsInUse), into: gradients, accumulate: accumulate)
      }
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

  package func computeEmbeddingGradient(_ task: Int, accumulate: Bool) {
    if let convolution {
      return convolution.computeEmbeddingGradient(
        task, convolvedShards.prefix(shardsInUse), into: parameters.gradients.pointer,
        accumulate: accumulate)
    }
    stack.computeEmbeddingGradient(
      task, stacksInUse, into: parameters.gradients.pointer, accumulate: accumulate)
  }

  var stacksInUse: ArraySlice<StackWorkspace> { stackShards.prefix(shardsInUse) }

  // MARK: states

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
