/// A number that a schedule reads.
package struct ScheduleOption: Sendable, Hashable {
  package let name: String
  package let meaning: String
  package let range: ClosedRange<Double>
  /// True if only whole numbers make sense.
  package let isWhole: Bool
  /// The default. Nil: optional, absent by default.
  package let defaultValue: Double?

  package init(
    _ name: String, _ range: ClosedRange<Double>, isWhole: Bool = false, default value: Double?,
    _ meaning: String
  ) {
    precondition(value.map { range.contains($0) } ?? true, "the default of \(name) is out of range")
    self.name = name
    self.meaning = meaning
    self.range = range
    self.isWhole = isWhole
    defaultValue = value
  }
}

extension ScheduleOption {
  // Read by several schedules.
  package static let factor = ScheduleOption(
    "factor", 1e-6...1, default: 0.1, "multiplies the rate at each drop")
  package static let minFactor = ScheduleOption(
    "min_factor", 0...1, default: 0, "least factor of the base rate")
}

/// The options that were set; the others have their defaults.
package struct ScheduleOptions: Sendable, Equatable, Codable {
  // Defaults are stored as nothing, so that equal options compare equal.
  private var values: [String: Double] = [:]

  package init() {}

  /// Nil if the option may be absent and is.
  package subscript(option: ScheduleOption) -> Double? {
    get { values[option.name] ?? option.defaultValue }
    set { values[option.name] = newValue == option.defaultValue ? nil : newValue }
  }

  /// An option that is never absent.
  func number(_ option: ScheduleOption) -> Double {
    guard let number = self[option] else { preconditionFailure("\(option.name) has no default") }
    return number
  }

  func whole(_ option: ScheduleOption) -> Int { Int(number(option)) }
}
