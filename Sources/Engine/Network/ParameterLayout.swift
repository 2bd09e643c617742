/// Where every tensor lies in the flat block of weights; gradients and moments have the same layout.
/// Names and shapes are those of the model file, which are PyTorch's.
package struct ParameterLayout: Sendable, Equatable {
  /// What a tensor does, for regularizers that act on some kinds only.
  package enum Kind: String, Sendable, CaseIterable {
    case embedding
    case input
    case recurrent
    case bias
    case attention
    case head
  }

  package struct Tensor: Sendable, Equatable {
    package let name: String
    package let shape: [Int]
    package let kind: Kind
    /// The recurrent layer, 0 nearest to the inputs; nil for embedding, attention and head.
    package let layer: Int?
  }

  package struct Slice: Sendable, Equatable {
    package let tensor: Tensor
    package let range: Range<Int>
    package var name: String { tensor.name }
    package var shape: [Int] { tensor.shape }
    package var kind: Kind { tensor.kind }
    package var layer: Int? { tensor.layer }
  }

  /// The slices of one recurrent layer in one direction.
  package struct LayerSlices: Sendable, Equatable {
    package let inputWeight: Slice
    package let recurrentWeight: Slice
    package let inputBias: Slice
    package let recurrentBias: Slice
    package let peephole: Slice?
    /// W_ho, W_xo, b_o of a two-stage net, and W_hc, W_co with context.
    package let outputStage: [Slice]
  }

  package let slices: [Slice]
  package let embedding: Slice?
  /// By layer and direction (see `Architecture.recurrences`).
  package let layers: [LayerSlices]
  /// Query, key and value, then additive attention's bias and vector.
  package let attention: [Slice]
  package let headWeight: Slice
  package let headBias: Slice
  package let count: Int

  package init(_ architecture: Architecture, cell: any RecurrentCell) {
    var end = 0
    let slices = Self.tensors(architecture, cell: cell).map { tensor in
      let size = tensor.shape.reduce(1, *)
      defer { end += size }
      return Slice(tensor: tensor, range: end..<end + size)
    }
    self.slices = slices
    count = end
    var rest = slices[...]
    embedding = architecture.vocabulary > 0 ? rest.popFirst() : nil
    let hasPeephole = cell.peepholeShape(hidden: 1) != nil
    let stageTensors = cell.outputStage.map { $0 == .withContext ? 5 : 3 } ?? 0
    layers = (0..<architecture.recurrences).map { _ in
      let four = Array(rest.prefix(4))
      rest = rest.dropFirst(4)
      let peephole = hasPeephole ? rest.popFirst() : nil
      let stage = Array(rest.prefix(stageTensors))
      rest = rest.dropFirst(stageTensors)
      return LayerSlices(
        inputWeight: four[0], recurrentWeight: four[1], inputBias: four[2],
        recurrentBias: four[3], peephole: peephole, outputStage: stage)
    }
    attention = Array(rest.dropLast(2))
    headWeight = slices[slices.count - 2]
    headBias = slices[slices.count - 1]
  }

  /// Every tensor in order; the one place where names and shapes are said.
  static func tensors(_ a: Architecture, cell: any RecurrentCell) -> [Tensor] {
    var tensors: [Tensor] = []
    func add(_ name: String, _ shape: [Int], _ kind: Kind, _ layer: Int? = nil) {
      tensors.append(Tensor(name: name, shape: shape, kind: kind, layer: layer))
    }
    if a.vocabulary > 0 { add("embedding.weight", [a.vocabulary, a.input], .embedding) }
    let gates = cell.gates.count
    for (k, size) in a.hidden.enumerated() {
      for direction in 0..<a.directions {
        let end = "l\(k)" + (direction == 0 ? "" : "_reverse")
        let fed = a.columnsFed(to: k)
        add("rnn.weight_ih_\(end)", [gates * size, fed], .input, k)
        add("rnn.weight_hh_\(end)", [gates * size, size], .recurrent, k)
        add("rnn.bias_ih_\(end)", [gates * size], .bias, k)
        add("rnn.bias_hh_\(end)", [gates * size], .bias, k)
        if let shape = cell.peepholeShape(hidden: size) {
          add("rnn.weight_peephole_\(end)", shape, .recurrent, k)
        }
        guard let stage = cell.outputStage else { continue }
        add("rnn.weight_ho_\(end)", [size, size], .recurrent, k)
        add("rnn.weight_xo_\(end)", [size, fed], .input, k)
        add("rnn.bias_o_\(end)", [size], .bias, k)
        guard stage == .withContext else { continue }
        add("rnn.weight_hc_\(end)", [size, size], .recurrent, k)
        add("rnn.weight_co_\(end)", [size, size], .recurrent, k)
      }
    }
    let top = a.columnsOfTop
    if a.attention != .none {
      add("attention.weight_query", [top, top], .attention)
      add("attention.weight_key", [top, top], .attention)
      add("attention.weight_value", [top, top], .attention)
    }
    if a.attention == .additive {
      add("attention.bias", [top], .bias)
      add("attention.vector", [top], .attention)
    }
    add("head.weight", [a.outputs, top], .head)
    add("head.bias", [a.outputs], .bias)
    return tensors
  }
}
