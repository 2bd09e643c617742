/// `tones`: sounds that are made like spoken digits, as the energies of 12 frequency bands at each
/// step; at the end say which of the ten digits it was.
///
/// A digit is a pair of tones (as formants are) that glide along paths of its own; speed, onset, pitch
/// and loudness differ from sound to sound, and there is noise. Digits 5 to 9 are 0 to 4 played
/// backwards: no single step and no sum over steps tells them apart, only the order does. Memory: from
/// the sound's first part to the last step, 0.5 T to T steps. Trivial: ten classes, equally frequent:
/// accuracy 1/10, ln 10 = 2.303 nats.
struct TonesTask: GeneratedTask {
  static let name = "tones"
  static let about =
    "Sounds like spoken digits: two gliding tones in 12 frequency bands, at any speed, with noise. "
    + "Five of them are the others played backwards, so memory must keep the order over 0.5 T to T "
    + "steps. The trivial predictor is right in 1/10 of the cases, 2.303 nats."
  static let design = TaskDesign(
    title: "spoken digits in tones", asks: "say which digit was heard", answers: "Digit",
    inputs: (1...bands).map { "band \($0)" }, classes: (0...9).map { String($0) },
    drawing: .columns)
  static let shortest = 8
  static let usualLength = 50
  static let usualCount = 5000

  private static let bands = 12
  private static let noise: Float = 0.6

  /// The bands of the two tones at the sound's beginning, middle and end.
  private struct Path {
    var low: (Float, Float, Float)
    var high: (Float, Float, Float)
  }
  private static let paths = [
    Path(low: (1, 2, 4), high: (6, 8, 10)),
    Path(low: (4, 1, 2), high: (9, 10, 6)),
    Path(low: (2, 4, 1), high: (10, 6, 8)),
    Path(low: (1, 4, 3), high: (10, 9, 6)),
    Path(low: (4, 3, 1), high: (6, 10, 9)),
  ]

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    var random = random
    func uniform(_ least: Float, _ most: Float) -> Float {
      least + (most - least) * SeededRandom.unit(random.next())
    }
    let digit = random.index(below: 10)
    example.answer(class: digit)
    guard example.wantsInputs else { return }
    let path = Self.paths[digit % 5]
    let duration = uniform(0.5, 0.9) * Float(length)
    let onset = uniform(0, Float(length) - duration)
    let pitch = uniform(-0.7, 0.7)
    let loudness = uniform(0.6, 1)
    for step in 0..<length {
      let time = (Float(step) + 0.5 - onset) / duration
      let sounds = time > 0 && time < 1
      let played = digit < 5 ? time : 1 - time
      let low = Self.place(path.low, played) + pitch
      let high = Self.place(path.high, played) + pitch
      for band in 0..<Self.bands {
        var energy = Self.noise * uniform(-1, 1)
        if sounds {
          energy +=
            loudness * (Self.response(Float(band) - low) + Self.response(Float(band) - high))
        }
        example.feed(energy, band, at: step)
      }
    }
  }

  /// Where a path of three points is at `time`, 0 to 1.
  private static func place(_ path: (Float, Float, Float), _ time: Float) -> Float {
    time < 0.5
      ? path.0 + (path.1 - path.0) * 2 * time : path.1 + (path.2 - path.1) * (2 * time - 1)
  }

  /// The share of a tone that a band this far away passes.
  private static func response(_ away: Float) -> Float {
    let square = away * away
    return 1 / (1 + square * square)
  }
}
