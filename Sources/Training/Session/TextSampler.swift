import Datasets
import Engine
import Foundation
import Telemetry

/// Lets a language model write: one token at a time, each drawn from the softmax of the outputs
/// divided by a temperature, and fed back in.
struct TextSampler {
  static let length = 400
  static let temperature: Float = 0.8
  /// With attention, which needs the states before: tokens that are looked back at.
  private static let context = 64

  let network: Network
  let vocabulary: TokenVocabulary
  private let job: Network.Job
  private let batch: Batch
  private let hasAttention: Bool

  init(_ lane: Lane, _ vocabulary: TokenVocabulary) {
    network = lane.network
    job = lane.evaluationJob
    self.vocabulary = vocabulary
    hasAttention = network.architecture.attention != .none
    batch = Batch(
      network.architecture,
      timeSteps: hasAttention ? min(Self.context, network.maxTimeSteps) : 1, size: 1)
  }

  /// - Parameter step: with it the draw is repeatable.
  func sample(step: Int) -> TextSample {
    var random = SeededRandom(seed: 1, stream: step)
    // A line's beginning, where the text has lines.
    let start = ["\n", ".", " "].lazy.compactMap { vocabulary.token(of: $0) }.first
    var text = [start ?? Int32(vocabulary.count - 1)]
    for position in 0..<Self.length {
      var job = job
      if position > 0, !hasAttention { job.states = .continued }
      let fed = hasAttention ? text.suffix(batch.maxTimeSteps) : text.suffix(1)
      feed(fed)
      network.begin(batch, job)
      network.perform(Network.Phase.evaluation)
      text.append(draw(&random, row: fed.count - 1))
    }
    return TextSample(
      prompt: "", text: vocabulary.decode(Array(text.dropFirst())),
      temperature: Self.temperature, step: step)
  }

  private func feed(_ tokens: ArraySlice<Int32>) {
    batch.timeSteps = tokens.count
    batch.lengths.pointer[0] = Int32(tokens.count)
    for (step, token) in tokens.enumerated() {
      batch.tokens.pointer[step] = token
      batch.targetClasses.pointer[step] = 0
    }
  }

  private func draw(_ random: inout SeededRandom, row: Int) -> Int32 {
    let outputs = network.architecture.outputs
    let logits = network.shards[0].outputs.values[row * outputs..<(row + 1) * outputs]
    let top = logits.max() ?? 0
    var weights = logits.map { exp(Double(($0 - top) / Self.temperature)) }
    if vocabulary.isPadding(0) { weights[0] = 0 }
    var rest = Double(SeededRandom.unit(random.next())) * weights.reduce(0, +)
    for (token, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return Int32(token) }
    }
    return Int32(weights.count - 1)
  }
}
