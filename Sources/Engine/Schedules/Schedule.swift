/// How the learning rate changes over a run: a function from step to factor.
///
/// A new schedule is one file that conforms to this and one line in `ScheduleRegistry.all`.
package protocol Schedule: Sendable {
  static var name: String { get }
  /// - Parameters:
  ///   - step: updates done so far.
  /// - Returns: what the base learning rate is multiplied by.
  static func factor(step: Int) -> Float
}

package enum ScheduleRegistry {
  package static let all: [any Schedule.Type] = [ConstantSchedule.self]

  package static func named(_ name: String) -> (any Schedule.Type)? {
    all.first { $0.name == name }
  }
}
