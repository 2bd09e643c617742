import CKernels

/// The first layer's input: words through the embedding, or numbers.
extension RecurrentStack {
  // MARK: words

  /// Tasks of the products by word; 0 where they are not used.
  var wordTasks: Int { usesWordProducts ? words?.tasks ?? 0 : 0 }

  /// False where the weights are those of the last products.
  var needsWordProducts: Bool { usesWordProducts && words?.isFresh == false }

  func computeWordProducts(_ task: Int, _ weights: UnsafePointer<Float>) {
    words?.computeProducts(task, layers, weights)
  }

  var embeddingTasks: Int {
    words.map { usesWordProducts ? $0.tasks : $0.columnTasks } ?? 0
  }

  func computeEmbeddingGradient(
    _ task: Int, _ shards: ArraySlice<StackWorkspace>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    if usesWordProducts {
      words?.computeRowGradient(task, layers, into: gradients, accumulate: accumulate)
    } else {
      words?.computeColumnGradient(task, shards, into: gradients, accumulate: accumulate)
    }
  }

  // MARK: inputs

  /// Takes what the first layer is fed: rows of the embedding, or numbers [T, B, I].
  func loadInputs(
    _ w: StackWorkspace, _ batch: Batch, _ weights: UnsafePointer<Float>
  ) {
    if usesWordProducts { return }
    let places = w.pass.timeSteps * w.pass.rows
    if words != nil {
      loadTokens(w, weights, steps: 0..<w.pass.timeSteps)
    } else {
      w.loadInputs(batch.inputs.pointer, batch: batch.size)
    }
    guard job.plan.inputNoise > 0 else { return }
    ck_add_gaussian(
      places * shape.input, w.inputs.pointer, w.inputs.pointer,
      noise.key(.inputNoise, column: w.firstColumn), 0, job.plan.inputNoise)
    w.pass.clearPastEnds(w.inputs.pointer, width: shape.input)
  }

  /// Takes rows of the embedding for some steps.
  func loadTokens(_ w: StackWorkspace, _ weights: UnsafePointer<Float>, steps: Range<Int>) {
    guard let words, !usesWordProducts else { return }
    let first = steps.lowerBound * w.pass.rows
    words.lookUp(
      w.tokens.pointer + first, places: steps.count * w.pass.rows, weights,
      into: w.inputs.pointer + first * shape.input, stride: shape.input)
    w.pass.clearPastEnds(w.inputs.pointer, width: shape.input, steps: steps)
  }

  /// Moves the inputs against the gradient of the clean loss.
  func moveInputs(_ w: StackWorkspace) {
    let columns = shape.input
    let (steps, rows) = (w.pass.timeSteps, w.pass.rows)
    let gradient = w.layers[0].inputGradient.pointer
    let epsilon = job.plan.adversarial
    guard !job.plan.adversarialTakesSign else {
      ck_add_sign(steps * rows * columns, w.inputs.pointer, gradient, epsilon)
      return
    }
    for s in 0..<rows {
      var square = 0.0
      for t in 0..<steps { square += ck_sum_squares(columns, gradient + (t * rows + s) * columns) }
      guard square > 0, square.isFinite else { continue }
      let factor = Float(Double(epsilon) / square.squareRoot())
      for t in 0..<steps {
        let row = (t * rows + s) * columns
        ck_add_scaled(columns, w.inputs.pointer + row, gradient + row, factor)
      }
    }
  }
}
