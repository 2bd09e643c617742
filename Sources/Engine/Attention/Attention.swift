import CKernels
import COpenBLAS

/// A short path from distant steps to the head: every query looks at the top layer's states h_j and
/// adds a weighted mean of them to its own,
///
///     a_i = softmax over j of e_ij        z_i = h_i + W_v sum_j a_ij h_j
///
/// With the head `last` there is one query, the last valid state, and j runs over all valid steps;
/// with the head `every` each step is a query and sees itself and earlier steps (causal
/// self-attention).
package enum AttentionKind: String, Sendable, Codable, CaseIterable {
  case none
  /// e_ij = v . tanh(W_q h_i + b + W_k h_j) (Bahdanau, Cho, Bengio 2015)
  case additive
  /// e_ij = (W_q h_i) . (W_k h_j) / sqrt(columns) (Vaswani et al. 2017)
  case dot

  /// W_q, W_k, W_v; b and v.
  var tensorCount: Int {
    switch self {
    case .none: 0
    case .dot: 3
    case .additive: 5
    }
  }
}

/// The attention of a network: weights packed for both passes.
final class Attention: @unchecked Sendable {
  let isAdditive: Bool
  let columns: Int
  private let everyStep: Bool
  private let slices: [ParameterLayout.Slice]
  /// W_q, W_k, W_v.
  private let forwardPanels: [PanelMatrix]
  private let backwardPanels: [PanelMatrix]
  private let bias: FloatBlock
  private let vector: FloatBlock

  init?(
    _ kind: AttentionKind, columns: Int, everyStep: Bool, slices: [ParameterLayout.Slice]
  ) {
    if kind == .none { return nil }
    isAdditive = kind == .additive
    self.columns = columns
    self.everyStep = everyStep
    self.slices = slices
    forwardPanels = (0..<3).map { _ in PanelMatrix(depth: columns, columns: columns) }
    backwardPanels = (0..<3).map { _ in PanelMatrix(depth: columns, columns: columns) }
    bias = FloatBlock(count: columns)
    vector = FloatBlock(count: columns)
  }

  private var scoreScale: Float { isAdditive ? 1 : 1 / Float(columns).squareRoot() }

  func pack(_ weights: UnsafePointer<Float>) {
    for i in 0..<3 {
      forwardPanels[i].pack(transposed: weights + slices[i].range.lowerBound)
      backwardPanels[i].pack(weights + slices[i].range.lowerBound)
    }
    guard isAdditive else { return }
    bias.pointer.update(from: weights + slices[3].range.lowerBound, count: columns)
    vector.pointer.update(from: weights + slices[4].range.lowerBound, count: columns)
  }

  // MARK: forward

  /// - Parameters:
  ///   - states: [T*S, columns] of the top layer.
  ///   - base: the queries' states, [S, columns] or (at every step) `states` itself.
  func forward(
    _ w: AttentionWorkspace, states: UnsafePointer<Float>, base: UnsafePointer<Float>,
    _ pass: ShardPass
  ) {
    let places = pass.timeSteps * pass.rows
    let asked = everyStep ? places : pass.rows
    forwardPanels[1].multiply(rows: places, states, into: w.keys.pointer)
    for i in 0..<asked {
      (w.queries.pointer + i * columns).update(from: bias.pointer, count: columns)
    }
    forwardPanels[0].multiply(rows: asked, base, into: w.queries.pointer, accumulate: true)
    for s in 0..<pass.rows {
      score(w, s, pass)
      let weights = w.weights(of: s, pass)
      for i in 0..<queryRows(pass) {
        let row = weights + i * pass.timeSteps
        ck_softmax_row(pass.timeSteps, seen(by: i, s, pass), row)
      }
      multiplyRows(
        queryRows(pass), columns, pass.timeSteps, weights, pass.timeSteps, transposed: false,
        states + s * columns, pass.rows * columns,
        into: w.contexts.pointer + s * columns, pass.rows * columns, accumulate: false)
    }
    w.outputs.pointer.update(from: base, count: asked * columns)
    forwardPanels[2].multiply(
      rows: asked, w.contexts.pointer, into: w.outputs.pointer, accumulate: true)
  }

  private func queryRows(_ pass: ShardPass) -> Int { everyStep ? pass.timeSteps : 1 }

  /// Steps of sequence `s` that query `i` may look at, from the first on.
  private func seen(by i: Int, _ s: Int, _ pass: ShardPass) -> Int {
    let length = Int(pass.lengths[s])
    return everyStep ? min(i + 1, length) : length
  }

  private func score(_ w: AttentionWorkspace, _ s: Int, _ pass: ShardPass) {
    let apart = pass.rows * columns
    let scores = w.weights(of: s, pass)
    let keys = w.keys.pointer + s * columns
    guard isAdditive else {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(queryRows(pass)), Int32(pass.timeSteps),
        Int32(columns), scoreScale, w.queries.pointer + s * columns, Int32(apart), keys,
        Int32(apart), 0, scores, Int32(pass.timeSteps))
      return
    }
    for i in 0..<queryRows(pass) {
      ck_additive_scores(
        seen(by: i, s, pass), columns, w.queries.pointer + i * apart + s * columns, keys, apart,
        vector.pointer, scores + i * pass.timeSteps)
    }
  }

  // MARK: backward

  /// - Parameters:
  ///   - above: dL/dz, [queries, columns].
  /// - Returns: dL/dh for all steps, [T*S, columns].
  func backward(
    _ w: AttentionWorkspace, states: UnsafePointer<Float>, above: UnsafePointer<Float>,
    _ pass: ShardPass, directions: Int
  ) -> UnsafePointer<Float> {
    let places = pass.timeSteps * pass.rows
    let asked = everyStep ? places : pass.rows
    let apart = pass.rows * columns
    let (T, R) = (pass.timeSteps, queryRows(pass))
    let dh = w.stateGradient.pointer
    backwardPanels[2].multiply(rows: asked, above, into: w.contextGradient.pointer)
    w.clearGradients(asked: asked * columns, places: places * columns)
    for s in 0..<pass.rows {
      let weights = w.weights(of: s, pass)
      let dContext = w.contextGradient.pointer + s * columns
      let dScores = w.scoreGradient.pointer
      // dL/da = dL/dcontext h^T, then back through the softmax.
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(R), Int32(T), Int32(columns), 1, dContext,
        Int32(apart), states + s * columns, Int32(apart), 0, dScores, Int32(T))
      for i in 0..<R {
        ck_softmax_row_backward(T, weights + i * T, dScores + i * T, scoreScale)
      }
      multiplyRows(
        T, columns, R, weights, T, transposed: true, dContext, apart, into: dh + s * columns, apart,
        accumulate: false)
      scoreBack(w, s, pass)
    }
    backwardPanels[1].multiply(
      rows: places, w.keyGradient.pointer, into: dh, accumulate: true)
    if everyStep {
      backwardPanels[0].multiply(
        rows: places, w.queryGradient.pointer, into: dh, accumulate: true)
      ck_add(places * columns, dh, above)
    } else {
      let base = w.baseGradient.pointer
      base.update(from: above, count: asked * columns)
      backwardPanels[0].multiply(
        rows: asked, w.queryGradient.pointer, into: base, accumulate: true)
      pass.scatterLast(base, columns: columns, directions: directions, addingTo: dh)
    }
    return UnsafePointer(dh)
  }

  private func scoreBack(_ w: AttentionWorkspace, _ s: Int, _ pass: ShardPass) {
    let apart = pass.rows * columns
    let (T, R) = (pass.timeSteps, queryRows(pass))
    let dScores = w.scoreGradient.pointer
    let (queries, keys) = (w.queries.pointer + s * columns, w.keys.pointer + s * columns)
    let dQueries = w.queryGradient.pointer + s * columns
    let dKeys = w.keyGradient.pointer + s * columns
    guard isAdditive else {
      multiplyRows(
        R, columns, T, dScores, T, transposed: false, keys, apart, into: dQueries, apart,
        accumulate: false)
      multiplyRows(
        T, columns, R, dScores, T, transposed: true, queries, apart, into: dKeys, apart,
        accumulate: false)
      return
    }
    for i in 0..<R {
      ck_additive_scores_backward(
        seen(by: i, s, pass), columns, dScores + i * T, queries + i * apart, keys, apart,
        vector.pointer, dQueries + i * apart, dKeys, w.vectorGradient.pointer)
    }
  }

  // MARK: weight gradients

  /// Adds to the gradient of rows of every tensor.
  /// - Parameters:
  ///   - states, base, above: as in the two passes.
  func addGradient(
    rows: Range<Int>, _ w: AttentionWorkspace, states: UnsafePointer<Float>,
    base: UnsafePointer<Float>, above: UnsafePointer<Float>, _ pass: ShardPass,
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let places = pass.timeSteps * pass.rows
    let asked = everyStep ? places : pass.rows
    func product(_ slice: Int, _ d: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ depth: Int) {
      multiplyTransposed(
        rows: rows.count, columns: columns, depth: depth, d + rows.lowerBound, aStride: columns, x,
        into: gradients + slices[slice].range.lowerBound + rows.lowerBound * columns,
        accumulate: accumulate)
    }
    product(0, w.queryGradient.pointer, base, asked)
    product(1, w.keyGradient.pointer, states, places)
    product(2, above, w.contexts.pointer, asked)
    guard isAdditive else { return }
    ck_column_sums(
      asked, rows.count, columns, w.queryGradient.pointer + rows.lowerBound,
      gradients + slices[3].range.lowerBound + rows.lowerBound, accumulate ? 1 : 0)
    ck_column_sums(
      1, rows.count, columns, w.vectorGradient.pointer + rows.lowerBound,
      gradients + slices[4].range.lowerBound + rows.lowerBound, accumulate ? 1 : 0)
  }
}
