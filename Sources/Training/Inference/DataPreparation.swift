import Datasets
import Engine
import Foundation

/// The data preparation of a model file, checked against itself and against the architecture: every
/// reader of a model uses this, so that later code can trust its numbers.
struct DataPreparation {
  let description: DatasetDescription
  let source: any DataSource.Type

  /// Nil if the file has none.
  init?(of file: ModelFile, path: String) throws(ModelFileError) {
    guard let json = file.data else { return nil }
    do {
      description = try JSONDecoder().decode(DatasetDescription.self, from: Data(json.utf8))
    } catch {
      throw .preparation(
        path: path, reason: "\(ModelFile.dataKey) cannot be used: \(Self.reason(error))")
    }
    guard let source = DataSources.named(description.source) else {
      throw .preparation(
        path: path,
        reason: "its data came from the source \"\(escaped(description.source))\", which this "
          + "version does not know (\(DataSources.names.joined(separator: ", ")))")
    }
    self.source = source
    do throws(DescriptionFault) {
      try description.check(features: file.architecture.input)
    } catch {
      throw .preparationKey(path: path, key: error.key, reason: error.reason)
    }
    if let shape = description.shape { try file.architecture.require(shape, path: path) }
  }

  private static func reason(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
        .joined(separator: ".")
    }
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context):
      let path = place(context)
      return "\(path.isEmpty ? "" : path + ".")\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context)) has the wrong type"
    case .dataCorrupted(let context):
      let path = place(context)
      return path.isEmpty ? "it is not a JSON object" : "\(path) has an unknown value"
    @unknown default: return "it is not what was expected"
    }
  }
}

extension ModelArchitecture {
  /// Throws if the network does not take and answer examples of `shape`: the metadata of the file
  /// then contradict each other.
  func require(_ shape: SequenceShape, path: String) throws(ModelFileError) {
    let a = self
    func differ(_ what: String, _ own: Int, _ other: Int) throws(ModelFileError) {
      if own == other { return }
      throw .preparation(
        path: path,
        reason: "its network has \(own) \(what), its preparation gives \(other): the two do not "
          + "belong together")
    }
    try differ("kinds of tokens", a.vocabulary, shape.vocabulary)
    if a.vocabulary == 0 { try differ("inputs at each step", a.input, shape.features) }
    try differ("outputs", a.outputs, shape.outputs)
    switch a {
    case .network(let network):
      if shape.targetSequence != nil, !network.isAligned {
        throw .preparation(
          path: path,
          reason:
            "its network answers in place, its preparation makes separate answer sequences: "
            + "the two do not belong together")
      }
      if network.isAligned, shape.targetSequence == nil {
        throw .preparation(
          path: path,
          reason:
            "its network aligns labels with the steps, its preparation has no answer sequences: "
            + "the two do not belong together")
      }
      try differ(
        "answers at every step (1) or at the end (0)", network.head == .every ? 1 : 0,
        shape.everyStep ? 1 : 0)
    case .encoderDecoder(let pair):
      guard let targets = shape.targetSequence else {
        throw .preparation(
          path: path,
          reason: "it is an encoder-decoder, its preparation puts answers in place: the two do not "
            + "belong together")
      }
      try differ("as its begin token", pair.startToken, targets.begin)
    }
    let isChain = a.loss == LinearChain.name && shape.everyStep && shape.target == .classes
    let isAlignment = a.loss == TemporalClassification.name && shape.targetSequence != nil
    if a.loss != shape.target.loss.name, !isChain, !isAlignment {
      throw .preparation(
        path: path,
        reason: "its network was trained on \(a.loss), its preparation needs "
          + "\(shape.target.loss.name): the two do not belong together")
    }
  }
}
