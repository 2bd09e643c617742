import Telemetry

/// What keys do to settings: each change is a command, and a request until its answer is there.
package enum Settings {
  package static let learningRate = "training.learning_rate"

  package static func listIsOpen(_ state: State) -> Bool {
    state.focus == .regularizers && state.showsOnePane
  }

  /// The key of the setting that `<` and `>` change.
  package static func current(_ state: State) -> String? {
    if listIsOpen(state), let settings = state.info?.settings, !settings.isEmpty {
      return settings[state.settingOrder[min(max(0, state.settingCursor), settings.count - 1)]].key
    }
    guard let last = state.lastSwitched, state.settingIndex(last) != nil else { return nil }
    return last
  }

  package static func toggle(digit key: Key, _ state: inout State) -> [Effect] {
    guard case .character(let digit) = key,
      let setting = state.info?.settings.first(where: {
        $0.digit == digit.wholeNumberValue && $0.switches
      })
    else {
      if case .character(let digit) = key {
        state.say("\(digit) switches nothing in this preset")
      }
      return []
    }
    return toggle(setting.key, &state)
  }

  package static func toggleCursor(_ state: inout State) -> [Effect] {
    guard let key = current(state), let index = state.settingIndex(key) else { return [] }
    guard state.info?.settings[index].switches == true else {
      state.say("\(state.info?.settings[index].label ?? key) cannot be switched off; < > change it")
      return []
    }
    return toggle(key, &state)
  }

  /// Off when any selected lane has it on, else on.
  private static func toggle(_ key: String, _ state: inout State) -> [Effect] {
    guard let index = state.settingIndex(key) else { return [] }
    state.lastSwitched = key
    let isOn = state.selectedLanes.contains { state.setting(index, lane: $0)?.on == true }
    return [state.request(key, .set(key: key, value: isOn ? "off" : "on"))]
  }

  package static func change(strengthen: Bool, _ state: inout State) -> [Effect] {
    guard let key = current(state) else { return [] }
    state.lastSwitched = key
    return change(key, strengthen: strengthen, &state)
  }

  package static func change(_ key: String, strengthen: Bool, _ state: inout State) -> [Effect] {
    [state.request(key, strengthen ? .strengthen(key: key) : .weaken(key: key))]
  }
}

extension State {
  /// Seconds after which a command without an answer is shown as one no more.
  package static let patience = 5.0
  package static let noticeSeconds = 4.0

  /// A command with the next number.
  package mutating func send(_ action: Command.Action, to lanes: LaneSelection) -> Effect {
    defer { nextCommandID += 1 }
    return .send(Command(id: nextCommandID, lanes: lanes, action: action))
  }

  /// A command that changes a setting of the selected lanes.
  package mutating func request(_ key: String, _ action: Command.Action) -> Effect {
    let lane: Int? = if case .lane(let index) = selection { index } else { nil }
    requests.append(Request(id: nextCommandID, key: key, lane: lane, sentAt: now))
    return send(action, to: selection)
  }

  package mutating func say(_ text: String) {
    notice = Notice(text: text, until: now + Self.noticeSeconds)
  }

  /// A request is settled when its command has been answered, whatever the answer.
  package mutating func settleRequests() {
    requests.removeAll { $0.id <= snapshot.answeredCommand }
  }

  /// Time ends notices, and requests that nobody answered.
  package mutating func expire() {
    if let notice, notice.until <= now { self.notice = nil }
    let oldest = now - Self.patience
    requests.removeAll { $0.sentAt < oldest }
  }
}
