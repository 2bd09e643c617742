import Foundation

/// Triangles over the frequencies of a spectrum, evenly spaced in mels, each with an area of 1 Hz.
///
/// The mel scale is Slaney's (Auditory Toolbox, 1998): linear below 1000 Hz, logarithmic above. These
/// are the filters that `librosa.filters.mel` makes by default.
struct MelBands {
  /// The first bin of each band, and its weights from there on.
  private(set) var filters: [(first: Int, weights: [Float])] = []
  /// [bands + 2] in Hz: where the first one begins, the centres, where the last one ends.
  let edges: [Double]

  private static let hertzPerMel = 200.0 / 3
  private static let knee = 1000.0
  private static let step = log(6.4) / 27

  /// Nil if a band holds no frequency of the spectrum.
  ///
  /// - Parameters:
  ///   - size: samples that are transformed.
  ///   - rate: samples a second.
  init?(_ bands: Int, size: Int, rate: Int) {
    let most = Self.mel(Double(rate) / 2)
    edges = (0..<(bands + 2)).map { Self.hertz(most * Double($0) / Double(bands + 1)) }
    for band in 0..<bands {
      let (low, centre, high) = (edges[band], edges[band + 1], edges[band + 2])
      let hertzPerBin = Double(rate) / Double(size)
      var first = 0
      var weights: [Float] = []
      for bin in Int(low / hertzPerBin)...min(size / 2, Int(high / hertzPerBin) + 1) {
        let frequency = Double(bin) * hertzPerBin
        let weight = min(
          (frequency - low) / (centre - low), (high - frequency) / (high - centre))
        if weight <= 0 { continue }
        if weights.isEmpty { first = bin }
        weights.append(Float(weight * 2 / (high - low)))
      }
      if weights.isEmpty { return nil }
      filters.append((first, weights))
    }
  }

  /// The most bands of which each holds a frequency, up to `bands`; 0: not one.
  static func most(_ bands: Int, size: Int, rate: Int) -> Int {
    (1...max(1, bands)).last { MelBands($0, size: size, rate: rate) != nil } ?? 0
  }

  private static func mel(_ hertz: Double) -> Double {
    hertz < knee ? hertz / hertzPerMel : knee / hertzPerMel + log(hertz / knee) / step
  }

  private static func hertz(_ mel: Double) -> Double {
    let mels = knee / hertzPerMel
    return mel < mels ? mel * hertzPerMel : knee * exp(step * (mel - mels))
  }
}
