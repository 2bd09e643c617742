import Telemetry

/// Something that happened in a run, for the row below the loss plot.
package struct StripEvent: Sendable, Equatable {
  package var kind: Kind
  package var step: Int
  /// Seconds of training.
  package var seconds: Double
  /// The place on the x axis, in its unit.
  package var x: Double
  package var lanes: [LaneID]
  package var text: String

  package enum Kind: Int, Sendable, Comparable {
    /// The best validation so far.
    case best
    case change
    case fork
    case stop
    case explosion
    case divergence

    /// Letters, so that they are not mistaken for the marks of lanes.
    var letter: Unicode.Scalar {
      switch self {
      case .best: "b"
      case .change: "c"
      case .fork: "f"
      case .stop: "s"
      case .explosion: "!"
      case .divergence: "x"
      }
    }

    /// Of two in the same cell, the greater one is shown.
    package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }
}

extension StripEvent {
  /// Identifies an event across frames.
  package struct ID: Sendable, Hashable {
    var kind: Kind
    var step: Int
    var text: String
  }

  package var id: ID { ID(kind: kind, step: step, text: text) }
}
