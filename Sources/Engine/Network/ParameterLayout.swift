/// Where every tensor lies in the flat block of weights; gradients and moments have the same layout.
/// Names and shapes are those of the model file, which are PyTorch's.
package struct ParameterLayout: Sendable, Equatable {
  /// What a tensor does, for regularizers that act on some kinds only.
  package enum Kind: String, Sendable, CaseIterable {
    case embedding
    case input
    case recurrent
    case bias
    case head
  }

  package struct Slice: Sendable, Equatable {
    package let name: String
    package let shape: [Int]
    package let kind: Kind
    /// The recurrent layer, 0 nearest to the inputs; nil for embedding and head.
    package let layer: Int?
    package let range: Range<Int>
  }

  /// The slices of one recurrent layer.
  package struct LayerSlices: Sendable, Equatable {
    package let inputWeight: Slice
    package let recurrentWeight: Slice
    package let inputBias: Slice
    package let recurrentBias: Slice
  }

  package let slices: [Slice]
  package let embedding: Slice?
  package let layers: [LayerSlices]
  package let headWeight: Slice
  package let headBias: Slice
  package let count: Int

  package init(_ architecture: Architecture, gates: Int) {
    var slices: [Slice] = []
    var end = 0
    func add(_ name: String, _ shape: [Int], _ kind: Kind, layer: Int? = nil) -> Slice {
      let size = shape.reduce(1, *)
      let slice = Slice(
        name: name, shape: shape, kind: kind, layer: layer, range: end..<end + size)
      end += size
      slices.append(slice)
      return slice
    }
    if architecture.vocabulary > 0 {
      embedding = add(
        "embedding.weight", [architecture.vocabulary, architecture.input], .embedding)
    } else {
      embedding = nil
    }
    layers = architecture.hidden.enumerated().map { k, size in
      LayerSlices(
        inputWeight: add(
          "rnn.weight_ih_l\(k)", [gates * size, architecture.columnsFed(to: k)], .input, layer: k),
        recurrentWeight: add("rnn.weight_hh_l\(k)", [gates * size, size], .recurrent, layer: k),
        inputBias: add("rnn.bias_ih_l\(k)", [gates * size], .bias, layer: k),
        recurrentBias: add("rnn.bias_hh_l\(k)", [gates * size], .bias, layer: k))
    }
    let last = architecture.hidden.last ?? 0
    headWeight = add("head.weight", [architecture.outputs, last], .head)
    headBias = add("head.bias", [architecture.outputs], .bias)
    self.slices = slices
    count = end
  }
}
