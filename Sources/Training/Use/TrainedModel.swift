import Datasets
import Engine
import Foundation

/// A model file with what prepared its data: fit to be used on new data by itself.
package struct TrainedModel: Sendable {
  package let path: String
  package let file: ModelFile
  package let description: DatasetDescription
  package let source: any DataSource.Type

  package var architecture: Architecture { file.architecture }

  /// - Throws: when the file is no model, or carries no preparation that this program knows.
  package init(contentsOf path: String) throws(ModelFileError) {
    self.path = path
    file = try ModelFile(contentsOf: path)
    guard let json = file.data else {
      throw .preparation(
        path: path,
        reason: "the model carries no preparation (\(ModelFile.dataKey) in its metadata), so new "
          + "data cannot be made into what it was trained on; train it with this program, or feed "
          + "it tensors with `rnn-tui probe`")
    }
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
          + "version does not know (\(DataSources.all.map { $0.name }.joined(separator: ", ")))")
    }
    self.source = source
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
      return path.isEmpty ? "it is no JSON object" : "\(path) has a value that is not known"
    @unknown default: return "it is not what was expected"
    }
  }

  // MARK: data

  /// The whole of a file, prepared as the model's own data were. Relative paths start here.
  package func prepare(
    _ data: String, progress: @escaping (String) -> Void = { _ in }
  ) throws -> PreparedFile {
    let prepared = try source.prepare(
      data, by: description, files: DataFiles(folders: ["."]), progress: progress)
    try require(prepared.shape)
    return prepared
  }

  /// The data of the generated task that the model was trained on, made anew: the same sequences.
  package func regenerate(progress: @escaping (String) -> Void = { _ in }) throws -> Dataset {
    guard let configuration = description.generatedConfiguration else {
      throw ModelFileError.preparation(
        path: path,
        reason: source.readsFile
          ? "the model was trained on a file (\(source.name)): say on which data to score it, with "
            + "--data FILE"
          : "the file does not say how its task was generated: it comes from an older version")
    }
    let dataset = try loadDataset(configuration, relativeTo: ["."], progress: progress)
    try require(dataset.shape)
    if dataset.description.vocabulary != description.vocabulary {
      throw ModelFileError.preparation(
        path: path, reason: "the task \(source.name) has other tokens in this version")
    }
    return dataset
  }

  /// Throws where examples of `shape` are not what the network takes and answers: the metadata of the
  /// file contradict each other then.
  private func require(_ shape: SequenceShape) throws(ModelFileError) {
    let a = architecture
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
    try differ(
      "answers at every step (1) or at the end (0)", a.head == .every ? 1 : 0,
      shape.everyStep ? 1 : 0)
    if a.loss != shape.target.loss.name {
      throw .preparation(
        path: path,
        reason: "its network was trained on \(a.loss), its preparation needs "
          + "\(shape.target.loss.name): the two do not belong together")
    }
  }
}

extension TargetKind {
  /// The loss that fits.
  var loss: any Loss.Type {
    switch self {
    case .values: MeanSquaredError.self
    case .binary: BinaryCrossEntropy.self
    case .classes: SoftmaxCrossEntropy.self
    }
  }
}
