import Engine
import Telemetry

/// Everything a lane is: it can be copied, compared, written and put back. A lane itself keeps only
/// the network's memory and what follows from the configuration.
package struct LaneState: Sendable, Codable {
  package var id: LaneID
  /// Where it was forked; nil: it began by itself.
  package var origin: LaneOrigin?
  /// Of its mark and colour, where that is not its number's.
  package var seat: Int?
  /// As the lane began; what changed since is among `progress`.
  package var configuration: LaneConfiguration
  @BitEqual package var weights: [Float]
  @BitEqual package var moments: [[Float]]
  /// The weights with the least validation loss so far, and how they did.
  package var best: BestModel?
  /// Empty where every batch begins with zero states.
  @BitEqual package var carriedStates: [[Float]]
  package var progress: LaneProgress
  package var diagnostics: LaneDiagnostics.State
  /// The Output pane's content, from the last validation.
  package var output = OutputSnapshot.none
  package var attention: AttentionSnapshot?
  package var lossByPosition: LossByPosition?
  package var end = End()
  /// What the lane was before it ended, so that it can go on as if it had not.
  package var before = Earlier.none
  /// Which of the lane's model files is the one of now, from 1.
  package var attempt = 1
  /// Those of before it was restarted, the oldest first.
  package var earlierAttempts: [Int] = []

  /// How a lane ended, and how its best weights did on the test part.
  package struct End: Sendable, Equatable, Codable {
    package var reason: EndReason?
    package var testMetrics = Named<Double>([])
    /// It rested when the session ended.
    package var wasTakenOut = false

    package init() {}
  }

  package indirect enum Earlier: Sendable, Codable {
    case none
    case state(LaneState)
  }
}

extension LaneState: Equatable {
  /// To the last bit, also where a number is not finite.
  package static func == (a: LaneState, b: LaneState) -> Bool {
    a._weights == b._weights && a._moments == b._moments && a._carriedStates == b._carriedStates
      && CodedState.bytes(a) == CodedState.bytes(b)
  }
}
