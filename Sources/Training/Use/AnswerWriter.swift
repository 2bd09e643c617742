import Datasets
import Engine

/// The answers of a saved encoder-decoder to single sources.
package struct AnswerWriter {
  /// How an answer is found.
  package enum Search: Sendable {
    case sampling(Sampling, seed: UInt64)
    /// With so many answers at once.
    case beam(Int)
  }

  package struct Answer: Sendable, Equatable {
    package var text: String
    /// The mean log probability of its steps; nil of one that was drawn.
    package var score: Double?
  }

  private let model: TrainedModel
  private let pairs: PairDescription
  private let sources: TokenVocabulary
  private let targets: TokenVocabulary

  /// - Throws: `ModelFileError` where the model does not answer sources.
  package init(_ model: TrainedModel) throws {
    self.model = model
    guard case .encoderDecoder = model.architecture, let pairs = model.description.pairs else {
      throw ModelFileError.preparation(path: model.path, reason: "it does not answer sources")
    }
    self.pairs = pairs
    sources = try TokenVocabulary(model.description)
    targets = try TokenVocabulary(targetsOf: pairs)
    LinearAlgebra.useOneThreadPerCall()
  }

  /// The best answer first.
  /// - Returns: a sentence where the model does not know all of the source.
  package func answers(
    to source: String, _ search: Search
  ) throws -> (answers: [Answer], warning: String?) {
    let read = sources.read(source)
    guard !read.tokens.isEmpty else {
      throw ModelFileError.preparation(
        path: model.path, reason: "there is no \(sources.unit.noun) in the source that it knows")
    }
    let (timeSteps, targetSteps) = (read.tokens.count, max(1, pairs.length))
    try Memory.require(
      Memory.needed(
        model.architecture, timeSteps: timeSteps, targetSteps: targetSteps, batch: 1))
    let network = model.architecture.makeModel(
      timeSteps: timeSteps, targetSteps: targetSteps, batch: 1)
    network.take(weights: model.file.weights)
    let batch = model.architecture.makeBatch(
      timeSteps: timeSteps, targetSteps: targetSteps, size: 1)
    batch.lengths.pointer[0] = Int32(timeSteps)
    for (step, token) in read.tokens.enumerated() { batch.tokens.pointer[step] = token }
    let decoder = PairDecoder(
      network, PassJob(model.file.inference, network), targets, end: pairs.end, most: targetSteps)
    guard let decoder else { preconditionFailure("an encoder-decoder has a decoder") }
    return (found(decoder, batch, search), warning(read))
  }

  private func found(
    _ decoder: PairDecoder, _ batch: Batch, _ search: Search
  ) -> [Answer] {
    switch search {
    case .sampling(let sampling, let seed):
      var random = SeededRandom(seed: seed)
      return decoder.sample(batch, sampling, using: &random).map {
        Answer(text: targets.decode($0.tokens), score: nil)
      }
    case .beam(let width):
      return BeamSearch(decoder: decoder, width: width).answers(batch).flatMap { found in
        found.map { Answer(text: targets.decode($0.tokens), score: $0.score(1)) }
      }
    }
  }

  private func warning(_ read: (tokens: [Int32], stranger: String?, strangers: Int)) -> String? {
    read.stranger.map { stranger in
      let more = read.strangers > 1 ? " and \(read.strangers - 1) more" : ""
      return "the model does not know \"\(escaped(stranger))\"\(more) of the source: "
        + (sources.unknown == nil ? "left out" : "read as unknown")
    }
  }
}
