import CKernels

/// What updates do to each tensor, looked at now and then: the norms of gradient, weights and update.
package struct TensorStatistics {
  /// Looks that the histograms hold.
  package static let looks = 64

  private let slices: [ParameterLayout.Slice]
  private let before: FloatBlock
  /// The gradient of the look before, and by tensor the sum of its squares.
  private let previous: FloatBlock
  private var previousSquares: [Double]
  /// Running sums over about the latest 32 looks: products of neighbouring gradients, and of their
  /// norms.
  private var products: [Double]
  private var normProducts: [Double]
  /// [tensor][look], a ring of gradient norms.
  private var norms: [Float]
  package private(set) var weightNorms: [Float]
  package private(set) var updateNorms: [Float]
  package private(set) var taken = 0
  private var isLooking = false

  package init(_ network: Network) {
    slices = network.layout.slices
    before = FloatBlock(count: network.layout.count)
    previous = FloatBlock(count: network.layout.count)
    previousSquares = Array(repeating: 0, count: slices.count)
    products = previousSquares
    normProducts = previousSquares
    norms = Array(repeating: 0, count: slices.count * Self.looks)
    weightNorms = Array(repeating: 0, count: slices.count)
    updateNorms = weightNorms
  }

  package mutating func reset() {
    taken = 0
    for i in slices.indices { (products[i], normProducts[i]) = (0, 0) }
  }

  /// After the gradient is complete and before the update.
  package mutating func lookBefore(_ network: Network) {
    before.pointer.update(from: network.weights.pointer, count: before.count)
    for (i, slice) in slices.enumerated() {
      let start = slice.range.lowerBound
      let square = ck_sum_squares(slice.range.count, network.gradients.pointer + start)
      norms[i * Self.looks + taken % Self.looks] = Float(square.squareRoot())
      if taken > 0 { compare(i, network.gradients.pointer + start, square) }
      previousSquares[i] = square
      weightNorms[i] = Float(
        ck_sum_squares(slice.range.count, before.pointer + start).squareRoot())
    }
    previous.pointer.update(from: network.gradients.pointer, count: previous.count)
    isLooking = true
  }

  private static let kept = 31.0 / 32

  private mutating func compare(
    _ i: Int, _ gradient: UnsafePointer<Float>, _ square: Double
  ) {
    let slice = slices[i]
    let distance = ck_squared_distance(
      slice.range.count, gradient, previous.pointer + slice.range.lowerBound)
    let product = (square + previousSquares[i] - distance) / 2
    guard product.isFinite else { return }
    products[i] = Self.kept * products[i] + product
    normProducts[i] = Self.kept * normProducts[i] + (square * previousSquares[i]).squareRoot()
  }

  /// How well a tensor's gradients of neighbouring looks, which come from different batches, agree in
  /// direction: 1 where they all say the same, 0 where they say nothing but noise. Nil before there
  /// are enough of them.
  package func agreement(_ tensor: Int) -> Float? {
    guard taken > 16, normProducts[tensor] > 0 else { return nil }
    return Float(products[tensor] / normProducts[tensor])
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
