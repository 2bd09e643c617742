import CKernels

/// Cosine annealing with warm restarts (Loshchilov and Hutter 2017):
/// factor = min + (1 - min) (1 + cos(pi t / P)) / 2 with t steps since the last restart; each period
/// P is `period_multiplier` times the one before. Without a period it falls once, over the whole
/// run.
package struct CosineSchedule: Schedule {
  package static let name = "cosine"
  package static let jump = "restart"
  package static let options = [period, multiplier, .minFactor]
  static let period = ScheduleOption(
    "period", 0.001...1_000_000, default: nil,
    "epochs until the first restart; null: the whole run, no restart")
  static let multiplier = ScheduleOption(
    "period_multiplier", 1...10, isWhole: true, default: 1,
    "each period is so many times the one before")

  /// Steps of the first period.
  private let firstPeriod: Int
  private let restarts: Bool
  private let multiplier: Int
  private let least: Double

  package static func needsLength(_ options: ScheduleOptions) -> Bool { options[period] == nil }

  package init(_ options: ScheduleOptions, _ run: RunLength) {
    let period = options[Self.period]
    guard let steps = period.map({ run.steps(epochs: $0) }) ?? run.steps else {
      preconditionFailure("cosine needs a period or the length of the run")
    }
    firstPeriod = max(1, steps)
    restarts = period != nil
    multiplier = options.whole(Self.multiplier)
    least = options.number(.minFactor)
  }

  package func factor(step: Int, _ state: ScheduleState) -> Double {
    let (done, period) = place(step)
    return least + (1 - least) * (1 + ck_cos_double(.pi * Double(done) / Double(period))) / 2
  }

  package func jumps(at step: Int) -> Bool {
    restarts && least < 1 && step > 0 && place(step).done == 0
  }

  /// Steps since the last restart, and the period that runs. In whole numbers, so that a restart
  /// falls on its step exactly.
  private func place(_ step: Int) -> (done: Int, period: Int) {
    guard restarts else { return (min(step, firstPeriod), firstPeriod) }
    if multiplier == 1 { return (step % firstPeriod, firstPeriod) }
    var (done, period) = (step, firstPeriod)
    while done >= period {
      done -= period
      let (longer, isTooLong) = period.multipliedReportingOverflow(by: multiplier)
      if isTooLong { return (done, .max) }
      period = longer
    }
    return (done, period)
  }
}
