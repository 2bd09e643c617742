import CKernels

/// The first layer's input: words through the embedding, or numbers.
extension RecurrentStack {
  // MARK: words

  /// Tasks of the products by word; 0 if they are not used.
  var wordTasks: Int { usesWordProducts ? words?.tasks ?? 0 : 0 }

  /// False if the weights are those of the last products.
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
      words?.computeColumnGradient(
        task, shards: shards.count,
        { place in
          let shard = shards[shards.startIndex + place]
          return Embedding.Fed(
            tokens: UnsafePointer(shard.tokens.pointer),
            places: shard.pass.timeSteps * shard.pass.rows,
            gradient: UnsafePointer(shard.layers[0].inputGradient.pointer),
            columns: shard.shape.input)
        }, into: gradients, accumulate: accumulate)
    }
  }

  // MARK: inputs

  /// Takes the first layer's input: rows of the embedding, or numbers [T, B, I].
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
    job.plan.moveInputs(
      w.inputs.pointer, against: w.layers[0].inputGradient.pointer, w.pass, columns: shape.input)
  }
}

extension StepPlan {
  /// Adversarial training's step, for each sequence separately.
  /// - Parameters:
  ///   - inputs: [T*S, columns], as is the gradient.
  func moveInputs(
    _ inputs: UnsafeMutablePointer<Float>, against gradient: UnsafePointer<Float>,
    _ pass: ShardPass, columns: Int
  ) {
    let (steps, rows) = (pass.timeSteps, pass.rows)
    guard !adversarialTakesSign else {
      ck_add_sign(steps * rows * columns, inputs, gradient, adversarial)
      return
    }
    for s in 0..<rows {
      var square = 0.0
      for t in 0..<steps { square += ck_sum_squares(columns, gradient + (t * rows + s) * columns) }
      guard square > 0, square.isFinite else { continue }
      let factor = Float(Double(adversarial) / square.squareRoot())
      for t in 0..<steps {
        let row = (t * rows + s) * columns
        ck_add_scaled(columns, inputs + row, gradient + row, factor)
      }
    }
  }
}
