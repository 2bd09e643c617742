import CKernels

/// The gated recurrent unit as first published (Cho et al. 2014), with the reset gate applied to h'
/// before the recurrent product:
///
///     r, z = sigmoid(W x + b + R h' + b')
///     n = tanh(W_n x + b_n + R_n (r o h') + b'_n)
///     h = (1 - z) o n + z o h'
///
/// z is the share that is kept.
package struct GRUResetBefore: RecurrentCell {
  package static let name = GRU.name
  package static let ownOptions: [CellOptions.Name] = [.reset]
  package static let variants = [CellOptions(reset: .before)]
  package let gates = gruGates
  package let candidate = 2
  package let passesHiddenDirectly = true
  package let addsToOperand = true
  package let stages = 2
  package let products = [
    RecurrentProduct(.hidden, gates: 0..<2),
    RecurrentProduct(.inner, gates: 2..<3, stage: 1),
  ]

  package init?(_ options: CellOptions) {
    if options.reset != .before { return nil }
  }

  package func forward(_ s: CellForward, stage: Int) {
    if stage == 0 {
      ck_gru_before_gates(s.rows, s.hidden, s.gates, s.bias, s.operand, s.inner)
    } else {
      ck_gru_before_state(
        s.rows, s.hidden, s.gates, s.bias, s.previousHidden, s.hiddenState)
    }
  }

  package func backward(_ s: CellBackward, stage: Int) {
    if stage == 1 {
      ck_gru_before_state_backward(
        s.rows, s.hidden, s.gates, s.gateGradients, s.previousHidden, s.above, s.hiddenGradient,
        s.hiddenSquares)
    } else {
      ck_gru_before_gates_backward(
        s.rows, s.hidden, s.gates, s.gateGradients, s.operand, s.innerGradient)
    }
  }
}
