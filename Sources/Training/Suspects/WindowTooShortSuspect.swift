import Datasets
import Telemetry

/// Windows that end before the most informative row for the target: no network can learn from
/// inputs it is not given.
package enum WindowTooShortSuspect: SuspectRule {
  package static let kind = Suspect.Kind.windowTooShort
  package static let patience = 1

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let lag = lane.hiddenLag else { return .absent }
    return .present(
      value: lag.correlation, text: lag.sentence, advice: "start with data.window=\(lag.needed)")
  }
}
