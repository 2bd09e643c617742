import Engine
import Testing

struct StepScheduleTests {
  private func schedule(every: Double, factor: Double) -> StepSchedule {
    var options = ScheduleOptions()
    for option in StepSchedule.options {
      options[option] = ["every": every, "factor": factor][option.name] ?? option.defaultValue
    }
    return StepSchedule(options, RunLength(stepsPerEpoch: 10, maxEpochs: nil, maxSteps: nil))
  }

  @Test func itDropsEveryFewEpochs() {
    let schedule = schedule(every: 2, factor: 0.5)
    let factors = [0, 1, 19, 20, 39, 40, 59, 60].map {
      schedule.factor(step: $0, ScheduleState())
    }
    #expect(factors == [1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125])
    #expect((0..<100).filter { schedule.jumps(at: $0) } == [20, 40, 60, 80])
  }

  @Test func partsOfAnEpochAreWholeSteps() {
    #expect((0..<20).filter { schedule(every: 0.5, factor: 0.5).jumps(at: $0) } == [5, 10, 15])
    #expect((0..<4).filter { schedule(every: 0.001, factor: 0.5).jumps(at: $0) } == [1, 2, 3])
  }

  @Test func aFactorOfOneIsNoDrop() {
    #expect(!(0..<100).contains { schedule(every: 1, factor: 1).jumps(at: $0) })
  }
}
