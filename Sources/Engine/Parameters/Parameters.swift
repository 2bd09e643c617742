import CKernels

/// The numbers that a model learns, in one flat block, with their gradients: every operation
/// on all of them, in chunks.
package final class Parameters: @unchecked Sendable {
  package let layout: ParameterLayout
  package let weights: FloatBlock
  package let gradients: FloatBlock
  /// Weights with noise; made for the first step that needs them.
  private var noisy = FloatBlock(count: 0)
  /// By slice: true if the weights are held still.
  package private(set) var isFrozen: [Bool]
  package var nextUpdate: Update?

  let chunks: [Range<Int>]
  /// By chunk: sums of squares of the gradient, and the penalty.
  private let chunkSquares: Block<Double>
  /// The same after its entries are clipped, if they are.
  private let chunkClippedSquares: Block<Double>
  private let chunkPenalties: Block<Double>
  /// Set for each pass.
  private var plan = StepPlan(slices: 0)
  private var noise = NoiseSource()

  init(_ layout: ParameterLayout) {
    self.layout = layout
    weights = FloatBlock(count: layout.count)
    gradients = FloatBlock(count: layout.count)
    isFrozen = Array(repeating: false, count: layout.slices.count)
    chunks = stride(from: 0, to: layout.count, by: 16384).map {
      $0..<min($0 + 16384, layout.count)
    }
    chunkSquares = Block(count: chunks.count)
    chunkClippedSquares = Block(count: chunks.count)
    chunkPenalties = Block(count: chunks.count)
  }

  /// Holds slices of the layout still: no gradient, no penalty, no update.
  package func freeze(_ slices: Set<Int>) {
    for place in isFrozen.indices { isFrozen[place] = slices.contains(place) }
  }

  /// Prepares a pass: takes the values that its tasks read, and makes their memory.
  func begin(_ plan: StepPlan, _ noise: NoiseSource) {
    self.plan = plan
    self.noise = noise
    if plan.hasWeightNoise, noisy.count < layout.count { noisy = FloatBlock(count: layout.count) }
  }

  /// The weights that the passes of this job use.
  package var inUse: UnsafePointer<Float> {
    UnsafePointer(plan.hasWeightNoise ? noisy.pointer : weights.pointer)
  }

  private func forEachSlice(
    in range: Range<Int>, _ body: (_ place: Int, _ part: Range<Int>) -> Void
  ) {
    for (place, slice) in layout.slices.enumerated() {
      let part = slice.range.clamped(to: range)
      if !part.isEmpty { body(place, part) }
    }
  }

  // MARK: penalties and norm

  /// The norm of the whole gradient that the update takes, where its entries are clipped; else nil.
  package var normOfClippedEntries: Double? {
    guard plan.clipValue != nil else { return nil }
    return chunks.indices.reduce(0.0) { $0 + chunkClippedSquares.pointer[$1] }.squareRoot()
  }

  /// The norm of the whole gradient before clipping, and the penalties of the weights.
  var gradientNorm: (norm: Double, penalty: Double) {
    var squares = 0.0
    var penalty = 0.0
    for i in chunks.indices {
      squares += chunkSquares.pointer[i]
      penalty += chunkPenalties.pointer[i]
    }
    return (squares.squareRoot(), penalty)
  }

  /// Completes a chunk of the gradient: the mean over all parts, penalties, clipping by value; and
  /// takes its sum of squares.
  /// - Parameter factor: makes the mean of several parts; nil: there is one.
  func computeNorm(chunk: Int, factor: Float?) {
    let range = chunks[chunk]
    let gradient = gradients.pointer + range.lowerBound
    chunkPenalties.pointer[chunk] = 0
    if let factor { ck_scale(range.count, gradient, factor) }
    forEachSlice(in: range) { place, part in
      if isFrozen[place] {
        (gradients.pointer + part.lowerBound).update(repeating: 0, count: part.count)
      } else if plan.hasPenalty {
        addPenalties(chunk, place, part)
      }
    }
    chunkSquares.pointer[chunk] = ck_sum_squares(range.count, gradient)
    if let limit = plan.clipValue {
      ck_clamp(range.count, gradient, limit)
      chunkClippedSquares.pointer[chunk] = ck_sum_squares(range.count, gradient)
    }
  }

  private func addPenalties(_ chunk: Int, _ place: Int, _ part: Range<Int>) {
    let (l1, l2) = (plan.l1[place], plan.l2[place])
    guard l1 > 0 || l2 > 0 else { return }
    let w = weights.pointer + part.lowerBound
    chunkPenalties.pointer[chunk] +=
      Double(l1) * ck_sum_absolute(part.count, w) + Double(l2) * ck_sum_squares(part.count, w)
    ck_penalty_gradient(part.count, gradients.pointer + part.lowerBound, w, l1, l2)
  }

  // MARK: update

  /// How the next `.update` phase changes the weights.
  package struct Update {
    package var optimizer: any Optimizer.Type
    package var options: OptimizerOptions
    package var moments: [FloatBlock]
    package var rate: Float
    /// The update's number, from 1.
    package var step: Int
    package var gradientScale: Float

    package init(
      optimizer: any Optimizer.Type, options: OptimizerOptions, moments: [FloatBlock], rate: Float,
      step: Int, gradientScale: Float
    ) {
      self.optimizer = optimizer
      self.options = options
      self.moments = moments
      self.rate = rate
      self.step = step
      self.gradientScale = gradientScale
    }
  }

  func update(chunk: Int) {
    guard let u = nextUpdate else { return }
    guard isFrozen.contains(true) || plan.hasWeightDecay else {
      update(chunks[chunk], u)
      return
    }
    forEachSlice(in: chunks[chunk]) { place, part in
      guard !isFrozen[place] else { return }
      let decay = plan.weightDecay.isEmpty ? 0 : plan.weightDecay[place]
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

  // MARK: noise

  /// A chunk of the weights with Gaussian noise on the chosen tensors.
  func addNoise(chunk: Int) {
    forEachSlice(in: chunks[chunk]) { place, part in
      let from = weights.pointer + part.lowerBound
      let to = noisy.pointer + part.lowerBound
      let deviation = plan.weightNoise[place]
      guard deviation > 0, !isFrozen[place] else {
        to.update(from: from, count: part.count)
        return
      }
      let first = part.lowerBound - layout.slices[place].range.lowerBound
      ck_add_gaussian(
        part.count, to, from, noise.key(.weights(place), column: 0),
        UInt32(truncatingIfNeeded: first), deviation)
    }
  }
}
