/// The learning rate unchanged.
package struct ConstantSchedule: Schedule {
  package static let name = "constant"

  package init(_ options: ScheduleOptions, _ run: RunLength) {}

  package func factor(step: Int, _ state: ScheduleState) -> Double { 1 }
}
