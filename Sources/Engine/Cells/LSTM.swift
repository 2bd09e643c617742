import CKernels

/// Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber,
/// Cummins 2000), without peepholes:
///
///     i, f, o = sigmoid(W x + b + R h' + b')      g = tanh(W x + b + R h' + b')
///     c = f o c' + i o g                          h = o o tanh(c)
///
/// Along c the derivative is only multiplied by f: with f near 1 the gradient lasts.
package struct LSTM: RecurrentCell {
  package static let name = "lstm"
  package static let ownOptions: [CellOptions.Name] = [.peephole]
  package let gates = lstmGates
  package let candidate = 2
  package let hasCellState = true

  package init?(_ options: CellOptions) {
    if options.peephole != .none { return nil }
  }

  package func forward(_ s: CellForward, stage: Int) {
    ck_lstm_forward(
      s.rows, s.hidden, s.gates, s.bias, s.previousCell, s.cellState, s.tanhCell, s.hiddenState)
  }

  package func backward(_ s: CellBackward, stage: Int) {
    ck_lstm_backward(
      s.rows, s.hidden, s.gates, s.gateGradients, s.previousCell, s.tanhCell, s.above,
      s.hiddenGradient, s.cellGradient, s.hiddenSquares, s.cellSquares)
  }
}

let lstmGates = [
  Gate("i", "input", .input), Gate("f", "forget", .forget), Gate("g", "candidate", .content),
  Gate("o", "output", .output),
]
