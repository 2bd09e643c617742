import CKernels

/// The weights' gradients: tasks of a fixed size, each summed over all shards in order.
extension RecurrentStack {
  enum GradientTask {
    /// Rows of W_ih, of every product's weights and of both biases of a recurrence.
    case layer(Int, Range<Int>)
    /// Rows of the tensors of a recurrence's output stage.
    case stage(Int, Range<Int>)
  }

  static func gradientTasks(_ shape: StackShape, cell: any RecurrentCell) -> [GradientTask] {
    (0..<shape.recurrences).flatMap { u in
      let hidden = shape.units(u)
      let tile = gradientTileRows(
        columns: max(hidden, shape.columnsFed(to: u / shape.directions)))
      let rows = rowTiles(cell.gates.count * hidden, by: tile).map { GradientTask.layer(u, $0) }
      return cell.outputStage == nil
        ? rows : rows + rowTiles(hidden, by: tile).map { GradientTask.stage(u, $0) }
    }
  }

  /// - Parameters:
  ///   - weights: those that the pass used.
  ///   - accumulate: add to the existing values.
  func computeGradient(
    _ task: GradientTask, _ shards: ArraySlice<StackWorkspace>, _ weights: UnsafePointer<Float>,
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    switch task {
    case .layer(let u, let rows):
      computeLayerGradient(u, rows, shards, weights, gradients, accumulate)
    case .stage(let u, let rows): computeStageGradient(u, rows, shards, gradients, accumulate)
    }
  }

  private func computeLayerGradient(
    _ u: Int, _ rows: Range<Int>, _ shards: ArraySlice<StackWorkspace>,
    _ weights: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, _ accumulate: Bool
  ) {
    let layer = layers[u]
    let slices = slices[u]
    let first = rows.lowerBound
    let width = layer.width
    let inputGradient = gradients + slices.inputWeight.range.lowerBound + first * layer.columnsFed
    let inputBias = gradients + slices.inputBias.range.lowerBound + first
    let recurrentBias = slices.recurrentBias.map { gradients + $0.range.lowerBound + first }
    let byWord = u < shape.directions && usesWordProducts
    if byWord {
      words?.collect(
        u, rows, width: width, shards, weights, inputGradient: inputGradient,
        inputBias: inputBias, accumulate: accumulate)
    }
    for (i, shard) in shards.enumerated() {
      let w = shard.layers[u]
      let depth = shard.pass.timeSteps * shard.pass.rows
      let gates = w.gates.pointer + first
      let adds = accumulate || i > 0
      if !byWord {
        multiplyTransposed(
          rows: rows.count, columns: layer.columnsFed, depth: depth, gates, aStride: width,
          fed(shard, recurrence: u), into: inputGradient, accumulate: adds)
        ck_column_sums(depth, rows.count, width, gates, inputBias, adds ? 1 : 0)
      }
      let recurrent = cell.keepsRecurrentProduct ? w.recurrent.pointer : w.gates.pointer
      for product in layer.products {
        product.addGradient(
          rows: rows, depth: depth, operand: operand(of: product, shard, u), gates: recurrent,
          into: gradients, accumulate: adds)
      }
      if cell.keepsRecurrentProduct, let recurrentBias {
        ck_column_sums(depth, rows.count, width, recurrent + first, recurrentBias, adds ? 1 : 0)
      }
    }
    if !cell.keepsRecurrentProduct {
      recurrentBias?.update(from: inputBias, count: rows.count)
    }
  }

  /// The left factor of a product for all steps: [T*S, H].
  private func operand(
    of product: LayerProduct, _ shard: StackWorkspace, _ u: Int
  ) -> UnsafePointer<Float> {
    let w = shard.layers[u]
    let block =
      switch product.kind.operand {
      case .hidden:
        job.plan.recurrentDropout > 0 ? w.maskedStates.pointer : w.hiddenStates.pointer
      case .previousCell: w.cellStates.pointer
      case .cell: job.plan.cellZoneout > 0 ? w.freshCells.pointer : shard.cellStates(u)
      case .inner: w.inner.pointer
      }
    return UnsafePointer(block)
  }

  private func computeStageGradient(
    _ u: Int, _ rows: Range<Int>, _ shards: ArraySlice<StackWorkspace>,
    _ gradients: UnsafeMutablePointer<Float>, _ accumulate: Bool
  ) {
    for (i, shard) in shards.enumerated() {
      guard let w = shard.layers[u].stage else { continue }
      layers[u].stage?.addGradient(
        rows: rows, depth: shard.pass.timeSteps * shard.pass.rows, w,
        input: fed(shard, recurrence: u), states: UnsafePointer(shard.hiddenStates(u)),
        into: gradients, accumulate: accumulate || i > 0)
    }
  }
}

/// Rows of a tensor, cut into tasks.
func rowTiles(_ rows: Int, by tile: Int) -> [Range<Int>] {
  stride(from: 0, to: rows, by: tile).map { $0..<min($0 + tile, rows) }
}
