extension ParameterLayout {
  /// The layout of a network.
  package init(_ architecture: Architecture, cell: any RecurrentCell) {
    self.init(architecture.tensors(cell))
  }
}

/// Where the parts of a network are.
package struct NetworkSlices: Sendable, Equatable {
  package let embedding: ParameterLayout.Slice?
  /// Weight and bias of each; empty if there is none.
  package let convolution: [ParameterLayout.Slice]
  /// By layer and direction.
  package let layers: [ParameterLayout.LayerSlices]
  /// Query, key and value, then additive attention's bias and vector.
  package let attention: [ParameterLayout.Slice]
  package let headWeight: ParameterLayout.Slice
  package let headBias: ParameterLayout.Slice
  /// Transitions, start and end of a chain; empty if there is none.
  package let chain: [ParameterLayout.Slice]

  init(_ layout: ParameterLayout, _ architecture: Architecture, cell: any RecurrentCell) {
    var reader = SliceReader(layout)
    embedding = architecture.vocabulary > 0 ? reader.next() : nil
    convolution = reader.next(2 * (architecture.convolution?.layers ?? 0))
    layers = reader.next(architecture.stack, cell: cell)
    attention = reader.next(architecture.attention.tensorCount)
    headWeight = reader.next()
    headBias = reader.next()
    chain = architecture.hasChain ? reader.next(3) : []
  }
}
