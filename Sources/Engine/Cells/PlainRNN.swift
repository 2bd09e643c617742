import CKernels

/// The plain (Elman) recurrent cell: h = f(W x + b + R h' + b'), f one of tanh, sigmoid, ReLU, leaky
/// ReLU.
///
/// Its derivative multiplies by diag(f') R at every step back, so that the gradient shrinks or
/// grows exponentially with the distance (Bengio, Simard, Frasconi 1994). ReLU with R = 1 at the
/// start keeps it (IRNN; Le, Jaitly, Hinton 2015).
package struct PlainRNN: RecurrentCell {
  package static let name = "rnn"
  package static let ownOptions: [CellOptions.Name] = [.activation, .leakySlope]
  package static let variants = CellOptions.Activation.allCases.map {
    CellOptions(activation: $0, leakySlope: 0.1)
  }
  package let gates = [Gate("h", "state", .content)]
  package let candidate = 0
  private let activation: Int32
  private let slope: Float

  package init?(_ options: CellOptions) {
    slope = options.leakySlope
    switch options.activation {
    case .tanh: (activation, stateBounds) = (Int32(CK_TANH), -1...1)
    case .sigmoid: (activation, stateBounds) = (Int32(CK_SIGMOID), 0...1)
    case .relu: (activation, stateBounds) = (Int32(CK_RELU), nil)
    case .leakyReLU: (activation, stateBounds) = (Int32(CK_LEAKY_RELU), nil)
    }
  }

  package let stateBounds: ClosedRange<Float>?

  package func forward(_ s: CellForward, stage: Int) {
    ck_rnn_forward(s.rows, s.hidden, activation, slope, s.gates, s.bias, s.hiddenState)
  }

  package func backward(_ s: CellBackward, stage: Int) {
    ck_rnn_backward(
      s.rows, s.hidden, activation, slope, s.gates, s.gateGradients, s.above, s.hiddenGradient,
      s.hiddenSquares)
  }
}
