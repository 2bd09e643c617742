import Telemetry

/// One training problem, recognised from a lane's numbers at a validation. To add one: one file and
/// one line in `SuspectRegistry`.
package protocol SuspectRule: Sendable {
  static var kind: Suspect.Kind { get }
  /// Consecutive validations that must find it before it is reported, and that must deny it before
  /// it is cleared.
  static var patience: Int { get }
  static var clearance: Int { get }
  /// Other suspects that explain this one: while one of them is reported, this one is not.
  static var explainedBy: Set<Suspect.Kind> { get }
  static func look(_ lane: LaneEvidence) -> SuspectFinding
}

extension SuspectRule {
  package static var patience: Int { 2 }
  package static var clearance: Int { 2 }
  package static var explainedBy: Set<Suspect.Kind> { [] }
}

package enum SuspectFinding: Sendable, Equatable {
  /// With the value that shows it, a description, and advice.
  case present(value: Double, text: String, advice: String)
  /// Not enough is known: the suspect stays reported or unreported.
  case unclear
  case absent
}
