/// An encoder-decoder with all the memory of a training step (see `EncoderDecoderArchitecture`).
package final class EncoderDecoder: Model, @unchecked Sendable {
  package let architecture: EncoderDecoderArchitecture
  package let parameters: Parameters
  package var loss: any Loss.Type { SoftmaxCrossEntropy.self }
  package let shards: [PairShard]
  package let maxTimeSteps: Int
  package let maxTargetSteps: Int
  private let maxBatch: Int
  // By shard, as the parts ask for them.
  private let encoderShards: [StackWorkspace]
  private let decoderShards: [StackWorkspace]
  private let bridgeShards: [BridgeWorkspace]
  private let headShards: [HeadWorkspace]

  let slices: EncoderDecoderSlices
  let encoder: RecurrentStack
  let decoder: RecurrentStack
  let bridge: Bridge
  let attention: DecoderAttention?
  let head: OutputHead
  private let gradientTasks: [GradientTask]

  // What is being done now; set by `begin`, read by the tasks.
  private(set) var job = PassJob()
  private(set) var batch: Batch?
  /// Shards that hold a part of the last batch.
  package private(set) var shardsInUse = 0
  private(set) var divisors = LossDivisors()
  private(set) var noise = NoiseSource()

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
      embedding: slices.sourceEmbedding, links: .finalStates)
    let decoder = RecurrentStack(
      "decoder", a.decoder, cell: target, slices: slices.decoder,
      embedding: slices.targetEmbedding, links: .initialStates)
    let bridge = Bridge(
      a.bridge(source, target), slices: slices.bridge, directions: a.encoder.directions)
    let (hidden, columns) = (a.decoderColumns, a.encoder.columnsOfTop)
    let attention = slices.attention.map {
      DecoderAttention($0, hidden: hidden, columns: columns)
    }
    let head = OutputHead(
      weight: slices.headWeight, bias: slices.headBias, loss: SoftmaxCrossEntropy.self)
    (self.encoder, self.decoder, self.bridge) = (encoder, decoder, bridge)
    (self.attention, self.head) = (attention, head)
    shards = stride(from: 0, to: batch, by: Shard.maxRows).map { first in
      let rows = min(Shard.maxRows, batch - first)
      return PairShard(
        encoder: StackWorkspace(
          a.encoder, cell: source, hasTokens: a.sourceVocabulary > 0, timeSteps: timeSteps,
          rows: rows),
        decoder: StackWorkspace(
          a.decoder, cell: target, hasTokens: true, timeSteps: targetSteps, rows: rows,
          keepsGradientsOfStep: true),
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

  package func begin(_ batch: Batch, _ job: PassJob) {
    precondition(
      batch.size <= maxBatch && batch.timeSteps <= maxTimeSteps
        && batch.targetSteps <= maxTargetSteps, "the model was made for smaller batches")
    let before = sum
    self.job = job
    self.batch = batch
    shardsInUse = (batch.size + Shard.maxRows - 1) / Shard.maxRows
    noise = NoiseSource(job, batch)
    parameters.begin(job.plan, noise)
    head.begin(job.plan, noise)
    var (terms, lastTerms) = (0.0, 0.0)
    for (i, shard) in shards.prefix(shardsInUse).enumerated() {
      let first = i * Shard.maxRows
      shard.load(
        batch, firstColumn: first, rows: min(Shard.maxRows, batch.size - first),
        startToken: architecture.startToken)
      shard.head.part.terms = head.countedTerms(shard.head)
      terms += shard.head.part.terms
      if passesLastStepBack {
        lastTerms += head.countedTermsOfLastStep(shard.head, shard.decoder.pass)
      }
      shard.head.make(dropout: job.plan.headDropout > 0, lastGradient: passesLastStepBack)
    }
    divisors.begin(part: job.part, before: before, terms: terms)
    divisors.lastStep = LossDivisors.divisor(lastTerms)
    encoder.begin(job, noise, places: batch.timeSteps * batch.size, encodersInUse)
    var (decoderJob, decoderNoise) = (job, noise)
    // What is fed is the source; the decoder's inputs are its own answers.
    decoderJob.plan.inputNoise = 0
    decoderJob.plan.adversarial = 0
    decoderJob.wantsInputGradient = architecture.feedsInput
    decoderNoise.stack = 1
    decoder.begin(
      decoderJob, decoderNoise, places: batch.targetSteps * batch.size, decodersInUse)
  }

  package func taskCount(_ phase: PassPhase) -> Int {
    switch phase {
    case .weightNoise: return job.plan.hasWeightNoise ? parameters.chunks.count : 0
    case .noisyPack: return job.plan.hasWeightNoise ? packTasks : 0
    case .wordProducts:
      return encoder.needsWordProducts || decoder.needsWordProducts
        ? encoder.wordTasks + decoder.wordTasks : 0
    case .pass: return shardsInUse
    case .weightGradients: return gradientTasks.count
    case .embeddingGradient:
      // One embedding is written by both sides, one after the other.
      return architecture.sharesEmbedding ? 1 : encoder.embeddingTasks + decoder.embeddingTasks
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
    case .wordProducts:
      if task < encoder.wordTasks {
        encoder.computeWordProducts(task, parameters.inUse)
      } else {
        decoder.computeWordProducts(task - encoder.wordTasks, parameters.inUse)
      }
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

  private var packTasks: Int { encoder.packTasks + decoder.packTasks + 3 }

  private func pack(_ task: Int, from weights: UnsafePointer<Float>) {
    if task < encoder.packTasks { return encoder.pack(task, weights) }
    let rest = task - encoder.packTasks
    if rest < decoder.packTasks { return decoder.pack(rest, weights) }
    switch rest - decoder.packTasks {
    case 0: bridge.pack(weights)
    case 1: attention?.pack(weights)
    default: head.pack(weights)
    }
  }

  private func computeGradient(_ task: GradientTask, accumulate: Bool) {
    let gradients = parameters.gradients.pointer
    switch task {
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

  private func computeEmbeddingGradient(_ task: Int, accumulate: Bool) {
    let gradients = parameters.gradients.pointer
    func add(
      _ task: Int, _ stack: RecurrentStack, _ shards: ArraySlice<StackWorkspace>, _ adds: Bool
    ) {
      stack.computeEmbeddingGradient(task, shards, into: gradients, accumulate: adds)
    }
    if architecture.sharesEmbedding {
      for task in 0..<encoder.embeddingTasks { add(task, encoder, encodersInUse, accumulate) }
      for task in 0..<decoder.embeddingTasks { add(task, decoder, decodersInUse, true) }
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
    Outputs(headShards, inUse: shardsInUse, columns: architecture.targetVocabulary)
  }

  /// None: every source begins anew.
  package var carriedStates: [[Float]] {
    get { [] }
    set {}
  }

  package func clearCarriedStates() {}

  package func initialise(_ how: Initialisation, using random: inout some RandomNumberGenerator) {
    let start = Start(how, parameters)
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
