/// An encoder-decoder apart from its weights (Sutskever, Vinyals, Le 2014; Cho et al. 2014): one
/// stack reads the source, a bridge hands over its last states, another stack writes the target,
/// one token a step, and may look back at the source at every step.
///
/// Shape letters here: T and U time steps of source and target, S sequences of a shard, C columns
/// of the encoder's output, H of the decoder's, V the target's vocabulary.
package struct EncoderDecoderArchitecture: Sendable, Equatable {
  /// Its `input` is the width of the embedding, or the number of features.
  package var encoder: StackShape
  /// Token ids of the source below this pass through an embedding; 0: the source is numbers.
  package var sourceVocabulary: Int
  /// Cell, sizes and options of the decoder's stack; one direction.
  package var decoderCell: String
  package var decoderOptions: CellOptions
  package var decoderHidden: [Int]
  /// Width of the target's embedding.
  package var decoderEmbedding: Int
  package var targetVocabulary: Int
  /// Fed before the first token of the target.
  package var startToken: Int
  package var attention: DecoderAttentionKind
  /// The attention's answer at one step is also fed at the next step, with its token (Luong et al.
  /// 2015).
  package var feedsInput: Bool
  /// Source and target have one embedding.
  package var sharesEmbedding: Bool

  package init(
    encoder: StackShape, sourceVocabulary: Int, decoderCell: String,
    decoderOptions: CellOptions = CellOptions(), decoderHidden: [Int], decoderEmbedding: Int,
    targetVocabulary: Int, startToken: Int, attention: DecoderAttentionKind = .none,
    feedsInput: Bool = false, sharesEmbedding: Bool = false
  ) {
    self.encoder = encoder
    self.sourceVocabulary = sourceVocabulary
    self.decoderCell = decoderCell
    self.decoderOptions = decoderOptions
    self.decoderHidden = decoderHidden
    self.decoderEmbedding = decoderEmbedding
    self.targetVocabulary = targetVocabulary
    self.startToken = startToken
    self.attention = attention
    self.feedsInput = feedsInput
    self.sharesEmbedding = sharesEmbedding
  }

  /// H
  package var decoderColumns: Int { decoderHidden.last ?? 0 }

  package var decoder: StackShape {
    StackShape(
      cell: decoderCell, options: decoderOptions,
      input: decoderEmbedding + (feedsInput ? decoderColumns : 0), hidden: decoderHidden)
  }

  /// Why the network cannot exist, in a sentence; nil: it can.
  package var fault: String? {
    let sizes =
      encoder.hidden + decoderHidden
      + [encoder.input, decoderEmbedding, targetVocabulary]
    if encoder.hidden.isEmpty || decoderHidden.isEmpty || sizes.contains(where: { $0 < 1 }) {
      return "encoder and decoder need at least one layer each, and sizes of at least 1"
    }
    if encoder.recurrentCell == nil { return "there is no cell \(encoder.cell) with these options" }
    if decoder.recurrentCell == nil { return "there is no cell \(decoderCell) with these options" }
    if !(0..<targetVocabulary).contains(startToken) {
      return "the start token is \(startToken); the target has 0 to \(targetVocabulary - 1)"
    }
    if attention == .dot, encoder.columnsOfTop != decoderColumns {
      return "dot attention needs as many columns on both sides; the encoder has "
        + "\(encoder.columnsOfTop), the decoder \(decoderColumns): use general or additive"
    }
    if attention == .none, feedsInput { return "input feeding needs an attention" }
    if sharesEmbedding,
      sourceVocabulary != targetVocabulary || encoder.input != decoderEmbedding
    {
      return "a shared embedding needs equal vocabularies and widths on both sides; they are "
        + "\(sourceVocabulary) x \(encoder.input) and \(targetVocabulary) x \(decoderEmbedding)"
    }
    return nil
  }

  /// Numbers to learn; nil if they do not fit an Int, or there is no such network.
  package var parameterCount: Int? {
    guard fault == nil, let source = encoder.recurrentCell, let target = decoder.recurrentCell
    else { return nil }
    let sizes =
      encoder.hidden + decoderHidden
      + [encoder.input, decoderEmbedding, sourceVocabulary, targetVocabulary]
    guard sizes.allSatisfy({ $0 <= 1 << 30 }) else { return nil }
    return ParameterLayout.count(tensors(source, target))
  }

  /// Every tensor in order; the only place that defines names and shapes.
  func tensors(
    _ source: any RecurrentCell, _ target: any RecurrentCell
  ) -> [ParameterLayout.Tensor] {
    var tensors: [ParameterLayout.Tensor] = []
    func add(_ name: String, _ shape: [Int], _ kind: ParameterLayout.Kind, _ layer: Int? = nil) {
      tensors.append(ParameterLayout.Tensor(name: name, shape: shape, kind: kind, layer: layer))
    }
    if sourceVocabulary > 0 {
      add("encoder.embedding.weight", [sourceVocabulary, encoder.input], .embedding)
    }
    tensors += encoder.tensors("encoder.rnn.", cell: source)
    if !sharesEmbedding {
      add("decoder.embedding.weight", [targetVocabulary, decoderEmbedding], .embedding)
    }
    tensors += decoder.tensors("decoder.rnn.", cell: target)
    for link in bridge(source, target) where link.isLinear {
      add("bridge.weight_\(link.name)", [link.size, link.columns], .input, link.layer)
      add("bridge.bias_\(link.name)", [link.size], .bias, link.layer)
    }
    let (columns, hidden) = (encoder.columnsOfTop, decoderColumns)
    if attention == .additive {
      add("decoder.attention.weight_query", [hidden, hidden], .attention)
      add("decoder.attention.bias", [hidden], .bias)
      add("decoder.attention.vector", [hidden], .attention)
    }
    if attention == .additive || attention == .general {
      add("decoder.attention.weight_key", [hidden, columns], .attention)
    }
    if attention != .none {
      add("decoder.attention.weight_combine", [hidden, columns + hidden], .attention)
    }
    add("decoder.head.weight", [targetVocabulary, hidden], .head)
    add("decoder.head.bias", [targetVocabulary], .bias)
    return tensors
  }

  /// The maps that hand over the states, by layer of the decoder: h, then c where it has one. The
  /// layers are aligned at the top; with fewer layers in the encoder its lowest one serves several.
  func bridge(_ source: any RecurrentCell, _ target: any RecurrentCell) -> [BridgeLink] {
    let same = encoder.cell == decoderCell && encoder.options == decoderOptions
    return decoderHidden.enumerated().flatMap { layer, size in
      let from = max(0, encoder.hidden.count - decoderHidden.count + layer)
      let columns = encoder.columnsOut(of: from)
      func link(ofCell: Bool) -> BridgeLink {
        BridgeLink(
          layer: layer, from: from, ofCell: ofCell, fromCell: ofCell && source.hasCellState,
          size: size, columns: columns, isLinear: !same || columns != size)
      }
      return target.hasCellState
        ? [link(ofCell: false), link(ofCell: true)] : [link(ofCell: false)]
    }
  }
}

/// One state that is handed over from encoder to decoder.
struct BridgeLink: Equatable {
  /// The decoder's layer, and the encoder's.
  let layer: Int
  let from: Int
  /// c in place of h, of the decoder and of the encoder.
  let ofCell: Bool
  let fromCell: Bool
  /// Of the decoder's layer, and columns of the encoder's, all directions side by side.
  let size: Int
  let columns: Int
  /// W x + b; else the state itself, where sizes and cells agree.
  let isLinear: Bool

  var name: String { "\(ofCell ? "c" : "h")_l\(layer)" }
}

/// Where the parts of an encoder-decoder are.
struct EncoderDecoderSlices {
  let sourceEmbedding: ParameterLayout.Slice?
  let encoder: [ParameterLayout.LayerSlices]
  let targetEmbedding: ParameterLayout.Slice
  let decoder: [ParameterLayout.LayerSlices]
  /// Weight and bias of every linear link.
  let bridge: [(weight: ParameterLayout.Slice, bias: ParameterLayout.Slice)?]
  let attention: DecoderAttention.Slices?
  let headWeight: ParameterLayout.Slice
  let headBias: ParameterLayout.Slice

  init(
    _ layout: ParameterLayout, _ a: EncoderDecoderArchitecture, _ source: any RecurrentCell,
    _ target: any RecurrentCell
  ) {
    var reader = SliceReader(layout)
    sourceEmbedding = a.sourceVocabulary > 0 ? reader.next() : nil
    encoder = reader.next(a.encoder, cell: source)
    if a.sharesEmbedding, let sourceEmbedding {
      targetEmbedding = sourceEmbedding
    } else {
      targetEmbedding = reader.next()
    }
    decoder = reader.next(a.decoder, cell: target)
    bridge = a.bridge(source, target).map { $0.isLinear ? (reader.next(), reader.next()) : nil }
    attention = DecoderAttention.Slices(a.attention, &reader)
    headWeight = reader.next()
    headBias = reader.next()
  }
}
