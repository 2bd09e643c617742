import Telemetry

/// Facts about the sounds, for the data screen and `rnn-tui data --json`.
package struct SoundReport: Sendable, Equatable, Encodable {
  /// Samples a second.
  package var rate: Int
  /// Seconds of the shortest and of the longest sound.
  package var shortest: Double
  package var longest: Double
  /// For all sounds.
  package var frames: Int
  /// Milliseconds that a frame looks at, and from one to the next.
  package var window: Int
  package var hop: Int
  package var bands: Int
  /// Share of all frames that are below -60 dB of full scale.
  package var silentShare: Double

  init(_ facts: SoundFacts) {
    (rate, shortest, longest) = (facts.rate, facts.shortest, facts.longest)
    (frames, bands) = (facts.frames, facts.settings.bands)
    (window, hop) = (facts.settings.window, facts.settings.hop)
    silentShare = facts.silentShare
  }

  /// "8000 samples a second, 0.41 to 0.93 s".
  package var sounds: String {
    "\(rate) samples a second, \(Numbers.fourDigits(shortest)) to \(Numbers.fourDigits(longest)) s"
  }

  /// "93521 of 25 ms, every 10 ms, in 40 mel bands".
  package var windows: String {
    "\(frames) of \(window) ms, every \(hop) ms, in \(bands) mel bands"
  }

  package var silent: String { "\(Numbers.tenthsOfPercent(silentShare)) of the frames" }
}
