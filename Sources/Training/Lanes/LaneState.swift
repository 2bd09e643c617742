import Engine
import Telemetry

/// The complete state of a lane: it can be copied, compared, written and restored. A lane itself
/// keeps only the network's memory and what follows from the configuration.
package struct LaneState: Sendable, Codable {
  package var id: LaneID
  /// Where it was forked; nil: it is not a fork.
  package var origin: LaneOrigin?
  /// For its mark and colour, if not taken from its number.
  package var seat: Int?
  /// As the lane began; later changes are in `progress`.
  package var configuration: LaneConfiguration
  @BitEqual package var weights: [Float]
  @BitEqual package var moments: [[Float]]
  /// The weights with the lowest validation loss so far, and their scores.
  package var best: BestModel?
  /// Empty if every batch begins with zero states.
  @BitEqual package var carriedStates: [[Float]]
  package var progress: LaneProgress
  package var diagnostics: LaneDiagnostics.State
  /// The Output pane's content, from the last validation.
  package var output = OutputSnapshot.none
  package var attention: AttentionSnapshot?
  package var lossByPosition: LossByPosition?
  package var end = End()
  /// The lane before it ended, so that it can continue as if it had not.
  package var before = Earlier.none
  /// The index of the lane's current model file, from 1.
  package var attempt = 1
  /// Those from before it was restarted, oldest first.
  package var earlierAttempts: [Int] = []

  /// How a lane ended, and the scores of its best weights on the test part.
  package struct End: Sendable, Equatable, Codable {
    package var reason: EndReason?
    package var testMetrics = NamedValues<Double>([])
    /// The lane was resting when the session ended.
    package var wasTakenOut = false

    package init() {}
  }

  package indirect enum Earlier: Sendable, Codable {
    case none
    case state(LaneState)
  }
}

extension LaneState: Equatable {
  /// To the last bit, also if a number is not finite.
  package static func == (a: LaneState, b: LaneState) -> Bool {
    a._weights == b._weights && a._moments == b._moments && a._carriedStates == b._carriedStates
      && CodedState.bytes(a) == CodedState.bytes(b)
  }
}
