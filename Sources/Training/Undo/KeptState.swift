import Telemetry

/// Which states of lanes are copied.
enum KeptStates {
  case none
  /// States before interventions.
  case changes
  /// States after validations, too.
  case all
}

/// An earlier state of a lane, and why it was kept.
struct KeptState {
  enum Reason: Equatable {
    /// The lane was about to be changed: by which command, with its label on the curves.
    case intervention(command: Int, label: String)
    /// The lane was about to be restarted.
    case restart(command: Int)
    /// The lane had just been validated.
    case validation
    /// The lane was put back to another state.
    case left

    var command: Int? {
      switch self {
      case .intervention(let command, _), .restart(let command): command
      case .validation, .left: nil
      }
    }

    var isRestart: Bool { if case .restart = self { true } else { false } }
  }

  let reason: Reason
  let state: LaneState
  /// Where its models were saved.
  let slot: ModelStore.Slot?
  /// The nominal size: what it would take if it shared nothing with others.
  let bytes: Int
  /// Assigned by `UndoBook`.
  var number = 0

  init(_ reason: Reason, _ state: LaneState, _ slot: ModelStore.Slot?) {
    (self.reason, self.state, self.slot) = (reason, state, slot)
    bytes = state.bytes
  }

  var step: Int { state.progress.step }

  /// Nil unless it is before an intervention.
  var place: UndoSnapshot.Place? {
    switch reason {
    case .intervention(_, let label): UndoSnapshot.Place(label: label, step: step)
    case .restart: UndoSnapshot.Place(label: "restart", step: step)
    case .validation, .left: nil
    }
  }
}

/// Where a lane was when it was put back.
struct LeftState {
  /// The undone change; nil for a rewind.
  let undone: UndoSnapshot.Place?
  /// The command that put it back; the same for several lanes.
  let command: Int
  let state: KeptState
  /// The states between the one it was put back to and this one.
  let kept: [KeptState]
  /// The first number of the states kept after that.
  let nextNumber: Int

  var bytes: Int { kept.reduce(state.bytes) { $0 + $1.bytes } }
}

extension LaneState {
  /// Its four-byte numbers, and its curves.
  fileprivate var bytes: Int {
    let blocks = moments.reduce(weights.count) { $0 + $1.count }
    let carried = carriedStates.reduce(best?.weights.count ?? 0) { $0 + $1.count }
    let curves = [progress.trainCurve, progress.validationCurve, progress.plainCurve]
    let earlier = if case .state(let state) = before { state.bytes } else { 0 }
    return 4 * (blocks + carried) + 56 * curves.reduce(0) { $0 + $1.buckets.count } + earlier
  }
}
