/// Where every tensor is in the flat block of weights; gradients and moments have the same layout.
/// Names and shapes are those of the model file, which are PyTorch's.
package struct ParameterLayout: Sendable, Equatable {
  /// The role of a tensor, for regularizers that act on some kinds only.
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
    /// Nil if the cell has no recurrent weights.
    package let recurrentWeight: Slice?
    package let inputBias: Slice
    package let recurrentBias: Slice?
    package let peephole: Slice?
    /// W_ho, W_xo, b_o of a two-stage net, and W_hc, W_co with context.
    package let outputStage: [Slice]
  }

  package let slices: [Slice]
  package let count: Int

  /// - Parameter tensors: in their order in the block.
  package init(_ tensors: [Tensor]) {
    var end = 0
    slices = tensors.map { tensor in
      let size = tensor.shape.reduce(1, *)
      defer { end += size }
      return Slice(tensor: tensor, range: end..<end + size)
    }
    count = end
  }

  /// Numbers to learn; nil if they do not fit an Int.
  static func count(_ tensors: [Tensor]) -> Int? {
    var total = 0
    for tensor in tensors {
      var size = 1
      for factor in tensor.shape {
        let (value, overflow) = size.multipliedReportingOverflow(by: factor)
        if overflow { return nil }
        size = value
      }
      let (sum, overflow) = total.addingReportingOverflow(size)
      if overflow { return nil }
      total = sum
    }
    return total
  }
}

/// Takes slices off a layout, in the order in which tensors were declared.
struct SliceReader {
  private var rest: ArraySlice<ParameterLayout.Slice>

  init(_ layout: ParameterLayout) { rest = layout.slices[...] }

  mutating func next(_ count: Int) -> [ParameterLayout.Slice] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func next() -> ParameterLayout.Slice {
    let first = rest[rest.startIndex]
    rest = rest.dropFirst()
    return first
  }
}
