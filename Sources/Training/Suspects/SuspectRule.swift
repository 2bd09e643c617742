import Telemetry

/// One illness of a training, told from a lane's numbers at a validation. A new one is one file and
/// one line in `SuspectRegistry`.
package protocol SuspectRule: Sendable {
  static var kind: Suspect.Kind { get }
  /// Validations in a row that must say so before it is told, and that must deny it before it is
  /// taken back.
  static var patience: Int { get }
  static var clearance: Int { get }
  /// What explains this one too: while one of them is told, this is not.
  static var explainedBy: Set<Suspect.Kind> { get }
  static func look(_ lane: LaneEvidence) -> SuspectFinding
}

extension SuspectRule {
  package static var patience: Int { 2 }
  package static var clearance: Int { 2 }
  package static var explainedBy: Set<Suspect.Kind> { [] }
}

package enum SuspectFinding: Sendable, Equatable {
  /// With the number that says so, what it is, and what to do.
  case present(value: Double, text: String, advice: String)
  /// Not enough is known: what was told stays, what was not stays untold.
  case unclear
  case absent
}
