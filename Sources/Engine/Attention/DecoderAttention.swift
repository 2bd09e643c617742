import CKernels
import COpenBLAS

/// The attention of a decoder over the encoder's outputs: weights packed for both passes. Works on a
/// range of the target's steps: all of them at once, or one after another if each
/// step depends on the one before.
final class DecoderAttention: @unchecked Sendable {
  struct Slices {
    let kind: DecoderAttentionKind
    let query: ParameterLayout.Slice?
    let bias: ParameterLayout.Slice?
    let vector: ParameterLayout.Slice?
    let key: ParameterLayout.Slice?
    let combine: ParameterLayout.Slice

    /// Nil if there is no attention.
    init?(_ kind: DecoderAttentionKind, _ reader: inout SliceReader) {
      if kind == .none { return nil }
      self.kind = kind
      let isAdditive = kind == .additive
      query = isAdditive ? reader.next() : nil
      bias = isAdditive ? reader.next() : nil
      vector = isAdditive ? reader.next() : nil
      key = kind == .dot ? nil : reader.next()
      combine = reader.next()
    }

    var all: [ParameterLayout.Slice] { [query, bias, vector, key, combine].compactMap { $0 } }
  }

  let slices: Slices
  /// H and C.
  let hidden: Int
  let columns: Int
  private let isAdditive: Bool
  private let queryForward: PanelMatrix?
  private let queryBackward: PanelMatrix?
  private let keyForward: PanelMatrix?
  private let keyBackward: PanelMatrix?
  private let combineForward: PanelMatrix
  private let combineBackward: PanelMatrix
  private let bias: FloatBlock
  private let vector: FloatBlock

  init(_ slices: Slices, hidden: Int, columns: Int) {
    self.slices = slices
    self.hidden = hidden
    self.columns = columns
    isAdditive = slices.kind == .additive
    queryForward = slices.query.map { _ in PanelMatrix(depth: hidden, columns: hidden) }
    queryBackward = slices.query.map { _ in PanelMatrix(depth: hidden, columns: hidden) }
    keyForward = slices.key.map { _ in PanelMatrix(depth: columns, columns: hidden) }
    keyBackward = slices.key.map { _ in PanelMatrix(depth: hidden, columns: columns) }
    combineForward = PanelMatrix(depth: columns + hidden, columns: hidden)
    combineBackward = PanelMatrix(depth: hidden, columns: columns + hidden)
    bias = FloatBlock(count: isAdditive ? hidden : 0)
    vector = FloatBlock(count: isAdditive ? hidden : 0)
  }

  /// - Parameter holdsSource: false if keys and states of the source are kept elsewhere.
  func makeWorkspace(
    timeSteps: Int, targetSteps: Int, rows: Int, holdsSource: Bool = true
  ) -> DecoderAttentionWorkspace {
    DecoderAttentionWorkspace(
      hidden: hidden, columns: columns, slices.kind, timeSteps: timeSteps,
      targetSteps: targetSteps, rows: rows, holdsSource: holdsSource)
  }

  func pack(_ weights: UnsafePointer<Float>) {
    func pack(
      _ slice: ParameterLayout.Slice?, _ forward: PanelMatrix?, _ backward: PanelMatrix?
    ) {
      guard let slice else { return }
      forward?.pack(transposed: weights + slice.range.lowerBound)
      backward?.pack(weights + slice.range.lowerBound)
    }
    pack(slices.query, queryForward, queryBackward)
    pack(slices.key, keyForward, keyBackward)
    pack(slices.combine, combineForward, combineBackward)
    if let slice = slices.bias {
      bias.pointer.update(from: weights + slice.range.lowerBound, count: hidden)
    }
    if let slice = slices.vector {
      vector.pointer.update(from: weights + slice.range.lowerBound, count: hidden)
    }
  }

  // MARK: forward

  /// Before the first step: the keys of the whole source.
  func prepare(_ w: DecoderAttentionWorkspace, _ encoder: StackWorkspace) {
    let places = encoder.pass.timeSteps * encoder.pass.rows
    keyForward?.multiply(rows: places, encoder.topOutputs, into: w.keys.pointer)
  }

  /// The source that sequence `s` of a shard looks at.
  func source(
    _ w: DecoderAttentionWorkspace, _ encoder: StackWorkspace, _ s: Int
  ) -> AttendedSource {
    let states = encoder.topOutputs
    return AttendedSource(
      keys: (slices.key == nil ? states : UnsafePointer(w.keys.pointer)) + s * hidden,
      states: states + s * columns, rowsApart: encoder.pass.rows,
      timeSteps: encoder.pass.timeSteps, length: Int(encoder.pass.lengths[s]))
  }

  /// z_t into `w.outputs` for some steps.
  /// - Parameters:
  ///   - states: h of all steps, [U*S, H].
  ///   - source: of a sequence.
  func forward(
    _ w: DecoderAttentionWorkspace, states: UnsafePointer<Float>, rows: Int, targetSteps: Int,
    steps: Range<Int>, source: (Int) -> AttendedSource
  ) {
    let (first, places) = (steps.lowerBound * rows, steps.count * rows)
    let wide = columns + hidden
    let joined = w.joined.pointer + first * wide
    for place in 0..<places {
      (joined + place * wide + columns).update(
        from: states + (first + place) * hidden, count: hidden)
    }
    if let queryForward {
      let queries = w.queries.pointer + first * hidden
      for place in 0..<places {
        (queries + place * hidden).update(from: bias.pointer, count: hidden)
      }
      queryForward.multiply(
        rows: places, states + first * hidden, into: queries, accumulate: true)
    }
    let queries = queries(w, states)
    for s in 0..<rows {
      let source = source(s)
      let weights = w.weights(of: s, targetSteps: targetSteps, timeSteps: source.timeSteps)
      score(steps, s, rows, source, queries, into: weights)
      for t in steps {
        ck_softmax_row(source.timeSteps, source.length, weights + t * source.timeSteps)
      }
      multiplyRows(
        steps.count, columns, source.timeSteps, weights + steps.lowerBound * source.timeSteps,
        source.timeSteps, transposed: false, source.states, source.rowsApart * columns,
        into: joined + s * wide, rows * wide, accumulate: false)
    }
    let outputs = w.outputs.pointer + first * hidden
    combineForward.multiply(rows: places, joined, into: outputs)
    ck_tanh_in_place(places * hidden, outputs)
  }

  private func queries(
    _ w: DecoderAttentionWorkspace, _ states: UnsafePointer<Float>
  ) -> UnsafePointer<Float> {
    isAdditive ? UnsafePointer(w.queries.pointer) : states
  }

  private func score(
    _ steps: Range<Int>, _ s: Int, _ rows: Int, _ source: AttendedSource,
    _ queries: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>
  ) {
    let own = queries + (steps.lowerBound * rows + s) * hidden
    let to = scores + steps.lowerBound * source.timeSteps
    guard isAdditive else {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(steps.count), Int32(source.timeSteps),
        Int32(hidden), 1, own, Int32(rows * hidden), source.keys,
        Int32(source.rowsApart * hidden), 0, to, Int32(source.timeSteps))
      return
    }
    for i in 0..<steps.count {
      ck_additive_scores(
        source.length, hidden, own + i * rows * hidden, source.keys, source.rowsApart * hidden,
        vector.pointer, to + i * source.timeSteps)
    }
  }

  // MARK: backward

  /// Before the last step.
  func beginBackward(_ w: DecoderAttentionWorkspace, _ encoder: StackWorkspace, _ pass: ShardPass) {
    let places = encoder.pass.timeSteps * encoder.pass.rows
    w.keyGradient.pointer.update(repeating: 0, count: min(w.keyGradient.count, places * hidden))
    w.sourceGradient.pointer.update(repeating: 0, count: places * columns)
    w.vectorGradient.clear()
    guard isAdditive else { return }
    w.queryGradient.pointer.update(
      repeating: 0, count: pass.timeSteps * pass.rows * hidden)
  }

  /// dL/dh_t into `w.stateGradient` for some steps; those with respect to keys and source are added up.
  /// - Parameter above: dL/dz of all steps, [U*S, H].
  func backward(
    _ w: DecoderAttentionWorkspace, _ encoder: StackWorkspace, states: UnsafePointer<Float>,
    above: UnsafePointer<Float>, _ pass: ShardPass, steps: Range<Int>
  ) {
    let rows = pass.rows
    let (first, places) = (steps.lowerBound * rows, steps.count * rows)
    let wide = columns + hidden
    let pre = w.preGradient.pointer + first * hidden
    pre.update(from: above + first * hidden, count: places * hidden)
    ck_tanh_backward(places * hidden, pre, w.outputs.pointer + first * hidden)
    let joined = w.joinedGradient.pointer + first * wide
    combineBackward.multiply(rows: places, pre, into: joined)
    let dStates = w.stateGradient.pointer + first * hidden
    for place in 0..<places {
      (dStates + place * hidden).update(from: joined + place * wide + columns, count: hidden)
    }
    let queries = queries(w, states)
    for s in 0..<rows {
      let source = source(w, encoder, s)
      let sourceSteps = source.timeSteps
      let weights =
        w.weights(of: s, targetSteps: pass.timeSteps, timeSteps: sourceSteps) + steps.lowerBound
        * sourceSteps
      let dScores = w.scoreGradient.pointer
      let apart = source.rowsApart * columns
      // dL/da = dL/dc s^T, then back through the softmax.
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(steps.count), Int32(sourceSteps),
        Int32(columns), 1,
        joined + s * wide, Int32(rows * wide), source.states, Int32(apart), 0, dScores,
        Int32(sourceSteps))
      for i in 0..<steps.count {
        ck_softmax_row_backward(
          sourceSteps, weights + i * sourceSteps, dScores + i * sourceSteps, 1)
      }
      multiplyRows(
        sourceSteps, columns, steps.count, weights, sourceSteps, transposed: true,
        joined + s * wide, rows * wide,
        into: w.sourceGradient.pointer + s * columns, apart, accumulate: true)
      scoreBack(w, s, rows, steps, source, queries, dStates)
    }
    if let queryBackward {
      queryBackward.multiply(
        rows: places, w.queryGradient.pointer + first * hidden, into: dStates, accumulate: true)
    }
  }

  private func scoreBack(
    _ w: DecoderAttentionWorkspace, _ s: Int, _ rows: Int, _ steps: Range<Int>,
    _ source: AttendedSource, _ queries: UnsafePointer<Float>,
    _ dStates: UnsafeMutablePointer<Float>
  ) {
    let sourceSteps = source.timeSteps
    let dScores = w.scoreGradient.pointer
    let own = (steps.lowerBound * rows + s) * hidden
    let apart = source.rowsApart * hidden
    // For dot attention the keys are the source itself.
    let dKeys = (slices.key == nil ? w.sourceGradient : w.keyGradient).pointer + s * hidden
    guard isAdditive else {
      multiplyRows(
        steps.count, hidden, sourceSteps, dScores, sourceSteps, transposed: false, source.keys,
        apart,
        into: dStates + s * hidden, rows * hidden, accumulate: true)
      multiplyRows(
        sourceSteps, hidden, steps.count, dScores, sourceSteps, transposed: true, queries + own,
        rows * hidden,
        into: dKeys, apart, accumulate: true)
      return
    }
    for i in 0..<steps.count {
      let place = own + i * rows * hidden
      ck_additive_scores_backward(
        source.length, hidden, dScores + i * sourceSteps, queries + place, source.keys, apart,
        vector.pointer, w.queryGradient.pointer + place, dKeys, w.vectorGradient.pointer)
    }
  }

  /// After the first step.
  /// - Returns: dL/ds for all steps of the source, [T*S, C].
  func finishBackward(
    _ w: DecoderAttentionWorkspace, _ encoder: StackWorkspace
  ) -> UnsafePointer<Float> {
    keyBackward?.multiply(
      rows: encoder.pass.timeSteps * encoder.pass.rows, w.keyGradient.pointer,
      into: w.sourceGradient.pointer, accumulate: true)
    return UnsafePointer(w.sourceGradient.pointer)
  }

  // MARK: weight gradients

  /// Adds to the gradient of rows of every tensor; each has H of them.
  func addGradient(
    rows: Range<Int>, _ w: DecoderAttentionWorkspace, _ encoder: StackWorkspace,
    states: UnsafePointer<Float>, _ pass: ShardPass,
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let asked = pass.timeSteps * pass.rows
    let places = encoder.pass.timeSteps * encoder.pass.rows
    func product(
      _ slice: ParameterLayout.Slice?, _ d: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
      _ width: Int, _ depth: Int
    ) {
      guard let slice else { return }
      multiplyTransposed(
        rows: rows.count, columns: width, depth: depth, d + rows.lowerBound, aStride: hidden, x,
        into: gradients + slice.range.lowerBound + rows.lowerBound * width,
        accumulate: accumulate)
    }
    product(slices.combine, w.preGradient.pointer, w.joined.pointer, columns + hidden, asked)
    product(slices.key, w.keyGradient.pointer, encoder.topOutputs, columns, places)
    product(slices.query, w.queryGradient.pointer, states, hidden, asked)
    func sums(_ slice: ParameterLayout.Slice?, _ d: FloatBlock, _ depth: Int) {
      guard let slice else { return }
      ck_column_sums(
        depth, rows.count, hidden, d.pointer + rows.lowerBound,
        gradients + slice.range.lowerBound + rows.lowerBound, accumulate ? 1 : 0)
    }
    sums(slices.bias, w.queryGradient, asked)
    sums(slices.vector, w.vectorGradient, 1)
  }
}
