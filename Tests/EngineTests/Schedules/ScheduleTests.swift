import Engine
import Testing

struct ScheduleTests {
  static let run = RunLength(stepsPerEpoch: 7, maxEpochs: 30, maxSteps: nil)

  /// Every schedule as it comes, and with each option at the ends of its range.
  static let setups = ScheduleRegistry.all.flatMap { type -> [Setup] in
    [Setup(type: type)]
      + type.options.flatMap { option in
        [option.range.lowerBound, option.range.upperBound].map { value in
          var setup = Setup(type: type)
          setup.options[option] = value
          setup.what = "\(option.name) \(value)"
          return setup
        }
      }
  }

  struct Setup: Sendable, CustomTestStringConvertible {
    var type: any Schedule.Type
    var options = ScheduleOptions()
    var what = "defaults"
    var testDescription: String { "\(type.name), \(what)" }
  }

  @Test(arguments: setups) func theFactorIsUsableAtEveryStep(_ setup: Setup) {
    let schedule = setup.type.init(setup.options, Self.run)
    let state = ScheduleState()
    #expect(schedule.factor(step: 0, state) == 1)
    #expect(!schedule.jumps(at: 0))
    for step in Array(0..<500) + [1_000_000, 1 << 40] {
      #expect((0...1).contains(schedule.factor(step: step, state)), "\(step)")
    }
  }

  /// A jump is where the factor leaves the way it was on, and only there.
  @Test(arguments: setups) func jumpsAreWhereTheFactorLeavesItsWay(_ setup: Setup) {
    let run = RunLength(stepsPerEpoch: 1000, maxEpochs: 30, maxSteps: nil)
    // A period of a few steps is no smooth way.
    if setup.what.hasSuffix("0.001") || setup.what == "decay 1e-06" { return }
    let schedule = setup.type.init(setup.options, run)
    let factors = (0..<30_000).map { schedule.factor(step: $0, ScheduleState()) }
    for step in 1..<factors.count {
      let change = abs(factors[step] - factors[step - 1])
      #expect(
        schedule.jumps(at: step) ? change > 1e-12 : change < 0.001 * factors[step - 1] + 0.002,
        "\(step)")
    }
  }

  /// A loss makes no difference to a schedule that does not say so.
  @Test(arguments: setups) func observingTellsWhetherTheFactorChanged(_ setup: Setup) {
    let schedule = setup.type.init(setup.options, Self.run)
    var state = ScheduleState()
    for loss in [3, 2, 2, 2, 2, 2, .nan, .infinity, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0] as [Double] {
      let before = schedule.factor(step: 5, state)
      let isTold = schedule.observe(loss, &state)
      #expect(isTold == (schedule.factor(step: 5, state) != before))
      #expect(state == state, "nothing that is not equal to itself is kept")
    }
  }

  /// One key in a preset is one option: the same range and meaning whoever reads it.
  @Test func optionsOfOneNameAreOne() {
    for a in ScheduleRegistry.all {
      #expect(Set(a.options.map(\.name)).count == a.options.count)
      for b in ScheduleRegistry.all {
        for option in LearningRateSchedule.options(of: b) {
          let same = LearningRateSchedule.options(of: a).filter { $0.name == option.name }
          #expect(same.allSatisfy { $0 == option }, "\(a.name) and \(b.name): \(option.name)")
        }
      }
    }
  }

  @Test func namesAreFound() {
    #expect(Set(ScheduleRegistry.all.map { $0.name }).count == ScheduleRegistry.all.count)
    for type in ScheduleRegistry.all { #expect(ScheduleRegistry.named(type.name) == type) }
    #expect(ScheduleRegistry.named("Constant") == nil)
  }

  @Test func theRunEndsWithWhicheverLimitComesFirst() {
    func steps(_ epochs: Int?, _ steps: Int?) -> Int? {
      RunLength(stepsPerEpoch: 10, maxEpochs: epochs, maxSteps: steps).steps
    }
    #expect(steps(3, nil) == 30)
    #expect(steps(3, 25) == 25)
    #expect(steps(3, 35) == 30)
    #expect(steps(nil, 35) == 35)
    #expect(steps(nil, nil) == nil)
  }
}
