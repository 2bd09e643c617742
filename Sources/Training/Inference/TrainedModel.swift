import Datasets
import Engine
import Foundation

/// A model file with its data preparation: ready to be used on new data.
package struct TrainedModel: Sendable {
  package let path: String
  package let file: ModelFile
  package let description: DatasetDescription
  package let source: any DataSource.Type

  package var architecture: ModelArchitecture { file.architecture }

  /// - Throws: when the file is not a model, or has no preparation that this program knows.
  package init(contentsOf path: String) throws(ModelFileError) {
    self.path = path
    file = try ModelFile(contentsOf: path)
    guard let preparation = try DataPreparation(of: file, path: path) else {
      throw .preparation(
        path: path,
        reason: "the model has no data preparation (\(ModelFile.dataKey) in its metadata), so new "
          + "data cannot be prepared for it; train it with this program, or feed it "
          + "tensors with `rnn-tui probe`")
    }
    (description, source) = (preparation.description, preparation.source)
    try file.requireFiniteWeights(path)
  }

  // MARK: data

  /// A whole file, prepared like the model's own data. Relative paths start here.
  /// - Parameter targets: a file whose lines are the targets of those in `data`.
  package func prepare(
    _ data: String, targets: String? = nil, progress: @escaping (String) -> Void = { _ in }
  ) throws -> PreparedFile {
    let prepared = try source.prepare(
      data, by: description,
      files: DataFiles(
        folders: ["."], missingValueModel: RecurrentGapFiller(),
        encoding: description.encoding.map { TextEncoding($0, onlyWhereNotUTF8: true) },
        partners: targets.map { [data: $0] } ?? [:]),
      progress: progress)
    try architecture.require(prepared.shape, path: path)
    return prepared
  }

  /// The data of the generated task that the model was trained on, regenerated: the same sequences.
  package func regenerate(progress: @escaping (String) -> Void = { _ in }) throws -> Dataset {
    guard let configuration = description.generatedConfiguration else {
      throw ModelFileError.preparation(
        path: path,
        reason: source.readsFile
          ? "the model was trained on a file (\(source.name)): name the data to score it on with "
            + "--data FILE"
          : "the file does not say how its task was generated: it comes from an older version")
    }
    let dataset = try loadDataset(configuration, relativeTo: ["."], progress: progress)
    try architecture.require(dataset.shape, path: path)
    if dataset.description.vocabulary != description.vocabulary
      || dataset.description.pairs?.vocabulary != description.pairs?.vocabulary
    {
      throw ModelFileError.preparation(
        path: path, reason: "the task \(source.name) has different tokens in this version")
    }
    return dataset
  }
}
