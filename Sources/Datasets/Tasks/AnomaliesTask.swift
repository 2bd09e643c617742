/// `anomalies`: a noisy square wave in which stretches are upside down; every step is to be called
/// normal or an anomaly.
///
/// Each sequence has a period of 8, 10 or 12 steps and a phase of its own, levels of +1 and -1, and noise
/// with a standard deviation of 0.4. After the first two periods stretches of 2 steps to half a
/// period are turned over, at least half a period apart. No value is odd by itself: memory has to know
/// period and phase, so reach over one or two periods (8 to 24 steps), and in a long sequence keep
/// the phase. Trivial: "normal" is right in about 85 of 100 steps, 0.43 nats, but its macro F1 is 0.46.
struct AnomaliesTask: GeneratedTask {
  static let name = "anomalies"
  static let about =
    "Find the steps at which a noisy square wave is upside down. Memory has to know period and "
    + "phase: one or two periods of 8 to 12 steps. The trivial predictor calls everything normal: "
    + "accuracy about 0.85, 0.43 nats, F1 0.46."
  static let design = TaskDesign(
    title: "square waves with anomalies", asks: "find the steps at which the wave is upside down",
    answers: "anomaly", inputs: ["wave"], classes: ["normal", "anomaly"], everyStep: true)
  static let shortest = 8
  static let usualLength = 100
  static let usualCount = 5000

  private static let noise = 0.4

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    var random = random
    let half = 4 + random.index(below: 3)
    let phase = random.index(below: 2 * half)
    // Steps that are left of a stretch, and of the normal ones that have to follow it.
    var turned = 0
    var rest = min(4 * half, length / 2)
    for step in 0..<length {
      if turned > 0 {
        turned -= 1
        if turned == 0 { rest = half }
      } else if rest > 0 {
        rest -= 1
      } else if random.chance(0.1) {
        turned = 2 + random.index(below: half - 1)
      }
      let isHigh = ((step + phase) / half) % 2 == 0
      if example.wantsInputs {
        let level = isHigh == (turned == 0) ? 1.0 : -1.0
        example.feed(Float(level + Self.noise * random.normal()), at: step)
      } else {
        random.skipNormal()
      }
      example.answer(class: turned > 0 ? 1 : 0, at: step)
    }
  }
}
