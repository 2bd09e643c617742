/// One line of the table that feeds dispatch, the footer and the help.
package struct KeyBinding: Sendable {
  package let keys: [Key]
  /// The name for people: "Space", "< >".
  package let name: String
  /// One or two words for the footer; nil: only in the help.
  package let short: @Sendable (State) -> String?
  /// A phrase for the help.
  package let help: String
  private let why: @Sendable (State) -> String?
  /// True if it changes training, which only works if the lanes train in this process.
  package private(set) var actsOnTraining = false
  package private(set) var footerPlace = FooterPlace.inTurn
  private var footerName: @Sendable (State) -> String? = { _ in nil }
  /// Lines below it in the help.
  package private(set) var details: @Sendable (State) -> [String] = { _ in [] }
  /// The pane that it shows.
  package private(set) var pane: PaneID?
  package let action: @Sendable (inout State, Key) -> [Effect]

  package init(
    _ keys: [Key], _ name: String, short: @escaping @Sendable (State) -> String?, help: String,
    whyDisabled: @escaping @Sendable (State) -> String? = { _ in nil },
    action: @escaping @Sendable (inout State, Key) -> [Effect]
  ) {
    (self.keys, self.name, self.short, self.help) = (keys, name, short, help)
    (why, self.action) = (whyDisabled, action)
  }

  /// Why it would do nothing now; nil when it works.
  package func whyDisabled(_ state: State) -> String? {
    if actsOnTraining, let why = state.whyNoCommands { return why }
    return why(state)
  }

  /// Its name and a word or two, for the footer; nil: only in the help.
  package func footer(_ state: State) -> (name: String, label: String)? {
    short(state).map { (footerName(state) ?? name, $0) }
  }

  /// The same key, restricted to a session that trains in this process.
  package var ofTraining: KeyBinding {
    var binding = self
    binding.actsOnTraining = true
    return binding
  }

  /// Which keys the footer keeps when it has no room for all.
  package enum FooterPlace { case first, inTurn, always }

  /// The same key, with its place in the footer, and its name there if that differs.
  package func inFooter(
    _ place: FooterPlace, as name: @escaping @Sendable (State) -> String? = { _ in nil }
  ) -> KeyBinding {
    var binding = self
    (binding.footerPlace, binding.footerName) = (place, name)
    return binding
  }

  /// The same key, with more lines below it in the help.
  package func detailed(_ details: @escaping @Sendable (State) -> [String]) -> KeyBinding {
    var binding = self
    binding.details = details
    return binding
  }

  /// The same key, which shows a pane.
  package func bringing(_ pane: PaneID) -> KeyBinding {
    var binding = self
    binding.pane = pane
    return binding
  }

  package init(
    _ keys: [Key], _ name: String, _ short: String?, help: String,
    whyDisabled: @escaping @Sendable (State) -> String? = { _ in nil },
    action: @escaping @Sendable (inout State, Key) -> [Effect]
  ) {
    self.init(
      keys, name, short: { _ in short }, help: help, whyDisabled: whyDisabled, action: action)
  }
}

/// Why a key does nothing now, in words; shared by several keys.
package enum Needs {
  package static let lanes: @Sendable (State) -> String? = { state in
    state.lanes.isEmpty ? "nothing is training yet" : nil
  }

  package static let running: @Sendable (State) -> String? = { state in
    switch state.snapshot.phase {
    case .training, .paused: return lanes(state)
    case .preparing: return "the data is being prepared"
    case .done: return "every lane has ended"
    case .failed: return "the session has failed"
    }
  }

  package static let paused: @Sendable (State) -> String? = { state in
    state.snapshot.phase == .paused ? nil : "only while paused (Space)"
  }

  package static let switched: @Sendable (State) -> String? = { state in
    if let why = settings(state) { return why }
    return Settings.current(state) == nil ? "press its digit first" : nil
  }

  /// Settings may also change after the end: early stopping off lets a stopped lane continue.
  package static let settings: @Sendable (State) -> String? = { state in
    if let why = lanes(state) { return why }
    return state.info?.settings.isEmpty ?? true ? "this preset has no settings" : nil
  }

  /// In the settings list: the chosen setting can be switched.
  package static let switchable: @Sendable (State) -> String? = { state in
    if let why = settings(state) { return why }
    guard let index = Settings.current(state).flatMap(state.settingIndex) else { return nil }
    guard let setting = state.info?.settings[index], !setting.switches else { return nil }
    return "\(setting.label) cannot be switched off; < > change it"
  }

  package static let severalLanes: @Sendable (State) -> String? = { state in
    state.lanes.count > 1 ? nil : "there is only one lane"
  }
}
