import Telemetry

/// Keys that change settings: each change is a command, and a request until it is answered.
package enum Settings {
  package static func listIsOpen(_ state: State) -> Bool {
    state.focus == .regularizers && state.showsOnePane
  }

  /// Opens a field for the value of the setting with the cursor.
  static func openField(_ state: inout State) -> [Effect] {
    guard let key = current(state) else { return [] }
    state.overlay = .value(ValueField(key: key))
    return []
  }

  /// The meaning of each digit, for the help.
  static let digits: @Sendable (State) -> [String] = { state in
    let settings = state.settingOrder.compactMap { state.info?.settings[$0] }
    let others = settings.count { $0.digit == nil }
    return settings.compactMap { setting in
      setting.digit.map { "\($0)  \(setting.label) - \(setting.meaning)" }
    } + (others > 0 ? ["and \(others) more without a digit: R"] : [])
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
        state.say("\(digit) toggles nothing in this preset")
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

  /// Switches it off if it is on in any selected lane, else on.
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

  // MARK: answers

  /// The lanes that a request was sent to.
  private static func lanes(_ request: Request, _ state: State) -> [Int] {
    state.lanes.indices.filter { request.lane == nil || state.lanes[$0].info.id == request.lane }
  }

  /// A message for what the screen would not show otherwise: a change of a setting that is off, or
  /// a refused key.
  static func outcome(of request: Request, _ state: State) -> String? {
    guard let index = state.settingIndex(request.key), let setting = state.info?.settings[index]
    else { return nil }
    if let refusal = refusal(of: request, state) { return "\(setting.label): \(refusal)" }
    switch request.action {
    case .strengthen, .weaken: break
    default: return nil
    }
    let isOff = lanes(request, state).allSatisfy { state.setting(index, lane: $0)?.on == false }
    return isOff && setting.switches ? newValue(of: request, state) : nil
  }

  /// "300 is outside 1e-09...100"; with the lanes' names unless all of them refuse for the same
  /// reason.
  static func refusal(of request: Request, _ state: State) -> String? {
    guard let index = state.settingIndex(request.key) else { return nil }
    let lanes = lanes(request, state)
    let refusals = lanes.compactMap { lane -> (name: String, reason: String)? in
      guard case .rejected(let reason) = state.setting(index, lane: lane)?.status else {
        return nil
      }
      return (state.lanes[lane].info.name, reason)
    }
    guard let first = refusals.first else { return nil }
    if refusals.count == lanes.count, refusals.allSatisfy({ $0.reason == first.reason }) {
      return first.reason
    }
    return refusals.map { "\($0.name): \($0.reason)" }.joined(separator: "; ")
  }

  /// "dropout is off · its strength is now 0.15", "learning rate is now 0.003".
  static func newValue(of request: Request, _ state: State) -> String? {
    guard let index = state.settingIndex(request.key), let setting = state.info?.settings[index]
    else { return nil }
    let lanes = lanes(request, state)
    let isOff = setting.switches && lanes.allSatisfy { state.setting(index, lane: $0)?.on == false }
    let values = values(index, lanes, state)
    if isOff, setting.hasRungs == false { return "\(setting.label) is off" }
    return isOff
      ? "\(setting.label) is off · its strength is now \(values)"
      : "\(setting.label) is now \(values)"
  }

  /// "0.15", or the value of each lane if they differ: "rnn 0.15, lstm off 0.2".
  static func values(_ index: Int, _ lanes: [Int], _ state: State) -> String {
    let settings = lanes.compactMap { lane in state.setting(index, lane: lane).map { (lane, $0) } }
    guard let first = settings.first?.1 else { return "-" }
    if settings.allSatisfy({ $0.1.on == first.on && $0.1.text == first.text }) { return first.text }
    let switches = state.info?.settings[index].switches == true
    return settings.map { lane, setting in
      state.lanes[lane].info.name + " " + (setting.on || !switches ? "" : "off ") + setting.text
    }.joined(separator: ", ")
  }
}

extension State {
  /// Seconds after which an unanswered command is no longer shown as pending.
  package static let patience = 5.0

  /// A command with the next number.
  package mutating func send(_ action: Command.Action, to lanes: LaneSelection) -> Effect {
    defer { nextCommandID += 1 }
    return .send(Command(id: nextCommandID, lanes: lanes, action: action))
  }

  /// A command that changes a setting of the selected lanes.
  package mutating func request(_ key: String, _ action: Command.Action) -> Effect {
    let lane: LaneID? = if case .lane(let id) = selection { id } else { nil }
    requests.append(
      Request(id: nextCommandID, key: key, lane: lane, action: action, sentAt: now))
    return send(action, to: selection)
  }

  /// A request is settled when its command has been answered, whatever the answer.
  package mutating func settleRequests() {
    let answered = requests.filter { $0.id <= snapshot.answeredCommand }
    requests.removeAll { $0.id <= snapshot.answeredCommand }
    for request in answered where !ValueField.settle(request, &self) {
      if let text = Settings.outcome(of: request, self) { say(text) }
    }
  }

  /// Removes notices and unanswered requests whose time is over.
  package mutating func expire() {
    if let notice, notice.until <= now { self.notice = nil }
    let oldest = now - Self.patience
    requests.removeAll { $0.sentAt < oldest }
    ValueField.expire(&self)
  }
}
