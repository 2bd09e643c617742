import Engine
import Testing

struct LearningRateScheduleTests {
  private let run = RunLength(stepsPerEpoch: 10, maxEpochs: 6, maxSteps: nil)

  private func warmed(_ type: any Schedule.Type, _ steps: Int) -> LearningRateSchedule {
    var options = ScheduleOptions()
    options[LearningRateSchedule.warmup] = Double(steps)
    return LearningRateSchedule(type, options, run)
  }

  @Test(arguments: ScheduleRegistry.all.map { $0.name })
  func itRisesInAStraightLineAndThenTheScheduleBegins(_ name: String) throws {
    let type = try #require(ScheduleRegistry.named(name))
    let state = ScheduleState()
    let schedule = warmed(type, 20)
    for step in 0..<20 {
      #expect(schedule.factor(step: step, state) == Double(step + 1) / 20)
      #expect(schedule.change(at: step) == nil)
    }
    #expect(schedule.change(at: 20) == "warm-up over")
    let bare = type.init(
      ScheduleOptions(), RunLength(stepsPerEpoch: 10, maxEpochs: 4, maxSteps: nil))
    for step in 0..<200 {
      #expect(schedule.factor(step: step + 20, state) == bare.factor(step: step, state), "\(step)")
      if step > 0 {
        #expect(schedule.change(at: step + 20) == (bare.jumps(at: step) ? type.jump : nil))
      }
    }
  }

  @Test func withoutAWarmupTheScheduleBeginsAtOnce() {
    for type in ScheduleRegistry.all {
      let schedule = warmed(type, 0)
      #expect(schedule.factor(step: 0, ScheduleState()) == 1)
      #expect(schedule.change(at: 0) == nil)
    }
  }

  @Test func oneStepOfWarmupChangesNothing() {
    #expect(warmed(ConstantSchedule.self, 1).factor(step: 0, ScheduleState()) == 1)
  }

  @Test func aWarmupLongerThanTheRunOnlyRises() {
    let schedule = warmed(CosineSchedule.self, 100)
    #expect(schedule.factor(step: 59, ScheduleState()) == 0.6)
    #expect((0...1).contains(schedule.factor(step: 101, ScheduleState())))
  }

  @Test func validationsDuringTheWarmupDoNotCount() {
    let schedule = warmed(PlateauSchedule.self, 20)
    var state = ScheduleState()
    for step in 1..<20 { #expect(schedule.observe(1, step: step, &state) == nil) }
    #expect(state == ScheduleState())
    let words = (20..<30).map { schedule.observe(1, step: $0, &state) }
    #expect(words.compactMap { $0 } == ["plateau", "plateau"])
    #expect(words[4] == "plateau" && words[8] == "plateau")
  }
}
