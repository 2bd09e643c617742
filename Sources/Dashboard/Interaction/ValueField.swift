import Telemetry

/// A field for the value of one setting. While it is open it takes all keys.
package struct ValueField: Sendable, Equatable {
  /// The setting's key.
  package let key: String
  /// It is not for the lane, but for a copy of it.
  package let isForFork: Bool
  package private(set) var text = ""
  /// The command that waits for its answer.
  private var command: Int?
  /// Why the last value was refused.
  package private(set) var refusal: String?

  /// Of a number, and of what is none.
  private static let longest = (number: 24, words: 60)

  package init(key: String, isForFork: Bool = false) {
    (self.key, self.isForFork) = (key, isForFork)
  }

  package var isWaiting: Bool { command != nil }

  /// For the setting with the cursor.
  static func open(_ state: inout State) -> [Effect] {
    guard let key = Settings.current(state) else { return [] }
    state.overlay = .value(ValueField(key: key))
    return []
  }

  /// What a key does to the field that is open.
  static func press(_ key: Key, _ field: ValueField, _ state: inout State) -> [Effect] {
    var field = field
    var effects: [Effect] = []
    switch key {
    case .escape:
      state.overlay = nil
      return []
    case .enter:
      effects = field.apply(&state)
      if field.isForFork, !effects.isEmpty { return effects }
    case .backspace: field.edit { _ = $0.popLast() }
    case .control("u"): field.edit { $0 = "" }
    case .character(let letter) where field.text.count < field.longest(state):
      field.edit { $0.append(letter) }
    default: break
    }
    state.overlay = .value(field)
    return effects
  }

  private func longest(_ state: State) -> Int {
    let setting = state.settingIndex(key).flatMap { state.info?.settings[$0] }
    return setting?.hasRungs == false ? Self.longest.words : Self.longest.number
  }

  /// A field that is changed no longer waits: the answer is then told below the panes.
  private mutating func edit(_ change: (inout String) -> Void) {
    change(&text)
    command = nil
  }

  private mutating func apply(_ state: inout State) -> [Effect] {
    // In a mapping blanks say where values begin.
    let isNumber = !text.contains { "{:".contains($0) }
    let value = isNumber ? text.split(separator: " ").joined() : text.trimmingBlanks()
    guard !value.isEmpty else {
      refusal = "there is no value yet"
      return []
    }
    guard command == nil else { return [] }
    if isForFork {
      state.overlay = nil
      return [state.send(.fork(.init(key: key, value: value)), to: state.selection)]
    }
    (command, refusal) = (state.nextCommandID, nil)
    return [state.request(key, .set(key: key, value: value))]
  }

  /// Nobody waits longer than that for an answer.
  static func expire(_ state: inout State) {
    guard case .value(var field) = state.overlay, let command = field.command,
      !state.requests.contains(where: { $0.id == command })
    else { return }
    (field.command, field.refusal) = (nil, "no answer yet: a step takes long")
    state.overlay = .value(field)
  }

  /// Takes the answer to the field's own command.
  ///
  /// - Returns: false when it is another command's.
  static func settle(_ request: Request, _ state: inout State) -> Bool {
    guard case .value(var field) = state.overlay, field.command == request.id else { return false }
    field.command = nil
    field.refusal = Settings.refusal(of: request, state)
    if field.refusal == nil {
      state.overlay = nil
      if let text = Settings.newValue(of: request, state) { state.say(text) }
    } else {
      state.overlay = .value(field)
    }
    return true
  }
}

extension String {
  fileprivate func trimmingBlanks() -> String {
    let inner = drop { $0 == " " }
    return String(inner.reversed().drop { $0 == " " }.reversed())
  }
}
