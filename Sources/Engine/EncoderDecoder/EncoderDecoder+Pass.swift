import CKernels

/// One shard's pass through encoder, bridge and decoder and, when training, back.
extension EncoderDecoder {
  package func enter(_ shard: PairShard, _ batch: Batch) {
    shard.encoder.beginStates(.zero)
    encoder.loadInputs(shard.encoder, batch, parameters.inUse)
  }

  package func look(_ shard: PairShard) {
    guard job.wantsStatistics else { return }
    encoder.takeStatistics(shard.encoder)
    decoder.takeStatistics(shard.decoder)
  }

  /// Moves the source's inputs.
  package func moveInputs(_ shard: PairShard) { encoder.moveInputs(shard.encoder) }

  package func doubleNorms(_ shard: PairShard) {
    shard.encoder.doubleNorms()
    shard.decoder.doubleNorms()
  }

  // MARK: forward

  package func forward(_ shard: PairShard) {
    encode(shard)
    let pass = shard.decoder.pass
    let all = 0..<pass.timeSteps
    head.drawMask(shard.head)
    guard decodesStepwise else {
      decode(shard, all)
      head.forward(shard.head, shard.fedToHead, parameters.inUse)
      return
    }
    for t in all {
      decode(shard, t..<t + 1)
      guard samples else { continue }
      let rows = t * pass.rows..<(t + 1) * pass.rows
      head.forward(shard.head, shard.fedToHead, parameters.inUse, rows: rows)
      chooseTokens(shard, after: t)
    }
    if !samples { head.forward(shard.head, shard.fedToHead, parameters.inUse) }
  }

  /// Everything up to the decoder's first states.
  func encode(_ shard: PairShard) {
    encoder.forward(shard.encoder)
    bridge.forward(shard.bridge, from: shard.encoder, to: shard.decoder, parameters.inUse)
    if let attention, let w = shard.attention { attention.prepare(w, shard.encoder) }
  }

  /// The decoder's stack and attention over some of its steps.
  private func decode(_ shard: PairShard, _ steps: Range<Int>) {
    let (w, pass) = (shard.decoder, shard.decoder.pass)
    decoder.loadTokens(w, parameters.inUse, steps: steps)
    if architecture.feedsInput, let z = shard.attention?.outputs.pointer {
      let previous =
        steps.lowerBound > 0 ? z + (steps.lowerBound - 1) * pass.rows * head.columns : nil
      feed(previous.map { UnsafePointer($0) }, w, at: steps.lowerBound)
    }
    decoder.forward(w, steps: steps)
    guard let attention, let a = shard.attention else { return }
    attention.forward(
      a, states: w.topOutputs, rows: pass.rows, targetSteps: pass.timeSteps, steps: steps
    ) { attention.source(a, shard.encoder, $0) }
  }

  /// Puts the attention's answer next to the token of a step; zeros before the first.
  func feed(_ z: UnsafePointer<Float>?, _ w: StackWorkspace, at t: Int) {
    let (columns, width) = (head.columns, decoder.shape.input)
    for s in 0..<w.pass.rows {
      let to = w.inputs.pointer + (t * w.pass.rows + s) * width + width - columns
      if let z {
        to.update(from: z + s * columns, count: columns)
      } else {
        to.update(repeating: 0, count: columns)
      }
    }
  }

  /// True if a step's input depends on the answer of the step before.
  var decodesStepwise: Bool { architecture.feedsInput || samples }

  /// Scheduled sampling (Bengio, Vinyals, Jaitly, Shazeer 2015): with the share of teacher forcing
  /// below 1, at the other places the decoder is fed its own most probable token. The choice is
  /// not differentiated.
  var samples: Bool { job.kind == .training && job.teacherForcing < 1 }

  private func chooseTokens(_ shard: PairShard, after t: Int) {
    let pass = shard.decoder.pass
    guard t + 1 < pass.timeSteps else { return }
    let outputs = architecture.targetVocabulary
    for s in 0..<pass.rows where t + 1 < Int(pass.lengths[s]) {
      let key = mixed(
        state.noise.key(.teacher, column: shard.decoder.firstColumn + s) ^ UInt64(t + 1))
      guard Float(key >> 40) / 16_777_216 >= job.teacherForcing else { continue }
      let row = shard.head.outputs.pointer + (t * pass.rows + s) * outputs
      var best = 0
      for j in 1..<outputs where row[j] > row[best] { best = j }
      shard.decoder.tokens.pointer[(t + 1) * pass.rows + s] = Int32(best)
    }
  }

  // MARK: backward

  package func backward(_ shard: PairShard, discardsNorms: Bool) {
    head.backward(shard.head)
    var options = BackwardOptions()
    options.discardsNorms = discardsNorms
    options.takesCarriedNorms = job.wantsStatistics && !discardsNorms
    decodeBack(shard, shard.head.gradient.pointer, options)
    bridge.backward(from: shard.decoder, to: shard.encoder, shard.bridge)
    var top = GradientFromAbove.nothing
    if let attention, let w = shard.attention {
      top = .everyStep(attention.finishBackward(w, shard.encoder))
    }
    encoder.backward(shard.encoder, top, options)
  }

  /// - Parameter above: the derivative with respect to the head's input, [U*S, H]; with input
  ///   feeding that of the next step's input is added to it.
  private func decodeBack(
    _ shard: PairShard, _ above: UnsafeMutablePointer<Float>, _ options: BackwardOptions
  ) {
    let pass = shard.decoder.pass
    let all = 0..<pass.timeSteps
    guard let attention, let w = shard.attention else {
      decoder.backward(shard.decoder, .everyStep(UnsafePointer(above)), options)
      return
    }
    attention.beginBackward(w, shard.encoder, pass)
    func passBack(_ steps: Range<Int>) {
      attention.backward(
        w, shard.encoder, states: shard.decoder.topOutputs, above: UnsafePointer(above), pass,
        steps: steps)
      decoder.backward(
        shard.decoder, .everyStep(UnsafePointer(w.stateGradient.pointer)), options, steps: steps)
    }
    guard architecture.feedsInput else { return passBack(all) }
    for t in all.reversed() {
      if t + 1 < pass.timeSteps { addFeedGradient(shard, of: t + 1, to: above) }
      passBack(t..<t + 1)
    }
  }

  private func addFeedGradient(
    _ shard: PairShard, of t: Int, to above: UnsafeMutablePointer<Float>
  ) {
    let (columns, width, rows) = (head.columns, decoder.shape.input, shard.decoder.pass.rows)
    let gradient = shard.decoder.layers[0].inputGradient.pointer
    for s in 0..<rows {
      ck_add(
        columns, above + ((t - 1) * rows + s) * columns,
        gradient + (t * rows + s) * width + width - columns)
    }
  }

  // MARK: the last word alone, not the end symbol

  /// True if the last word's loss is also passed back alone.
  package var passesLastStepBack: Bool { job.kind == .training && job.passesLastStepBack }

  /// The decoder's attention and further steps meet it, too.
  package var spreadsLastGradient: Bool { passesLastStepBack }

  /// Passes it back through the decoder and stores its norms next to the activations.
  package func passLastStepBack(_ shard: PairShard) {
    let pass = shard.decoder.pass
    head.passLastStepBack(shard.head, pass, divisor: state.divisors.lastStep)
    let all = UnsafeMutablePointer(mutating: head.spreadLastGradient(shard.head, pass))
    var options = BackwardOptions()
    options.keepsActivations = true
    options.takesCarriedNorms = true
    decodeBack(shard, all, options)
    for w in shard.decoder.layers { w.keepNorms(count: pass.timeSteps * pass.rows) }
  }
}
