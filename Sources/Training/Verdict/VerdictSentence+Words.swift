import Datasets
import Foundation
import Telemetry

/// Names and numbers in a verdict.
extension VerdictSentence {
  static let mostNames = 4
  /// From this many times the predictor's loss on, times are told and not percent.
  static let asTimes: Float = 3

  func place(_ score: Score) -> String {
    let monitors = Set(lanes.map(\.monitor))
    let weights =
      if monitors == [nil] {
        "best weights"
      } else if monitors.count == 1, let name = lanes.first?.monitor {
        "weights of the best \(name)"
      } else {
        "each lane's best weights"
      }
    return score.part == .test ? "on the test part (\(weights))" : "on validation (\(weights))"
  }

  func name(_ lane: LaneFinding) -> String { escaped(lane.name, limit: 24) }

  /// "gru, lstm and rnn", "gru, lstm, rnn and 3 more".
  func names(_ lanes: [LaneFinding]) -> String {
    let all = lanes.map(name)
    if all.count > Self.mostNames {
      return all.prefix(Self.mostNames - 1).joined(separator: ", ")
        + " and \(all.count - Self.mostNames + 1) more"
    }
    guard all.count > 1 else { return all.first ?? "" }
    return all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1]
  }
}
