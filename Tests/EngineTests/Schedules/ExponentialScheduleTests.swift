import Engine
import Foundation
import Testing

struct ExponentialScheduleTests {
  @Test(arguments: [1, 0.95, 0.5, 1e-6]) func decayToThePowerOfTheEpochs(_ decay: Double) {
    var options = ScheduleOptions()
    options[ExponentialSchedule.options[0]] = decay
    let schedule = ExponentialSchedule(
      options, RunLength(stepsPerEpoch: 8, maxEpochs: nil, maxSteps: nil))
    for step in [0, 1, 4, 8, 16, 83] {
      let expected = pow(decay, Double(step) / 8)
      #expect(abs(schedule.factor(step: step, ScheduleState()) - expected) <= 1e-12 * expected)
    }
  }
}
