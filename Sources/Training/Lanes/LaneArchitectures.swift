import Datasets
import Engine
import Telemetry

/// The models of a preset's lanes on data of a given shape.
struct LaneArchitectures {
  let preset: Preset
  let shape: SequenceShape
  let kind: DataKind
  /// Source and target have the same tokens.
  private let hasOneVocabulary: Bool
  /// Tags that cannot follow each other.
  private let impossible: [Int]
  private let room: LabelFit

  init(_ preset: Preset, _ dataset: Dataset) {
    room = LabelFit(dataset)
    impossible = dataset.impossibleTags
    self.preset = preset
    shape = dataset.shape
    kind = dataset.kind
    hasOneVocabulary = dataset.vocabulary == dataset.targetVocabulary
  }

  func all() throws(Trainer.Failure) -> [ModelArchitecture] {
    var architectures: [ModelArchitecture] = []
    for lane in preset.lanes { architectures.append(try architecture(lane)) }
    return architectures
  }

  func architecture(_ lane: LaneConfiguration) throws(Trainer.Failure) -> ModelArchitecture {
    var architecture = plain(lane.model, cell: lane.model.cell)
    try check(architecture, lane)
    if lane.model.match == .parameters, lane.model.cell != LSTM.name {
      // Without an LSTM among the lanes: the one there would be, so that lanes still agree.
      let lstm = preset.lanes.first { $0.model.cell == LSTM.name }?.model
      let same = lane.model.hidden == preset.common.model.hidden
      let model = lstm ?? (same ? preset.common.model : lane.model)
      guard let target = plain(model, cell: LSTM.name).parameterCount else {
        throw tooLarge(lane)
      }
      architecture.hidden = MatchedSizes.hidden(architecture, target: target)
    }
    guard let count = architecture.parameterCount, count <= 1 << 31 else { throw tooLarge(lane) }
    return architecture
  }

  /// Refuses what the data rule out.
  private func check(
    _ architecture: ModelArchitecture, _ lane: LaneConfiguration
  ) throws(Trainer.Failure) {
    let refusal =
      switch architecture {
      case .network(let a): refusal(a, lane)
      case .encoderDecoder(let a): refusal(a, lane)
      }
    guard let (key, reason) = refusal ?? self.refusal(architecture.cells, lane) else { return }
    throw Trainer.Failure(description: "lane \(lane.name): \(key): \(reason)")
  }

  /// For keys that only a decoder uses.
  static let noPairs =
    "needs answers that are separate sequences (data.source: pairs, or a task such as dates); "
    + "these data have none"

  /// The same if the loss aligns the answer with the steps.
  static let noDecoder = "belongs to a decoder; with model.loss=ctc there is none"

  /// For settings of weights that a cell does not have.
  static func noRecurrentWeights(_ cell: String) -> String {
    "acts on the product of h(t-1) with recurrent weights, and \(cell) has none: its gates do not see "
      + "h(t-1)"
  }

  private typealias Refusal = (key: String, reason: String)

  private func refusal(_ cells: [any RecurrentCell], _ lane: LaneConfiguration) -> Refusal? {
    guard let cell = cells.first, cells.allSatisfy({ !$0.hasRecurrentWeights }) else { return nil }
    let initialisation = lane.model.initialisation
    if initialisation.recurrentGain != 1 {
      return ("model.recurrent_gain", Self.noRecurrentWeights(cell.name))
    }
    if initialisation.scheme == .identity {
      return ("model.init", "identity " + Self.noRecurrentWeights(cell.name))
    }
    let needing = zip(RegularizerRegistry.all, lane.regularization.settings).first {
      $0.needsRecurrentWeights && $1.isOn
    }
    return needing.map {
      ("regularizers.\($0.0.key)", Self.noRecurrentWeights(cell.name))
    }
  }

  private func refusal(_ architecture: Architecture, _ lane: LaneConfiguration) -> Refusal? {
    if architecture.bidirectional, kind == .language {
      return (
        "model.bidirectional", "the backward direction would see the characters to predict"
      )
    }
    if let shape = architecture.convolution {
      if kind == .language {
        return (
          "model.convolution.channels",
          "needs whole sequences; a language model writes step by step and would not have the "
            + "steps around it"
        )
      }
      if shape.stride > 1, architecture.head == .every, !architecture.isAligned {
        return (
          "model.convolution.stride",
          "skips steps, but here every step has a target; set it to 1 (model.loss=ctc allows "
            + "any stride)"
        )
      }
    }
    if architecture.headActivation != .none, architecture.loss != MeanSquaredError.name {
      return (
        "model.head_activation", "is only for numeric targets; these data have classes"
      )
    }
    for (type, setting) in zip(RegularizerRegistry.all, lane.regularization.settings)
    where type.needsProbabilities && setting.isOn && architecture.loss == MeanSquaredError.name {
      return ("regularizers.\(type.key)", "needs classes; these targets are numbers")
    }
    if let loss = lane.model.loss, let reason = refusal(of: loss, lane) {
      return ("model.loss", "\(loss.rawValue) \(reason)")
    }
    for part in lane.model.freeze {
      let isThere =
        switch part {
        case "embedding": architecture.vocabulary > 0
        case "convolution": architecture.convolution != nil
        case "attention": architecture.attention != .none
        default: true
        }
      if !isThere { return ("model.freeze", "the model has no \(part)") }
    }
    let (decoder, plain) = (lane.model.decoder, DecoderConfiguration())
    let noPairs = shape.targetSequence == nil ? Self.noPairs : Self.noDecoder
    if decoder.cell != plain.cell { return ("model.decoder.cell", noPairs) }
    if decoder.attention != plain.attention { return ("model.decoder.attention", noPairs) }
    if decoder.feedsInput { return ("model.decoder.input_feeding", noPairs) }
    if decoder.sharesEmbedding { return ("model.share_embeddings", noPairs) }
    if lane.training.scheduledSampling.kind != .constant {
      return ("training.scheduled_sampling", noPairs)
    }
    return lane.training.teacherForcing < 1 ? (SettingsTable.teacherForcingKey, noPairs) : nil
  }

  private func refusal(of loss: ModelLoss, _ lane: LaneConfiguration) -> String? {
    switch loss {
    case .crf: refusalOfChain(lane)
    case .ctc:
      shape.targetSequence == nil
        ? "needs answers that are separate sequences (a task such as dial, or data.source: "
          + "pairs); these data have none"
        : softening(lane).map {
          "scores whole sequences, but \($0) softens single steps; switch one off"
        }
          ?? (lane.training.classWeights.isOn
            ? "scores whole sequences, but \(ClassWeights.key) weighs single steps; switch one off"
            : room.shortage(lane.model.convolution.shape))
    }
  }

  /// A regularizer that is on and needs the probabilities of single steps.
  private func softening(_ lane: LaneConfiguration) -> String? {
    zip(RegularizerRegistry.all, lane.regularization.settings).first {
      $0.needsProbabilities && $1.isOn
    }.map { "regularizers.\($0.0.key)" }
  }

  private func refusalOfChain(_ lane: LaneConfiguration) -> String? {
    guard shape.targetSequence == nil else {
      return "is only for networks that answer in place; these answers are separate sequences: "
        + "use model.loss=ctc"
    }
    guard kind == .classes, shape.everyStep, shape.target == .classes else {
      return "needs a tag at every step (data.source: tagged, or a task such as brackets)"
    }
    guard shape.outputs > 1 else { return "needs at least two kinds of tags; these data have one" }
    if let key = softening(lane) {
      return "scores whole sequences, but \(key) softens single tags; switch one off"
    }
    return lane.training.classWeights.isOn
      ? "scores whole sequences, but \(ClassWeights.key) weighs single tags; switch one off" : nil
  }

  private func refusal(
    _ architecture: EncoderDecoderArchitecture, _ lane: LaneConfiguration
  ) -> Refusal? {
    if let loss = lane.model.loss, let reason = refusal(of: loss, lane) {
      return ("model.loss", "\(loss.rawValue) \(reason)")
    }
    if lane.model.convolution.channels != nil {
      return (
        "model.convolution.channels",
        "is only for networks that answer in place or with model.loss=ctc, not for an encoder"
      )
    }
    if lane.model.attention != .none {
      return (
        "model.attention",
        "is only for networks that answer in place; a decoder has model.decoder.attention"
      )
    }
    if lane.model.headActivation != .none {
      return ("model.head_activation", "is only for numeric targets; these are tokens")
    }
    if !lane.model.freeze.isEmpty {
      return ("model.freeze", "is not available where answers are separate sequences")
    }
    if architecture.sharesEmbedding, !hasOneVocabulary {
      return (
        "model.share_embeddings",
        "needs one vocabulary on both sides; the source has \(architecture.sourceVocabulary) kinds "
          + "of tokens, the target \(architecture.targetVocabulary), not the same ones"
      )
    }
    return architecture.fault.map { fault in
      let isOfFeeding = architecture.attention == .none && architecture.feedsInput
      return (isOfFeeding ? "model.decoder.input_feeding" : "model.decoder.attention", fault)
    }
  }

  private func tooLarge(_ lane: LaneConfiguration) -> Trainer.Failure {
    Trainer.Failure(
      description: "lane \(lane.name): model.hidden gives more than \(1 << 31) parameters")
  }

  private func plain(_ model: ModelConfiguration, cell: String) -> ModelArchitecture {
    let input = shape.vocabulary > 0 ? model.embedding : shape.features
    guard let targets = shape.targetSequence, model.loss != .ctc else {
      var network = Architecture(
        cell: cell, options: model.options.own(of: cell), bidirectional: model.bidirectional,
        input: input, hidden: model.hidden, vocabulary: shape.vocabulary,
        attention: model.attention, head: shape.everyStep ? .every : .last,
        headActivation: model.headActivation, outputs: shape.outputs,
        loss: model.loss?.name ?? shape.target.loss.name)
      if model.loss == .crf { network.impossible = impossible }
      network.convolution = model.convolution.shape
      return .network(network)
    }
    let decoderCell = model.decoder.cell ?? cell
    return .encoderDecoder(
      EncoderDecoderArchitecture(
        encoder: StackShape(
          cell: cell, options: model.options.own(of: cell), bidirectional: model.bidirectional,
          input: input, hidden: model.hidden),
        sourceVocabulary: shape.vocabulary, decoderCell: decoderCell,
        decoderOptions: model.options.own(of: decoderCell), decoderHidden: model.hidden,
        decoderEmbedding: model.embedding, targetVocabulary: shape.outputs,
        startToken: targets.begin, attention: model.decoder.attention,
        feedsInput: model.decoder.feedsInput, sharesEmbedding: model.decoder.sharesEmbedding))
  }
}
