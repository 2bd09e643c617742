/// `mackey_glass`: the chaotic series of Mackey and Glass (1977), dx/dt = 0.2 x(t - 17) /
/// (1 + x(t - 17)^10) - 0.1 x, a value at each unit of time.
///
/// Memory: the delay of 17 steps occurs in the equation, so a window has to reach over 17 and more.
/// Trivial: persistence, an RMSE of about 0.033 one step ahead and 0.28 ten steps ahead, where the
/// series itself has a standard deviation of 0.23.
enum MackeyGlassSeries: GeneratedSeries {
  static let name = "mackey_glass"
  static let about =
    "Forecast the chaotic series of Mackey and Glass, whose equation looks back 17 steps: so must "
    + "memory. The trivial predictor is persistence, RMSE about 0.033 one step ahead and 0.28 ten "
    + "steps ahead; the series spreads by 0.23."
  static let title = "Mackey-Glass"
  static let quantity = "x"
  static let usualLength = 40
  static let usualCount = 5000

  /// Steps of the integration in a unit of time.
  private static let fineness = 10
  private static let delay = 17 * fineness
  /// Units of time until the beginning is forgotten.
  private static let settling = 300

  /// Runge and Kutta's fourth order; the delayed value in the middle of a step is that between its
  /// neighbours.
  static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededRandom(seed: seed, stream: 0)
    let step = 1 / Double(fineness)
    // x(t - 17) and all that is between, in a ring: `next` is the oldest.
    var ring = (0...delay).map { _ in Double.random(in: 0.7...1.3, using: &random) }
    var next = 0
    var x = ring[delay]
    func slope(_ x: Double, _ delayed: Double) -> Double {
      let square = delayed * delayed
      let fourth = square * square
      return 0.2 * delayed / (1 + fourth * fourth * square) - 0.1 * x
    }
    var values: [Double] = []
    values.reserveCapacity(count)
    for tick in 0..<(settling + count) * fineness {
      let oldest = ring[next]
      let following = ring[(next + 1) % (delay + 1)]
      let middle = (oldest + following) / 2
      let k1 = slope(x, oldest)
      let k2 = slope(x + step / 2 * k1, middle)
      let k3 = slope(x + step / 2 * k2, middle)
      let k4 = slope(x + step * k3, following)
      x += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
      ring[next] = x
      next = (next + 1) % (delay + 1)
      if tick >= settling * fineness, (tick + 1) % fineness == 0 { values.append(x) }
    }
    return values
  }
}
