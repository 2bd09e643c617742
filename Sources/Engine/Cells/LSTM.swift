import CKernels

/// Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber,
/// Cummins 2000), without peepholes:
///
///     i, f, o = sigmoid(W x + b + R h' + b')      g = tanh(W x + b + R h' + b')
///     c = f o c' + i o g                          h = o o tanh(c)
///
/// Along c the derivative is only multiplied by f: with f near 1 the gradient lasts.
package enum LSTM: RecurrentCell {
  package static let name = "lstm"
  package static let gates: [Character] = ["i", "f", "g", "o"]
  package static let candidate = 2
  package static let gateBiases: [(gate: Int, preset: GateBias)] = [(1, .forget)]
  package static let hasCellState = true

  package static func forward(_ s: CellForward) {
    ck_lstm_forward(
      s.rows, s.hidden, s.gates, s.bias, s.previousCell, s.cellState, s.tanhCell, s.hiddenState)
  }

  package static func backward(_ s: CellBackward) {
    ck_lstm_backward(
      s.rows, s.hidden, s.gates, s.gateGradients, s.previousCell, s.tanhCell, s.above,
      s.hiddenGradient, s.cellGradient, s.hiddenSquares, s.cellSquares)
  }
}
