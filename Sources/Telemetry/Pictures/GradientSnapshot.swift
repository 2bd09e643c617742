import Glibc

/// How the gradient travels back through time in one recurrent layer of one lane. It is the
/// gradient of the state: of h, and also of c if the cell has one, both in one norm.
package struct GradientSnapshot: Sendable, Equatable, Codable {
  /// From 0, nearest to the inputs; and whether this direction reads sequences from their end, so
  /// that its distant past is the sequence's end.
  package var layer = 0
  package var isReverse = false
  /// The stack, in a model with several: "encoder", "decoder".
  package var part: String?
  /// The loss is over whole sequences, of which the last step is a part; nil: it is not.
  package var isOfSequences: Bool?
  /// It is the gradient of the convolutions' output, before the recurrent layers; nil: it is not.
  package var isConvolved: Bool?
  /// It is the gradient of the last step's loss alone; nil in records older than this field.
  package var isOfLastStepAlone: Bool?
  /// Norms of the state's gradient, one per time step and sequence of the latest steps.
  package var histogram: NormHistogram
  /// How much arrives, time step by training step.
  package var map: Waterfall
  /// The newest row of the map as log10 norms, root mean square over the sequences: index 0 is the
  /// first time step (the distant past), the last index the end, where the loss is. NaN if absent,
  /// -infinity for zero.
  @Packed package var profile: [Float]
  /// The same for dL/dh_t and dL/dc_t separately; empty if the cell has no cell state.
  @Packed package var hiddenProfile: [Float]
  @Packed package var cellProfile: [Float]
  /// Like `histogram`, for dL/dc_t alone.
  package var cellHistogram: NormHistogram?
  package var reach: Reach
  /// Spectral radius of the recurrent matrix (LSTM: of the block of g; GRU: of n).
  package var spectralRadius: Float?

  /// "layer 1", "encoder layer 1 backward".
  package var layerName: String {
    isConvolved == true
      ? "convolution" : LayerName.text(layer, isReverse: isReverse, part: part)
  }

  package init(
    histogram: NormHistogram = NormHistogram(), map: Waterfall, profile: [Float] = [],
    hiddenProfile: [Float] = [], cellProfile: [Float] = [], cellHistogram: NormHistogram? = nil,
    reach: Reach = Reach(), spectralRadius: Float? = nil
  ) {
    self.histogram = histogram
    self.map = map
    self.profile = profile
    self.hiddenProfile = hiddenProfile
    self.cellProfile = cellProfile
    self.cellHistogram = cellHistogram
    self.reach = reach
    self.spectralRadius = spectralRadius
  }
}

/// Counts of log10 norms, already binned: half a decade per bucket, with buckets for exact zeros,
/// values below or above the range, and NaN.
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
    let place = (Glibc.log10(norm) - Self.lowest) * Float(Self.binsPerDecade)
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

/// The name of a recurrent layer in one direction.
enum LayerName {
  static func text(_ layer: Int, isReverse: Bool, part: String?) -> String {
    (part.map { "\($0) " } ?? "") + "layer \(layer + 1)" + (isReverse ? " backward" : "")
  }
}
