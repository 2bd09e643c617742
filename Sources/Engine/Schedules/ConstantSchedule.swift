/// The learning rate as it stands.
package enum ConstantSchedule: Schedule {
  package static let name = "constant"

  package static func factor(step: Int) -> Float { 1 }
}
