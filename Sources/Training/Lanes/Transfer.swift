import Datasets
import Engine
import Foundation

/// Weights of a model file that a lane starts from (`model.from`), checked against the lane.
struct Transfer {
  let weights: [Float]

  /// - Parameter folders: where relative paths start, in order.
  init(
    from path: String, lane: String, _ architecture: ModelArchitecture,
    _ data: DatasetDescription, relativeTo folders: [String]
  ) throws(Trainer.Failure) {
    func refuse(_ reason: String) -> Trainer.Failure {
      Trainer.Failure(
        description: "lane \(lane): model.from: \(escaped(path, limit: 200)): \(reason)")
    }
    let file = Self.find(path, folders)
    let model: ModelFile
    let prepared: DataPreparation?
    do {
      model = try ModelFile(contentsOf: file)
      prepared = try DataPreparation(of: model, path: file)
      try model.requireFiniteWeights(file)
    } catch {
      throw Trainer.Failure(description: "lane \(lane): model.from: \(error.description)")
    }
    guard model.architecture.cell == architecture.cell else {
      throw refuse("has the cell \(model.architecture.cell), the lane has \(architecture.cell)")
    }
    if let reason = Self.difference(model.layout, model.architecture, architecture) {
      throw refuse(reason)
    }
    let other = prepared?.description
    for (own, of) in [
      (data.vocabulary, other?.vocabulary), (data.pairs?.vocabulary, other?.pairs?.vocabulary),
    ] {
      if let own, let of, own != of { throw refuse(Self.difference(of, own)) }
    }
    weights = model.weights
  }

  /// The weights that a lane starts from; nil: it starts with its own.
  static func start(
    of lane: LaneConfiguration, _ architecture: ModelArchitecture, _ preset: Preset,
    _ dataset: Dataset
  ) throws(Trainer.Failure) -> [Float]? {
    guard let path = lane.model.from else { return nil }
    return try Transfer(
      from: path, lane: lane.name, architecture, dataset.description,
      relativeTo: preset.dataFolders
    ).weights
  }

  /// The file that a path in a preset refers to.
  static func find(_ path: String, _ folders: [String]) -> String {
    guard !path.hasPrefix("/") else { return path }
    return folders.map { "\($0)/\(path)" }.first { FileManager.default.fileExists(atPath: $0) }
      ?? path
  }

  /// The first tensor that does not fit, with both shapes.
  private static func difference(
    _ layout: ParameterLayout, _ model: ModelArchitecture, _ lane: ModelArchitecture
  ) -> String? {
    let wanted = lane.layout.slices
    for (own, other) in zip(wanted, layout.slices) where own.name == other.name {
      if own.shape != other.shape {
        return "\(own.name) has shape \(other.shape), the lane's is \(own.shape)"
      }
    }
    if let missing = wanted.first(where: { own in !layout.slices.contains { $0.name == own.name } })
    {
      return "lacks \(missing.name), which the lane has"
    }
    if let more = layout.slices.first(where: { other in !wanted.contains { $0.name == other.name } }
    ) {
      return "has \(more.name), which the lane lacks"
    }
    // The same tensors with another meaning.
    if model.stack.options != lane.stack.options
      || model.stack.bidirectional != lane.stack.bidirectional
    {
      return "its cell's options differ: \(model.stack.options)"
    }
    if case (.network(let model), .network(let lane)) = (model, lane),
      model.convolution != lane.convolution
    {
      return "its convolution differs in stride or causality: "
        + "\(model.convolution.map { "stride \($0.stride), causal \($0.causal)" } ?? "none")"
    }
    guard case (.encoderDecoder(let model), .encoderDecoder(let lane)) = (model, lane) else {
      return nil
    }
    if model.decoderCell != lane.decoderCell {
      return "its decoder has the cell \(model.decoderCell), the lane's \(lane.decoderCell)"
    }
    return model.decoderOptions == lane.decoderOptions
      ? nil : "its decoder's options differ: \(model.decoderOptions)"
  }

  private static func difference(_ file: [String], _ data: [String]) -> String {
    for (token, (a, b)) in zip(file, data).enumerated() where a != b {
      return "its token \(token) is \"\(escaped(a))\", the data's is \"\(escaped(b))\""
    }
    return "knows \(file.count) characters, the data have \(data.count)"
  }
}
