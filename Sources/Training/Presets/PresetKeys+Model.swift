import Engine

extension PresetKeys {
  static let model: [PresetKey] = [
    .lane("model.cell", \.model.cell, .name(CellRegistry.names), "the recurrent cell"),
    .lane("model.hidden", \.model.hidden, .sizes, "units of each layer, first to last"),
    .lane(
      "model.match", \.model.match, .choice(),
      "same sizes in every lane, or as many parameters as the LSTM's"),
    .lane(
      "model.embedding", \.model.embedding, .whole(1...8192),
      "columns of the embedding, where tokens are fed"),
    .lane("model.init", \.model.initialisation.scheme, .choice(), "how weights start"),
    .lane(
      "model.recurrent_gain", \.model.initialisation.recurrentGain, .number(0...100),
      "multiplies the recurrent weights at the start"),
    .lane(
      "model.forget_bias", \.model.initialisation.forgetBias, .number(-100...100),
      "added to the forget gate of LSTM and minLSTM at the start"),
    .lane(
      "model.update_bias", \.model.initialisation.updateBias, .number(-100...100),
      "added to the GRU's update gate at the start"),
    option(.activation, \.model.options.activation, .choice(), "of the plain RNN"),
    leakySlope,
    option(
      .peephole, \.model.options.peephole, .peephole,
      "ways from the LSTM's c to its gates: one weight a unit, or a matrix"),
    option(
      .reset, \.model.options.reset, .choice(),
      "where the GRU's reset gate acts: after or before the recurrent product"),
    option(
      .context, \.model.options.context, .flag, "feeds the two-stage net's C to its output"),
    .lane(
      "model.bidirectional", \.model.bidirectional, .flag,
      "a second net reads each sequence from its end"),
    .lane(
      "model.attention", \.model.attention, .choice(),
      "a short way from all steps to the head"),
    .lane(
      "model.decoder.cell", \.model.decoder.cell, PresetRule.name(CellRegistry.names).orNull(),
      "of the decoder, where answers are sequences; null: the encoder's"),
    .lane(
      "model.decoder.attention", \.model.decoder.attention, .choice(),
      "how the decoder looks back at the source; none: all it knows is the encoder's last state"),
    .lane(
      "model.decoder.input_feeding", \.model.decoder.feedsInput, .flag,
      "the attention's answer goes into the decoder beside the next token"),
    .lane(
      "model.share_embeddings", \.model.decoder.sharesEmbedding, .flag,
      "source and target have one embedding"),
    .lane(
      "model.convolution.channels", \.model.convolution.channels,
      PresetRule.whole(1...4096).orNull(),
      "numbers of a step that a convolution over time puts out, in front of the recurrent layers; "
        + "null: none"),
    convolution("width", \.model.convolution.width, .whole(1...1000), "steps that it looks at"),
    convolution(
      "stride", \.model.convolution.stride, .whole(1...1000),
      "steps from one output of the first convolution to the next: the recurrent layers see so many "
        + "times fewer"),
    convolution(
      "layers", \.model.convolution.layers, .whole(1...8), "convolutions, one on another"),
    convolution(
      "causal", \.model.convolution.causal, .flag,
      "looks at no later step; else as many on both sides"),
    .lane(
      "model.head_activation", \.model.headActivation, .choice(),
      "tanh goes with targets that are numbers"),
    .lane(
      "model.loss", \.model.loss, PresetRule.choice().orNull(),
      "what is minimised; crf: the tags of a sequence are scored together, neighbours too (a linear "
        + "chain); ctc: labels in their order, wherever along the steps (needs data whose answers are "
        + "sequences of their own); null: what goes with the targets"),
    .lane(
      "model.from", \.model.from, PresetRule<String>.text("path", allowed: "a path").orNull(),
      "a model file whose weights the lane starts from"),
    freeze,
  ]

  /// A choice that only one cell has.
  private static func option<Value>(
    _ option: CellOptions.Name, _ place: WritableKeyPath<LaneConfiguration, Value> & Sendable,
    _ rule: PresetRule<Value>, _ meaning: String
  ) -> PresetKey {
    let cell = CellRegistry.owner(of: option)
    var key = PresetKey.lane("model." + option.rawValue, place, rule, meaning)
    key.isConditional = true
    key.conflict = { lane in
      lane.model.cell == cell || lane.model.decoder.cell == cell
        ? nil : "belongs to the cell \(cell), and the lane's is \(lane.model.cell)"
    }
    return key
  }

  private static func convolution<Value>(
    _ name: String, _ place: WritableKeyPath<LaneConfiguration, Value> & Sendable,
    _ rule: PresetRule<Value>, _ meaning: String
  ) -> PresetKey {
    var key = PresetKey.lane("model.convolution." + name, place, rule, meaning)
    key.isConditional = true
    key.conflict = {
      $0.model.convolution.channels == nil ? "needs model.convolution.channels" : nil
    }
    return key
  }

  private static let leakySlope = {
    var key = option(
      .leakySlope, \.model.options.leakySlope, .number(0...1), "slope of leaky_relu below 0")
    let belongs = key.conflict
    key.conflict = { lane in
      belongs(lane)
        ?? (lane.model.options.activation == .leakyReLU
          ? nil : "needs model.activation: leaky_relu")
    }
    return key
  }()

  private static let freeze = {
    let parts = ["embedding", "convolution"] + (0..<8).map { "rnn.\($0)" } + ["attention", "head"]
    var key = PresetKey.lane(
      "model.freeze", \.model.freeze, .list(.name(parts), counts: 0...parts.count),
      "parts whose weights stay as they start")
    key.conflict = { lane in
      let layers = lane.model.hidden.count
      let missing = lane.model.freeze.first { part in
        part.hasPrefix("rnn.") && (Int(part.dropFirst(4)) ?? 0) >= layers
      }
      return missing.map { "there is no layer \($0); allowed: rnn.0 to rnn.\(layers - 1)" }
    }
    return key
  }()
}
