import CKernels

/// The LSTM with peepholes (Gers, Schraudolph, Schmidhuber 2002), diagonal or full matrices:
///
///     i, f = sigmoid(W x + b + R h' + b' + P c')    g = tanh(W x + b + R h' + b' [+ P_g c'])
///     c = f o c' + i o g
///     o = sigmoid(W x + b + R h' + b' + P_o c)      h = o o tanh(c)
///
/// Only full peepholes have P_g.
package struct PeepholeLSTM: RecurrentCell {
  package static let name = LSTM.name
  package static let ownOptions: [CellOptions.Name] = [.peephole]
  package static let variants = [
    CellOptions(peephole: .diagonal), CellOptions(peephole: .full),
  ]
  package let gates = lstmGates
  package let candidate = 2
  package let hasCellState = true
  package let stages = 2
  package let products: [RecurrentProduct]
  private let isFull: Bool

  package init?(_ options: CellOptions) {
    isFull = options.peephole == .full
    let recurrent = RecurrentProduct(.hidden, gates: 0..<4)
    switch options.peephole {
    case .none: return nil
    case .diagonal:
      products = [
        recurrent,
        RecurrentProduct(.previousCell, .peephole, gates: 0..<1, firstBlock: 0, isDiagonal: true),
        RecurrentProduct(.previousCell, .peephole, gates: 1..<2, firstBlock: 1, isDiagonal: true),
        RecurrentProduct(
          .cell, .peephole, gates: 3..<4, firstBlock: 2, isDiagonal: true, stage: 1),
      ]
    case .full:
      products = [
        recurrent, RecurrentProduct(.previousCell, .peephole, gates: 0..<3),
        RecurrentProduct(.cell, .peephole, gates: 3..<4, stage: 1),
      ]
    }
  }

  package func peepholeShape(hidden: Int) -> [Int]? {
    isFull ? [4 * hidden, hidden] : [3, hidden]
  }

  package func forward(_ s: CellForward, stage: Int) {
    if stage == 0 {
      ck_lstm_cell_forward(
        s.rows, s.hidden, s.gates, s.bias, s.previousCell, s.cellState, s.tanhCell)
    } else {
      ck_lstm_output_forward(s.rows, s.hidden, s.gates, s.bias, s.tanhCell, s.hiddenState)
    }
  }

  package func backward(_ s: CellBackward, stage: Int) {
    if stage == 1 {
      ck_lstm_output_backward(
        s.rows, s.hidden, s.gates, s.gateGradients, s.tanhCell, s.above, s.hiddenGradient,
        s.cellGradient, s.hiddenSquares)
    } else {
      ck_lstm_cell_backward(
        s.rows, s.hidden, s.gates, s.gateGradients, s.previousCell, s.cellGradient, s.cellSquares)
    }
  }
}
