/// `lorenz`: x of the chaotic system of Lorenz (1963), dx/dt = 10 (y - x), dy/dt = x (28 - z) - y,
/// dz/dt = xy - 8/3 z, a value each 0.05 units of time; y and z are hidden.
///
/// Memory: several values of x stand for the hidden y and z (Takens 1981: at most 5 where there is
/// no noise), about 5 to 10 steps. Trivial: persistence, an RMSE of about 2.1 one step ahead and 8 five
/// steps ahead, where x has a standard deviation of 7.9.
enum LorenzSeries: GeneratedSeries {
  static let name = "lorenz"
  static let about =
    "Forecast x of the chaotic Lorenz system, its y and z hidden: memory of 5 to 10 steps makes "
    + "up for them. The trivial predictor is persistence, RMSE about 2.1 one step ahead and 8 five "
    + "steps ahead; x spreads by 7.9."
  static let title = "Lorenz"
  static let quantity = "x"
  static let usualLength = 30
  static let usualCount = 5000

  /// Steps of the integration for one value, and values until the beginning is forgotten.
  private static let fineness = 5
  private static let settling = 400

  /// Runge and Kutta's fourth order.
  static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededRandom(seed: seed, stream: 0)
    let step = 0.05 / Double(fineness)
    func slope(_ s: SIMD4<Double>) -> SIMD4<Double> {
      SIMD4(10 * (s.y - s.x), s.x * (28 - s.z) - s.y, s.x * s.y - 8.0 / 3 * s.z, 0)
    }
    var state = SIMD4(
      Double.random(in: -10...10, using: &random), Double.random(in: -10...10, using: &random),
      Double.random(in: 15...35, using: &random), 0)
    var values: [Double] = []
    values.reserveCapacity(count)
    for tick in 0..<(settling + count) * fineness {
      let k1 = slope(state)
      let k2 = slope(state + step / 2 * k1)
      let k3 = slope(state + step / 2 * k2)
      let k4 = slope(state + step * k3)
      let middle: SIMD4<Double> = k1 + 2 * k2 + 2 * k3
      state += step / 6 * (middle + k4)
      if tick >= settling * fineness, (tick + 1) % fineness == 0 { values.append(state.x) }
    }
    return values
  }
}
