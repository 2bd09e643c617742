import CKernels

/// The output stage of a two-stage net, on top of its recurrence, for all steps at once:
///
///     o = tanh(W_ho h + W_xo x + b_o [+ W_co C])    C = tanh(W_hc h)
final class OutputStage: @unchecked Sendable {
  private let hidden: Int
  private let columnsFed: Int
  private let slices: [ParameterLayout.Slice]
  /// Panels of W_ho, W_xo, and with context W_hc, W_co.
  private let forwardPanels: [PanelMatrix]
  private let backwardPanels: [PanelMatrix]
  private let matrixStarts: [Int]
  private let bias: FloatBlock
  private var hasContext: Bool { forwardPanels.count == 4 }

  init(hidden: Int, columnsFed: Int, slices: [ParameterLayout.Slice]) {
    self.hidden = hidden
    self.columnsFed = columnsFed
    self.slices = slices
    let matrices = slices.filter { $0.shape.count == 2 }
    forwardPanels = matrices.map { PanelMatrix(depth: $0.shape[1], columns: $0.shape[0]) }
    backwardPanels = matrices.map { PanelMatrix(depth: $0.shape[0], columns: $0.shape[1]) }
    matrixStarts = matrices.map(\.range.lowerBound)
    bias = FloatBlock(count: hidden)
  }

  func pack(_ weights: UnsafePointer<Float>) {
    for (i, start) in matrixStarts.enumerated() {
      forwardPanels[i].pack(transposed: weights + start)
      backwardPanels[i].pack(weights + start)
    }
    bias.pointer.update(from: weights + slices[2].range.lowerBound, count: hidden)
  }

  /// - Parameters:
  ///   - input: [T*S, I]; states: h [T*S, H].
  func forward(
    _ w: OutputStageWorkspace, _ input: UnsafePointer<Float>, _ states: UnsafePointer<Float>,
    _ pass: ShardPass, steps: Range<Int>
  ) {
    let (first, places) = (steps.lowerBound * pass.rows, steps.count * pass.rows)
    let o = w.outputs.pointer + first * hidden
    let (input, states) = (input + first * columnsFed, states + first * hidden)
    let context = w.context.pointer + (hasContext ? first * hidden : 0)
    for place in 0..<places { (o + place * hidden).update(from: bias.pointer, count: hidden) }
    forwardPanels[0].multiply(rows: places, states, into: o, accumulate: true)
    forwardPanels[1].multiply(rows: places, input, into: o, accumulate: true)
    if hasContext {
      forwardPanels[2].multiply(rows: places, states, into: context)
      ck_tanh_in_place(places * hidden, context)
      forwardPanels[3].multiply(rows: places, context, into: o, accumulate: true)
    }
    ck_tanh_in_place(places * hidden, o)
    pass.clearPastEnds(w.outputs.pointer, width: hidden, steps: steps)
  }

  /// - Returns: dL/dh for all steps, [T*S, H].
  func backward(
    _ w: OutputStageWorkspace, _ above: GradientFromAbove, _ pass: ShardPass, steps: Range<Int>
  ) -> UnsafePointer<Float> {
    let (first, places) = (steps.lowerBound * pass.rows, steps.count * pass.rows)
    let d = w.outputGradient.pointer + first * hidden
    switch above {
    case .everyStep(let gradient):
      d.update(from: gradient + first * hidden, count: places * hidden)
    case .lastStep(let gradient):
      d.update(repeating: 0, count: places * hidden)
      for s in 0..<pass.rows where steps.contains(Int(pass.lengths[s]) - 1) {
        (w.outputGradient.pointer + pass.lastRow(s) * hidden).update(
          from: gradient + s * hidden, count: hidden)
      }
    case .nothing: d.update(repeating: 0, count: places * hidden)
    }
    ck_tanh_backward(places * hidden, d, w.outputs.pointer + first * hidden)
    let dh = w.stateGradient.pointer + first * hidden
    backwardPanels[0].multiply(rows: places, d, into: dh)
    if hasContext {
      let context = w.contextGradient.pointer + first * hidden
      backwardPanels[3].multiply(rows: places, d, into: context)
      ck_tanh_backward(places * hidden, context, w.context.pointer + first * hidden)
      backwardPanels[2].multiply(rows: places, context, into: dh, accumulate: true)
    }
    return UnsafePointer(w.stateGradient.pointer)
  }

  /// Adds the derivative with respect to x that comes through the stage.
  func addInputGradient(
    _ w: OutputStageWorkspace, first: Int, places: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    backwardPanels[1].multiply(
      rows: places, w.outputGradient.pointer + first * hidden, into: gradient, accumulate: true)
  }

  /// Adds to the gradient of rows of every tensor of the stage.
  func addGradient(
    rows: Range<Int>, depth: Int, _ w: OutputStageWorkspace, input: UnsafePointer<Float>,
    states: UnsafePointer<Float>, into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    func product(_ slice: Int, _ d: FloatBlock, _ x: UnsafePointer<Float>, _ columns: Int) {
      multiplyTransposed(
        rows: rows.count, columns: columns, depth: depth, d.pointer + rows.lowerBound,
        aStride: hidden, x,
        into: gradients + slices[slice].range.lowerBound + rows.lowerBound * columns,
        accumulate: accumulate)
    }
    product(0, w.outputGradient, states, hidden)
    product(1, w.outputGradient, input, columnsFed)
    ck_column_sums(
      depth, rows.count, hidden, w.outputGradient.pointer + rows.lowerBound,
      gradients + slices[2].range.lowerBound + rows.lowerBound, accumulate ? 1 : 0)
    guard hasContext else { return }
    product(3, w.contextGradient, states, hidden)
    product(4, w.outputGradient, UnsafePointer(w.context.pointer), hidden)
  }
}

/// [T, S, H] each: o, dL/d(pre-activation of o), C, the same of C, and dL/dh.
package final class OutputStageWorkspace: @unchecked Sendable {
  package let outputs: FloatBlock
  let outputGradient: FloatBlock
  package let context: FloatBlock
  let contextGradient: FloatBlock
  let stateGradient: FloatBlock

  init(count: Int, hasContext: Bool) {
    outputs = FloatBlock(count: count)
    outputGradient = FloatBlock(count: count)
    context = FloatBlock(count: hasContext ? count : 0)
    contextGradient = FloatBlock(count: hasContext ? count : 0)
    stateGradient = FloatBlock(count: count)
  }
}
