/// One shard's pass through the network and, when training, back.
extension Network {
  package func enter(_ shard: Shard, _ batch: Batch) {
    shard.stack.beginStates(job.states)
    if let convolution, let w = shard.convolution {
      convolution.loadInputs(w, batch, parameters.inUse)
    } else {
      stack.loadInputs(shard.stack, batch, parameters.inUse)
    }
  }

  package func look(_ shard: Shard) {
    if job.states == .carried { shard.stack.keepCarriedStates() }
    if job.wantsStatistics { stack.takeStatistics(shard.stack) }
  }

  package func moveInputs(_ shard: Shard) {
    if let convolution, let w = shard.convolution {
      convolution.moveInputs(w)
    } else {
      stack.moveInputs(shard.stack)
    }
  }

  package func doubleNorms(_ shard: Shard) {
    shard.stack.doubleNorms()
    shard.convolution?.doubleSquares(places: shard.pass.timeSteps * shard.pass.rows)
  }

  package func forward(_ shard: Shard) {
    if let convolution, let w = shard.convolution {
      convolution.forward(
        w, into: shard.stack.inputs.pointer, to: shard.pass, parameters.inUse)
    }
    stack.forward(shard.stack)
    if architecture.head == .last { shard.stack.gatherTop(into: shard.headBase.pointer) }
    if let attention, let w = shard.attention {
      attention.forward(w, states: shard.stack.topOutputs, base: shard.base, shard.pass)
    }
    head.drawMask(shard.head)
    head.forward(shard.head, shard.fedToHead, parameters.inUse)
  }

  package func backward(_ shard: Shard, discardsNorms: Bool) {
    head.backward(shard.head)
    let gradient = UnsafePointer(shard.head.gradient.pointer)
    let start =
      passAttentionBack(shard, gradient)
      ?? (architecture.head == .last ? .lastStep(gradient) : .everyStep(gradient))
    var options = BackwardOptions()
    options.discardsNorms = discardsNorms
    options.takesCarriedNorms = job.wantsStatistics && !discardsNorms
    stack.backward(shard.stack, start, options)
    guard let convolution, let w = shard.convolution else { return }
    if !discardsNorms { takeSquares(w, shard, ofLastStepAlone: false) }
    convolution.backward(
      w, shard.stack.inputs.pointer, shard.stack.layers[0].inputGradient.pointer, to: shard.pass)
  }

  private func takeSquares(_ w: ConvolutionWorkspace, _ shard: Shard, ofLastStepAlone: Bool) {
    w.takeSquares(
      shard.stack.layers[0].inputGradient.pointer, columns: stack.shape.input,
      places: shard.pass.timeSteps * shard.pass.rows, ofLastStepAlone: ofLastStepAlone)
  }

  private func passAttentionBack(
    _ shard: Shard, _ above: UnsafePointer<Float>
  ) -> GradientFromAbove? {
    guard let attention, let w = shard.attention else { return nil }
    return .everyStep(
      attention.backward(
        w, states: shard.stack.topOutputs, above: above, shard.pass,
        directions: architecture.directions))
  }

  // MARK: the last step alone

  /// True if the last step's loss is also passed back alone.
  package var passesLastStepBack: Bool {
    job.kind == .training && job.passesLastStepBack && architecture.head == .every
  }

  /// True if that gradient does not enter the top layer at its own step only: attention spreads it
  /// over all steps, and the backward direction meets it at its first step.
  package var spreadsLastGradient: Bool {
    passesLastStepBack && (attention != nil || architecture.bidirectional)
  }

  /// Passes the last step's loss alone back through time and leaves its norms next to the
  /// activations.
  package func passLastStepBack(_ shard: Shard) {
    head.passLastStepBack(shard.head, shard.pass, divisor: state.divisors.lastStep)
    var options = BackwardOptions()
    options.keepsActivations = true
    options.takesCarriedNorms = true
    stack.backward(shard.stack, startOfLastStep(shard), options)
    if let w = shard.convolution { takeSquares(w, shard, ofLastStepAlone: true) }
    for w in shard.stack.layers { w.keepNorms(count: shard.pass.timeSteps * shard.pass.rows) }
  }

  private func startOfLastStep(_ shard: Shard) -> GradientFromAbove {
    guard spreadsLastGradient else {
      return .lastStep(UnsafePointer(shard.head.lastGradient.pointer))
    }
    let all = head.spreadLastGradient(shard.head, shard.pass)
    return passAttentionBack(shard, all) ?? .everyStep(all)
  }
}
