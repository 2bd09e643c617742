import Telemetry

/// Which states of lanes are copied.
enum KeptStates {
  case none
  /// Those before interventions.
  case changes
  /// Those after validations, too.
  case all
}

/// A lane as it was, and why that was kept.
struct KeptState {
  enum Reason: Equatable {
    /// It was about to be changed: by which command, and how that is written on the curves.
    case intervention(command: Int, label: String)
    /// It was about to be restarted.
    case restart(command: Int)
    /// It had just been validated.
    case validation
    /// It was put back to another state.
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
  /// Where its models went.
  let slot: ModelStore.Slot?
  /// By the rule: what it would take if it shared nothing with others.
  let bytes: Int
  /// Given by `UndoBook`.
  var number = 0

  init(_ reason: Reason, _ state: LaneState, _ slot: ModelStore.Slot?) {
    (self.reason, self.state, self.slot) = (reason, state, slot)
    bytes = state.bytes
  }

  var step: Int { state.progress.step }

  /// Nil where it is not before an intervention.
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
  /// What was taken back; a rewind has none.
  let undone: UndoSnapshot.Place?
  /// That put it back: of several lanes the same one.
  let command: Int
  let state: KeptState
  /// On the way there, from where the lane was put back to.
  let kept: [KeptState]
  /// Of what is kept from then on.
  let nextNumber: Int

  var bytes: Int { kept.reduce(state.bytes) { $0 + $1.bytes } }
}

extension LaneState {
  /// Its numbers of four bytes, and its curves.
  fileprivate var bytes: Int {
    let blocks = moments.reduce(weights.count) { $0 + $1.count }
    let carried = carriedStates.reduce(best?.weights.count ?? 0) { $0 + $1.count }
    let curves = [progress.trainCurve, progress.validationCurve, progress.plainCurve]
    let earlier = if case .state(let state) = before { state.bytes } else { 0 }
    return 4 * (blocks + carried) + 56 * curves.reduce(0) { $0 + $1.buckets.count } + earlier
  }
}
