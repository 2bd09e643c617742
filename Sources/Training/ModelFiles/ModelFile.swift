import Engine
import Foundation

/// A model as a safetensors file: weights under PyTorch's names, with the architecture and the data
/// preparation as JSON in the metadata.
package struct ModelFile: Sendable {
  package static let architectureKey = "rnn-tui"
  static let dataKey = "rnn-tui.data"
  static let inferenceKey = "rnn-tui.inference"
  static let scoreKey = "rnn-tui.score"

  package var architecture: ModelArchitecture
  /// In the order of the layout's flat block.
  package var weights: [Float]
  /// The data preparation, as JSON; nil in files made elsewhere.
  package var data: String?
  /// Training settings that also apply when the network is only used.
  package var inference: InferenceSettings
  /// How good it is; nil in files made elsewhere and for weights that were never validated.
  package var score: SavedScore?

  package init(
    architecture: ModelArchitecture, weights: [Float], data: String? = nil,
    inference: InferenceSettings = InferenceSettings(), score: SavedScore? = nil
  ) {
    self.architecture = architecture
    self.weights = weights
    self.data = data
    self.inference = inference
    self.score = score
  }

  package var layout: ParameterLayout { architecture.layout }

  /// - Throws: when the file is not a model, with reason and place.
  package init(contentsOf path: String) throws(ModelFileError) {
    let file = try TensorFile(contentsOf: path)
    guard let text = file.metadata[Self.architectureKey] else {
      throw .architecture(
        path: path, key: Self.architectureKey, reason: "the metadata has no such entry")
    }
    architecture = try ModelArchitecture(json: text, path: path)
    data = file.metadata[Self.dataKey]
    inference = InferenceSettings()
    if let text = file.metadata[Self.inferenceKey] {
      inference = try InferenceSettings(json: text, path: path)
    }
    if let text = file.metadata[Self.scoreKey] {
      do {
        score = try JSONLine.value(SavedScore.self, text)
      } catch {
        throw .preparation(
          path: path, reason: "\(Self.scoreKey): needs loss, metric, step and data")
      }
    }
    weights = []
    var unused = Set(file.tensors.keys)
    for slice in layout.slices {
      guard let tensor = file.tensors[slice.name] else {
        throw .tensor(path: path, name: slice.name, reason: "is missing")
      }
      guard case .floats(let values) = tensor.values else {
        throw .tensor(path: path, name: slice.name, reason: "must have type F32")
      }
      guard tensor.shape == slice.shape else {
        throw .tensor(
          path: path, name: slice.name,
          reason: "has shape \(tensor.shape); the architecture says \(slice.shape)")
      }
      weights.append(contentsOf: values)
      unused.remove(slice.name)
    }
    if let name = unused.sorted().first {
      throw .tensor(path: path, name: name, reason: "is not part of the architecture")
    }
  }

  /// Throws for the first weight that is not finite: every answer that depends on it would be NaN.
  func requireFiniteWeights(_ path: String) throws(ModelFileError) {
    for slice in layout.slices {
      guard let value = weights[slice.range].first(where: { !$0.isFinite }) else { continue }
      throw .tensor(
        path: path, name: slice.name,
        reason: "holds \(value): its training diverged, and nothing can be computed from it")
    }
  }

  package func write(to path: String) throws(ModelFileError) {
    var file = TensorFile()
    for slice in layout.slices {
      file.tensors[slice.name] = .init(slice.shape, Array(weights[slice.range]))
    }
    file.metadata[Self.architectureKey] = try architecture.json(for: path)
    file.metadata[Self.dataKey] = data
    file.metadata[Self.inferenceKey] = inference.json
    file.metadata[Self.scoreKey] = score.map { JSONLine.text($0) }
    try file.write(to: path)
  }
}
