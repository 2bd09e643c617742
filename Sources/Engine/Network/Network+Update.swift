import CKernels

extension Network {
  // MARK: penalties and norm

  /// Completes a chunk of the gradient: the mean over all parts, penalties, clipping by value; and
  /// takes its sum of squares.
  func computeNorm(_ chunk: Int) {
    let range = chunks[chunk]
    let gradient = gradients.pointer + range.lowerBound
    chunkPenalties.pointer[chunk] = 0
    if job.part > 0 {
      ck_scale(range.count, gradient, Float(firstTerms) / Float(totalTerms))
    }
    forEachSlice(in: range) { place, part in
      if isFrozen[place] {
        (gradients.pointer + part.lowerBound).update(repeating: 0, count: part.count)
      } else if job.plan.hasPenalty {
        addPenalties(chunk, place, part)
      }
    }
    chunkSquares.pointer[chunk] = ck_sum_squares(range.count, gradient)
    if let limit = job.plan.clipValue {
      ck_clamp(range.count, gradient, limit)
      chunkClippedSquares.pointer[chunk] = ck_sum_squares(range.count, gradient)
    }
  }

  private func addPenalties(_ chunk: Int, _ place: Int, _ part: Range<Int>) {
    let (l1, l2) = (job.plan.l1[place], job.plan.l2[place])
    guard l1 > 0 || l2 > 0 else { return }
    let w = weights.pointer + part.lowerBound
    chunkPenalties.pointer[chunk] +=
      Double(l1) * ck_sum_absolute(part.count, w) + Double(l2) * ck_sum_squares(part.count, w)
    ck_penalty_gradient(part.count, gradients.pointer + part.lowerBound, w, l1, l2)
  }

  private func forEachSlice(
    in range: Range<Int>, _ body: (_ place: Int, _ part: Range<Int>) -> Void
  ) {
    for (place, slice) in layout.slices.enumerated() {
      let part = slice.range.clamped(to: range)
      if !part.isEmpty { body(place, part) }
    }
  }

  // MARK: update

  func update(chunk: Int) {
    guard let u = nextUpdate else { return }
    guard isFrozen.contains(true) || job.plan.hasWeightDecay else {
      update(chunks[chunk], u)
      return
    }
    forEachSlice(in: chunks[chunk]) { place, part in
      guard !isFrozen[place] else { return }
      let decay = job.plan.weightDecay.isEmpty ? 0 : job.plan.weightDecay[place]
      if decay > 0 { ck_scale(part.count, weights.pointer + part.lowerBound, 1 - u.rate * decay) }
      update(part, u)
    }
  }

  private func update(_ range: Range<Int>, _ u: Update) {
    let start = range.lowerBound
    u.optimizer.update(
      OptimizerPart(
        count: range.count, weights: weights.pointer + start,
        gradients: gradients.pointer + start, gradientScale: u.gradientScale,
        moments: (
          u.moments.first.map { $0.pointer + start },
          u.moments.count > 1 ? u.moments[1].pointer + start : nil
        ), rate: u.rate, step: u.step), u.options)
  }

  // MARK: weight noise

  /// A chunk of the weights with Gaussian noise on those tensors that are to have it.
  func addWeightNoise(chunk: Int) {
    forEachSlice(in: chunks[chunk]) { place, part in
      let from = weights.pointer + part.lowerBound
      let to = noisyWeights.pointer + part.lowerBound
      let deviation = job.plan.weightNoise[place]
      guard deviation > 0, !isFrozen[place] else {
        to.update(from: from, count: part.count)
        return
      }
      let first = part.lowerBound - layout.slices[place].range.lowerBound
      ck_add_gaussian(
        part.count, to, from, noiseKey(.weights(place), column: 0),
        UInt32(truncatingIfNeeded: first), deviation)
    }
  }

  // MARK: words

  var wordTasks: Int { (architecture.vocabulary + 63) / 64 }

  func computeWordProducts(_ task: Int) {
    guard let embedding = layout.embedding else { return }
    let first = task * 64
    let rows = min(64, architecture.vocabulary - first)
    for (direction, table) in wordProducts.enumerated() {
      layers[direction].inputProducts(
        rows: rows, weightsInUse + embedding.range.lowerBound + first * architecture.input,
        into: table.pointer + (1 + first) * layers[direction].width)
    }
    if first + rows == architecture.vocabulary { wordProductsAreFresh = true }
  }
}
