import Telemetry

/// How sound becomes numbers: `data.sound_window`, `data.sound_hop`, `data.sound_bands`.
package struct SoundSettings: Sendable, Equatable {
  /// Milliseconds that one frame looks at.
  package var window = 25
  /// Milliseconds from one frame to the next.
  package var hop = 10
  /// Mel bands, the inputs of a step.
  package var bands = 40

  static let windows = 2...1000
  static let hops = 1...1000
  static let bandCounts = 2...512

  package init() {}

  /// Throws if samples would be between two windows.
  func validate() throws(DatasetError) {
    if hop > window { throw .hopBeyondWindow(hop: hop, window: window) }
  }
}

/// The part of a model file about sounds: new sounds become the same kind of numbers, or are refused.
package struct SoundDescription: Sendable, Equatable, Codable {
  /// Samples a second.
  package var rate: Int
  /// Milliseconds.
  package var window: Int
  package var hop: Int
  package var bands: Int

  init(_ settings: SoundSettings, rate: Int) {
    self.rate = rate
    (window, hop, bands) = (settings.window, settings.hop, settings.bands)
  }

  var settings: SoundSettings {
    var settings = SoundSettings()
    (settings.window, settings.hop, settings.bands) = (window, hop, bands)
    return settings
  }

  func check(features: Int) throws(DescriptionFault) {
    try DescriptionCheck.require(rate, in: SoundFormat.rates, "sequences.sound.rate")
    try DescriptionCheck.require(window, in: SoundSettings.windows, "sequences.sound.window")
    try DescriptionCheck.require(hop, in: 1...window, "sequences.sound.hop")
    try DescriptionCheck.require(bands, in: SoundSettings.bandCounts, "sequences.sound.bands")
    if bands != features {
      throw DescriptionFault(
        key: "sequences.sound.bands", reason: "is \(bands); the inputs are \(features)")
    }
  }
}

/// Facts about the sounds read, for the report.
struct SoundFacts: Equatable {
  var settings: SoundSettings
  /// Samples a second.
  var rate: Int
  /// Seconds of the shortest and of the longest sound.
  var shortest: Double
  var longest: Double
  var frames: Int
  /// Frames whose samples have a root mean square below -60 dB of full scale.
  var silentFrames: Int
  /// [bands + 2], the edges and centres of the bands in Hz.
  var edges: [Double]

  var description: SoundDescription { SoundDescription(settings, rate: rate) }

  /// "412 Hz" of each band, its centre.
  static func inputs(_ facts: SoundFacts) -> [String] {
    let names = facts.edges.dropFirst().dropLast().map { "\(Int($0.rounded())) Hz" }
    // Bands may be closer than 1 Hz.
    return Set(names).count == names.count ? names : names.indices.map { "band \($0 + 1)" }
  }

  /// Notes on the sounds and how they became numbers, a sentence each.
  var notes: [String] {
    [
      "sound: \(rate) samples a second, \(Numbers.fourDigits(shortest)) to \(Numbers.fourDigits(longest)) s, "
        + "\(counted(frames, "frame")); \(Numbers.tenthsOfPercent(silentShare)) of them silent (below -60 dB of full "
        + "scale)",
      "frames: \(settings.window) ms every \(settings.hop) ms, Hann window; \(settings.bands) mel bands "
        + "(Slaney) up to \(Numbers.fourDigits(Double(rate) / 2)) Hz in decibels, as librosa computes them",
    ]
  }

  var silentShare: Double { Double(silentFrames) / Double(max(1, frames)) }
}
