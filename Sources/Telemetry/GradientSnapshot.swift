/// How the gradient travels back through time in one recurrent layer of one lane.
package struct GradientSnapshot: Sendable, Codable {
  /// From 0, nearest to the inputs; and whether it is the direction that reads sequences from their
  /// end, whose far past is the sequence's end.
  package var layer = 0
  package var isReverse = false
  /// Norms of dL/dh_t, one per time step and sequence of the latest steps.
  package var histogram: NormHistogram
  /// Norm of dL/dh_t over the batch, time step by training step.
  package var map: Waterfall
  /// The newest row of the map, as log10 norms: index 0 is the first time step (the far past), the
  /// last index the end, where the loss is. NaN where there was none, -infinity for zero.
  package var profile: [Float]
  /// The same of dL/dc_t; empty where the cell has no cell state.
  package var cellHistogram: NormHistogram?
  package var cellProfile: [Float]
  package var decay: Decay
  /// Of the recurrent matrix (LSTM: of the block of g; GRU: of n).
  package var spectralRadius: Float?

  /// "layer 1", "layer 1 backward".
  package var layerName: String { "layer \(layer + 1)" + (isReverse ? " backward" : "") }

  package init(
    histogram: NormHistogram = NormHistogram(), map: Waterfall, profile: [Float] = [],
    cellHistogram: NormHistogram? = nil, cellProfile: [Float] = [],
    decay: Decay = Decay(), spectralRadius: Float? = nil
  ) {
    self.histogram = histogram
    self.map = map
    self.profile = profile
    self.cellHistogram = cellHistogram
    self.cellProfile = cellProfile
    self.decay = decay
    self.spectralRadius = spectralRadius
  }
}

/// The plain sentence beside the map, in numbers.
package struct Decay: Sendable, Equatable, Codable {
  /// Slope of a straight line through log2 norm over t, per step back in time: negative when the
  /// gradient shrinks on its way back, -0.25 when it halves every 4 steps. Nil when there are too
  /// few norms above zero.
  package var log2PerStepBack: Float?
  /// Share of the variance that the line explains, 0...1.
  package var fit: Float
  /// How far back from the end the norm is at least 1 % of the last step's, and of how many steps.
  package var reaches: Int
  package var of: Int

  package init(log2PerStepBack: Float? = nil, fit: Float = 0, reaches: Int = 0, of: Int = 0) {
    self.log2PerStepBack = log2PerStepBack
    self.fit = fit
    self.reaches = reaches
    self.of = of
  }
}

/// Counts of log10 norms, already binned: half a decade a bucket, with buckets for exact zeros, for
/// what lies under or over the range, and for NaN.
package struct NormHistogram: Sendable, Equatable, Codable {
  package static let lowest: Float = -12
  package static let highest: Float = 4
  package static let binsPerDecade = 2
  package static let binCount = 32

  /// `bins[i]` counts norms in 10^(lowest + i / binsPerDecade) ..< the next edge.
  package var bins: [Int]
  package var zero: Int
  package var underflow: Int
  package var overflow: Int
  package var nan: Int

  package init() {
    bins = Array(repeating: 0, count: Self.binCount)
    zero = 0
    underflow = 0
    overflow = 0
    nan = 0
  }

  package var total: Int { bins.reduce(zero + underflow + overflow + nan, +) }

  package mutating func add(_ norm: Float) {
    guard !norm.isNaN else {
      nan += 1
      return
    }
    guard norm > 0 else {
      zero += 1
      return
    }
    guard norm.isFinite else {
      overflow += 1
      return
    }
    let place = (NormLevel.log10Norm(norm) - Self.lowest) * Float(Self.binsPerDecade)
    if place < 0 {
      underflow += 1
    } else if place >= Float(Self.binCount) {
      overflow += 1
    } else {
      bins[Int(place)] += 1
    }
  }

  package mutating func reset() {
    for i in bins.indices { bins[i] = 0 }
    (zero, underflow, overflow, nan) = (0, 0, 0, 0)
  }
}
