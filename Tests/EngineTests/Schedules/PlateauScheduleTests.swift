import Engine
import Testing

struct PlateauScheduleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var patience = 2.0
    var threshold = 0.0
    var cooldown = 0.0
    var least = 0.0
    var losses: [Double]
    /// After each loss, with a factor of 0.5 at each drop.
    var factors: [Double]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "drops when patience is used up", losses: [4, 5, 5, 5, 5],
      factors: [1, 1, 0.5, 0.5, 0.25]),
    Case(name: "the same is no improvement", losses: [4, 4, 4], factors: [1, 1, 0.5]),
    Case(
      name: "an improvement begins the count again", losses: [4, 5, 3, 5, 5],
      factors: [1, 1, 1, 1, 0.5]),
    Case(
      name: "less than the threshold is none", threshold: 0.1, losses: [10, 9.5, 9.1],
      factors: [1, 1, 0.5]),
    Case(
      name: "exactly the threshold is none", threshold: 0.5, losses: [4, 2, 2],
      factors: [1, 1, 0.5]),
    Case(
      name: "the threshold is of the best", threshold: 0.1, losses: [10, 8.9, 8.1, 8.0],
      factors: [1, 1, 1, 1]),
    Case(
      name: "cooling down does not count", patience: 1, cooldown: 2, losses: [4, 5, 5, 5, 5, 5],
      factors: [1, 0.5, 0.5, 0.5, 0.25, 0.25]),
    Case(
      name: "but a best then is kept", patience: 1, cooldown: 1, losses: [4, 5, 1, 2, 3],
      factors: [1, 0.5, 0.5, 0.25, 0.25]),
    Case(
      name: "never below the least", patience: 1, least: 0.3, losses: [4, 5, 5, 5],
      factors: [1, 0.5, 0.3, 0.3]),
    Case(
      name: "not finite is no improvement", losses: [.nan, .infinity, -.infinity, .nan, 3, 4],
      factors: [1, 0.5, 0.5, 0.25, 0.25, 0.25]),
    Case(
      name: "patience 1", patience: 1, losses: [4, 5, 3, 2, 9], factors: [1, 0.5, 0.5, 0.5, 0.25]),
  ]

  private func schedule(_ example: Case) -> PlateauSchedule {
    var options = ScheduleOptions()
    let values = [
      "factor": 0.5, "patience": example.patience, "threshold": example.threshold,
      "cooldown": example.cooldown, "min_factor": example.least,
    ]
    for option in PlateauSchedule.options { options[option] = values[option.name] }
    return PlateauSchedule(options, RunLength(stepsPerEpoch: 1, maxEpochs: nil, maxSteps: nil))
  }

  @Test(arguments: cases) func factors(_ example: Case) {
    let schedule = schedule(example)
    var state = ScheduleState()
    var factors: [Double] = []
    for loss in example.losses {
      _ = schedule.observe(loss, &state)
      factors.append(schedule.factor(step: 1, state))
    }
    #expect(factors == example.factors)
  }

  /// ReduceLROnPlateau as PyTorch has it, whose `patience` bears one more.
  private struct PyTorch {
    var rate = 1.0
    var best = Double.infinity
    var bad = 0
    var cooling = 0
    let patience: Int
    let threshold: Double
    let cooldown: Int
    let least: Double

    mutating func step(_ loss: Double) {
      if loss < best * (1 - threshold) { (best, bad) = (loss, 0) } else { bad += 1 }
      if cooling > 0 { (cooling, bad) = (cooling - 1, 0) }
      if bad > patience { (rate, cooling, bad) = (max(rate * 0.5, least), cooldown, 0) }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func agreesWithPyTorch(_ seed: UInt64) {
    var random = TestRandom(seed)
    let example = Case(
      name: "", patience: Double(Int.random(in: 1...5, using: &random)),
      threshold: Double.random(in: 0...0.05, using: &random),
      cooldown: Double(Int.random(in: 0...3, using: &random)), least: 0.01, losses: [], factors: [])
    let schedule = schedule(example)
    var reference = PyTorch(
      patience: Int(example.patience) - 1, threshold: example.threshold,
      cooldown: Int(example.cooldown), least: example.least)
    var state = ScheduleState()
    for i in 0..<100 {
      let loss = 5 / Double(1 + i) + Double.random(in: 0...1, using: &random)
      let before = reference.rate
      reference.step(loss)
      #expect(schedule.observe(loss, &state) == (reference.rate != before), "\(i)")
      #expect(schedule.factor(step: i, state) == reference.rate, "\(i)")
    }
  }
}
