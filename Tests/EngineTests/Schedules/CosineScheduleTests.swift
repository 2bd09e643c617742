import Engine
import Foundation
import Testing

struct CosineScheduleTests {
  private func schedule(
    period: Double?, multiplier: Double = 1, least: Double = 0, epochs: Int? = nil,
    steps: Int? = nil
  ) -> CosineSchedule {
    var options = ScheduleOptions()
    for option in CosineSchedule.options {
      switch option.name {
      case "period": options[option] = period
      case "period_multiplier": options[option] = multiplier
      default: options[option] = least
      }
    }
    return CosineSchedule(
      options, RunLength(stepsPerEpoch: 10, maxEpochs: epochs, maxSteps: steps))
  }

  private func factor(_ schedule: CosineSchedule, _ step: Int) -> Double {
    schedule.factor(step: step, ScheduleState())
  }

  @Test func withoutAPeriodItFallsOverTheWholeRun() {
    for schedule in [schedule(period: nil, epochs: 4), schedule(period: nil, epochs: 9, steps: 40)]
    {
      let expected = [0, 10, 20, 30, 40, 41, 1000].map {
        (1 + cos(.pi * Double(min($0, 40)) / 40)) / 2
      }
      for (i, step) in [0, 10, 20, 30, 40, 41, 1000].enumerated() {
        #expect(abs(factor(schedule, step) - expected[i]) < 1e-15)
      }
      #expect(factor(schedule, 40) < 1e-15)
      #expect(!(0..<100).contains { schedule.jumps(at: $0) })
    }
  }

  @Test func itIsBetweenOneAndTheLeast() {
    let schedule = schedule(period: 2, least: 0.2)
    #expect(factor(schedule, 0) == 1)
    #expect(abs(factor(schedule, 10) - 0.6) < 1e-15)
    #expect(factor(schedule, 19) > 0.2 && factor(schedule, 19) < 0.21)
    #expect(factor(schedule, 20) == 1)
  }

  /// The paper's T_cur and T_i, epoch by epoch.
  @Test(arguments: [1, 2, 3]) func periodsGrow(_ multiplier: Int) {
    let schedule = schedule(period: 2, multiplier: Double(multiplier))
    var (current, period) = (0, 20)
    for step in 0..<1000 {
      if current == period { (current, period) = (0, period * multiplier) }
      let expected = (1 + cos(.pi * Double(current) / Double(period))) / 2
      #expect(abs(factor(schedule, step) - expected) < 1e-14, "\(step)")
      #expect(schedule.jumps(at: step) == (current == 0 && step > 0), "\(step)")
      current += 1
    }
  }

  @Test func itNeedsTheRunsLengthOnlyWithoutAPeriod() {
    var options = ScheduleOptions()
    #expect(CosineSchedule.needsLength(options))
    options[CosineSchedule.options[0]] = 3
    #expect(!CosineSchedule.needsLength(options))
  }
}
