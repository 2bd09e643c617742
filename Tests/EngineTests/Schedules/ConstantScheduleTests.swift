import Engine
import Testing

struct ConstantScheduleTests {
  @Test func itIsOne() {
    let run = RunLength(stepsPerEpoch: 1, maxEpochs: nil, maxSteps: nil)
    let schedule = ConstantSchedule(ScheduleOptions(), run)
    #expect([0, 1, 99, Int.max].allSatisfy { schedule.factor(step: $0, ScheduleState()) == 1 })
  }
}
