/// `--at STEP:REQUEST`: what is asked when so many steps of the session have been done.
package struct ScheduledRequest: Sendable, Equatable, Codable {
  package var step: Int
  package var request: SessionRequest

  package init(step: Int, _ request: SessionRequest) {
    self.step = step
    self.request = request
  }

  /// - Parameter text: as the command line has it.
  package init(_ text: String) throws(PresetError) {
    let argument = "--at \(text)"
    guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("=") else {
      throw .argument(
        argument, reason: "STEP:KEY=VALUE is needed, such as 500:regularizers.clip=on")
    }
    let number = text[..<colon]
    guard number.allSatisfy({ $0.isASCII && $0.isNumber }), let step = Int(number) else {
      throw .argument(argument, reason: "the step has to be a whole number from 0 on")
    }
    let rest = String(text[text.index(after: colon)...])
    let request = try SessionRequest(typed: rest, argument: argument)
    self.init(step: step, request)
  }
}

extension SessionRequest {
  /// As somebody typed it.
  /// - Parameter argument: what the message names.
  package init(typed text: String, argument: String) throws(PresetError) {
    guard let request = SessionRequest(text) else {
      throw .argument(
        argument,
        reason: "[LANE:]KEY=VALUE is needed, such as training.learning_rate=0.01, or one of "
          + SessionRequest.words.joined(separator: ", "))
    }
    switch request.action {
    case .set(let key, let value):
      _ = try PresetKeys.changeable(key, value: value, place: .argument(argument))
    case .fork(let change?):
      _ = try PresetKeys.changeable(change.key, value: change.value, place: .argument(argument))
    default: break
    }
    self = request
  }
}
