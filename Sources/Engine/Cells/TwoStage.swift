import CKernels

/// A recurrent net in two stages: the recurrence, then an output that sees the input once more.
///
///     h = tanh(W x + R h' + b)
///     o = tanh(W_ho h + W_xo x + b_o)                 o is the layer's output
///
/// With context also C = tanh(W_hc h), and W_co C inside the tanh of o.
package struct TwoStage: RecurrentCell {
  package static let name = "two_stage"
  package static let ownOptions: [CellOptions.Name] = [.context]
  package static let variants = [CellOptions(), CellOptions(context: true)]
  package let gates = [Gate("h", "state", .content)]
  package let candidate = 0
  package let outputStage: OutputStageKind?

  package init?(_ options: CellOptions) {
    outputStage = options.context ? .withContext : .plain
  }

  package func forward(_ s: CellForward, stage: Int) {
    ck_rnn_forward(s.rows, s.hidden, Int32(CK_TANH), 0, s.gates, s.bias, s.hiddenState)
  }

  package func backward(_ s: CellBackward, stage: Int) {
    ck_rnn_backward(
      s.rows, s.hidden, Int32(CK_TANH), 0, s.gates, s.gateGradients, s.above, s.hiddenGradient,
      s.hiddenSquares)
  }
}
