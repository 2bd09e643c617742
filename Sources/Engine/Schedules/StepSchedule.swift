import Glibc

/// factor = f^floor(epochs / every): a drop every few epochs (He et al. 2016 divide by 10).
package struct StepSchedule: Schedule {
  package static let name = "step"
  package static let options = [every, .factor]
  static let every = ScheduleOption(
    "every", 0.001...1_000_000, default: 10, "epochs between two drops")

  private let interval: Int
  private let drop: Double

  package init(_ options: ScheduleOptions, _ run: RunLength) {
    interval = run.steps(epochs: options.number(Self.every))
    drop = options.number(.factor)
  }

  package func factor(step: Int, _ state: ScheduleState) -> Double {
    pow(drop, Double(step / interval))
  }

  package func jumps(at step: Int) -> Bool { drop < 1 && step > 0 && step % interval == 0 }
}
