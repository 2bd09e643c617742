import CKernels

/// The minimal LSTM (Feng et al. 2024, arXiv 2410.01201): its gates do not see h(t-1), there is no
/// output gate, and h is all the memory.
///
///     f, i = sigmoid(W x + b)
///     n = g(W_n x + b_n)                  g as in `MinGRU`
///     h = f / (f + i) o h' + i / (f + i) o n
package struct MinLSTM: RecurrentCell {
  package static let name = "minlstm"
  package static let ownOptions: [CellOptions.Name] = []
  package let gates = [
    Gate("f", "forget", .forget), Gate("i", "input", .input), Gate("n", "candidate", .content),
  ]
  package let products: [RecurrentProduct] = []
  package let candidate = 2
  package let passesHiddenDirectly = true
  /// f / (f + i), which cannot be computed from f and i if both are near 0.
  package let keepsInner = true
  package let stateBounds: ClosedRange<Float>? = nil

  package init?(_ options: CellOptions) {}

  package func forward(_ s: CellForward, stage: Int) {
    ck_min_lstm_forward(
      s.rows, s.hidden, s.gates, s.bias, s.previousHidden, s.inner, s.hiddenState)
  }

  package func backward(_ s: CellBackward, stage: Int) {
    ck_min_lstm_backward(
      s.rows, s.hidden, s.gates, s.gateGradients, s.previousHidden, s.inner, s.above,
      s.hiddenGradient, s.hiddenSquares)
  }
}
