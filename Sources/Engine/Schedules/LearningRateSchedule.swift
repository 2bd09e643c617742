/// A schedule with a warm-up before it (Goyal et al. 2017): over the first N updates the rate rises
/// in a straight line from 1/N of the base rate to all of it; then the schedule begins, with its own
/// steps counted from there.
package struct LearningRateSchedule: Sendable {
  package static let warmup = ScheduleOption(
    "warmup", 0...1_000_000_000, isWhole: true, default: 0,
    "steps over which the rate first rises from 1/N to all of it")

  /// The options that a schedule of this type reads, the warm-up first.
  package static func options(of type: any Schedule.Type) -> [ScheduleOption] {
    [warmup] + type.options
  }

  private let warmup: Int
  private let schedule: any Schedule

  package init(_ type: any Schedule.Type, _ options: ScheduleOptions, _ run: RunLength) {
    warmup = options.whole(Self.warmup)
    schedule = type.init(options, run.after(warmup))
  }

  /// - Parameter step: updates done so far.
  /// - Returns: the factor on the base learning rate for the next update.
  package func factor(step: Int, _ state: ScheduleState) -> Double {
    step < warmup
      ? Double(step + 1) / Double(warmup) : schedule.factor(step: step - warmup, state)
  }

  /// A word or two for a jump of the rate after `step` updates; nil if it changes
  /// smoothly.
  package func change(at step: Int) -> String? {
    if warmup > 0, step == warmup { return "warm-up over" }
    return step > warmup && schedule.jumps(at: step - warmup) ? type(of: schedule).jump : nil
  }

  /// Records the validation loss after `step` updates; losses during the warm-up do not
  /// count.
  /// - Returns: the word for the change that it brought.
  package func observe(_ loss: Float, step: Int, _ state: inout ScheduleState) -> String? {
    guard step >= warmup, schedule.observe(Double(loss), &state) else { return nil }
    return type(of: schedule).jump
  }
}
