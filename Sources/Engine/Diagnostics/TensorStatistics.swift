import CKernels

/// What updates do to each tensor, looked at now and then: the norms of gradient, weights and update.
package struct TensorStatistics {
  /// Looks that the histograms hold.
  package static let looks = 64

  private let slices: [ParameterLayout.Slice]
  private let before: FloatBlock
  /// [tensor][look], a ring of gradient norms.
  private var norms: [Float]
  package private(set) var weightNorms: [Float]
  package private(set) var updateNorms: [Float]
  package private(set) var taken = 0
  private var isLooking = false

  package init(_ network: Network) {
    slices = network.layout.slices
    before = FloatBlock(count: network.layout.count)
    norms = Array(repeating: 0, count: slices.count * Self.looks)
    weightNorms = Array(repeating: 0, count: slices.count)
    updateNorms = weightNorms
  }

  package mutating func reset() { taken = 0 }

  /// After the gradient is complete and before the update.
  package mutating func lookBefore(_ network: Network) {
    before.pointer.update(from: network.weights.pointer, count: before.count)
    for (i, slice) in slices.enumerated() {
      let start = slice.range.lowerBound
      let square = ck_sum_squares(slice.range.count, network.gradients.pointer + start)
      norms[i * Self.looks + taken % Self.looks] = Float(square.squareRoot())
      weightNorms[i] = Float(
        ck_sum_squares(slice.range.count, before.pointer + start).squareRoot())
    }
    isLooking = true
  }

  /// After the update that followed.
  package mutating func lookAfter(_ network: Network) {
    guard isLooking else { return }
    isLooking = false
    for (i, slice) in slices.enumerated() {
      let start = slice.range.lowerBound
      updateNorms[i] = Float(
        ck_squared_distance(
          slice.range.count, network.weights.pointer + start, before.pointer + start
        ).squareRoot())
    }
    taken += 1
  }

  /// Norms of a tensor's gradient at the looks that are held, in no order.
  package func gradientNorms(_ tensor: Int) -> ArraySlice<Float> {
    norms[tensor * Self.looks..<tensor * Self.looks + min(taken, Self.looks)]
  }

  /// That of the latest look.
  package func latestGradientNorm(_ tensor: Int) -> Float {
    norms[tensor * Self.looks + (taken - 1) % Self.looks]
  }
}
