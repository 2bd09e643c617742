import Datasets
import Engine

/// Answers of a saved model of pairs to single sources.
package struct AnswerWriter {
  private let model: TrainedModel
  private let pairs: PairDescription
  private let sources: TokenVocabulary
  private let targets: TokenVocabulary

  /// - Throws: `ModelFileError` if the model does not turn sources into answers.
  package init(_ model: TrainedModel) throws {
    self.model = model
    guard let pairs = model.description.pairs else {
      throw ModelFileError.preparation(
        path: model.path, reason: "it does not turn sources into answers")
    }
    if let inputs = pairs.inputs {
      throw ModelFileError.preparation(
        path: model.path,
        reason: "its sources are numbers at each step (\(inputs.prefix(3).joined(separator: ", "))"
          + "\(inputs.count > 3 ? ", ..." : "")), not text that a prompt can give")
    }
    self.pairs = pairs
    sources = try TokenVocabulary(model.description)
    targets = try TokenVocabulary(targetsOf: pairs)
    LinearAlgebra.useOneThreadPerCall()
  }

  /// Best answer first.
  /// - Returns: a sentence if the model does not know part of the source.
  package func answers(
    to source: String, _ search: AnswerSearch
  ) throws -> (answers: [WrittenAnswer], warning: String?) {
    let read = sources.read(source)
    guard !read.tokens.isEmpty else {
      throw ModelFileError.preparation(
        path: model.path, reason: "it knows no \(sources.unit.noun) of the source")
    }
    let (timeSteps, targetSteps) = (read.tokens.count, max(1, pairs.length))
    try MemoryEstimate.require(
      MemoryEstimate.needed(
        model.architecture, timeSteps: timeSteps, targetSteps: targetSteps, batch: 1))
    let network = model.architecture.makeModel(
      timeSteps: timeSteps, targetSteps: targetSteps, batch: 1)
    network.take(weights: model.file.weights)
    let batch = model.architecture.makeBatch(
      timeSteps: timeSteps, targetSteps: targetSteps, size: 1)
    batch.lengths.pointer[0] = Int32(timeSteps)
    for (step, token) in read.tokens.enumerated() { batch.tokens.pointer[step] = token }
    let decoder = answerDecoder(
      network, PassJob(model.file.inference, network), targets, end: pairs.end, most: targetSteps)
    guard let decoder else { preconditionFailure("a model of pairs has a decoder") }
    do {
      return (try decoder.answers(batch, search, targets).first ?? [], warning(read))
    } catch {
      throw ModelFileError.nonfiniteOutputs(path: model.path)
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
