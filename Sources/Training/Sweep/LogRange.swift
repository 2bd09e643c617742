import Foundation
import Telemetry

/// `log(FROM, TO, COUNT)`: numbers from FROM to TO inclusive, each the same factor times the
/// previous one.
package struct LogRange: Sendable, Equatable {
  package let from: Double
  package let to: Double
  package let count: Int

  package static let counts = 2...1000

  /// - Parameter argument: the flag with its value, for errors.
  package init(_ text: String, argument: String) throws(PresetError) {
    let wanted = "log(FROM, TO, COUNT) is needed, such as log(1e-4, 1e-1, 5)"
    guard let match = text.wholeMatch(of: /log\s*\(([^()]*)\)/) else {
      throw .argument(argument, reason: wanted)
    }
    let parts = match.1.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard parts.count == 3 else {
      throw .argument(argument, reason: "\(parts.count) parts; " + wanted)
    }
    func number(_ place: Int, _ name: String) throws(PresetError) -> Double {
      let node = PresetNode(content: .scalar(parts[place], isPlain: true), line: 1)
      guard node.isDecimal, let number = Double(parts[place]), number.isFinite, number > 0 else {
        throw .argument(argument, reason: "\(name) is \(node.found); a number above 0 is needed")
      }
      return number
    }
    from = try number(0, "FROM")
    to = try number(1, "TO")
    guard from != to else {
      throw .argument(argument, reason: "FROM and TO are the same; give the value in a list")
    }
    let node = PresetNode(content: .scalar(parts[2], isPlain: true), line: 1)
    guard node.isWhole, let count = Int(parts[2]), Self.counts.contains(count) else {
      throw .argument(
        argument,
        reason: "COUNT is \(node.found); a whole number from \(Self.counts.lowerBound) to "
          + "\(Self.counts.upperBound) is needed")
    }
    self.count = count
  }

  /// The ends are exact.
  package var values: [Double] {
    (0..<count).map { place in
      if place == 0 { return from }
      if place == count - 1 { return to }
      return from * pow(to / from, Double(place) / Double(count - 1))
    }
  }

  /// With four significant digits, or more if two of them would be the same.
  package var texts: [String] {
    for digits in 4..<17 {
      let texts = values.map { Numbers.general($0, digits) }
      if Set(texts).count == texts.count { return texts }
    }
    return values.map { Numbers.general($0, 17) }
  }

  package var wholeTexts: [String] { values.map { Numbers.decimals($0, 0) } }
}
