import Foundation

/// Runs through a sequence now faster, now slower, in the same number of steps (Um et al. 2017):
/// the speed is exp(N(0, s)) at six knots and smooth between them. Both ends stay; targets at every
/// step go with the nearest step.
enum TimeWarp: Augmentation {
  static let key = "time_warp"
  static let label = "time warp"
  static let short = "warp"
  static let meaning = "standard deviation of the speed's logarithm: 0.2 is about 20 %"
  static let strength = AugmentationStrength(0.2, in: 0.01...1)
  static let feed = AugmentationFeed.numbers
  static let movesSteps = true

  static func refusal(_ data: AugmentationFacts) -> String? {
    data.answer == .forecast
      ? "the target is a fixed number of steps after the window, and time would run differently"
      : nil
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    let steps = column.steps
    guard steps > 2 else { return }
    let intervals = 5
    var (from, to) = (expf(strength * random.gaussian()), expf(strength * random.gaussian()))
    var interval = 0
    let positions = column.scratch.positions
    var before = from
    positions[0] = 0
    for step in 1..<steps {
      let place = Float(step * intervals) / Float(steps - 1)
      while place > Float(interval + 1), interval < intervals - 1 {
        interval += 1
        (from, to) = (to, expf(strength * random.gaussian()))
      }
      let share = (1 - cosf(.pi * (place - Float(interval)))) / 2
      let speed = from + share * (to - from)
      positions[step] = positions[step - 1] + (before + speed) / 2
      before = speed
    }
    let factor = Float(steps - 1) / positions[steps - 1]
    for step in 0..<steps { positions[step] = min(Float(steps - 1), positions[step] * factor) }
    column.resample(data.columns)
  }
}
