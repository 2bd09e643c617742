import Foundation

/// `sines`: the sum of three sines and a little noise.
///
/// The seed draws a period out of 8 to 12, 16 to 24 and 35 to 50 steps, a phase and an amplitude of 0.5
/// to 1 for each; the noise has a standard deviation of 0.05. Memory: 6 values decide all that follow, were
/// there no noise (each sine obeys a recurrence over 2); with it a window of about one long period,
/// 50 steps, averages it out. Trivial: persistence, an RMSE of 0.35 to 0.55 one step ahead; nothing
/// can be better than the noise, 0.05.
enum SinesSeries: GeneratedSeries {
  static let name = "sines"
  static let about =
    "Forecast the sum of three sines (periods of 8 to 50 steps) with a little noise. Without "
    + "the noise 6 values would do; with it memory of about 50 steps helps. The trivial predictor "
    + "is persistence, RMSE 0.35 to 0.55 one step ahead; the noise alone has 0.05."
  static let title = "sine mixture"
  static let quantity = "value"
  static let usualLength = 50
  static let usualCount = 5000

  static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededRandom(seed: seed, stream: 0)
    let sines = [8.0...12, 16...24, 35...50].map { periods in
      (
        period: Double.random(in: periods, using: &random),
        phase: Double.random(in: 0...1, using: &random),
        amplitude: Double.random(in: 0.5...1, using: &random)
      )
    }
    return (0..<count).map { step in
      sines.reduce(0.05 * random.normal()) { sum, sine in
        sum + sine.amplitude * sin(2 * .pi * (Double(step) / sine.period + sine.phase))
      }
    }
  }
}
