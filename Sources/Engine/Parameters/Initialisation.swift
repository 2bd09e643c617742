/// Initial weights. Biases are 0 (except `uniform`'s b_ih and the gates' start biases), and
/// b_hh is always 0.
package struct Initialisation: Sendable, Equatable, Codable {
  package enum Scheme: String, Sendable, CaseIterable, Codable {
    /// Recurrent blocks orthogonal (Saxe et al. 2014), the rest Glorot.
    case orthogonal
    /// Recurrent blocks the identity (Le, Jaitly, Hinton 2015), the rest Glorot.
    case identity
    /// Everything uniform in +-1 / sqrt(H), as PyTorch does.
    case uniform
    /// Uniform in +-sqrt(6 / (fan in + fan out)) (Glorot and Bengio 2010), block by block.
    case glorot
  }
  package var scheme: Scheme
  /// Multiplies the recurrent weights.
  package var recurrentGain: Float
  /// Added to b_ih of the forget gate of LSTM and minLSTM, and of the GRU's update gate.
  package var forgetBias: Float
  package var updateBias: Float

  package init(
    scheme: Scheme = .orthogonal, recurrentGain: Float = 1, forgetBias: Float = 1,
    updateBias: Float = 0
  ) {
    self.scheme = scheme
    self.recurrentGain = recurrentGain
    self.forgetBias = forgetBias
    self.updateBias = updateBias
  }
}
