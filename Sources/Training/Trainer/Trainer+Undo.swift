import Telemetry

/// Lanes put back to an earlier state. They continue from there, one step for each step of the
/// others.
extension Trainer {
  // MARK: keeping

  /// Before a command changes a lane.
  func keepForUndo(_ lane: Lane, _ progress: LaneProgress, label: String) {
    guard keptStates != .none else { return }
    var state = lane.state
    state.progress = progress
    undo.keep(
      KeptState(.intervention(command: commands, label: label), state, lane.slot), of: lane.info.id)
  }

  func keepForUndo(restartOf lane: Lane) {
    guard keptStates != .none else { return }
    undo.keep(KeptState(.restart(command: commands), lane.state, lane.slot), of: lane.info.id)
  }

  /// After a validation that a lane continues from.
  func keepForRewind(_ lane: Lane) {
    guard keptStates == .all, lane.isTraining else { return }
    undo.keep(KeptState(.validation, lane.state, lane.slot), of: lane.info.id)
  }

  // MARK: putting back

  /// Why lanes cannot be put back as requested; nil if they can, or if the action does not put
  /// anything back.
  func whyNoReturn(_ selection: LaneSelection, _ action: Command.Action) -> String? {
    if action == .recover { return whyNoRecovery(lanes(selection)) }
    guard action.putsBack else { return nil }
    let chosen = lanes(selection)
    if chosen.isEmpty { return Self.noSuchLane }
    let lanes = chosen.filter { $0.progress.phase != .off }
    guard !lanes.isEmpty else { return "resting lanes are not put back · c chooses the cells" }
    if case .rewind(let count) = action {
      let most = lanes.map { undo.validations(before: $0.progress.step, of: $0.info.id) }.max() ?? 0
      if most >= count { return nil }
      let found = most == 0 ? "no validation" : "only \(most) validation" + (most == 1 ? "" : "s")
      return found + " before this one" + whatIsKept(of: lanes, most > 1 ? "are" : "is")
    }
    let ids = lanes.map(\.info.id)
    if action == .redo {
      return undo.newestReturn(of: ids) == nil
        ? "nothing was undone since the last change" : nil
    }
    guard undo.newestCommand(of: ids) == nil else { return nil }
    return "no change" + whatIsKept(of: lanes, "is")
  }

  /// " since step 400, where the run was resumed", or " is kept".
  private func whatIsKept(of lanes: [Lane], _ verb: String) -> String {
    let steps = lanes.compactMap { undo.resumedAt[$0.info.id] }
    guard let step = steps.max() else { return " \(verb) kept" }
    return " since step \(step), where the run was resumed"
  }

  /// Puts lanes back, or reports why not.
  func putBack(_ selection: LaneSelection, _ action: Command.Action) {
    let (name, value) = action.asPutBack
    if let reason = whyNoReturn(selection, action) {
      let lane = lanes(selection).first.flatMap { selection == .all ? nil : $0.info.name }
      tell(lane, name, value, lanes(selection).first?.progress.step ?? sessionStep, reason)
      return
    }
    let lanes = lanes(selection).filter { $0.progress.phase != .off }
    let ids = lanes.map(\.info.id)
    let command = action == .redo ? undo.newestReturn(of: ids) : undo.newestCommand(of: ids)
    var moved: [(lane: Lane, value: String)] = []
    for lane in lanes {
      let id = lane.info.id
      if action == .redo {
        guard let left = command.flatMap({ undo.goForward($0, of: id) }) else { continue }
        put(lane, to: left.state)
        moved.append((lane, left.undone?.label ?? "rewind"))
      } else {
        let place =
          if case .rewind(let count) = action {
            undo.place(validations: count, before: lane.progress.step, of: id)
          } else {
            command.flatMap { undo.place(before: $0, of: id) }
          }
        guard let place else { continue }
        let now = KeptState(.left, lane.state, lane.slot)
        let state = undo.goBack(to: place, of: id, from: now, by: commands)
        put(lane, to: state)
        moved.append((lane, state.place?.label ?? value))
      }
    }
    // An answer that is the same for all lanes is reported once.
    let facts = Set(moved.map { "\($0.lane.progress.step) \($0.value)" })
    if selection == .all, moved.count > 1, moved.count == self.lanes.count, facts.count == 1 {
      tell(nil, name, moved[0].value, moved[0].lane.progress.step, nil)
    } else {
      for (lane, value) in moved { tell(lane.info.name, name, value, lane.progress.step, nil) }
    }
    // A lane that had done its last step has nothing left to continue.
    finishLanes(moved.map(\.lane))
  }

  func put(_ lane: Lane, to kept: KeptState) {
    lane.state = kept.state
    // It may have been changed while it rested; now it does not rest.
    if lane.progress.phase == .off { lane.progress.phase = .training }
    lane.slot = kept.slot
    if lane.best != nil {
      offer(lane)
    } else if let slot = lane.slot, store?.isUsed(slot) == true {
      // As with a restart: what was learned on the abandoned path stays in its file.
      store?.write(slot)
      beginFile(of: lane)
    }
    onReturn(lane)
  }
}

extension Command.Action {
  /// Returns to a state that was kept.
  var needsStates: Bool { putsBack || self == .recover }

  var putsBack: Bool {
    switch self {
    case .undo, .redo, .rewind: true
    default: false
    }
  }

  /// Its name in an answer.
  fileprivate var asPutBack: (name: CommandAnswered.Operation, value: String) {
    switch self {
    case .redo: (.redo, "")
    case .rewind(let count): (.rewind, count == 1 ? "" : "\(count) validations")
    default: (.undo, "")
    }
  }
}
