/// The structure of a network, apart from its weights.
///
/// Shape letters, in this and every other file: T time steps, B batch, S sequences of a shard,
/// I inputs, H hidden, D directions, G gates, O outputs, V vocabulary.
package struct Architecture: Sendable, Equatable {
  /// The cell's registry name, and what the name leaves open.
  package var cell: String
  package var options: CellOptions
  /// A second net reads every sequence from its end.
  package var bidirectional: Bool
  /// Numbers of a step that is fed: features, or the embedding's width.
  package var input: Int
  /// In front of the recurrent layers; nil: these are fed the steps themselves.
  package var convolution: ConvolutionShape?
  /// Sizes of the recurrent layers, first to last; with two directions, of each.
  package var hidden: [Int]
  /// Token ids below this pass through an embedding; 0: the inputs are numbers.
  package var vocabulary: Int
  /// Between the top layer and the head.
  package var attention: AttentionKind
  package var head: Head
  package var headActivation: HeadActivation
  package var outputs: Int
  /// The loss's registry name.
  package var loss: String
  /// For a linear chain: places in transitions [O, O], start [O] and end [O], one after another,
  /// that are minus infinity.
  package var impossible: [Int] = []

  package enum Head: String, Sendable, CaseIterable {
    /// On each sequence's last valid step (of the backward direction: its first).
    case last
    /// On every step.
    case every
  }

  package enum HeadActivation: String, Sendable, Codable, CaseIterable {
    case none
    /// With the squared error only.
    case tanh
  }

  package init(
    cell: String, options: CellOptions = CellOptions(), bidirectional: Bool = false, input: Int,
    hidden: [Int], vocabulary: Int = 0, attention: AttentionKind = .none, head: Head = .last,
    headActivation: HeadActivation = .none, outputs: Int, loss: String
  ) {
    self.cell = cell
    self.options = options
    self.bidirectional = bidirectional
    self.input = input
    self.hidden = hidden
    self.vocabulary = vocabulary
    self.attention = attention
    self.head = head
    self.headActivation = headActivation
    self.outputs = outputs
    self.loss = loss
  }

  /// The recurrent layers.
  package var stack: StackShape {
    StackShape(
      cell: cell, options: options, bidirectional: bidirectional,
      input: convolution?.channels ?? input, hidden: hidden)
  }

  /// Steps that the recurrent layers see out of this many.
  package func recurrentSteps(_ steps: Int) -> Int { convolution?.steps(steps) ?? steps }

  package var directions: Int { bidirectional ? 2 : 1 }

  /// The loss is over whole sequences, with its own scores.
  var hasChain: Bool { LossRegistry.named(loss)?.scope == .sequence }

  /// Targets are sequences of their own length, laid along the steps by the loss.
  package var isAligned: Bool { LossRegistry.named(loss)?.scope == .alignment }

  /// Columns of layer `k`'s output, all directions side by side.
  package func columnsOut(of layer: Int) -> Int { stack.columnsOut(of: layer) }

  /// Columns fed to attention and head.
  package var columnsOfTop: Int { stack.columnsOfTop }

  /// Layers times directions: layer k forward, layer k backward, layer k + 1 forward ...
  package var recurrences: Int { stack.recurrences }

  /// The cell; nil if the registry has none of the name.
  package var recurrentCell: (any RecurrentCell)? { stack.recurrentCell }

  /// Numbers to learn. Computed without allocating them, so that a size can be refused first.
  /// Nil when the number does not fit an Int.
  package var parameterCount: Int? {
    guard let cell = recurrentCell else { return nil }
    // Shapes are products of two of these sizes at most times 8, so this keeps them in range.
    let sizes = hidden + [input, vocabulary, outputs]
    guard sizes.allSatisfy({ $0 <= 1 << 30 }) else { return nil }
    // Of three here.
    if let c = convolution, max(c.channels, c.width, c.layers) > 1 << 20 || input > 1 << 20 {
      return nil
    }
    return ParameterLayout.count(tensors(cell))
  }

  /// Every tensor in order; the only place that defines a network's names and shapes.
  func tensors(_ cell: any RecurrentCell) -> [ParameterLayout.Tensor] {
    var tensors: [ParameterLayout.Tensor] = []
    func add(_ name: String, _ shape: [Int], _ kind: ParameterLayout.Kind) {
      tensors.append(ParameterLayout.Tensor(name: name, shape: shape, kind: kind, layer: nil))
    }
    if vocabulary > 0 { add("embedding.weight", [vocabulary, input], .embedding) }
    tensors += convolution?.tensors(input: input) ?? []
    tensors += stack.tensors("rnn.", cell: cell)
    let top = columnsOfTop
    if attention != .none {
      add("attention.weight_query", [top, top], .attention)
      add("attention.weight_key", [top, top], .attention)
      add("attention.weight_value", [top, top], .attention)
    }
    if attention == .additive {
      add("attention.bias", [top], .bias)
      add("attention.vector", [top], .attention)
    }
    add("head.weight", [outputs, top], .head)
    add("head.bias", [outputs], .bias)
    if hasChain {
      add("crf.transitions", [outputs, outputs], .head)
      add("crf.start", [outputs], .bias)
      add("crf.end", [outputs], .bias)
    }
    return tensors
  }
}
