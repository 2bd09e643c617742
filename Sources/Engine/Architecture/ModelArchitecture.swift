/// A model apart from its weights: one of the kinds of models. Code that trains
/// or uses a model knows only this, and makes the model's memory through it.
package enum ModelArchitecture: Sendable, Equatable {
  case network(Architecture)
  case encoderDecoder(EncoderDecoderArchitecture)

  /// The recurrent layers that the inputs go through first.
  package var stack: StackShape {
    switch self {
    case .network(let a): a.stack
    case .encoderDecoder(let a): a.encoder
    }
  }

  /// The cells of the stacks, the one nearest to the inputs first; empty if the registry has none.
  package var cells: [any RecurrentCell] {
    switch self {
    case .network(let a): [a.stack.recurrentCell].compactMap { $0 }
    case .encoderDecoder(let a):
      [
        a.encoder.recurrentCell, CellRegistry.cell(a.decoderCell, a.decoderOptions),
      ].compactMap { $0 }
    }
  }

  /// "lstm, hidden [64]"; "lstm [64] to gru [64], general attention".
  package var summary: String {
    switch self {
    case .network(let a):
      let front =
        a.convolution.map { c in
          "\(c.layers > 1 ? "\(c.layers) convolutions" : "convolution") to \(c.channels) over "
            + "\(c.width) steps\(c.stride > 1 ? ", every \(c.stride)" : ""), "
        } ?? ""
      return front + "\(a.cell), hidden \(a.hidden)"
    case .encoderDecoder(let a):
      let attention = a.attention == .none ? "no attention" : "\(a.attention.rawValue) attention"
      return "\(a.encoder.cell) \(a.encoder.hidden) to \(a.decoderCell) \(a.decoderHidden), "
        + attention
    }
  }

  /// A decoder writes its answers token by token.
  package var hasDecoder: Bool {
    if case .encoderDecoder = self { true } else { false }
  }

  /// The cell's registry name.
  package var cell: String { stack.cell }
  package var recurrentCell: (any RecurrentCell)? { stack.recurrentCell }

  /// Sizes of the layers; of an encoder-decoder those of both sides, where they are set.
  package var hidden: [Int] {
    get { stack.hidden }
    set {
      switch self {
      case .network(var a):
        a.hidden = newValue
        self = .network(a)
      case .encoderDecoder(var a):
        (a.encoder.hidden, a.decoderHidden) = (newValue, newValue)
        self = .encoderDecoder(a)
      }
    }
  }

  /// Kinds of tokens that are fed; 0: numbers are fed.
  package var vocabulary: Int {
    switch self {
    case .network(let a): a.vocabulary
    case .encoderDecoder(let a): a.sourceVocabulary
    }
  }

  /// Numbers of a step that is fed: features, or the embedding's width.
  package var input: Int {
    switch self {
    case .network(let a): a.input
    case .encoderDecoder(let a): a.encoder.input
    }
  }

  /// Steps that the recurrent layers next to the inputs see out of this many.
  package func recurrentSteps(_ steps: Int) -> Int {
    switch self {
    case .network(let a): a.recurrentSteps(steps)
    case .encoderDecoder: steps
    }
  }

  package var outputs: Int {
    switch self {
    case .network(let a): a.outputs
    case .encoderDecoder(let a): a.targetVocabulary
    }
  }

  /// The loss's registry name.
  package var loss: String {
    switch self {
    case .network(let a): a.loss
    case .encoderDecoder: SoftmaxCrossEntropy.name
    }
  }

  /// Numbers to learn; nil if they do not fit an Int, or there is no such model.
  package var parameterCount: Int? {
    switch self {
    case .network(let a): a.parameterCount
    case .encoderDecoder(let a): a.parameterCount
    }
  }

  /// - Precondition: there is such a model.
  package var layout: ParameterLayout {
    switch self {
    case .network(let a):
      guard let cell = a.recurrentCell else { preconditionFailure("cells are in the registry") }
      return ParameterLayout(a, cell: cell)
    case .encoderDecoder(let a):
      guard let source = a.encoder.recurrentCell, let target = a.decoder.recurrentCell else {
        preconditionFailure("cells are in the registry")
      }
      return ParameterLayout(a.tensors(source, target))
    }
  }

  /// - Parameters:
  ///   - timeSteps, targetSteps, batch: the largest that will be passed; steps of targets count where
  ///     these are sequences of their own.
  package func makeModel(timeSteps: Int, targetSteps: Int, batch: Int) -> any Model {
    switch self {
    case .network(let a):
      Network(a, timeSteps: timeSteps, targetSteps: targetSteps, batch: batch)
    case .encoderDecoder(let a):
      EncoderDecoder(a, timeSteps: timeSteps, targetSteps: targetSteps, batch: batch)
    }
  }

  package func makeBatch(timeSteps: Int, targetSteps: Int, size: Int) -> Batch {
    switch self {
    case .network(let a):
      Batch(a, timeSteps: timeSteps, targetSteps: targetSteps, size: size)
    case .encoderDecoder(let a):
      Batch(a, timeSteps: timeSteps, targetSteps: targetSteps, size: size)
    }
  }
}
