import CKernels

/// Gated recurrent unit (Cho et al. 2014) with the reset gate applied after the recurrent product,
/// as in PyTorch and cuDNN:
///
///     r, z = sigmoid(W x + b + R h' + b')
///     n = tanh(W_n x + b_n + r o (R_n h' + b'_n))
///     h = (1 - z) o n + z o h'
///
/// z is the share that is kept.
package struct GRU: RecurrentCell {
  package static let name = "gru"
  package static let ownOptions: [CellOptions.Name] = [.reset]
  package let gates = gruGates
  package let candidate = 2
  package let keepsRecurrentProduct = true
  package let passesHiddenDirectly = true
  package let biasTerms = 4

  package init?(_ options: CellOptions) {
    if options.reset != .after { return nil }
  }

  /// b_ih + b_hh of r and z, then b_ih of n, then b_hh of n (which r multiplies).
  package func combineBiases(
    hidden: Int, input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>,
    into combined: UnsafeMutablePointer<Float>
  ) {
    for j in 0..<2 * hidden { combined[j] = input[j] + recurrent[j] }
    for j in 0..<hidden {
      combined[2 * hidden + j] = input[2 * hidden + j]
      combined[3 * hidden + j] = recurrent[2 * hidden + j]
    }
  }

  package func forward(_ s: CellForward, stage: Int) {
    ck_gru_forward(
      s.rows, s.hidden, s.gates, s.recurrent, s.bias, s.previousHidden, s.hiddenState)
  }

  package func backward(_ s: CellBackward, stage: Int) {
    ck_gru_backward(
      s.rows, s.hidden, s.gates, s.gateGradients, s.recurrent, s.recurrentGradients,
      s.previousHidden, s.above, s.hiddenGradient, s.hiddenSquares)
  }
}

let gruGates = [
  Gate("r", "reset", .reset), Gate("z", "update", .keep), Gate("n", "candidate", .content),
]
