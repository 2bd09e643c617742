import Engine

extension PresetKeys {
  static let model: [PresetKey] = [
    .lane("model.cell", \.model.cell, .name(CellRegistry.names), "the recurrent cell"),
    .lane("model.hidden", \.model.hidden, .sizes, "units of each layer, first to last"),
    .lane(
      "model.match", \.model.match, .choice(),
      "same sizes in every lane, or as many parameters as the LSTM has"),
    .lane(
      "model.embedding", \.model.embedding, .whole(1...8192),
      "columns of the embedding, for inputs that are tokens"),
    .lane("model.init", \.model.initialisation.scheme, .choice(), "how weights are initialised"),
    .lane(
      "model.recurrent_gain", \.model.initialisation.recurrentGain, .number(0...100),
      "multiplies the recurrent weights at the start"),
    .lane(
      "model.forget_bias", \.model.initialisation.forgetBias, .number(-100...100),
      "added to the forget gate of LSTM and minLSTM at the start"),
    .lane(
      "model.update_bias", \.model.initialisation.updateBias, .number(-100...100),
      "added to the GRU's update gate at the start"),
    option(.activation, \.model.options.activation, .choice(), "activation of the plain RNN"),
    leakySlope,
    option(
      .peephole, \.model.options.peephole, .peephole,
      "connections from the LSTM's c to its gates: one weight per unit, or a matrix"),
    option(
      .reset, \.model.options.reset, .choice(),
      "where the GRU's reset gate acts: after or before the recurrent product"),
    option(
      .context, \.model.options.context, .flag, "feeds the two-stage network's C to its output"),
    .lane(
      "model.bidirectional", \.model.bidirectional, .flag,
      "a second network reads each sequence backwards"),
    .lane(
      "model.attention", \.model.attention, .choice(),
      "attention over all time steps, before the head"),
    .lane(
      "model.decoder.cell", \.model.decoder.cell, PresetRule.name(CellRegistry.names).orNull(),
      "cell of the decoder, for answers that are sequences; null: the encoder's"),
    .lane(
      "model.decoder.attention", \.model.decoder.attention, .choice(),
      "how the decoder looks back at the source; none: it sees only the encoder's last state"),
    .lane(
      "model.decoder.input_feeding", \.model.decoder.feedsInput, .flag,
      "feeds the attention's output to the decoder along with the next token"),
    .lane(
      "model.share_embeddings", \.model.decoder.sharesEmbedding, .flag,
      "source and target share one embedding"),
    .lane(
      "model.convolution.channels", \.model.convolution.channels,
      PresetRule.whole(1...4096).orNull(),
      "outputs per step of a convolution over time in front of the recurrent layers; null: none"),
    convolution("width", \.model.convolution.width, .whole(1...1000), "steps that it spans"),
    convolution(
      "stride", \.model.convolution.stride, .whole(1...1000),
      "steps from one output of the first convolution to the next; divides the steps that the "
        + "recurrent layers see"),
    convolution(
      "layers", \.model.convolution.layers, .whole(1...8), "number of convolutions, stacked"),
    convolution(
      "causal", \.model.convolution.causal, .flag,
      "sees no later steps; off: equally many on both sides"),
    .lane(
      "model.head_activation", \.model.headActivation, .choice(),
      "activation of the output; tanh only for numeric targets"),
    .lane(
      "model.loss", \.model.loss, PresetRule.choice().orNull(),
      "what is minimised; crf: scores the tags of a sequence together, with neighbours (a linear "
        + "chain); ctc: labels in order, at whichever steps (for data whose answers are separate "
        + "sequences); null: chosen by the targets"),
    .lane(
      "model.from", \.model.from, PresetRule<String>.text("path", allowed: "a path").orNull(),
      "a model file whose weights the lane starts from"),
    freeze,
  ]

  /// An option that only one cell has.
  private static func option<Value>(
    _ option: CellOptions.Name, _ place: WritableKeyPath<LaneConfiguration, Value> & Sendable,
    _ rule: PresetRule<Value>, _ meaning: String
  ) -> PresetKey {
    let cell = CellRegistry.owner(of: option)
    var key = PresetKey.lane("model." + option.rawValue, place, rule, meaning)
    key.isConditional = true
    key.conflict = { lane in
      lane.model.cell == cell || lane.model.decoder.cell == cell
        ? nil : "is an option of the cell \(cell), but the lane's is \(lane.model.cell)"
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
      "parts whose weights are not trained")
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
