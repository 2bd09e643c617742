/// `--at STEP:KEY=VALUE`: a command that is given when a step has been done.
package struct ScheduledSetting: Sendable, Equatable, Codable {
  package var step: Int
  package var key: String
  /// As a preset would say it: "on", "0.5".
  package var value: String

  package init(step: Int, key: String, value: String) {
    self.step = step
    self.key = key
    self.value = value
  }

  /// - Parameter text: as the command line has it.
  package init(_ text: String) throws(PresetError) {
    let argument = "--at \(text)"
    guard let colon = text.firstIndex(of: ":") else {
      throw .argument(
        argument, reason: "STEP:KEY=VALUE is needed, such as 500:regularizers.clip=on")
    }
    let number = text[..<colon]
    guard number.allSatisfy({ $0.isASCII && $0.isNumber }), let step = Int(number) else {
      throw .argument(argument, reason: "the step has to be a whole number from 0 on")
    }
    let pair = try PresetOverrides.assignment(
      String(text[text.index(after: colon)...]), flag: "--at \(number):")
    _ = try PresetKeys.changeable(pair.key, value: pair.value, place: .argument(argument))
    self.step = step
    key = pair.key
    value = pair.value
  }
}
