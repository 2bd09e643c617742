import Telemetry

/// A part of a description that contradicts itself, or that no training could have written.
package struct DescriptionFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// Below `rnn-tui.data`: "series.horizon".
  package var key: String
  package var reason: String

  package var description: String { "\(key): \(reason)" }
}

/// Checks of single values, shared by all parts of a description.
enum DescriptionCheck {
  static func require(
    _ value: Int?, in range: ClosedRange<Int>, _ key: String
  ) throws(DescriptionFault) {
    guard let value, !range.contains(value) else { return }
    throw DescriptionFault(
      key: key, reason: "\(value) is out of range, \(range.lowerBound) to \(range.upperBound)")
  }

  static func require(
    count: Int, _ needed: Int, _ what: String, _ key: String
  ) throws(DescriptionFault) {
    if count == needed { return }
    throw DescriptionFault(key: key, reason: "has \(count) entries; \(what) \(needed)")
  }

  static func require<Value>(_ value: Value?, _ key: String) throws(DescriptionFault) -> Value {
    guard let value else { throw DescriptionFault(key: key, reason: "is missing") }
    return value
  }

  /// Names that must differ. Compared by their bytes: two spellings of one letter are two tokens.
  static func requireDifferent(
    _ names: some Sequence<String>, _ key: String
  ) throws(DescriptionFault) {
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      throw DescriptionFault(key: key, reason: "has \"\(escaped(name))\" twice")
    }
  }

  /// How often each of `needed` things was counted.
  static func requireCounts(
    _ counts: [Int]?, _ needed: Int, _ what: String, _ key: String
  ) throws(DescriptionFault) {
    guard let counts else { return }
    try require(count: counts.count, needed, what, key)
    for (place, count) in counts.enumerated() {
      try require(count, in: 0...1 << 40, "\(key).\(place)")
    }
  }

  static func requireSteps(
    _ steps: [FittedPreparation], inputs: Int, targets: Int, _ key: String
  ) throws(DescriptionFault) {
    for (place, step) in steps.enumerated() {
      let key = "\(key).\(place)"
      let preparation: any Preparation
      do {
        preparation = try Preparations.make(step.step)
      } catch {
        throw DescriptionFault(key: key + ".step", reason: error.description)
      }
      if let reason = preparation.fault(in: step.fitted, inputs: inputs, targets: targets) {
        throw DescriptionFault(key: key + ".fitted", reason: reason)
      }
    }
  }
}

/// The fault in numbers that a step was fitted to, [columns][numbers]; nil: none.
///
/// - Parameter isAllowed: of the numbers of one column, all finite.
func faultOfRows(
  _ fitted: [[Double]], rows: Int, numbers: Int, allowed: String,
  _ isAllowed: ([Double]) -> Bool = { _ in true }
) -> String? {
  if fitted.count != rows { return "has \(fitted.count) rows; there are \(rows) columns" }
  for (place, row) in fitted.enumerated() {
    if row.count != numbers {
      return "row \(place) has \(row.count) numbers; \(numbers) are needed"
    }
    if !row.allSatisfy(\.isFinite) || !isAllowed(row) {
      return
        "row \(place) is \(row.map { Numbers.fourDigits($0) }.joined(separator: ", ")); needed: \(allowed)"
    }
  }
  return nil
}
