import Telemetry

extension KeyBindings {
  /// At the newest frame of a run that takes commands: all of the trainer's keys, and those to the
  /// time line.
  static let ofFollowed: [KeyBinding] = {
    let others = all.filter {
      !$0.keys.contains(.character("q")) && !$0.keys.contains(.character("p"))
    }
    let records = timeline.filter { $0.keys.contains(.character(",")) }
    return others.filter { !$0.keys.contains(.character("?")) } + records
      + others.filter { $0.keys.contains(.character("?")) }
      + atARecord.filter { $0.keys.contains(.character("q")) }
  }()

  /// For several runs: the keys that only change the view.
  static let ofRuns: [KeyBinding] = {
    let leave = atARecord.filter { $0.keys.contains(.character("q")) }
    return all.filter { !$0.keys.contains(.character("q")) && !$0.keys.contains(.enter) }
      + atARecord.filter { $0.keys.contains(.enter) } + leave
  }()

  /// Keys that move along the record of a run.
  static let timeline: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "Space",
      short: { $0.snapshot.timeline?.isPlaying == true ? "stop" : "play" },
      help: "play or stop the record; at its end: play from the start", whyDisabled: hasRecord,
      action: { _, _ in [.move(.playOrStop)] }),
    KeyBinding(
      [.character(","), .character(".")], ", .", "record", help: "one frame back, forward",
      whyDisabled: hasSeveralRecords,
      action: { state, key in
        let isBack = key == .character(",")
        guard let timeline = state.snapshot.timeline else { return [] }
        if isBack ? timeline.isAtStart : timeline.isAtEnd {
          state.say("\(key.name): this is the \(isBack ? "first" : "newest") frame")
          return []
        }
        return [.move(isBack ? .back : .forward)]
      }),
    KeyBinding(
      [.character("("), .character(")")], "( )", "change",
      help: "previous, next intervention", whyDisabled: hasInterventions,
      action: { state, key in
        let isBack = key == .character("(")
        guard let timeline = state.snapshot.timeline else { return [] }
        guard isBack ? timeline.hasInterventionBefore : timeline.hasInterventionAfter else {
          state.say("\(key.name): there is no intervention \(isBack ? "before" : "after") this one")
          return []
        }
        return [.move(isBack ? .interventionBefore : .interventionAfter)]
      }),
    KeyBinding(
      [.character("{"), .character("}")], "{ }",
      short: { $0.snapshot.timeline?.isPlaying == true ? "speed" : nil },
      help: "play slower, faster", whyDisabled: hasRecord, action: changeSpeed),
    KeyBinding(
      [.home, .end], "Home End", nil,
      help: "the first frame, the newest one; in a list: its ends", whyDisabled: hasRecord,
      action: { state, key in
        if state.listHasFocus { return Navigation.move(&state, key) }
        return [.move(key == .home ? .first : .last)]
      }),
  ]

  /// Keys that do less on a record than in the session itself.
  static let atARecord: [KeyBinding] = [
    KeyBinding(
      [.enter], "Enter", short: { $0.showsOnePane ? nil : "full" }, help: "pane full screen",
      whyDisabled: {
        if Settings.listIsOpen($0) { return $0.whyNoCommands }
        return $0.showsOnePane ? "already full screen, Esc goes back" : hasRecord($0)
      },
      action: { state, _ in
        state.backStack.append(state.view)
        state.isFullScreen = true
        return []
      }),
    KeyBinding(
      [.character("q"), .control("c")], "q", "quit",
      help: "leave; the run stays as it is (also Ctrl-C)"
    ) { _, _ in [.quit] }.inFooter(.always),
  ]

  private static let hasRecord: @Sendable (State) -> String? = { state in
    if state.source == .runs { return Needs.lanes(state) }
    return state.snapshot.timeline == nil ? "the record is being read" : nil
  }

  private static let hasSeveralRecords: @Sendable (State) -> String? = { state in
    if let why = hasRecord(state) { return why }
    guard let timeline = state.snapshot.timeline, timeline.isAtStart, timeline.isAtEnd else {
      return nil
    }
    return "there is only one frame"
  }

  private static let hasInterventions: @Sendable (State) -> String? = { state in
    if let why = hasRecord(state) { return why }
    guard let timeline = state.snapshot.timeline,
      !timeline.hasInterventionBefore, !timeline.hasInterventionAfter
    else { return nil }
    return "there is no intervention before or after"
  }

  private static func changeSpeed(_ state: inout State, _ key: Key) -> [Effect] {
    let isFaster = key == .character("}")
    guard let speed = state.snapshot.timeline?.speed else { return [] }
    let speeds = TimelineSnapshot.speeds
    if speed == (isFaster ? speeds.upperBound : speeds.lowerBound) {
      let most = isFaster ? "fastest" : "slowest"
      state.say("\(key.name): \(frames(speed)) a second is the \(most)")
      return []
    }
    let next = isFaster ? speed * 2 : speed / 2
    state.say("\(frames(next)) a second")
    return [.move(isFaster ? .faster : .slower)]
  }

  private static func frames(_ count: Int) -> String {
    count == 1 ? "1 frame" : "\(count) frames"
  }
}

extension State {
  /// Why commands that change training are not accepted; nil if they are.
  package var whyNoCommands: String? {
    guard source == .recorded, let timeline = snapshot.timeline else { return source.whyNoCommands }
    switch timeline.control {
    case .open:
      return timeline.isAtEnd
        ? nil
        : "this is step \(Numbers.grouped(timeline.step)) of "
          + "\(Numbers.grouped(timeline.lastStep)) · End: live"
    case .readOnly: return "it was opened with --read-only"
    case .closed:
      return timeline.run == .running
        ? "this run takes no commands from other processes"
        : "this is the record of a run; continue it with: \(timeline.goOn)"
    }
  }

  /// True at the newest frame of a run that is training elsewhere and takes commands: the keys are the
  /// trainer's.
  var isAtTheTrainer: Bool { source == .recorded && whyNoCommands == nil }

  /// True if Home and End go to the ends of the focused list.
  var listHasFocus: Bool { PaneRegistry.pane(focus)?.arrows(self) != nil }
}
