import Telemetry

/// A lane that begins as a copy of another one and goes on beside it, on the same batches and with the
/// same masks: what a change does, raced against its absence.
extension Trainer {
  /// - Parameter change: what is another one from now on; nil: nothing, yet.
  func fork(_ chosen: [Lane], _ change: Command.Change?) {
    let value = change.map { "\($0.key)=\($0.value)" } ?? ""
    func refuse(_ lane: Lane?, _ reason: String) {
      tell(lane?.info.name, .fork, value, lane?.progress.step ?? sessionStep, reason)
    }
    guard let lane = chosen.first else { return refuse(nil, Self.noSuchLane) }
    guard chosen.count == 1 else { return refuse(nil, "one lane at a time; [ and ] select one") }
    guard lane.isTraining else {
      return refuse(lane, "it is not training; what has ended goes on after u or U")
    }
    guard lanes.count < LaneOrigin.mostLanes else {
      return refuse(lane, "\(LaneOrigin.mostLanes) lanes are the most")
    }
    let setting = change.flatMap { settings.setting($0.key) }
    if let change, setting == nil { return refuse(lane, whyNotLive(change)) }
    var label = "copy"
    if let change, let setting {
      var trial = lane.progress
      if let reason = setting.apply(change.value, to: &trial) { return refuse(lane, reason) }
      label = setting.label(trial)
    }
    do throws(Failure) {
      let new = try copy(lane, named: name(lane, label))
      let before = new.progress
      if let change, let setting {
        if let reason = attempt(setting, in: new, { $0.apply(change.value, to: &$1) }) {
          return refuse(lane, reason)
        }
        beginFile(of: new)
        keepForUndo(new, before, label: label)
        new.beginChanged()
        new.settingsChanged()
        new.progress.statuses[setting.info.key] = .applied(step: new.progress.step)
        settings.tellOthers(changedSince: before, in: &new.progress)
        if setting.isOn(before) || setting.isOn(new.progress) {
          new.intervene(label, seconds: seconds)
        }
      }
      if new.slot == nil { beginFile(of: new) }
      lanes.append(new)
      nextLane += 1
      if new.best != nil { offer(new) }
      onReturn(new)
      tell(new.info.name, .fork, value, new.progress.step, nil)
    } catch {
      refuse(lane, error.description)
    }
  }

  private func whyNotLive(_ change: Command.Change) -> String {
    guard PresetKeys.all.contains(where: { $0.path == change.key }) else {
      return "there is no setting \(change.key)"
    }
    if PresetKeys.changeablePaths.contains(change.key) {
      return "fork without it, then set it: --at STEP:\(change.key)=\(change.value)"
    }
    return "it is fixed once a lane is training; a run of its own has it: rnn-tui train "
      + "\(preset.name) --set \(change.key)=\(change.value)"
  }

  /// "gru+drop 0.3": what a lane's name may have, and what no other lane is called.
  private func name(_ lane: Lane, _ label: String) -> String {
    let change = label.drop { $0.isNumber || $0 == " " }
      .filter { $0.isASCII && ($0.isLetter || $0.isNumber || " .-_".contains($0)) }
    let room = Self.longestName - 1 - change.count
    let name = "\(lane.info.name.prefix(max(8, room)))+\(change)".prefix(Self.longestName)
    for number in 1... {
      let end = number == 1 ? "" : "-\(number)"
      let unique = name.prefix(Self.longestName - end.count) + end
      if !isTaken(String(unique)) { return String(unique) }
    }
    return String(name)
  }

  private static let longestName = 32

  /// A lane of its own, to the bit what another one is.
  private func copy(_ lane: Lane, named name: String) throws(Failure) -> Lane {
    var configuration = lane.configuration
    configuration.name = name
    let id = LaneID(nextLane)
    let new = try makeLane(
      id, configuration, seat: freeSeats(1)[0], start: lane.start,
      origin: LaneOrigin(lane: lane.info.id, step: lane.progress.step))
    var state = lane.state
    (state.id, state.configuration) = (id, configuration)
    (state.origin, state.seat) = (new.info.origin, new.info.givenSeat)
    state.progress.earlier = nil
    new.state = state
    return new
  }
}
