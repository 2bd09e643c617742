import Telemetry

extension LossByPosition {
  /// More than a screen has.
  private static let most = 256

  /// Nil if the loss is not taken at every step.
  init?(_ sums: ScoreSums, step: Int) {
    let count = min(sums.losses.count, Self.most)
    guard count > 1 else { return nil }
    self.init(
      step: step, timeSteps: sums.losses.count, losses: Array(repeating: .nan, count: count))
    for place in 0..<count {
      let (sum, terms) = sums.losses[steps(at: place)].reduce((0.0, 0.0)) {
        ($0.0 + $1.sum, $0.1 + $1.terms)
      }
      if terms > 0 { losses[place] = Float(sum / terms) }
    }
  }
}
