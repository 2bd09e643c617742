import Telemetry

extension ValueField {
  /// Takes the answer to the field's own command.
  ///
  /// - Returns: false if it answers another command.
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
