import CKernels

extension Network {
  /// One shard's way through the network and, when training, back.
  func run(_ shard: Shard) {
    guard let batch else { return }
    let training = job.kind == .training
    if !job.carriesStates && !job.keepsInitialStates { shard.clearInitialStates() }
    if !usesWordProducts {
      shard.loadInputs(
        batch,
        embedding: layout.embedding.map {
          UnsafePointer(weights.pointer + $0.range.lowerBound)
        })
    }
    forward(shard, batch)
    let outputs = architecture.outputs
    if training && job.passesLastStepBack && architecture.head == .every {
      // The loss below replaces the outputs by their derivatives.
      passLastStepBack(shard)
    }
    shard.loss = loss.sum(
      rows: shard.headRows, outputs: outputs, shard.outputs.pointer,
      LossTargets(
        values: UnsafePointer(shard.targetValues.pointer),
        classes: UnsafePointer(shard.targetClasses.pointer)),
      gradient: training, scale: 1 / Float(terms))
    if training { backward(shard) }
  }

  // MARK: forward

  private func forward(_ shard: Shard, _ batch: Batch) {
    let plan = job.plan
    let pass = shard.shardPass
    for (k, layer) in layers.enumerated() {
      let w = shard.layers[k]
      if plan.recurrentDropout > 0 {
        fill(w.recurrentMask, pass.rows * layer.hidden, plan.recurrentDropout, .recurrent(k), shard)
      }
      let input: LayerInput
      if k == 0 && usesWordProducts, let wordProducts {
        input = .tokens(
          batch.tokens.pointer + shard.firstColumn, stride: batch.size,
          table: UnsafePointer(wordProducts.pointer))
      } else {
        let rate = k == 0 ? plan.inputDropout : plan.betweenDropout
        if rate > 0 {
          let count = pass.timeSteps * pass.rows * layer.columnsFed
          fill(w.inputMask, count, rate, .input(k), shard)
          multiply(
            count, fedBeforeDropout(shard, k), w.inputMask.pointer, into: w.maskedInput.pointer)
        }
        input = .rows(fed(shard, k))
      }
      layer.forward(w, input, pass, recurrentDropout: plan.recurrentDropout > 0)
    }
    runHead(shard)
  }

  /// [T*S, I]: what layer `k` is fed, before dropout.
  private func fedBeforeDropout(_ shard: Shard, _ k: Int) -> UnsafePointer<Float> {
    UnsafePointer(k == 0 ? shard.inputs.pointer : shard.hiddenStates(k - 1))
  }

  /// [T*S, I]: what layer `k` is fed, after dropout.
  func fed(_ shard: Shard, _ k: Int) -> UnsafePointer<Float> {
    let rate = k == 0 ? job.plan.inputDropout : job.plan.betweenDropout
    return rate > 0
      ? UnsafePointer(shard.layers[k].maskedInput.pointer) : fedBeforeDropout(shard, k)
  }

  /// [rows, H]: what the head is fed, after dropout.
  func fedToHead(_ shard: Shard) -> UnsafePointer<Float> {
    let everyStep = architecture.head == .every
    return everyStep && job.plan.headDropout == 0
      ? UnsafePointer(shard.hiddenStates(layers.count - 1))
      : UnsafePointer(shard.headInput.pointer)
  }

  private func runHead(_ shard: Shard) {
    let top = layers.count - 1
    let hidden = layers[top].hidden
    let rows = shard.headRows
    if architecture.head == .last {
      shard.gatherLast(shard.hiddenStates(top), width: hidden, into: shard.headInput.pointer)
    }
    if job.plan.headDropout > 0 {
      fill(shard.headMask, rows * hidden, job.plan.headDropout, .head, shard)
      let from = architecture.head == .last ? shard.headInput.pointer : shard.hiddenStates(top)
      multiply(rows * hidden, from, shard.headMask.pointer, into: shard.headInput.pointer)
    }
    let bias = weights.pointer + layout.headBias.range.lowerBound
    for row in 0..<rows {
      (shard.outputs.pointer + row * architecture.outputs).update(
        from: bias, count: architecture.outputs)
    }
    headForward.multiply(
      rows: rows, fedToHead(shard), into: shard.outputs.pointer, accumulate: true)
  }

  // MARK: backward

  private func backward(_ shard: Shard) {
    let top = layers.count - 1
    headBackward.multiply(
      rows: shard.headRows, shard.outputs.pointer, into: shard.headGradient.pointer)
    if job.plan.headDropout > 0 {
      multiply(
        shard.headRows * layers[top].hidden, shard.headGradient.pointer, shard.headMask.pointer,
        into: shard.headGradient.pointer)
    }
    let gradient = UnsafePointer(shard.headGradient.pointer)
    // The map of the last step's loss alone, where it was taken, must survive.
    passBack(
      shard, architecture.head == .last ? .lastStep(gradient) : .everyStep(gradient),
      keepsActivations: false)
  }

  /// Passes the last step's loss alone back through time and leaves its norms beside the activations.
  private func passLastStepBack(_ shard: Shard) {
    let outputs = architecture.outputs
    let rows = shard.pass.rows
    shard.gatherLast(shard.outputs.pointer, width: outputs, into: shard.lastOutputs.pointer)
    withTargetsOfLastStep(shard) { targets in
      _ = loss.sum(
        rows: rows, outputs: outputs, shard.lastOutputs.pointer, targets, gradient: true,
        scale: 1 / Float((batch?.size ?? 1) * loss.terms(outputs: outputs)))
    }
    let top = layers.count - 1
    headBackward.multiply(
      rows: rows, shard.lastOutputs.pointer, into: shard.lastGradient.pointer)
    if job.plan.headDropout > 0 {
      let hidden = layers[top].hidden
      for s in 0..<rows {
        let row = (Int(shard.lengths.pointer[s]) - 1) * rows + s
        let gradient = shard.lastGradient.pointer + s * hidden
        multiply(hidden, gradient, shard.headMask.pointer + row * hidden, into: gradient)
      }
    }
    passBack(
      shard, .lastStep(UnsafePointer(shard.lastGradient.pointer)), keepsActivations: true)
    for w in shard.layers { w.keepNorms(count: shard.pass.timeSteps * rows) }
  }

  private func withTargetsOfLastStep(_ shard: Shard, _ body: (LossTargets) -> Void) {
    let rows = shard.pass.rows
    let outputs = architecture.outputs
    for s in 0..<rows {
      let row = (Int(shard.lengths.pointer[s]) - 1) * rows + s
      shard.lastClasses.pointer[s] = shard.targetClasses.pointer[row]
      if shard.targetValues.count > 0 {
        (shard.lastValues.pointer + s * outputs).update(
          from: shard.targetValues.pointer + row * outputs, count: outputs)
      }
    }
    body(
      LossTargets(
        values: UnsafePointer(shard.lastValues.pointer),
        classes: UnsafePointer(shard.lastClasses.pointer)))
  }

  private func passBack(_ shard: Shard, _ start: GradientFromAbove, keepsActivations: Bool) {
    let pass = shard.shardPass
    var above = start
    for k in layers.indices.reversed() {
      let w = shard.layers[k]
      let wantsInputGradient =
        k > 0
        || !keepsActivations
          && (job.wantsInputGradient || architecture.vocabulary > 0 && !usesWordProducts)
      layers[k].backward(
        w, shard.scratch, above, pass, recurrentDropout: job.plan.recurrentDropout > 0,
        keepsActivations: keepsActivations, wantsInputGradient: wantsInputGradient)
      guard wantsInputGradient else { return }
      if (k == 0 ? job.plan.inputDropout : job.plan.betweenDropout) > 0 {
        multiply(
          pass.timeSteps * pass.rows * layers[k].columnsFed, w.inputGradient.pointer,
          w.inputMask.pointer, into: w.inputGradient.pointer)
      }
      above = .everyStep(UnsafePointer(w.inputGradient.pointer))
    }
  }

  // MARK: masks

  private enum MaskPlace {
    case input(Int)
    case recurrent(Int)
    case head

    var number: UInt64 {
      switch self {
      case .head: return 1
      case .input(let k): return 2 + 2 * UInt64(k)
      case .recurrent(let k): return 3 + 2 * UInt64(k)
      }
    }
  }

  /// A mask depends on seed, step, place and column only: not on the order of the work.
  private func fill(
    _ mask: FloatBlock, _ count: Int, _ rate: Float, _ place: MaskPlace, _ shard: Shard
  ) {
    var key = job.seed
    for part in [UInt64(job.step), place.number, UInt64(shard.firstColumn)] {
      key = mixed(key ^ part)
    }
    ck_dropout_mask(count, mask.pointer, key, 0, rate)
  }
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every
/// bit of the argument.
func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9e37_79b9_7f4a_7c15
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
