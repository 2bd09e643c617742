import CKernels

extension Network {
  /// One shard's way through the network and, when training, back.
  func run(_ shard: Shard) {
    guard let batch else { return }
    let training = job.kind == .training
    switch job.states {
    case .zero: shard.clearInitialStates()
    case .carried: shard.loadCarriedStates()
    case .given, .continued: break
    }
    if !usesWordProducts { loadInputs(shard, batch) }
    forward(shard)
    if job.states == .carried { shard.keepCarriedStates() }
    if job.wantsStatistics { takeStatistics(shard) }
    if passesLastStepBack {
      // The loss below replaces the outputs by their derivatives.
      passLastStepBack(shard)
    }
    shard.loss = takeLoss(shard, gradient: training)
    shard.adversarialLoss = LossSum()
    guard training else { return }
    backward(shard, discardsNorms: false)
    guard job.plan.adversarial > 0 else { return }
    // Half of the loss was passed back; the norms are those of the whole.
    for w in shard.layers {
      for block in [w.hiddenSquares, w.cellSquares, w.carriedSquares] {
        for i in block.values.indices { block.values[i] *= 4 }
      }
    }
  }

  /// The same once more on inputs moved against the gradient (Goodfellow, Shlens, Szegedy 2015;
  /// Miyato, Dai, Goodfellow 2017), which counts for half of the objective.
  func runAdversarially(_ shard: Shard) {
    moveInputs(shard)
    // The states before the first step are still those of the clean pass.
    forward(shard)
    shard.adversarialLoss = takeLoss(shard, gradient: true)
    backward(shard, discardsNorms: true)
  }

  private func moveInputs(_ shard: Shard) {
    let columns = architecture.input
    let gradient = shard.layers[0].inputGradient.pointer
    let places = shard.pass.timeSteps * shard.pass.rows
    let epsilon = job.plan.adversarial
    guard !job.plan.adversarialTakesSign else {
      ck_add_sign(places * columns, shard.inputs.pointer, gradient, epsilon)
      return
    }
    for s in 0..<shard.pass.rows {
      var square = 0.0
      for t in 0..<shard.pass.timeSteps {
        square += ck_sum_squares(columns, gradient + (t * shard.pass.rows + s) * columns)
      }
      guard square > 0, square.isFinite else { continue }
      let factor = Float(Double(epsilon) / square.squareRoot())
      for t in 0..<shard.pass.timeSteps {
        let row = (t * shard.pass.rows + s) * columns
        ck_add_scaled(columns, shard.inputs.pointer + row, gradient + row, factor)
      }
    }
  }

  private func loadInputs(_ shard: Shard, _ batch: Batch) {
    shard.loadInputs(
      batch, embedding: layout.embedding.map { weightsInUse + $0.range.lowerBound })
    guard job.plan.inputNoise > 0 else { return }
    let count = shard.pass.timeSteps * shard.pass.rows * architecture.input
    ck_add_gaussian(
      count, shard.inputs.pointer, shard.inputs.pointer,
      noiseKey(.inputNoise, column: shard.firstColumn), 0, job.plan.inputNoise)
    shard.shardPass.clearPastEnds(shard.inputs.pointer, width: architecture.input)
  }

  private func takeStatistics(_ shard: Shard) {
    for (u, w) in shard.layers.enumerated() {
      w.statistics.take(
        cell, gates: UnsafePointer(w.gates.pointer), states: UnsafePointer(shard.hiddenStates(u)),
        shard.shardPass)
    }
  }

  private func takeLoss(_ shard: Shard, gradient: Bool) -> LossSum {
    let share: Float = job.plan.adversarial > 0 ? 0.5 : 1
    let sum = withClassWeights { weights in
      loss.sum(
        rows: shard.headRows, outputs: architecture.outputs, shard.outputs.pointer,
        LossTargets(
          values: UnsafePointer(shard.targetValues.pointer),
          classes: UnsafePointer(shard.targetClasses.pointer), classWeights: weights),
        gradient: gradient ? LossGradient(scale: share / Float(firstTerms), job.plan) : nil)
    }
    if gradient, architecture.headActivation == .tanh {
      ck_tanh_backward(
        shard.headRows * architecture.outputs, shard.outputs.pointer, shard.activated.pointer)
    }
    return sum
  }

  // MARK: forward

  private func forward(_ shard: Shard) {
    let pass = shard.shardPass
    for k in architecture.hidden.indices {
      let rate = inputDropout(k)
      let below = layers[firstRecurrence(k)]
      let count = pass.timeSteps * pass.rows * below.columnsFed
      if rate > 0 {
        let w = shard.layers[firstRecurrence(k)]
        fillDropout(w.inputMask, count, rate, .input(k), shard)
        multiply(
          count, fedBeforeDropout(shard, k), w.inputMask.pointer, into: w.maskedInput.pointer)
      }
      for direction in 0..<architecture.directions {
        let u = firstRecurrence(k) + direction
        let noise = drawStateNoise(u, shard)
        layers[u].forward(shard.layers[u], input(shard, k, direction), pass, noise)
      }
      shard.join(k)
    }
    runHead(shard)
  }

  func firstRecurrence(_ k: Int) -> Int { k * architecture.directions }

  private func input(_ shard: Shard, _ k: Int, _ direction: Int) -> LayerInput {
    if k == 0 && usesWordProducts {
      let tokens = direction == 0 ? shard.tokens : shard.reversedTokens
      // Behind the row of no word, which is word -1.
      return .tokens(
        UnsafePointer(tokens.pointer),
        table: UnsafePointer(wordProducts[direction].pointer + layers[direction].width))
    }
    let x = fed(shard, k)
    let u = firstRecurrence(k) + direction
    return .rows(
      direction == 0 ? x : shard.reverseInput(x, recurrence: u, width: layers[u].columnsFed))
  }

  func inputDropout(_ k: Int) -> Float {
    k == 0 ? job.plan.inputDropout : job.plan.betweenDropout
  }

  /// [T*S, I]: what layer `k` is fed, before dropout.
  private func fedBeforeDropout(_ shard: Shard, _ k: Int) -> UnsafePointer<Float> {
    UnsafePointer(k == 0 ? shard.inputs.pointer : shard.layerOutputs(k - 1))
  }

  /// [T*S, I]: what layer `k` is fed, after dropout.
  private func fed(_ shard: Shard, _ k: Int) -> UnsafePointer<Float> {
    inputDropout(k) > 0
      ? UnsafePointer(shard.layers[firstRecurrence(k)].maskedInput.pointer)
      : fedBeforeDropout(shard, k)
  }

  /// [T*S, I]: what a recurrence was fed, in its own order of steps.
  func fed(_ shard: Shard, recurrence u: Int) -> UnsafePointer<Float> {
    u % architecture.directions == 0
      ? fed(shard, u / architecture.directions)
      : UnsafePointer(shard.layers[u].reversedInput.pointer)
  }

  // MARK: head

  /// [T*S, columns]
  func topStates(_ shard: Shard) -> UnsafePointer<Float> {
    UnsafePointer(shard.layerOutputs(architecture.hidden.count - 1))
  }

  /// [rows, columns]: the top layer's output where the head looks at it.
  func headBase(_ shard: Shard) -> UnsafePointer<Float> {
    architecture.head == .every ? topStates(shard) : UnsafePointer(shard.headBase.pointer)
  }

  private func headInputBeforeDropout(_ shard: Shard) -> UnsafePointer<Float> {
    shard.attention.map { UnsafePointer($0.outputs.pointer) } ?? headBase(shard)
  }

  /// [rows, columns]: what the head is fed, after dropout.
  func fedToHead(_ shard: Shard) -> UnsafePointer<Float> {
    job.plan.headDropout > 0
      ? UnsafePointer(shard.headInput.pointer) : headInputBeforeDropout(shard)
  }

  private func runHead(_ shard: Shard) {
    let rows = shard.headRows
    let outputs = architecture.outputs
    if architecture.head == .last { shard.gatherTop(into: shard.headBase.pointer) }
    if let attention, let w = shard.attention {
      attention.forward(
        w, states: topStates(shard), base: headBase(shard), shard.shardPass)
    }
    if job.plan.headDropout > 0 {
      let count = rows * architecture.columnsOfTop
      fillDropout(shard.headMask, count, job.plan.headDropout, .head, shard)
      multiply(
        count, headInputBeforeDropout(shard), shard.headMask.pointer,
        into: shard.headInput.pointer)
    }
    let bias = weightsInUse + layout.headBias.range.lowerBound
    for row in 0..<rows {
      (shard.outputs.pointer + row * outputs).update(from: bias, count: outputs)
    }
    headForward.multiply(
      rows: rows, fedToHead(shard), into: shard.outputs.pointer, accumulate: true)
    if architecture.headActivation == .tanh {
      ck_tanh_in_place(rows * outputs, shard.outputs.pointer)
      shard.activated.pointer.update(from: shard.outputs.pointer, count: rows * outputs)
    }
  }

  // MARK: backward

  private func backward(_ shard: Shard, discardsNorms: Bool) {
    headBackward.multiply(
      rows: shard.headRows, shard.outputs.pointer, into: shard.headGradient.pointer)
    if job.plan.headDropout > 0 {
      multiply(
        shard.headRows * architecture.columnsOfTop, shard.headGradient.pointer,
        shard.headMask.pointer, into: shard.headGradient.pointer)
    }
    let gradient = UnsafePointer(shard.headGradient.pointer)
    let start =
      passAttentionBack(shard, gradient)
      ?? (architecture.head == .last ? .lastStep(gradient) : .everyStep(gradient))
    var options = BackwardOptions()
    options.discardsNorms = discardsNorms
    options.takesCarriedNorms = job.wantsStatistics && !discardsNorms
    passBack(shard, start, options)
  }

  private func passAttentionBack(
    _ shard: Shard, _ above: UnsafePointer<Float>
  ) -> GradientFromAbove? {
    guard let attention, let w = shard.attention else { return nil }
    return .everyStep(
      attention.backward(
        w, states: topStates(shard), above: above, shard.shardPass,
        directions: architecture.directions))
  }

  /// Passes the last step's loss alone back through time and leaves its norms beside the activations.
  private func passLastStepBack(_ shard: Shard) {
    let outputs = architecture.outputs
    let rows = shard.pass.rows
    let columns = architecture.columnsOfTop
    shard.gatherLast(shard.outputs.pointer, width: outputs, into: shard.lastOutputs.pointer)
    withTargetsOfLastStep(shard) { targets in
      _ = loss.sum(
        rows: rows, outputs: outputs, shard.lastOutputs.pointer, targets,
        gradient: LossGradient(scale: 1 / Float(lastStepTerms), job.plan))
    }
    if architecture.headActivation == .tanh {
      for s in 0..<rows {
        ck_tanh_backward(
          outputs, shard.lastOutputs.pointer + s * outputs,
          shard.activated.pointer + shard.lastRow(s) * outputs)
      }
    }
    headBackward.multiply(
      rows: rows, shard.lastOutputs.pointer, into: shard.lastGradient.pointer)
    if job.plan.headDropout > 0 {
      for s in 0..<rows {
        let gradient = shard.lastGradient.pointer + s * columns
        multiply(
          columns, gradient, shard.headMask.pointer + shard.lastRow(s) * columns, into: gradient)
      }
    }
    var options = BackwardOptions()
    options.keepsActivations = true
    options.takesCarriedNorms = true
    passBack(shard, startOfLastStep(shard), options)
    for w in shard.layers { w.keepNorms(count: shard.pass.timeSteps * rows) }
  }

  /// The last step's gradient where it enters the top layer. Attention spreads it over all steps, and
  /// the backward direction meets it at its first step.
  private func startOfLastStep(_ shard: Shard) -> GradientFromAbove {
    let last = UnsafePointer(shard.lastGradient.pointer)
    guard attention != nil || architecture.bidirectional else { return .lastStep(last) }
    let columns = architecture.columnsOfTop
    let all = shard.lastGradientAtItsStep.pointer
    all.update(repeating: 0, count: shard.headRows * columns)
    for s in 0..<shard.pass.rows {
      (all + shard.lastRow(s) * columns).update(from: last + s * columns, count: columns)
    }
    return passAttentionBack(shard, all) ?? .everyStep(UnsafePointer(all))
  }

  private func withTargetsOfLastStep(_ shard: Shard, _ body: (LossTargets) -> Void) {
    let outputs = architecture.outputs
    for s in 0..<shard.pass.rows {
      let row = shard.lastRow(s)
      shard.lastClasses.pointer[s] = shard.targetClasses.pointer[row]
      if shard.targetValues.count > 0 {
        (shard.lastValues.pointer + s * outputs).update(
          from: shard.targetValues.pointer + row * outputs, count: outputs)
      }
    }
    withClassWeights { weights in
      body(
        LossTargets(
          values: UnsafePointer(shard.lastValues.pointer),
          classes: UnsafePointer(shard.lastClasses.pointer), classWeights: weights))
    }
  }

  private func passBack(
    _ shard: Shard, _ start: GradientFromAbove, _ options: BackwardOptions
  ) {
    let pass = shard.shardPass
    var above = start
    var options = options
    for k in architecture.hidden.indices.reversed() {
      let first = firstRecurrence(k)
      let columns = layers[first].columnsFed
      options.wantsInputGradient = k > 0 || !options.keepsActivations && wantsInputGradient
      for u in first..<first + architecture.directions {
        layers[u].backward(
          shard.layers[u], shard.scratch, shard.ownPart(of: above, recurrence: u), pass,
          stateNoise, options)
      }
      guard options.wantsInputGradient else { return }
      if architecture.bidirectional { shard.addReversedInputGradient(k, width: columns) }
      let gradient = shard.layers[first].inputGradient.pointer
      if inputDropout(k) > 0 {
        multiply(
          pass.timeSteps * pass.rows * columns, gradient, shard.layers[first].inputMask.pointer,
          into: gradient)
      }
      above = .everyStep(UnsafePointer(gradient))
    }
  }

  /// True where the last step's loss is also passed back alone.
  var passesLastStepBack: Bool {
    job.kind == .training && job.passesLastStepBack && architecture.head == .every
  }

  /// True where the gradient goes on to what the first layer is fed.
  var wantsInputGradient: Bool {
    job.wantsInputGradient || job.plan.adversarial > 0
      || architecture.vocabulary > 0 && !usesWordProducts
  }
}

extension Shard {
  /// The row of a sequence's last valid step in [T*S].
  func lastRow(_ s: Int) -> Int { (Int(lengths.pointer[s]) - 1) * pass.rows + s }

  /// A recurrence's part of the gradient from above, which holds all directions side by side.
  fileprivate func ownPart(
    of above: GradientFromAbove, recurrence u: Int
  ) -> GradientFromAbove {
    guard architecture.bidirectional else { return above }
    switch above {
    case .everyStep(let gradient): return .everyStep(split(gradient, recurrence: u))
    case .lastStep(let gradient):
      let hidden = hidden(u)
      let to = layers[u].directionGradient.pointer
      for s in 0..<pass.rows {
        (to + s * hidden).update(
          from: gradient + s * 2 * hidden + u % 2 * hidden, count: hidden)
      }
      return .lastStep(UnsafePointer(to))
    }
  }
}
