import CKernels

/// factor = decay^epochs, continuous: a little at every step.
package struct ExponentialSchedule: Schedule {
  package static let name = "exponential"
  package static let options = [decay]
  static let decay = ScheduleOption(
    "decay", 1e-6...1, default: 0.95, "multiplies the rate over an epoch, a little at every step")

  /// ln decay / steps of an epoch.
  private let logarithmPerStep: Double

  package init(_ options: ScheduleOptions, _ run: RunLength) {
    logarithmPerStep = ck_log_double(options.number(Self.decay)) / Double(run.stepsPerEpoch)
  }

  package func factor(step: Int, _ state: ScheduleState) -> Double {
    ck_exp_double(Double(step) * logarithmPerStep)
  }
}
