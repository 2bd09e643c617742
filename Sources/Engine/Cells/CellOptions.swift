/// The choices that a cell's name leaves open. Each option belongs to the cell that declares it
/// and is ignored by the others.
package struct CellOptions: Sendable, Hashable, Codable {
  /// The plain RNN's.
  package enum Activation: String, Sendable, CaseIterable, Codable {
    case tanh
    case sigmoid
    case relu
    case leakyReLU = "leaky_relu"
  }
  /// Ways from the LSTM's cell state to its gates (Gers, Schraudolph, Schmidhuber 2002).
  package enum Peephole: String, Sendable, CaseIterable, Codable {
    case none
    /// One weight a unit for i, f and o.
    case diagonal
    /// A matrix for every gate.
    case full
  }
  /// Where the GRU's reset gate acts.
  package enum Reset: String, Sendable, CaseIterable, Codable {
    /// On R_n h' (PyTorch, cuDNN).
    case after
    /// On h' (Cho et al. 2014).
    case before
  }
  package var activation = Activation.tanh
  /// Slope of leaky ReLU below 0.
  package var leakySlope: Float = 0.01
  package var peephole = Peephole.none
  package var reset = Reset.after
  /// The two-stage net's C, fed to its output.
  package var context = false

  package init(
    activation: Activation = .tanh, leakySlope: Float = 0.01, peephole: Peephole = .none,
    reset: Reset = .after, context: Bool = false
  ) {
    self.activation = activation
    self.leakySlope = leakySlope
    self.peephole = peephole
    self.reset = reset
    self.context = context
  }

  package enum Name: String, Sendable, CaseIterable {
    case activation
    case leakySlope = "leaky_slope"
    case peephole
    case reset
    case context
  }

  /// The options that one cell takes out of a shared set; the others have their defaults.
  /// - Parameter cell: its name.
  package func own(of cell: String) -> CellOptions {
    var own = CellOptions()
    for type in CellRegistry.all where type.name == cell {
      for name in type.ownOptions {
        switch name {
        case .activation: own.activation = activation
        case .leakySlope: own.leakySlope = leakySlope
        case .peephole: own.peephole = peephole
        case .reset: own.reset = reset
        case .context: own.context = context
        }
      }
    }
    return own
  }
}
