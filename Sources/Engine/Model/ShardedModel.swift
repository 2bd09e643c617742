/// Sequences of a batch with the memory of their pass.
package protocol ModelShard: AnyObject {
  var head: HeadWorkspace { get }
  /// Steps and lengths of the sequences that the head answers.
  var headPass: ShardPass { get }
}

/// The pass that a model is in: set by `begin`, read by the tasks.
package final class PassState {
  private(set) var job = PassJob()
  private(set) var batch: Batch?
  private(set) var noise = NoiseSource()
  /// Shards that hold a part of the batch.
  private(set) var shardsInUse = 0
  var divisors = LossDivisors()

  func begin(_ batch: Batch, _ job: PassJob) {
    (self.batch, self.job, noise) = (batch, job, NoiseSource(job, batch))
    shardsInUse = (batch.size + ShardPass.maxRows - 1) / ShardPass.maxRows
  }
}

/// A model that cuts batches into fixed shards and answers through one head. The phases, and the order
/// within a pass, are defined here once.
package protocol ShardedModel: Model {
  associatedtype Part: ModelShard
  var shards: [Part] { get }
  /// Those of the shards.
  var headShards: [HeadWorkspace] { get }
  var head: OutputHead { get }
  var state: PassState { get }
  /// True if the last step's loss is also passed back alone.
  var passesLastStepBack: Bool { get }
  /// True if that gradient does not enter the top layer at its own step only.
  var spreadsLastGradient: Bool { get }

  func fits(_ batch: Batch) -> Bool
  /// Takes a shard's columns out of a batch.
  func load(_ shard: Part, _ batch: Batch, firstColumn: Int, rows: Int)
  /// Prepares the parts below the head, once all shards are loaded.
  func beginStacks(_ batch: Batch)

  // Within the pass of a shard.

  /// Sets the first states and the inputs.
  func enter(_ shard: Part, _ batch: Batch)
  func forward(_ shard: Part)
  /// Takes the requested values before the gradient replaces them.
  func look(_ shard: Part)
  func passLastStepBack(_ shard: Part)
  func backward(_ shard: Part, discardsNorms: Bool)
  /// Moves the inputs against the gradient.
  func moveInputs(_ shard: Part)
  /// Norms of half of a gradient become those of the whole.
  func doubleNorms(_ shard: Part)

  // Tasks.

  var packTasks: Int { get }
  func pack(_ task: Int, from weights: UnsafePointer<Float>)
  /// 0 if no products of words are taken.
  var wordTasks: Int { get }
  func computeWordProducts(_ task: Int)
  var gradientTaskCount: Int { get }
  /// Tasks divide the weights, not the shards: each sums its part over all shards, in their order
  /// (`RecurrentStack+Gradients`, `OutputHead`, `Attention`), so that no thread count changes a bit.
  func computeGradient(_ task: Int, accumulate: Bool)
  var embeddingTasks: Int { get }
  func computeEmbeddingGradient(_ task: Int, accumulate: Bool)
}

extension ShardedModel {
  var job: PassJob { state.job }
  package var shardsInUse: Int { state.shardsInUse }
  private var divisors: LossDivisors { state.divisors }

  // MARK: phases

  package func begin(_ batch: Batch, _ job: PassJob) {
    precondition(fits(batch), "the model was made for smaller batches")
    let before = sum
    state.begin(batch, job)
    parameters.begin(job.plan, state.noise)
    head.begin(job.plan, state.noise)
    var (terms, lastTerms) = (0.0, 0.0)
    // By index: generic iteration takes memory.
    for i in 0..<shardsInUse {
      let (shard, first) = (shards[i], i * ShardPass.maxRows)
      load(shard, batch, firstColumn: first, rows: min(ShardPass.maxRows, batch.size - first))
      shard.head.part.terms = head.countedTerms(shard.head)
      terms += shard.head.part.terms
      if passesLastStepBack {
        lastTerms += head.countedTermsOfLastStep(shard.head, shard.headPass)
      }
      shard.head.make(dropout: job.plan.headDropout > 0, lastGradient: spreadsLastGradient)
    }
    state.divisors.begin(part: job.part, before: before, terms: terms)
    state.divisors.lastStep = LossDivisors.divisor(lastTerms)
    beginStacks(batch)
  }

  package func taskCount(_ phase: PassPhase) -> Int {
    switch phase {
    case .weightNoise: return job.plan.hasWeightNoise ? parameters.chunks.count : 0
    case .noisyPack: return job.plan.hasWeightNoise ? packTasks : 0
    case .wordProducts: return wordTasks
    case .pass: return shardsInUse
    case .weightGradients: return gradientTaskCount
    case .embeddingGradient: return embeddingTasks
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
    case .wordProducts: computeWordProducts(task)
    case .pass: run(shards[task])
    case .weightGradients: computeGradient(task, accumulate: adds)
    case .embeddingGradient: computeEmbeddingGradient(task, accumulate: adds)
    case .adversarialPass: runAdversarially(shards[task])
    case .adversarialWeightGradients: computeGradient(task, accumulate: true)
    case .adversarialEmbeddingGradient: computeEmbeddingGradient(task, accumulate: true)
    case .norms: parameters.computeNorm(chunk: task, factor: adds ? divisors.meanOfParts : nil)
    case .update: parameters.update(chunk: task)
    case .pack: pack(task, from: UnsafePointer(parameters.weights.pointer))
    }
  }

  package func weightsChanged() {
    for task in 0..<packTasks { pack(task, from: UnsafePointer(parameters.weights.pointer)) }
  }

  // MARK: one shard's pass

  private func run(_ shard: Part) {
    guard let batch = state.batch else { return }
    let training = job.kind == .training
    enter(shard, batch)
    forward(shard)
    look(shard)
    // The loss below replaces the outputs by their derivatives.
    if passesLastStepBack { passLastStepBack(shard) }
    shard.head.part.loss =
      training ? head.takeLoss(shard.head, divisor: divisors.first) : head.takeLoss(shard.head)
    shard.head.part.adversarial = LossSum()
    guard training else { return }
    backward(shard, discardsNorms: false)
    // Half of the loss was passed back; the norms are those of the whole.
    if job.plan.adversarial > 0 { doubleNorms(shard) }
  }

  /// The same once more on inputs moved against the gradient (Goodfellow, Shlens, Szegedy 2015;
  /// Miyato, Dai, Goodfellow 2017), which counts for half of the objective. The states before the
  /// first step are still those of the clean pass.
  private func runAdversarially(_ shard: Part) {
    moveInputs(shard)
    forward(shard)
    shard.head.part.adversarial = head.takeLoss(shard.head, divisor: divisors.first)
    backward(shard, discardsNorms: true)
  }

  // MARK: results

  private var sum: LossPart {
    var sum = divisors.earlier
    for i in 0..<shardsInUse { sum += shards[i].head.part }
    return sum
  }

  package var tally: LossTally {
    LossTally(sum: sum, terms: divisors.total, isAdversarial: job.plan.adversarial > 0)
  }

  package var outputs: Outputs {
    Outputs(headShards, inUse: shardsInUse, columns: head.outputs, head.objective)
  }
}
