import CKernels

/// Rows of one weight gradient: a task of a fixed size, summed over all shards in order.
enum GradientTask {
  /// Rows of W_ih, W_hh and both biases of a layer.
  case layer(Int, Range<Int>)
  /// Rows of the head's weights and bias.
  case head(Range<Int>)

  static func all(_ architecture: Architecture, gates: Int) -> [GradientTask] {
    var tasks: [GradientTask] = []
    for (k, hidden) in architecture.hidden.enumerated() {
      let tile = gradientTileRows(columns: max(hidden, architecture.columnsFed(to: k)))
      for first in stride(from: 0, to: gates * hidden, by: tile) {
        tasks.append(.layer(k, first..<min(first + tile, gates * hidden)))
      }
    }
    for first in stride(from: 0, to: architecture.outputs, by: 64) {
      tasks.append(.head(first..<min(first + 64, architecture.outputs)))
    }
    return tasks
  }
}

extension Network {
  func computeGradient(_ task: GradientTask) {
    switch task {
    case .layer(let k, let rows): computeLayerGradient(k, rows)
    case .head(let rows): computeHeadGradient(rows)
    }
  }

  private func computeLayerGradient(_ k: Int, _ rows: Range<Int>) {
    let layer = layers[k]
    let slices = layout.layers[k]
    let first = rows.lowerBound
    let width = layer.width
    let inputGradient =
      gradients.pointer + slices.inputWeight.range.lowerBound + first * layer.columnsFed
    let recurrentGradient =
      gradients.pointer + slices.recurrentWeight.range.lowerBound + first * layer.hidden
    let inputBias = gradients.pointer + slices.inputBias.range.lowerBound + first
    let recurrentBias = gradients.pointer + slices.recurrentBias.range.lowerBound + first
    let words = k == 0 && usesWordProducts
    if words { collectWordGradients(rows, inputGradient, inputBias) }
    for i in 0..<shardsInUse {
      let shard = shards[i]
      let w = shard.layers[k]
      let depth = shard.pass.timeSteps * shard.pass.rows
      let gates = w.gates.pointer + first
      if !words {
        multiplyTransposed(
          rows: rows.count, columns: layer.columnsFed, depth: depth, gates, aStride: width,
          fed(shard, k), into: inputGradient, accumulate: i > 0)
        ck_column_sums(depth, rows.count, width, gates, inputBias, i > 0 ? 1 : 0)
      }
      let recurrent = cell.keepsRecurrentProduct ? w.recurrent.pointer + first : gates
      let states =
        job.plan.recurrentDropout > 0 ? w.maskedStates.pointer : w.hiddenStates.pointer
      multiplyTransposed(
        rows: rows.count, columns: layer.hidden, depth: depth, recurrent, aStride: width, states,
        into: recurrentGradient, accumulate: i > 0)
      if cell.keepsRecurrentProduct {
        ck_column_sums(depth, rows.count, width, recurrent, recurrentBias, i > 0 ? 1 : 0)
      }
    }
    if !cell.keepsRecurrentProduct {
      recurrentBias.update(from: inputBias, count: rows.count)
    }
  }

  /// The derivative by word: rows of gate derivatives are added up by the word at their place; the
  /// input weights' gradient is then a product over words.
  private func collectWordGradients(
    _ rows: Range<Int>, _ inputGradient: UnsafeMutablePointer<Float>,
    _ inputBias: UnsafeMutablePointer<Float>
  ) {
    guard let wordGradients, let batch, let embedding = layout.embedding else { return }
    let width = layers[0].width
    let words = architecture.vocabulary
    let columns = wordGradients.pointer + rows.lowerBound
    for word in 0..<words { (columns + word * width).update(repeating: 0, count: rows.count) }
    for shard in shards.prefix(shardsInUse) {
      let gates = shard.layers[0].gates.pointer + rows.lowerBound
      for t in 0..<shard.pass.timeSteps {
        ck_scatter_add(
          shard.pass.rows, rows.count, columns, width,
          batch.tokens.pointer + t * batch.size + shard.firstColumn,
          gates + t * shard.pass.rows * width, width)
      }
    }
    multiplyTransposed(
      rows: rows.count, columns: architecture.input, depth: words, columns, aStride: width,
      weights.pointer + embedding.range.lowerBound, into: inputGradient, accumulate: false)
    ck_column_sums(words, rows.count, width, columns, inputBias, 0)
  }

  private func computeHeadGradient(_ rows: Range<Int>) {
    let hidden = layers[layers.count - 1].hidden
    let outputs = architecture.outputs
    let first = rows.lowerBound
    let gradient = gradients.pointer + layout.headWeight.range.lowerBound + first * hidden
    let bias = gradients.pointer + layout.headBias.range.lowerBound + first
    for i in 0..<shardsInUse {
      let shard = shards[i]
      let derivatives = shard.outputs.pointer + first
      multiplyTransposed(
        rows: rows.count, columns: hidden, depth: shard.headRows, derivatives, aStride: outputs,
        fedToHead(shard), into: gradient, accumulate: i > 0)
      ck_column_sums(shard.headRows, rows.count, outputs, derivatives, bias, i > 0 ? 1 : 0)
    }
  }

  // MARK: embedding

  var embeddingColumnTasks: Int { (architecture.input + 15) / 16 }

  /// With word products: rows of dE = (derivative by word) W. Otherwise: columns of the sum of the
  /// first layer's input gradients by word.
  func computeEmbeddingGradient(_ task: Int) {
    guard let embedding = layout.embedding, let batch else { return }
    let columns = architecture.input
    let gradient = gradients.pointer + embedding.range.lowerBound
    if usesWordProducts, let wordGradients {
      let first = task * 64
      layers[0].inputGradient(
        rows: min(64, architecture.vocabulary - first),
        wordGradients.pointer + first * layers[0].width, into: gradient + first * columns)
      return
    }
    let first = task * 16
    let width = min(16, columns - first)
    for word in 0..<architecture.vocabulary {
      (gradient + word * columns + first).update(repeating: 0, count: width)
    }
    for shard in shards.prefix(shardsInUse) {
      let rows = shard.pass.rows
      for t in 0..<shard.pass.timeSteps {
        ck_scatter_add(
          rows, width, gradient + first, columns,
          batch.tokens.pointer + t * batch.size + shard.firstColumn,
          shard.layers[0].inputGradient.pointer + t * rows * columns + first, columns)
      }
    }
  }

  // MARK: penalties and norm

  /// Adds the penalties' gradient to a chunk, clips it by value where asked, and takes its sum of
  /// squares.
  func computeNorm(_ chunk: Int) {
    let range = chunks[chunk]
    chunkPenalties.pointer[chunk] = 0
    if job.plan.hasPenalty { addPenalties(chunk, range) }
    chunkSquares.pointer[chunk] = ck_sum_squares(
      range.count, gradients.pointer + range.lowerBound)
    if let limit = job.plan.clipValue {
      ck_clamp(range.count, gradients.pointer + range.lowerBound, limit)
    }
  }

  private func addPenalties(_ chunk: Int, _ range: Range<Int>) {
    for (place, slice) in layout.slices.enumerated() {
      let (l1, l2) = (job.plan.l1[place], job.plan.l2[place])
      let part = slice.range.clamped(to: range)
      guard l1 > 0 || l2 > 0, !part.isEmpty else { continue }
      let w = weights.pointer + part.lowerBound
      chunkPenalties.pointer[chunk] +=
        Double(l1) * ck_sum_absolute(part.count, w) + Double(l2) * ck_sum_squares(part.count, w)
      ck_penalty_gradient(part.count, gradients.pointer + part.lowerBound, w, l1, l2)
    }
  }
}
