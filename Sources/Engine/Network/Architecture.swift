/// What a network is, apart from its weights.
///
/// Shape letters, in this and every other file: T time steps, B batch, S sequences of a shard,
/// I inputs, H hidden, G gates, O outputs, V vocabulary.
package struct Architecture: Sendable, Equatable {
  /// The cell's registry name.
  package var cell: String
  /// Columns fed to the first layer: features, or the embedding's width.
  package var input: Int
  /// Sizes of the recurrent layers, first to last.
  package var hidden: [Int]
  /// Token ids below this pass through an embedding; 0: the inputs are numbers.
  package var vocabulary: Int
  package var head: Head
  package var outputs: Int
  /// The loss's registry name.
  package var loss: String

  package enum Head: String, Sendable, CaseIterable {
    /// On each sequence's last valid step.
    case last
    /// On every step.
    case every
  }

  package init(
    cell: String, input: Int, hidden: [Int], vocabulary: Int = 0, head: Head = .last, outputs: Int,
    loss: String
  ) {
    self.cell = cell
    self.input = input
    self.hidden = hidden
    self.vocabulary = vocabulary
    self.head = head
    self.outputs = outputs
    self.loss = loss
  }

  /// Columns fed to layer `k`.
  package func columnsFed(to layer: Int) -> Int { layer == 0 ? input : hidden[layer - 1] }

  /// Numbers to learn. Computed without allocating anything, so that a size can be refused first.
  /// Nil when the number does not fit an Int.
  package var parameterCount: Int? {
    guard let gates = CellRegistry.named(cell)?.gates.count else { return nil }
    var total = 0
    func add(_ factors: Int...) -> Bool {
      var product = 1
      for factor in factors {
        let (value, overflow) = product.multipliedReportingOverflow(by: factor)
        if overflow { return false }
        product = value
      }
      let (sum, overflow) = total.addingReportingOverflow(product)
      total = sum
      return !overflow
    }
    guard add(vocabulary, input), add(outputs, hidden.last ?? 0), add(outputs) else { return nil }
    for (k, size) in hidden.enumerated() {
      guard add(gates, size, columnsFed(to: k)), add(gates, size, size), add(2, gates, size) else {
        return nil
      }
    }
    return total
  }
}
