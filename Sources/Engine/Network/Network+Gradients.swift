import CKernels

/// Rows of one weight gradient: a task of a fixed size, summed over all shards in order.
enum GradientTask {
  /// Rows of W_ih, of every product's weights and of both biases of a recurrence.
  case layer(Int, Range<Int>)
  /// Rows of the tensors of a recurrence's output stage.
  case stage(Int, Range<Int>)
  case attention(Range<Int>)
  /// Rows of the head's weights and bias.
  case head(Range<Int>)

  static func all(_ a: Architecture, cell: any RecurrentCell) -> [GradientTask] {
    var tasks: [GradientTask] = []
    func cut(_ rows: Int, by tile: Int, _ task: (Range<Int>) -> GradientTask) {
      for first in stride(from: 0, to: rows, by: tile) {
        tasks.append(task(first..<min(first + tile, rows)))
      }
    }
    for u in 0..<a.recurrences {
      let k = u / a.directions
      let hidden = a.hidden[k]
      let tile = gradientTileRows(columns: max(hidden, a.columnsFed(to: k)))
      cut(cell.gates.count * hidden, by: tile) { .layer(u, $0) }
      if cell.outputStage != nil { cut(hidden, by: tile) { .stage(u, $0) } }
    }
    let top = a.columnsOfTop
    if a.attention != .none { cut(top, by: gradientTileRows(columns: top)) { .attention($0) } }
    cut(a.outputs, by: 64) { .head($0) }
    return tasks
  }
}

extension Network {
  /// - Parameter accumulate: add to what is there.
  func computeGradient(_ task: GradientTask, accumulate: Bool) {
    switch task {
    case .layer(let u, let rows): computeLayerGradient(u, rows, accumulate)
    case .stage(let u, let rows): computeStageGradient(u, rows, accumulate)
    case .attention(let rows): computeAttentionGradient(rows, accumulate)
    case .head(let rows): computeHeadGradient(rows, accumulate)
    }
  }

  private func computeLayerGradient(_ u: Int, _ rows: Range<Int>, _ accumulate: Bool) {
    let layer = layers[u]
    let slices = layout.layers[u]
    let first = rows.lowerBound
    let width = layer.width
    let inputGradient =
      gradients.pointer + slices.inputWeight.range.lowerBound + first * layer.columnsFed
    let inputBias = gradients.pointer + slices.inputBias.range.lowerBound + first
    let recurrentBias = gradients.pointer + slices.recurrentBias.range.lowerBound + first
    let words = u < architecture.directions && usesWordProducts
    if words { collectWordGradients(u, rows, inputGradient, inputBias, accumulate) }
    for i in 0..<shardsInUse {
      let shard = shards[i]
      let w = shard.layers[u]
      let depth = shard.pass.timeSteps * shard.pass.rows
      let gates = w.gates.pointer + first
      let adds = accumulate || i > 0
      if !words {
        multiplyTransposed(
          rows: rows.count, columns: layer.columnsFed, depth: depth, gates, aStride: width,
          fed(shard, recurrence: u), into: inputGradient, accumulate: adds)
        ck_column_sums(depth, rows.count, width, gates, inputBias, adds ? 1 : 0)
      }
      let recurrent = cell.keepsRecurrentProduct ? w.recurrent.pointer : w.gates.pointer
      for product in layer.products {
        product.addGradient(
          rows: rows, depth: depth, operand: operand(of: product, shard, u), gates: recurrent,
          into: gradients.pointer, accumulate: adds)
      }
      if cell.keepsRecurrentProduct {
        ck_column_sums(depth, rows.count, width, recurrent + first, recurrentBias, adds ? 1 : 0)
      }
    }
    if !cell.keepsRecurrentProduct {
      recurrentBias.update(from: inputBias, count: rows.count)
    }
  }

  /// What a product was taken of, for all steps: [T*S, H].
  private func operand(
    of product: LayerProduct, _ shard: Shard, _ u: Int
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

  private func computeStageGradient(_ u: Int, _ rows: Range<Int>, _ accumulate: Bool) {
    for i in 0..<shardsInUse {
      let shard = shards[i]
      guard let w = shard.layers[u].stage else { continue }
      layers[u].stage?.addGradient(
        rows: rows, depth: shard.pass.timeSteps * shard.pass.rows, w,
        input: fed(shard, recurrence: u), states: UnsafePointer(shard.hiddenStates(u)),
        into: gradients.pointer, accumulate: accumulate || i > 0)
    }
  }

  private func computeAttentionGradient(_ rows: Range<Int>, _ accumulate: Bool) {
    for i in 0..<shardsInUse {
      let shard = shards[i]
      guard let w = shard.attention else { continue }
      attention?.addGradient(
        rows: rows, w, states: topStates(shard), base: headBase(shard),
        above: UnsafePointer(shard.headGradient.pointer), shard.shardPass,
        into: gradients.pointer, accumulate: accumulate || i > 0)
    }
  }

  private func computeHeadGradient(_ rows: Range<Int>, _ accumulate: Bool) {
    let columns = architecture.columnsOfTop
    let outputs = architecture.outputs
    let first = rows.lowerBound
    let gradient = gradients.pointer + layout.headWeight.range.lowerBound + first * columns
    let bias = gradients.pointer + layout.headBias.range.lowerBound + first
    for i in 0..<shardsInUse {
      let shard = shards[i]
      let derivatives = shard.outputs.pointer + first
      let adds = accumulate || i > 0
      multiplyTransposed(
        rows: rows.count, columns: columns, depth: shard.headRows, derivatives, aStride: outputs,
        fedToHead(shard), into: gradient, accumulate: adds)
      ck_column_sums(shard.headRows, rows.count, outputs, derivatives, bias, adds ? 1 : 0)
    }
  }

  // MARK: embedding

  /// The derivative by word: rows of gate derivatives are added up by the word at their place; the
  /// input weights' gradient is then a product over words.
  private func collectWordGradients(
    _ u: Int, _ rows: Range<Int>, _ inputGradient: UnsafeMutablePointer<Float>,
    _ inputBias: UnsafeMutablePointer<Float>, _ accumulate: Bool
  ) {
    guard let embedding = layout.embedding else { return }
    let width = layers[u].width
    let words = architecture.vocabulary
    // Word -1 is none: no product and no embedding of its own, but it has its part in the bias.
    let none = wordGradients[u].pointer + rows.lowerBound
    let columns = none + width
    for word in -1..<words { (columns + word * width).update(repeating: 0, count: rows.count) }
    for shard in shards.prefix(shardsInUse) {
      let tokens = u == 0 ? shard.tokens : shard.reversedTokens
      ck_scatter_add(
        shard.pass.timeSteps * shard.pass.rows, rows.count, columns, width, tokens.pointer, -1,
        shard.layers[u].gates.pointer + rows.lowerBound, width)
    }
    multiplyTransposed(
      rows: rows.count, columns: architecture.input, depth: words, columns, aStride: width,
      weightsInUse + embedding.range.lowerBound, into: inputGradient, accumulate: accumulate)
    ck_column_sums(words + 1, rows.count, width, none, inputBias, accumulate ? 1 : 0)
  }

  var embeddingColumnTasks: Int { (architecture.input + 15) / 16 }

  /// With word products: rows of dE = (derivative by word) W, summed over directions. Otherwise:
  /// columns of the sum of the first layer's input gradients by word.
  func computeEmbeddingGradient(_ task: Int, accumulate: Bool) {
    guard let embedding = layout.embedding else { return }
    let columns = architecture.input
    let gradient = gradients.pointer + embedding.range.lowerBound
    if usesWordProducts {
      let first = task * 64
      for (u, block) in wordGradients.enumerated() {
        layers[u].inputGradient(
          rows: min(64, architecture.vocabulary - first),
          block.pointer + (1 + first) * layers[u].width, into: gradient + first * columns,
          accumulate: accumulate || u > 0)
      }
      return
    }
    let first = task * 16
    let width = min(16, columns - first)
    if !accumulate {
      for word in 0..<architecture.vocabulary {
        (gradient + word * columns + first).update(repeating: 0, count: width)
      }
    }
    for shard in shards.prefix(shardsInUse) {
      ck_scatter_add(
        shard.pass.timeSteps * shard.pass.rows, width, gradient + first, columns,
        shard.tokens.pointer, 0, shard.layers[0].inputGradient.pointer + first, columns)
    }
  }
}
