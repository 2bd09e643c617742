import Engine
import Telemetry

extension Trainer {
  /// Applies a command between two steps; every change is reported as an event, every refusal too.
  ///
  /// - Parameter id: of the command, for the answers; nil: it was scheduled.
  package func apply(_ selection: LaneSelection, _ action: Command.Action, id: Int? = nil) {
    answering = id
    commands += 1
    defer { answering = nil }
    let chosen = lanes(selection)
    switch action {
    case .set(let key, let value):
      if settings.setting(key) == nil, PresetKeys.changeablePaths.contains(key) {
        changeOption(key, value, chosen, selection)
      } else {
        change(key, value, chosen, selection) { $0.apply(value, to: &$1) }
      }
    case .strengthen(let key):
      change(key, "stronger", chosen, selection) { $0.move(up: true, &$1) }
    case .weaken(let key):
      change(key, "weaker", chosen, selection) { $0.move(up: false, &$1) }
    case .restart:
      if chosen.isEmpty {
        tell(nil, .restart, "", sessionStep, Self.noSuchLane)
      }
      for lane in chosen {
        keepForUndo(restartOf: lane)
        beginNextAttempt(of: lane)
        for change in lane.progress.suspects.clear() { tell(change, lane) }
        lane.restart()
        tell(lane.info.name, .restart, "", 0, nil)
      }
    case .undo, .redo, .rewind: putBack(selection, action)
    case .fork(let change): fork(chosen, change)
    case .recover: recover(chosen)
    case .remove: remove(chosen)
    case .chooseCells(let cells):
      chooseCells(cells)
    case .pause, .resume, .singleStep, .slower, .faster, .save, .stop:
      preconditionFailure("the driver answers these")
    }
  }

  /// - Parameter name: nil: all.
  func selection(of name: String?) -> LaneSelection {
    guard let name else { return .all }
    // An id that no lane has, if no lane has this name.
    return .lane(lanes.first { $0.info.name == name }?.info.id ?? LaneID(-1))
  }

  func lanes(_ selection: LaneSelection) -> [Lane] {
    switch selection {
    case .all: return lanes
    case .lane(let id): return lanes.filter { $0.info.id == id }
    }
  }

  func tell(
    _ lane: String?, _ name: String, _ value: String, _ step: Int, _ reason: String?
  ) {
    onEvent(
      .command(
        CommandAnswered(
          id: answering, lane: lane, name: name, value: value, step: step, reason: reason)))
  }

  func tell(
    _ lane: String?, _ operation: CommandAnswered.Operation, _ value: String, _ step: Int,
    _ reason: String?
  ) {
    tell(lane, operation.rawValue, value, step, reason)
  }

  static let noSuchLane = "there is no such lane"

  private func chooseCells(_ cells: [String]) {
    let value = cells.joined(separator: ",")
    let unknown = cells.first { !CellRegistry.names.contains($0) }
    var reason = unknown.map { "there is no cell '\($0)'" }
    if cells.isEmpty { reason = "at least one cell must run" }
    if reason == nil {
      do {
        try choose(cells: cells)
      } catch {
        reason = error.description
      }
    }
    tell(nil, .cells, value, sessionStep, reason)
  }

  /// Changes one setting of some lanes.
  private func change(
    _ key: String, _ value: String, _ chosen: [Lane], _ selection: LaneSelection,
    _ body: (SettingsTable.Setting, inout LaneProgress) -> String?
  ) {
    guard let setting = settings.setting(key) else {
      tell(nil, key, value, sessionStep, "no setting of this name can change while training")
      return
    }
    let key = setting.info.key
    var answers: [Answer] = []
    var notes: Set<String> = []
    for lane in chosen {
      let before = lane.progress
      let reason = attempt(setting, in: lane, body)
      let step = lane.progress.step
      if let reason {
        lane.progress.statuses[key] = .rejected(reason: reason)
      } else {
        keepForUndo(lane, before, label: setting.label(lane.progress))
        lane.settingsChanged()
        lane.progress.statuses[key] = .applied(step: step)
        settings.tellOthers(changedSince: before, in: &lane.progress)
        if key == "early_stopping" { continueIfAllowed(lane) }
        if key == ClassWeights.key, let note = classWeighting.note(lane.progress.classWeights) {
          notes.insert(note)
        }
        // For an ended lane a new value applies after a restart, and for a setting that is off once
        // it is on: no mark on the curve.
        if lane.isTraining, setting.isOn(before) || setting.isOn(lane.progress) {
          lane.intervene(setting.label(lane.progress), seconds: seconds)
        }
      }
      answers.append(Answer(lane: lane, value: setting.text(lane.progress), reason: reason))
    }
    tell(answers, key, value, selection)
    for note in notes.sorted() { onEvent(.note(RunNote(text: note))) }
    // A lane that had stopped at its last step has nothing left to continue.
    finishLanes(chosen)
  }

  /// Changes a setting of a lane.
  /// - Returns: why not; the lane is then unchanged.
  func attempt(
    _ setting: SettingsTable.Setting, in lane: Lane,
    _ body: (SettingsTable.Setting, inout LaneProgress) -> String?
  ) -> String? {
    let before = lane.progress
    var reason = body(setting, &lane.progress)
    if reason == nil {
      lane.progress.augmentation.chooseIfNone(
        for: LaneAugmentation(augmenter.facts).facts(lane.configuration.model))
      reason = refusal(of: setting, in: lane)
    }
    if reason != nil { lane.progress = before }
    return reason
  }

  /// Why a setting with its current value would have no effect in a lane, or spoil its data.
  private func refusal(of setting: SettingsTable.Setting, in lane: Lane) -> String? {
    (setting.needsDecoder && !lane.architecture.hasDecoder
      ? scoring.shape.targetSequence == nil
        ? LaneArchitectures.noPairs : LaneArchitectures.noDecoder
      : nil) ?? lane.refusal(of: setting)
      ?? LaneAugmentation(augmenter.facts).refusal(of: setting, in: lane, sizes)
      ?? (setting.info.key == ClassWeights.key
        ? classWeighting.resolve(&lane.progress.classWeights) : nil)
  }

  /// Changes one of the detailed options without a key ("regularizers.l2.of"), as written in a
  /// preset.
  private func changeOption(
    _ key: String, _ value: String, _ chosen: [Lane], _ selection: LaneSelection
  ) {
    let answers = chosen.map { lane -> Answer in
      let before = lane.progress
      do throws(PresetError) {
        var configuration = lane.progress.configuration(lane.configuration)
        try PresetKeys.set(key, to: value, in: &configuration)
        lane.progress.take(configuration)
      } catch {
        return Answer(lane: lane, value: value, reason: error.description)
      }
      let label = settings.label(
        of: CommandAnswered(
          lane: lane.info.name, name: key, value: value, step: lane.progress.step, reason: nil))
      keepForUndo(lane, before, label: label)
      lane.settingsChanged()
      if lane.isTraining { lane.intervene(label, seconds: seconds) }
      return Answer(lane: lane, value: value, reason: nil)
    }
    tell(answers, key, value, selection)
  }

  /// A command's result in one lane; without a reason it was applied.
  private struct Answer {
    let lane: Lane
    let value: String
    let reason: String?
  }

  /// An answer that is the same for all lanes is reported once.
  private func tell(
    _ answers: [Answer], _ key: String, _ value: String, _ selection: LaneSelection
  ) {
    guard let first = answers.first else {
      tell(nil, key, value, sessionStep, Self.noSuchLane)
      return
    }
    let steps = Set(answers.map { $0.lane.progress.step })
    let sameForAll = answers.allSatisfy { $0.value == first.value && $0.reason == first.reason }
    if selection == .all, lanes.count > 1, sameForAll, steps.count == 1 {
      tell(nil, key, first.value, first.lane.progress.step, first.reason)
    } else {
      for answer in answers {
        tell(
          answer.lane.info.name, key, answer.value, answer.lane.progress.step, answer.reason)
      }
    }
  }

  /// A lane that stopped early continues if early stopping is switched off or its patience raised.
  private func continueIfAllowed(_ lane: Lane) {
    guard case .stoppedEarly = lane.progress.phase else { return }
    let stopping = lane.progress.earlyStopping
    if !stopping.on || stopping.withoutImprovement < stopping.patience { lane.goOn() }
  }
}

extension Lane {
  /// Why a setting that is on would have no effect in this lane.
  fileprivate func refusal(of setting: SettingsTable.Setting) -> String? {
    if setting.info.key == ClassWeights.key, setting.isOn(progress), model.loss.isOfSequences {
      return "the loss scores whole sequences, but \(setting.info.label) weighs single tags"
    }
    let type = RegularizerRegistry.all.first { "regularizers.\($0.key)" == setting.info.key }
    guard let type, setting.isOn(progress) else { return nil }
    if type.needsProbabilities, !model.loss.isProbabilistic {
      return model.loss.isOfSequences
        ? "the loss scores whole sequences, but \(setting.info.label) softens single tags"
        : "the targets are numbers, but \(setting.info.label) needs classes"
    }
    if type.needsRecurrentWeights, let cell = model.recurrences.first?.cell,
      model.recurrences.allSatisfy({ !$0.cell.hasRecurrentWeights })
    {
      return LaneArchitectures.noRecurrentWeights(cell.name)
    }
    return nil
  }
}

extension SettingsTable.Setting {
  /// "on"/"off" does not say how strong: the number, or "off".
  func text(_ progress: LaneProgress) -> String {
    isOn(progress) ? form.text(progress) : "off"
  }
}

extension Lane {
  private static let mostInterventions = 200

  func intervene(_ label: String, seconds: Double) {
    let new = Intervention(step: progress.step, seconds: seconds, label: label)
    progress.effects?.intervened(label, step: new.step)
    // Of several keys between two steps, only the last value of a setting counts.
    let name = label.split(separator: " ").dropLast().joined(separator: " ")
    progress.interventions.removeAll { $0.step == new.step && $0.label.hasPrefix(name + " ") }
    progress.interventions.append(new)
    if progress.interventions.count > Self.mostInterventions {
      progress.interventions.removeFirst()
    }
  }
}
