import Datasets
import Engine
import Foundation
import Telemetry

/// Lets a language model write: one character at a time, each drawn from the softmax of the outputs
/// divided by a temperature, and fed back in.
struct TextSampler {
  static let length = 400
  static let temperature: Float = 0.8

  let network: Network
  let vocabulary: CharacterVocabulary
  private let job: Network.Job
  private let batch: Batch

  init(_ lane: Lane, _ vocabulary: CharacterVocabulary) {
    network = lane.network
    job = lane.evaluationJob
    self.vocabulary = vocabulary
    batch = Batch(network.architecture, timeSteps: 1, size: 1)
  }

  /// - Parameter step: with it the draw is repeatable.
  func sample(step: Int) -> TextSample {
    var random = SeededRandom(seed: 1, stream: step)
    // A line's beginning, where the text has lines.
    var token = vocabulary.token(of: "\n") ?? vocabulary.token(of: " ") ?? 0
    var text: [Int32] = []
    for position in 0..<Self.length {
      batch.tokens.pointer[0] = token
      batch.targetClasses.pointer[0] = 0
      var job = job
      if position > 0 { job.states = .continued }
      network.begin(batch, job)
      network.perform(Network.Phase.evaluation)
      token = draw(&random)
      text.append(token)
    }
    return TextSample(
      prompt: "", text: vocabulary.decode(text), temperature: Self.temperature, step: step)
  }

  private func draw(_ random: inout SeededRandom) -> Int32 {
    let logits = network.shards[0].outputs.values.prefix(network.architecture.outputs)
    let top = logits.max() ?? 0
    let weights = logits.map { exp(Double(($0 - top) / Self.temperature)) }
    var rest = Double(SeededRandom.unit(random.next())) * weights.reduce(0, +)
    for (token, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return Int32(token) }
    }
    return Int32(weights.count - 1)
  }
}
