import Datasets
import Engine
import Foundation
import Telemetry

/// Lets a language model write: one token at a time, each drawn from the outputs and fed back in.
struct TextSampler {
  static let length = 400
  static let sampling = Sampling(temperature: 0.8)
  /// With attention, which needs earlier states: the number of tokens looked back at.
  static let context = 64

  let model: any Model
  let vocabulary: TokenVocabulary
  private let job: PassJob
  private let batch: Batch
  private let hasAttention: Bool
  private var isFirst = true
  /// Tokens that attention looks back at, newest last.
  private var past: [Int32] = []
  /// Drawn, but not read yet.
  private var drawn: Int32?

  /// - Parameters:
  ///   - job: of an evaluation pass.
  ///   - context: tokens that attention looks back at.
  init(
    _ model: any Model, _ architecture: ModelArchitecture, _ job: PassJob,
    _ vocabulary: TokenVocabulary, context: Int = Self.context
  ) {
    self.model = model
    self.job = job
    self.vocabulary = vocabulary
    hasAttention = model.hasAttention
    batch = architecture.makeBatch(
      timeSteps: hasAttention ? min(context, model.maxTimeSteps) : 1, targetSteps: 0, size: 1)
  }

  /// Where a text begins: after the end of a line, if texts have lines.
  var start: Int32 {
    ["\n", ".", " "].lazy.compactMap { vocabulary.token(of: $0) }.first
      ?? Int32(vocabulary.count - 1)
  }

  /// Reads tokens, at least one before the first `next`.
  mutating func read(_ tokens: some Sequence<Int32>) {
    for token in tokens {
      past.append(token)
      if hasAttention {
        past = past.suffix(batch.maxTimeSteps)
      } else {
        past = [token]
        pass()
      }
    }
    if hasAttention { pass() }
  }

  private mutating func pass() {
    guard !past.isEmpty else { return }
    var job = job
    if !isFirst, !hasAttention { job.states = .continued }
    isFirst = false
    batch.timeSteps = past.count
    batch.lengths.pointer[0] = Int32(past.count)
    for (step, token) in past.enumerated() {
      batch.tokens.pointer[step] = token
      batch.targetClasses.pointer[step] = 0
    }
    model.begin(batch, job)
    model.perform(PassPhase.evaluation)
  }

  /// Draws the next token.
  /// - Returns: nil if the network's outputs are not finite.
  mutating func next(_ sampling: Sampling, using random: inout SeededRandom) -> Int32? {
    if let drawn { read(CollectionOfOne(drawn)) }
    drawn = draw(sampling, &random)
    return drawn
  }

  private func draw(_ sampling: Sampling, _ random: inout SeededRandom) -> Int32? {
    var logits = Array(model.outputs[column: 0, step: past.count - 1].values)
    guard logits.allSatisfy(\.isFinite) else { return nil }
    for token in logits.indices where vocabulary.isPadding(Int32(token)) {
      logits[token] = -.infinity
    }
    return sampling.draw(logits, using: &random).map { Int32($0) }
  }
}

extension TextSampler {
  init(_ lane: Lane, _ vocabulary: TokenVocabulary) {
    self.init(lane.model, lane.architecture, lane.evaluationJob, vocabulary)
  }

  /// The text that a lane writes at this moment, for the Output pane.
  /// - Parameter step: makes the draw repeatable.
  mutating func sample(step: Int, epoch: Int, validationLoss: Float) -> TextSample {
    var random = SeededRandom(seed: 1, stream: step)
    read(CollectionOfOne(start))
    var tokens: [Int32] = []
    while tokens.count < Self.length,
      let token = next(Self.sampling, using: &random)
    {
      tokens.append(token)
    }
    return TextSample(
      prompt: "", text: vocabulary.decode(tokens), temperature: Self.sampling.temperature,
      step: step,
      epoch: epoch, validationLoss: validationLoss)
  }
}
