import CKernels

/// The plain (Elman) recurrent cell: h = tanh(W x + b + R h' + b').
///
/// Its derivative multiplies by diag(1 - h^2) R at every step back, so that the gradient shrinks or
/// grows exponentially with the distance (Bengio, Simard, Frasconi 1994).
package enum PlainRNN: RecurrentCell {
  package static let name = "rnn"
  package static let gates: [Character] = ["h"]
  package static let candidate = 0

  package static func forward(_ s: CellForward) {
    ck_rnn_forward(s.rows, s.hidden, s.gates, s.bias, s.hiddenState)
  }

  package static func backward(_ s: CellBackward) {
    ck_rnn_backward(
      s.rows, s.hidden, s.gates, s.gateGradients, s.above, s.hiddenGradient, s.hiddenSquares)
  }
}
