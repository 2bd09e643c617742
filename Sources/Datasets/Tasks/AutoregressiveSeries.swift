/// `ar2`: an autoregressive process of second order with drift, x(t) = 1 + 1.6 x(t - 1) -
/// 0.9 x(t - 2) + e(t), e normally distributed with standard deviation 1.
///
/// The drift of 1 holds the series at a level of 3.33, around which it swings with a period of about
/// 11 steps and a standard deviation of 4.2. Memory: exactly 2 steps; more cannot help. Trivial:
/// persistence, an RMSE of 2.39 one step ahead; the best that is possible is that of e, 1.
enum AutoregressiveSeries: GeneratedSeries {
  static let name = "ar2"
  static let about =
    "Forecast an AR(2) process with drift, x = 1 + 1.6 x' - 0.9 x'' + noise. Memory of exactly 2 "
    + "steps; more cannot help. The trivial predictor is persistence, RMSE 2.39 one step ahead; "
    + "nothing can be better than the noise, 1."
  static let title = "AR(2) with drift"
  static let quantity = "x"
  static let usualLength = 20
  static let usualCount = 10_000

  /// Values until the beginning is forgotten: 0.9^(n/2) of it is left.
  private static let settling = 400

  static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededRandom(seed: seed, stream: 0)
    var (last, before) = (0.0, 0.0)
    var values: [Double] = []
    values.reserveCapacity(count)
    for step in 0..<settling + count {
      (last, before) = (1 + 1.6 * last - 0.9 * before + random.normal(), last)
      if step >= settling { values.append(last) }
    }
    return values
  }
}
