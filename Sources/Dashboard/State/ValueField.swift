import Telemetry

/// A field for the value of one setting. While it is open, it takes all keys.
package struct ValueField: Sendable, Equatable {
  /// The setting's key.
  package let key: String
  /// The value is for a fork of the lane, not for the lane itself.
  package let isForFork: Bool
  package private(set) var text = ""
  /// The command that waits for its answer.
  var command: Int?
  /// Why the last value was refused.
  package internal(set) var refusal: String?

  /// The most characters of a number, and of any other value.
  private static let longest = (number: 24, words: 60)

  package init(key: String, isForFork: Bool = false) {
    (self.key, self.isForFork) = (key, isForFork)
  }

  package var isWaiting: Bool { command != nil }

  /// Handles a key while the field is open.
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

  /// An edited field no longer waits: the answer is then shown below the panes.
  private mutating func edit(_ change: (inout String) -> Void) {
    change(&text)
    command = nil
  }

  private mutating func apply(_ state: inout State) -> [Effect] {
    // In a mapping, blanks are significant.
    let isNumber = !text.contains { "{:".contains($0) }
    let value = isNumber ? text.split(separator: " ").joined() : text.trimmingBlanks()
    guard !value.isEmpty else {
      refusal = "type a value first"
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

  /// Stops waiting when the request has expired.
  static func expire(_ state: inout State) {
    guard case .value(var field) = state.overlay, let command = field.command,
      !state.requests.contains(where: { $0.id == command })
    else { return }
    (field.command, field.refusal) = (nil, "no answer yet: the step is slow")
    state.overlay = .value(field)
  }
}

extension String {
  fileprivate func trimmingBlanks() -> String {
    let inner = drop { $0 == " " }
    return String(inner.reversed().drop { $0 == " " }.reversed())
  }
}
