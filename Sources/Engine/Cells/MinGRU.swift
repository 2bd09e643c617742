import CKernels

/// The minimal GRU (Feng et al. 2024, arXiv 2410.01201): its gate does not see h(t-1).
///
///     z = sigmoid(W x + b)
///     n = g(W_n x + b_n)                  g(x) = x + 1/2 from 0 on, sigmoid(x) below
///     h = (1 - z) o h' + z o n
///
/// z is the share that is new, the other way round than in `GRU`. The paper takes h for all steps at
/// once, by a scan of logarithms; here each step follows from the one before, which gives the same
/// numbers, and on a processor with less work.
package struct MinGRU: RecurrentCell {
  package static let name = "mingru"
  package static let ownOptions: [CellOptions.Name] = []
  package let gates = [Gate("z", "update", .replace), Gate("n", "candidate", .content)]
  package let products: [RecurrentProduct] = []
  package let candidate = 1
  package let passesHiddenDirectly = true
  package let stateBounds: ClosedRange<Float>? = nil

  package init?(_ options: CellOptions) {}

  package func forward(_ s: CellForward, stage: Int) {
    ck_min_gru_forward(s.rows, s.hidden, s.gates, s.bias, s.previousHidden, s.hiddenState)
  }

  package func backward(_ s: CellBackward, stage: Int) {
    ck_min_gru_backward(
      s.rows, s.hidden, s.gates, s.gateGradients, s.previousHidden, s.above, s.hiddenGradient,
      s.hiddenSquares)
  }
}
