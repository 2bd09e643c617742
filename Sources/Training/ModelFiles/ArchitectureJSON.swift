import Engine
import Foundation

/// The architecture as the JSON in a model file's metadata. Absent keys have their defaults;
/// unknown keys are an error. Format 2 names the kind of model, and is written for features that
/// format 1 did not have.
extension ModelArchitecture {
  private static let newestFormat = 2
  private static let kinds = [Architecture.kind, EncoderDecoderArchitecture.kind]

  /// - Parameter path: of the file that it is for.
  func json(for path: String) throws(ModelFileError) -> String {
    let values =
      switch self {
      case .network(let a): a.values
      case .encoderDecoder(let a): a.values
      }
    guard let data = try? JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
    else { throw .unwritable(path: path, reason: "its architecture cannot be written as JSON") }
    return String(decoding: data, as: UTF8.self)
  }

  init(json: String, path: String) throws(ModelFileError) {
    guard
      let values = try? JSONDecoder().decode(
        [String: ArchitectureValue].self, from: Data(json.utf8))
    else {
      throw .architecture(
        path: path, key: ModelFile.architectureKey, reason: "is not a JSON object")
    }
    let read = ArchitectureReader(values: values, path: path)
    switch try read.whole("format", default: 1, atLeast: 1) {
    case 1: self = .network(try Architecture(read))
    case 2:
      switch read.values["kind"] {
      case .text(Architecture.kind): self = .network(try Architecture(read, hasKind: true))
      case .text(EncoderDecoderArchitecture.kind):
        self = .encoderDecoder(try EncoderDecoderArchitecture(read))
      default:
        throw read.refuse(
          "kind", "must be \(Self.kinds.joined(separator: " or ")) in format 2")
      }
    default:
      throw read.refuse("format", "is newer than this version reads (\(Self.newestFormat))")
    }
    guard let count = parameterCount, count <= 1 << 31 else {
      throw read.refuse("hidden", "gives more than \(1 << 31) parameters")
    }
  }
}

extension CellOptions {
  fileprivate static let keys = ["activation", "leaky_slope", "peephole", "reset", "context"]

  /// - Parameter prefix: of the keys.
  fileprivate func values(_ prefix: String = "") -> [String: Any] {
    let peephole: Any =
      switch peephole {
      case .none: false
      case .diagonal: true
      case .full: "full"
      }
    // The shortest text of a float, not the digits of the nearest double.
    let slope = NSDecimalNumber(string: "\(leakySlope)")
    return [
      prefix + "activation": activation.rawValue, prefix + "leaky_slope": slope,
      prefix + "peephole": peephole, prefix + "reset": reset.rawValue, prefix + "context": context,
    ]
  }

  fileprivate init(
    _ read: ArchitectureReader, _ prefix: String = ""
  ) throws(ModelFileError) {
    self.init()
    activation = try read.choice(prefix + "activation", default: .tanh)
    leakySlope = try read.slope(prefix + "leaky_slope", default: 0.01)
    peephole = try read.peephole(prefix + "peephole")
    reset = try read.choice(prefix + "reset", default: .after)
    context = try read.flag(prefix + "context")
  }
}

extension Architecture {
  private static let keys =
    CellOptions.keys + [
      "format", "cell", "bidirectional", "input", "hidden", "vocabulary", "attention", "head",
      "head_activation", "outputs", "loss",
    ]

  fileprivate static let kind = "network"
  private static let impossibleKey = "impossible"

  /// Cells that readers of format 1 know.
  private static let cellsOfFormat1 = [PlainRNN.name, LSTM.name, GRU.name, TwoStage.name]

  /// True for a model that format 1 could not describe.
  private var isOfFormat2: Bool {
    !Self.cellsOfFormat1.contains(cell) || convolution != nil
      || LossRegistry.named(loss)?.isOfSequences == true
  }

  fileprivate var values: [String: Any] {
    let format: [String: Any] = isOfFormat2 ? ["format": 2, "kind": Self.kind] : ["format": 1]
    let chain: [String: Any] = loss == LinearChain.name ? [Self.impossibleKey: impossible] : [:]
    return options.values().merging(format) { $1 }.merging(chain) { $1 }
      .merging(convolution?.values ?? [:]) { $1 }.merging([
        "cell": cell, "bidirectional": bidirectional, "input": input,
        "hidden": hidden, "vocabulary": vocabulary, "attention": attention.rawValue,
        "head": head.rawValue, "head_activation": headActivation.rawValue, "outputs": outputs,
        "loss": loss,
      ]) { $1 }
  }

  fileprivate init(
    _ read: ArchitectureReader, hasKind: Bool = false
  ) throws(ModelFileError) {
    try read.refuseOthers(
      than: Self.keys + (hasKind ? ["kind", Self.impossibleKey] + ConvolutionShape.keys : []))
    self.init(
      cell: try read.choice("cell", default: LSTM.name, CellRegistry.names),
      options: try CellOptions(read),
      bidirectional: try read.flag("bidirectional"),
      input: try read.whole("input", default: 3, atLeast: 1),
      hidden: try read.sizes("hidden", default: [8, 8]),
      vocabulary: try read.whole("vocabulary", default: 0, atLeast: 0),
      attention: try read.choice("attention", default: .none),
      head: try read.choice("head", default: .last),
      headActivation: try read.choice("head_activation", default: .none),
      outputs: try read.whole("outputs", default: 1, atLeast: 1),
      loss: try read.choice(
        "loss", default: MeanSquaredError.name, LossRegistry.all.map { $0.name }))
    impossible = try read.places(
      Self.impossibleKey, below: loss == LinearChain.name ? outputs * (outputs + 2) : 0)
    convolution = try ConvolutionShape(read)
    if let convolution, convolution.stride > 1, head == .every, !isAligned {
      throw read.refuse(
        ConvolutionShape.prefix + "stride",
        "is above 1, which needs head \"last\" or the loss ctc")
    }
    if isAligned, head != .every || outputs < 2 {
      throw read.refuse(
        "loss",
        "is \(loss), which needs head \"every\" and at least two outputs: blank and a label")
    }
    guard headActivation == .none || loss == MeanSquaredError.name else {
      throw read.refuse("head_activation", "is tanh, which needs the loss mse")
    }
  }
}

extension ConvolutionShape {
  fileprivate static let prefix = "convolution_"
  fileprivate static let keys = ["channels", "width", "stride", "layers", "causal"].map {
    prefix + $0
  }

  fileprivate var values: [String: Any] {
    [
      Self.prefix + "channels": channels, Self.prefix + "width": width,
      Self.prefix + "stride": stride, Self.prefix + "layers": layers,
      Self.prefix + "causal": causal,
    ]
  }

  /// Nil if the file has none.
  fileprivate init?(_ read: ArchitectureReader) throws(ModelFileError) {
    guard read.values.keys.contains(where: Self.keys.contains) else { return nil }
    func size(_ key: String, _ missing: Int) throws(ModelFileError) -> Int {
      let found = try read.whole(Self.prefix + key, default: missing, atLeast: 1)
      guard found <= 1 << 14 else {
        throw read.refuse(Self.prefix + key, "must be a whole number from 1 to \(1 << 14)")
      }
      return found
    }
    guard read.values[Self.prefix + "channels"] != nil else {
      throw read.refuse(
        Self.prefix + "channels", "is missing, but other keys of a convolution are set")
    }
    self.init(
      channels: try size("channels", 1), width: try size("width", 5),
      stride: try size("stride", 1), layers: try size("layers", 1),
      causal: try read.flag(Self.prefix + "causal"))
  }
}

extension EncoderDecoderArchitecture {
  /// Prefix of the keys for the decoder's cell.
  private static let decoder = "decoder_"
  private static let keys =
    CellOptions.keys + CellOptions.keys.map { decoder + $0 } + [
      "format", "kind", "cell", "bidirectional", "input", "hidden", "vocabulary", "decoder_cell",
      "decoder_hidden", "decoder_input", "target_vocabulary", "start_token", "attention",
      "input_feeding", "share_embeddings",
    ]
  fileprivate static let kind = "encoder_decoder"

  fileprivate var values: [String: Any] {
    let own: [String: Any] = [
      "format": 2, "kind": Self.kind, "cell": encoder.cell,
      "bidirectional": encoder.bidirectional, "input": encoder.input, "hidden": encoder.hidden,
      "vocabulary": sourceVocabulary, "decoder_cell": decoderCell,
      "decoder_hidden": decoderHidden, "decoder_input": decoderEmbedding,
      "target_vocabulary": targetVocabulary, "start_token": startToken,
      "attention": attention.rawValue, "input_feeding": feedsInput,
      "share_embeddings": sharesEmbedding,
    ]
    return own.merging(encoder.options.values()) { $1 }
      .merging(decoderOptions.values(Self.decoder)) { $1 }
  }

  fileprivate init(_ read: ArchitectureReader) throws(ModelFileError) {
    try read.refuseOthers(than: Self.keys)
    self.init(
      encoder: StackShape(
        cell: try read.choice("cell", default: LSTM.name, CellRegistry.names),
        options: try CellOptions(read), bidirectional: try read.flag("bidirectional"),
        input: try read.whole("input", default: 32, atLeast: 1),
        hidden: try read.sizes("hidden", default: [64])),
      sourceVocabulary: try read.whole("vocabulary", default: 0, atLeast: 0),
      decoderCell: try read.choice("decoder_cell", default: LSTM.name, CellRegistry.names),
      decoderOptions: try CellOptions(read, Self.decoder),
      decoderHidden: try read.sizes("decoder_hidden", default: [64]),
      decoderEmbedding: try read.whole("decoder_input", default: 32, atLeast: 1),
      targetVocabulary: try read.whole("target_vocabulary", default: 1, atLeast: 1),
      startToken: try read.whole("start_token", default: 0, atLeast: 0),
      attention: try read.choice("attention", default: .none),
      feedsInput: try read.flag("input_feeding"),
      sharesEmbedding: try read.flag("share_embeddings"))
    if let fault { throw read.refuse("kind", "\(Self.kind): \(fault)") }
  }
}
