import Datasets
import Engine

/// The networks of a preset's lanes on data of a given shape.
struct LaneArchitectures {
  let preset: Preset
  let shape: SequenceShape

  init(_ preset: Preset, _ shape: SequenceShape) {
    self.preset = preset
    self.shape = shape
  }

  func all() throws(Trainer.Failure) -> [Architecture] {
    var architectures: [Architecture] = []
    for lane in preset.lanes { architectures.append(try architecture(lane)) }
    return architectures
  }

  func architecture(_ lane: LaneConfiguration) throws(Trainer.Failure) -> Architecture {
    var architecture = plain(lane.model, cell: lane.model.cell)
    if lane.model.match == .parameters, lane.model.cell != LSTM.name {
      let model = preset.lanes.first { $0.model.cell == LSTM.name }?.model ?? lane.model
      guard let target = plain(model, cell: LSTM.name).parameterCount else {
        throw tooLarge(lane)
      }
      architecture.hidden = MatchedSizes.hidden(architecture, target: target)
    }
    guard let count = architecture.parameterCount, count <= 1 << 31 else { throw tooLarge(lane) }
    return architecture
  }

  private func tooLarge(_ lane: LaneConfiguration) -> Trainer.Failure {
    Trainer.Failure(
      description: "lane \(lane.name): model.hidden gives more than \(1 << 31) parameters")
  }

  private func plain(_ model: ModelConfiguration, cell: String) -> Architecture {
    let loss: any Loss.Type
    switch shape.target {
    case .values: loss = MeanSquaredError.self
    case .binary: loss = BinaryCrossEntropy.self
    case .classes: loss = SoftmaxCrossEntropy.self
    }
    return Architecture(
      cell: cell, input: shape.vocabulary > 0 ? model.embedding : shape.features,
      hidden: model.hidden, vocabulary: shape.vocabulary, head: shape.everyStep ? .every : .last,
      outputs: shape.outputs, loss: loss.name)
  }
}
