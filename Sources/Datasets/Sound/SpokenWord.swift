import Foundation

/// A word of vowels and consonants as one voice pronounces it once: pulses of the glottis and noise
/// through the resonances of the vocal tract (the source-filter model of Fant 1960).
///
/// Pitch, length of the tract, speed, loudness, the silence around the word and the noise of the
/// room are drawn from its own random numbers.
struct SpokenWord {
  /// Samples a second.
  static let rate = 8000

  /// Every other word has the sounds of the one before it in another order.
  static let words: [(name: String, sounds: [SpeechSound])] = [
    ("sami", [.s, .a, .m, .i]), ("misa", [.m, .i, .s, .a]),
    ("tolu", [.t, .o, .l, .u]), ("luto", [.l, .u, .t, .o]),
    ("kefa", [.k, .e, .f, .a]), ("fake", [.f, .a, .k, .e]),
    ("noshi", [.n, .o, .sh, .i]), ("shino", [.sh, .i, .n, .o]),
    ("muke", [.m, .u, .k, .e]), ("kemu", [.k, .e, .m, .u]),
  ]

  /// The longest in seconds: slow, with all the silence around it.
  static let longest = 1.2

  /// The settings that differ from one utterance to the next.
  private struct Voice {
    var pitch: Float
    var tract: Float
    var pace: Float
    var loudness: Float
    var noise: Float
    var before: Float
    var after: Float

    init(_ random: inout SeededRandom) {
      func uniform(_ least: Float, _ most: Float) -> Float {
        least + (most - least) * SeededRandom.unit(random.next())
      }
      pitch = 90 * powf(2.6, uniform(0, 1))
      // High voices have short tracts, about.
      tract = 1 + 0.18 * (logf(pitch / 150) / logf(1.6)) * 0.6 + uniform(-0.06, 0.06)
      pace = uniform(0.8, 1.3)
      loudness = powf(10, uniform(-20, -2) / 20)
      noise = powf(10, uniform(-35, -18) / 20)
      before = uniform(0.03, 0.15)
      after = uniform(0.03, 0.15)
    }
  }

  /// Samples, within full scale.
  ///
  /// - Parameter word: its place in `words`.
  static func samples(_ word: Int, _ random: SeededRandom) -> [Float] {
    var random = random
    let voice = Voice(&random)
    var speaker = Speaker(rate: Float(rate), pitch: voice.pitch)
    let sounds = words[word].sounds
    var wave = [Float](repeating: 0, count: Int(voice.before * Float(rate)))
    for (place, sound) in sounds.enumerated() {
      let stretch = (0.85 + 0.3 * SeededRandom.unit(random.next())) / voice.pace
      let count = Int(sound.duration * stretch * Float(rate))
      for sample in 0..<count {
        let share = Float(sample) / Float(count)
        // The voice falls towards the end of a word.
        let position = (Float(place) + share) / Float(sounds.count)
        let pitch = voice.pitch * (1.12 - 0.3 * position)
        wave.append(
          speaker.next(
            sound, isClosed: share < sound.closure, pitch: pitch, tract: voice.tract, &random))
      }
    }
    for _ in 0..<Int(0.03 * Float(rate)) { wave.append(speaker.fade(&random)) }
    wave += [Float](repeating: 0, count: Int(voice.after * Float(rate)))
    let peak = wave.lazy.map(\.magnitude).max() ?? 1
    let scale = voice.loudness / max(peak, 1e-6)
    for place in wave.indices {
      let room = voice.noise * voice.loudness * 0.3 * random.gaussian()
      wave[place] = min(1, max(-1, wave[place] * scale + room))
    }
    return wave
  }
}

/// Glottis and vocal tract, sample by sample; resonances move smoothly from sound to sound.
private struct Speaker {
  let rate: Float
  private var pitch: Float
  /// Through the glottis's cycle, 0 to 1.
  private var phase: Float = 0
  private var voice: Float = 0
  private var noise: Float = 0
  private var formants: (Float, Float, Float) = (500, 1500, 2500)
  private var tract = 1 as Float
  private var glottis = Resonator()
  private var lastPulse: Float = 0
  private var resonators = (Resonator(), Resonator(), Resonator())
  private var narrow = Resonator()
  private var isFirst = true
  private var untilTuning = 0

  /// Samples between two changes of the resonances.
  private static let tuning = 16
  private static let widths: (Float, Float, Float) = (70, 100, 160)

  init(rate: Float, pitch: Float) {
    (self.rate, self.pitch) = (rate, pitch)
    glottis.tune(middle: 0, width: 120, rate: rate)
  }

  mutating func next(
    _ sound: SpeechSound, isClosed: Bool, pitch: Float, tract: Float, _ random: inout SeededRandom
  ) -> Float {
    (self.pitch, self.tract) = (pitch, tract)
    if untilTuning == 0 {
      approach(sound.formants)
      if let noise = sound.noise {
        narrow.tune(middle: min(noise.middle * tract, 0.47 * rate), width: noise.width, rate: rate)
        narrow.levelAtMiddle(width: noise.width, rate: rate)
      }
      untilTuning = Self.tuning
    }
    untilTuning -= 1
    return sample(
      voice: isClosed ? 0 : sound.voice, noise: isClosed ? 0 : sound.noise?.loudness ?? 0, &random)
  }

  /// The sound that rings on after the last one.
  mutating func fade(_ random: inout SeededRandom) -> Float {
    sample(voice: 0, noise: 0, &random)
  }

  private mutating func sample(
    voice: Float, noise: Float, _ random: inout SeededRandom
  ) -> Float {
    self.voice += (voice - self.voice) / (0.008 * rate)
    self.noise += (noise - self.noise) / (0.004 * rate)
    phase += pitch / rate
    var pulse: Float = 0
    if phase >= 1 {
      phase -= 1
      pulse = rate / pitch
    }
    // Airflow, and its change, which is what is heard.
    let flow = glottis.next(pulse * self.voice)
    let heard = flow - lastPulse
    lastPulse = flow
    let breath = 0.004 * self.voice * random.gaussian()
    let voiced = resonators.2.next(resonators.1.next(resonators.0.next(heard + breath)))
    return voiced + 0.35 * self.noise * narrow.next(random.gaussian())
  }

  /// A part of the way to the formants of a sound.
  private mutating func approach(_ target: (Float, Float, Float)) {
    // About 20 ms; the first sound begins where it is.
    let share: Float = isFirst ? 1 : Float(Self.tuning) / (0.02 * rate)
    isFirst = false
    formants.0 += (target.0 - formants.0) * share
    formants.1 += (target.1 - formants.1) * share
    formants.2 += (target.2 - formants.2) * share
    let most = 0.46 * rate
    resonators.0.tune(middle: min(formants.0 * tract, most), width: Self.widths.0, rate: rate)
    resonators.1.tune(middle: min(formants.1 * tract, most), width: Self.widths.1, rate: rate)
    resonators.2.tune(middle: min(formants.2 * tract, most), width: Self.widths.2, rate: rate)
  }
}
