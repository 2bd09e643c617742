import CKernels

/// The scores of neighbouring tags, of first and of last ones, and what follows from them for the
/// rows of a head: the loss of whole sequences, its derivative, and the best tags together.
final class ChainScores: SequenceLoss, @unchecked Sendable {
  let classes: Int
  /// Slices of the scores: [O, O] from a tag to the next one, [O] of the first, [O] of the last.
  private let ranges: [Range<Int>]
  /// Places in transitions, start and end one after another that are minus infinity.
  private let impossible: [Int]
  private let scores: Block<Double>

  init(_ slices: [ParameterLayout.Slice], impossible: [Int]) {
    ranges = slices.map(\.range)
    classes = slices[0].shape[0]
    self.impossible = impossible
    scores = Block(count: Self.count(classes))
  }

  static func count(_ classes: Int) -> Int { classes * (classes + 2) }

  func pack(_ weights: UnsafePointer<Float>) {
    var place = 0
    for range in ranges {
      for i in range {
        scores.pointer[place] = Double(weights[i])
        place += 1
      }
    }
    for place in impossible { scores.pointer[place] = -.infinity }
  }

  /// Transitions, start and end.
  var values: [Float] { scores.values.map { Float($0) } }

  private var chain: CkChain {
    let first = UnsafePointer(scores.pointer)
    return CkChain(
      classes: classes, transitions: first, start: first + classes * classes,
      end: first + classes * (classes + 1))
  }

  // MARK: loss

  func makeWorkspace(timeSteps: Int, targetSteps: Int, sequences: Int) -> SequenceWorkspace {
    SequenceWorkspace(
      SequenceWorkspace.Sizes(
        alpha: (timeSteps + 1) * classes, beta: (timeSteps + 1) * classes,
        // Viterbi keeps two rows here.
        derivatives: max(2, timeSteps) * classes, best: timeSteps * sequences, prefix: timeSteps,
        from: timeSteps * classes, gradient: Self.count(classes)))
  }

  /// The derivative with respect to the chain's own scores is left in the workspace.
  func passBack(
    _ head: HeadWorkspace, _ w: SequenceWorkspace, scale: Double,
    into derivative: UnsafeMutablePointer<Float>
  ) -> LossSum {
    var sum = LossSum()
    w.gradient.pointer.update(repeating: 0, count: w.gradient.count)
    let all = w.gradient.pointer
    let own = CkChainGradient(
      transitions: all, start: all + classes * classes, end: all + classes * (classes + 1))
    for s in 0..<head.sequences {
      let steps = head.steps(of: s)
      let stride = head.sequences * classes
      let x = head.outputs.pointer + s * classes
      let tags = UnsafePointer(head.targetClasses.pointer + s)
      let d = w.derivatives.pointer
      d.update(repeating: 0, count: steps * classes)
      if head.hasAnyTarget(s, steps: steps) {
        func passed(_ given: UnsafePointer<Int32>?, _ factor: Double) -> Double {
          let value = ck_chain_forward(
            chain, steps, x, stride, given, head.sequences, w.alpha.pointer, nil)
          ck_chain_backward(chain, steps, x, stride, given, head.sequences, w.beta.pointer)
          ck_chain_add_marginals(
            chain, steps, x, stride, given, head.sequences, w.alpha.pointer, w.beta.pointer, value,
            factor,
            d, own)
          return value
        }
        // Over all paths, less those with the right tags.
        sum.sum += passed(nil, scale) - passed(tags, -scale)
      }
      head.put(d, of: s, columns: classes, into: derivative)
    }
    return sum
  }

  /// For each step its contribution to the loss beyond the steps before it.
  func evaluate(_ head: HeadWorkspace, _ w: SequenceWorkspace) -> LossSum {
    var sum = LossSum()
    for t in 0..<head.stepLosses.count {
      head.stepLosses.pointer[t] = 0
      head.stepTerms.pointer[t] = 0
    }
    for s in 0..<head.sequences {
      let steps = head.steps(of: s)
      let stride = head.sequences * classes
      let x = head.outputs.pointer + s * classes
      let tags = UnsafePointer(head.targetClasses.pointer + s)
      _ = ck_chain_best(
        chain, steps, x, stride, w.derivatives.pointer, w.from.pointer, w.best.pointer + s,
        head.sequences)
      guard head.hasAnyTarget(s, steps: steps) else { continue }
      _ = ck_chain_forward(
        chain, steps, x, stride, nil, head.sequences, w.alpha.pointer, w.prefix.pointer)
      _ = ck_chain_forward(
        chain, steps, x, stride, tags, head.sequences, w.alpha.pointer, w.prefixAsked.pointer)
      var before = 0.0
      for t in 0..<steps {
        let upTo = w.prefix.pointer[t] - w.prefixAsked.pointer[t]
        // From infinity on, tags that are impossible add infinity.
        if head.everyStep {
          head.stepLosses.pointer[t] += before.isFinite ? upTo - before : upTo
        }
        before = upTo
        let tag = tags[t * head.sequences]
        guard tag >= 0 else { continue }
        if head.everyStep { head.stepTerms.pointer[t] += 1 }
        if tag == w.best.pointer[t * head.sequences + s] { sum.correct += 1 }
      }
      sum.sum += before
    }
    return sum
  }

  func probabilities(_ head: HeadWorkspace, _ w: SequenceWorkspace, sequence s: Int) -> [Float] {
    let steps = head.steps(of: s)
    let (x, stride) = (head.outputs.pointer + s * classes, head.sequences * classes)
    let total = ck_chain_forward(chain, steps, x, stride, nil, 0, w.alpha.pointer, nil)
    ck_chain_backward(chain, steps, x, stride, nil, 0, w.beta.pointer)
    let d = w.derivatives.pointer
    d.update(repeating: 0, count: steps * classes)
    ck_chain_add_marginals(
      chain, steps, x, stride, nil, 0, w.alpha.pointer, w.beta.pointer, total, 1, d,
      CkChainGradient(transitions: nil, start: nil, end: nil))
    return (0..<steps * classes).map { Float(d[$0]) }
  }

  // MARK: gradient of the scores

  func computeGradient(
    _ shards: ArraySlice<HeadWorkspace>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    var place = 0
    for range in ranges {
      for i in range {
        var sum = accumulate ? Double(gradients[i]) : 0
        for shard in shards { sum += shard.sequence?.gradient.pointer[place] ?? 0 }
        gradients[i] = Float(sum)
        place += 1
      }
    }
  }
}
