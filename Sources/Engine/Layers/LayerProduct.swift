import CKernels

/// The weights of one product of a state with rows of a tensor, packed for both passes.
final class LayerProduct: @unchecked Sendable {
  let kind: RecurrentProduct
  private let hidden: Int
  private let width: Int
  /// Rows of the pre-activations that it adds to.
  let gateRows: Range<Int>
  /// Its first number in the flat block of weights.
  private let start: Int
  private let forwardPanels: PanelMatrix?
  private let backwardPanels: PanelMatrix?
  /// [H]
  private let diagonal: FloatBlock?

  init(
    _ kind: RecurrentProduct, hidden: Int, width: Int, slices: ParameterLayout.LayerSlices
  ) {
    self.kind = kind
    self.hidden = hidden
    self.width = width
    gateRows = kind.gates.lowerBound * hidden..<kind.gates.upperBound * hidden
    let tensor = kind.tensor == .recurrent ? slices.recurrentWeight : slices.peephole
    let block = kind.isDiagonal ? hidden : hidden * hidden
    start = (tensor?.range.lowerBound ?? 0) + kind.firstBlock * block
    let columns = gateRows.count
    forwardPanels = kind.isDiagonal ? nil : PanelMatrix(depth: hidden, columns: columns)
    backwardPanels = kind.isDiagonal ? nil : PanelMatrix(depth: columns, columns: hidden)
    diagonal = kind.isDiagonal ? FloatBlock(count: hidden) : nil
  }

  func packForward(_ weights: UnsafePointer<Float>) {
    forwardPanels?.pack(transposed: weights + start)
    diagonal?.pointer.update(from: weights + start, count: hidden)
  }

  func packBackward(_ weights: UnsafePointer<Float>) { backwardPanels?.pack(weights + start) }

  /// gates [S, G*H] (+)= operand [S, H] W^T, in its own columns.
  func multiply(
    rows: Int, _ operand: UnsafePointer<Float>, into gates: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let to = gates + gateRows.lowerBound
    if let diagonal {
      ck_add_products(rows, hidden, to, width, operand, hidden, diagonal.pointer)
    } else {
      forwardPanels?.multiply(
        rows: rows, operand, into: to, stride: width, accumulate: accumulate)
    }
  }

  /// gradient [S, H] (+)= gates [S, G*H] W, from its own columns.
  func multiplyBack(
    rows: Int, _ gates: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let from = gates + gateRows.lowerBound
    if let diagonal {
      if !accumulate { gradient.update(repeating: 0, count: rows * hidden) }
      ck_add_products(rows, hidden, gradient, hidden, from, width, diagonal.pointer)
    } else {
      backwardPanels?.multiply(
        rows: rows, from, aStride: width, into: gradient, accumulate: accumulate)
    }
  }

  /// Adds to the weights' gradient, for those of `rows` that are its own.
  /// - Parameters:
  ///   - depth: places, T*S.
  ///   - operand: [depth, H].
  ///   - gates: [depth, G*H], derivatives.
  func addGradient(
    rows: Range<Int>, depth: Int, operand: UnsafePointer<Float>, gates: UnsafePointer<Float>,
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let own = rows.clamped(to: gateRows)
    guard !own.isEmpty else { return }
    let row = own.lowerBound - gateRows.lowerBound
    if kind.isDiagonal {
      ck_column_dots(
        depth, own.count, gates + own.lowerBound, width, operand + row, hidden,
        gradients + start + row, accumulate ? 1 : 0)
    } else {
      multiplyTransposed(
        rows: own.count, columns: hidden, depth: depth, gates + own.lowerBound, aStride: width,
        operand, into: gradients + start + row * hidden, accumulate: accumulate)
    }
  }
}
