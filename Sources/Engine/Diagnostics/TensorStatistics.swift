import CKernels

/// The effect of updates on each tensor, sampled now and then: the norms of gradient, weights and
/// update.
package struct TensorStatistics {
  /// Samples that the histograms hold.
  package static let looks = 64

  private let slices: [ParameterLayout.Slice]
  private let before: FloatBlock
  /// The samples so far.
  package struct State: Sendable, Equatable, Codable {
    /// [tensor][sample], a ring of gradient norms.
    fileprivate var norms: [Float]
    fileprivate var weightNorms: [Float]
    fileprivate var updateNorms: [Float]
    fileprivate var taken = 0
  }
  package var state: State
  package var weightNorms: [Float] { state.weightNorms }
  package var updateNorms: [Float] { state.updateNorms }
  package var taken: Int { state.taken }
  /// Between the two samples of a step.
  private var isLooking = false

  package init(_ model: any Model) {
    slices = model.layout.slices
    before = FloatBlock(count: model.layout.count)
    state = State(
      norms: Array(repeating: 0, count: slices.count * Self.looks),
      weightNorms: Array(repeating: 0, count: slices.count),
      updateNorms: Array(repeating: 0, count: slices.count))
  }

  package mutating func reset() { state.taken = 0 }

  /// After the gradient is complete and before the update.
  package mutating func lookBefore(_ model: any Model) {
    before.pointer.update(from: model.weights.pointer, count: before.count)
    for (i, slice) in slices.enumerated() {
      let start = slice.range.lowerBound
      let square = ck_sum_squares(slice.range.count, model.gradients.pointer + start)
      state.norms[i * Self.looks + taken % Self.looks] = Float(square.squareRoot())
      state.weightNorms[i] = Float(
        ck_sum_squares(slice.range.count, before.pointer + start).squareRoot())
    }
    isLooking = true
  }

  /// After the update that followed.
  package mutating func lookAfter(_ model: any Model) {
    guard isLooking else { return }
    isLooking = false
    for (i, slice) in slices.enumerated() {
      let start = slice.range.lowerBound
      state.updateNorms[i] = Float(
        ck_squared_distance(
          slice.range.count, model.weights.pointer + start, before.pointer + start
        ).squareRoot())
    }
    state.taken += 1
  }

  /// Norms of a tensor's gradient at the samples held, in no order.
  package func gradientNorms(_ tensor: Int) -> ArraySlice<Float> {
    state.norms[tensor * Self.looks..<tensor * Self.looks + min(taken, Self.looks)]
  }

  /// The norm at the latest sample.
  package func latestGradientNorm(_ tensor: Int) -> Float {
    state.norms[tensor * Self.looks + (taken - 1) % Self.looks]
  }
}
