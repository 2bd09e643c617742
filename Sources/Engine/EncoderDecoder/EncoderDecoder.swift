/// An encoder-decoder with all the memory of a training step (see `EncoderDecoderArchitecture`).
package final class EncoderDecoder: ShardedModel, @unchecked Sendable {
  package let architecture: EncoderDecoderArchitecture
  package let parameters: Parameters
  package var loss: any Loss.Type { SoftmaxCrossEntropy.self }
  package let shards: [PairShard]
  package let maxTimeSteps: Int
  package let maxTargetSteps: Int
  private let maxBatch: Int
  // By shard, in the form that the parts need.
  private let encoderShards: [StackWorkspace]
  private let decoderShards: [StackWorkspace]
  private let bridgeShards: [BridgeWorkspace]
  package let headShards: [HeadWorkspace]

  let slices: EncoderDecoderSlices
  let encoder: RecurrentStack
  let decoder: RecurrentStack
  let bridge: Bridge
  let attention: DecoderAttention?
  package let head: OutputHead
  private let gradientTasks: [GradientTask]

  package let state = PassState()

  private enum GradientTask {
    case encoder(RecurrentStack.GradientTask)
    case decoder(RecurrentStack.GradientTask)
    case bridge(Bridge.GradientTask)
    case attention(Range<Int>)
    case head(Range<Int>)
  }

  /// - Parameters:
  ///   - timeSteps, targetSteps, batch: the largest that will be passed.
  /// - Precondition: the architecture has no `fault`, sizes are at least 1.
  package init(
    _ a: EncoderDecoderArchitecture, timeSteps: Int, targetSteps: Int, batch: Int
  ) {
    guard a.fault == nil, let source = a.encoder.recurrentCell,
      let target = a.decoder.recurrentCell
    else { preconditionFailure(a.fault ?? "the cells must be in their registry") }
    precondition(timeSteps > 0 && targetSteps > 0 && batch > 0, "sizes must be > 0")
    architecture = a
    maxTimeSteps = timeSteps
    maxTargetSteps = targetSteps
    maxBatch = batch
    let layout = ParameterLayout(a.tensors(source, target))
    parameters = Parameters(layout)
    let slices = EncoderDecoderSlices(layout, a, source, target)
    self.slices = slices
    let encoder = RecurrentStack(
      "encoder", a.encoder, cell: source, slices: slices.encoder,
      embedding: slices.sourceEmbedding, part: "encoder", links: .finalStates)
    let decoder = RecurrentStack(
      "decoder", a.decoder, cell: target, slices: slices.decoder,
      embedding: slices.targetEmbedding, part: "decoder", links: .initialStates)
    let bridge = Bridge(
      a.bridge(source, target), slices: slices.bridge, directions: a.encoder.directions)
    let (hidden, columns) = (a.decoderColumns, a.encoder.columnsOfTop)
    let attention = slices.attention.map {
      DecoderAttention($0, hidden: hidden, columns: columns)
    }
    let head = OutputHead(
      weight: slices.headWeight, bias: slices.headBias, .rows(SoftmaxCrossEntropy.self),
      hasClassTargets: true)
    (self.encoder, self.decoder, self.bridge) = (encoder, decoder, bridge)
    (self.attention, self.head) = (attention, head)
    shards = stride(from: 0, to: batch, by: ShardPass.maxRows).map { first in
      let rows = min(ShardPass.maxRows, batch - first)
      return PairShard(
        encoder: StackWorkspace(
          a.encoder, cell: source, hasTokens: a.sourceVocabulary > 0, timeSteps: timeSteps,
          rows: rows),
        decoder: StackWorkspace(
          a.decoder, cell: target, hasTokens: true, timeSteps: targetSteps, rows: rows,
          keepsGradientsOfStep: a.feedsInput),
        bridge: bridge.makeWorkspace(rows: rows),
        attention: attention?.makeWorkspace(
          timeSteps: timeSteps, targetSteps: targetSteps, rows: rows),
        head: head.makeWorkspace(timeSteps: targetSteps, sequences: rows))
    }
    encoderShards = shards.map(\.encoder)
    decoderShards = shards.map(\.decoder)
    bridgeShards = shards.map(\.bridge)
    headShards = shards.map(\.head)
    let tile = gradientTileRows(columns: columns + hidden)
    gradientTasks =
      RecurrentStack.gradientTasks(a.encoder, cell: source).map { .encoder($0) }
      + RecurrentStack.gradientTasks(a.decoder, cell: target).map { .decoder($0) }
      + bridge.gradientTasks.map { .bridge($0) }
      + (attention == nil ? [] : rowTiles(hidden, by: tile).map { .attention($0) })
      + rowTiles(a.targetVocabulary, by: 64).map { .head($0) }
  }

  // MARK: phases

  package func fits(_ batch: Batch) -> Bool {
    batch.size <= maxBatch && batch.timeSteps <= maxTimeSteps
      && (1...maxTargetSteps).contains(batch.targetSteps)
  }

  package func load(_ shard: PairShard, _ batch: Batch, firstColumn: Int, rows: Int) {
    shard.load(
      batch, firstColumn: firstColumn, rows: rows, startToken: architecture.startToken)
  }

  package func beginStacks(_ batch: Batch) {
    encoder.begin(job, state.noise, places: batch.timeSteps * batch.size, encodersInUse)
    var (decoderJob, decoderNoise) = (job, state.noise)
    // The input is the source; the decoder's inputs are its own answers.
    decoderJob.plan.inputNoise = 0
    decoderJob.plan.adversarial = 0
    decoderJob.wantsInputGradient = architecture.feedsInput
    decoderNoise.stack = 1
    decoder.begin(
      decoderJob, decoderNoise, places: batch.targetSteps * batch.size, decodersInUse)
  }

  package var wordTasks: Int {
    encoder.needsWordProducts || decoder.needsWordProducts
      ? encoder.wordTasks + decoder.wordTasks : 0
  }
  package var gradientTaskCount: Int { gradientTasks.count }
  /// If both sides write one embedding, a task does its part for one side after the other; they
  /// share parts if they are cut alike.
  package var embeddingTasks: Int {
    guard architecture.sharesEmbedding else {
      return encoder.embeddingTasks + decoder.embeddingTasks
    }
    return cutsEmbeddingAlike ? encoder.embeddingTasks : 1
  }

  private var cutsEmbeddingAlike: Bool { encoder.usesWordProducts == decoder.usesWordProducts }

  package func computeWordProducts(_ task: Int) {
    if task < encoder.wordTasks {
      encoder.computeWordProducts(task, parameters.inUse)
    } else {
      decoder.computeWordProducts(task - encoder.wordTasks, parameters.inUse)
    }
  }

  // MARK: weights

  package var packTasks: Int { encoder.packTasks + decoder.packTasks + 3 }

  package func pack(_ task: Int, from weights: UnsafePointer<Float>) {
    if task < encoder.packTasks { return encoder.pack(task, weights) }
    let rest = task - encoder.packTasks
    if rest < decoder.packTasks { return decoder.pack(rest, weights) }
    switch rest - decoder.packTasks {
    case 0: bridge.pack(weights)
    case 1: attention?.pack(weights)
    default: head.pack(weights)
    }
  }

  package func computeGradient(_ task: Int, accumulate: Bool) {
    let gradients = parameters.gradients.pointer
    switch gradientTasks[task] {
    case .encoder(let task):
      encoder.computeGradient(
        task, encodersInUse, parameters.inUse, into: gradients, accumulate: accumulate)
    case .decoder(let task):
      decoder.computeGradient(
        task, decodersInUse, parameters.inUse, into: gradients, accumulate: accumulate)
    case .bridge(let task):
      bridge.computeGradient(
        task, bridgeShards.prefix(shardsInUse), decodersInUse, into: gradients,
        accumulate: accumulate)
    case .attention(let rows):
      for (i, shard) in shards.prefix(shardsInUse).enumerated() {
        guard let w = shard.attention else { continue }
        attention?.addGradient(
          rows: rows, w, shard.encoder, states: shard.decoder.topOutputs, shard.decoder.pass,
          into: gradients, accumulate: accumulate || i > 0)
      }
    case .head(let rows):
      head.computeGradient(
        rows, headShards.prefix(shardsInUse), x: { shards[$0].fedToHead }, into: gradients,
        accumulate: accumulate)
    }
  }

  package func computeEmbeddingGradient(_ task: Int, accumulate: Bool) {
    let gradients = parameters.gradients.pointer
    func add(
      _ task: Int, _ stack: RecurrentStack, _ shards: ArraySlice<StackWorkspace>, _ adds: Bool
    ) {
      stack.computeEmbeddingGradient(task, shards, into: gradients, accumulate: adds)
    }
    if architecture.sharesEmbedding {
      let own = task..<task + 1
      for task in cutsEmbeddingAlike ? own : 0..<encoder.embeddingTasks {
        add(task, encoder, encodersInUse, accumulate)
      }
      for task in cutsEmbeddingAlike ? own : 0..<decoder.embeddingTasks {
        add(task, decoder, decodersInUse, true)
      }
    } else if task < encoder.embeddingTasks {
      add(task, encoder, encodersInUse, accumulate)
    } else {
      add(task - encoder.embeddingTasks, decoder, decodersInUse, accumulate)
    }
  }

  var encodersInUse: ArraySlice<StackWorkspace> { encoderShards.prefix(shardsInUse) }
  var decodersInUse: ArraySlice<StackWorkspace> { decoderShards.prefix(shardsInUse) }

  /// Time steps of the sources of the last pass.
  var encodedSteps: Int { encodersInUse.first?.pass.timeSteps ?? 0 }

  // MARK: states

  /// None: every source starts from scratch.
  package var carriedStates: [[Float]] {
    get { [] }
    set {}
  }

  package func clearCarriedStates() {}

  package func initialise(_ how: Initialisation, using random: inout some RandomNumberGenerator) {
    let start = InitialWeights(how, parameters)
    if let embedding = slices.sourceEmbedding { start.embedding(embedding, &random) }
    start.stack(encoder, &random)
    if !architecture.sharesEmbedding { start.embedding(slices.targetEmbedding, &random) }
    start.stack(decoder, &random)
    for case (let weight, let bias)? in slices.bridge { start.head(weight, bias, &random) }
    start.attention(slices.attention?.all ?? [], &random)
    start.head(slices.headWeight, slices.headBias, &random)
    weightsChanged()
  }
}
