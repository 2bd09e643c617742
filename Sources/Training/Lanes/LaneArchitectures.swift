import Datasets
import Engine
import Telemetry

/// The networks of a preset's lanes on data of a given shape.
struct LaneArchitectures {
  let preset: Preset
  let shape: SequenceShape
  let kind: DataKind

  init(_ preset: Preset, _ dataset: Dataset) {
    self.preset = preset
    shape = dataset.shape
    kind = dataset.kind
  }

  func all() throws(Trainer.Failure) -> [Architecture] {
    var architectures: [Architecture] = []
    for lane in preset.lanes { architectures.append(try architecture(lane)) }
    return architectures
  }

  func architecture(_ lane: LaneConfiguration) throws(Trainer.Failure) -> Architecture {
    var architecture = plain(lane.model, cell: lane.model.cell)
    if lane.model.match == .parameters, lane.model.cell != LSTM.name {
      // Without an LSTM among the lanes: the one that would be, so that lanes still agree.
      let lstm = preset.lanes.first { $0.model.cell == LSTM.name }?.model
      let same = lane.model.hidden == preset.common.model.hidden
      let model = lstm ?? (same ? preset.common.model : lane.model)
      guard let target = plain(model, cell: LSTM.name).parameterCount else {
        throw tooLarge(lane)
      }
      architecture.hidden = MatchedSizes.hidden(architecture, target: target)
    }
    try check(architecture, lane)
    guard let count = architecture.parameterCount, count <= 1 << 31 else { throw tooLarge(lane) }
    return architecture
  }

  /// What the data forbid.
  private func check(
    _ architecture: Architecture, _ lane: LaneConfiguration
  ) throws(Trainer.Failure) {
    func refuse(_ key: String, _ reason: String) -> Trainer.Failure {
      Trainer.Failure(description: "lane \(lane.name): \(key): \(reason)")
    }
    if architecture.bidirectional, kind == .language {
      throw refuse(
        "model.bidirectional", "the backward direction would see the characters to predict")
    }
    if architecture.headActivation != .none, architecture.loss != MeanSquaredError.name {
      throw refuse(
        "model.head_activation", "goes with targets that are numbers; these data have classes")
    }
    for (type, setting) in zip(RegularizerRegistry.all, lane.regularization.settings)
    where type.needsProbabilities && setting.isOn && architecture.loss == MeanSquaredError.name {
      throw refuse("regularizers.\(type.key)", "needs classes; these data have numbers as targets")
    }
    for part in lane.model.freeze {
      let isThere =
        part == "embedding"
        ? architecture.vocabulary > 0 : part != "attention" || architecture.attention != .none
      if !isThere { throw refuse("model.freeze", "the model has no \(part)") }
    }
  }

  private func tooLarge(_ lane: LaneConfiguration) -> Trainer.Failure {
    Trainer.Failure(
      description: "lane \(lane.name): model.hidden gives more than \(1 << 31) parameters")
  }

  private func plain(_ model: ModelConfiguration, cell: String) -> Architecture {
    Architecture(
      cell: cell, options: model.options.own(of: cell), bidirectional: model.bidirectional,
      input: shape.vocabulary > 0 ? model.embedding : shape.features, hidden: model.hidden,
      vocabulary: shape.vocabulary, attention: model.attention,
      head: shape.everyStep ? .every : .last, headActivation: model.headActivation,
      outputs: shape.outputs, loss: shape.target.loss.name)
  }
}
