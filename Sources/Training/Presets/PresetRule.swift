import Datasets
import Engine
import Foundation

/// How a value is read from YAML, written, and described.
struct PresetRule<Value>: Sendable {
  /// "whole number"
  let type: String
  /// "1 to 65536"
  let allowed: String
  let read: @Sendable (PresetNode) throws(PresetRefusal) -> Value
  let write: @Sendable (Value) -> String
}

extension PresetRule {
  func refusal(_ node: PresetNode, _ why: PresetRefusal.Why? = nil) -> PresetRefusal {
    PresetRefusal(node: node, why: why ?? .type(wanted: type))
  }
}

extension PresetRule<Bool> {
  static var flag: Self {
    Self(
      type: "switch", allowed: "on, off",
      read: { (node) throws(PresetRefusal) in
        guard let flag = node.flag else {
          throw PresetRefusal(node: node, why: .type(wanted: "switch"))
        }
        return flag
      }, write: { $0 ? "on" : "off" })
  }
}

extension PresetRule where Value: FixedWidthInteger & Sendable {
  static func whole(_ range: ClosedRange<Value>) -> Self {
    Self(
      type: "whole number", allowed: "\(range.lowerBound) to \(range.upperBound)",
      read: { (node) throws(PresetRefusal) in
        guard node.isWhole, let text = node.plainText else {
          throw PresetRefusal(node: node, why: .type(wanted: "whole number"))
        }
        // Nil if the number needs more than 64 bits.
        guard let value = Value(text), range.contains(value) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return value
      }, write: { "\($0)" })
  }
}

extension PresetRule where Value: BinaryFloatingPoint & LosslessStringConvertible & Sendable {
  static func number(_ range: ClosedRange<Value>) -> Self {
    Self(
      type: "number", allowed: "\(numberText(range.lowerBound)) to \(numberText(range.upperBound))",
      read: { (node) throws(PresetRefusal) in
        // Words such as .nan and inf are numbers to YAML, but never in range.
        let isSpecial = ["nan", ".nan", "inf", ".inf", "infinity"].contains(
          node.plainText?.lowercased().trimmingPrefix(/[+\-]/).description ?? "")
        guard node.isDecimal || isSpecial, let text = node.plainText else {
          throw PresetRefusal(node: node, why: .type(wanted: "number"))
        }
        guard !isSpecial, let value = Value(text), range.contains(value) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return value
      }, write: { numberText($0) })
  }
}

/// Without a trailing ".0", but with one before an exponent, or YAML 1.1 would read a word.
private func numberText(_ value: some BinaryFloatingPoint & LosslessStringConvertible) -> String {
  let text = "\(value)"
  if text.hasSuffix(".0") { return String(text.dropLast(2)) }
  return text.contains(".") ? text : text.replacing("e", with: ".0e")
}

extension PresetRule<String> {
  static func text(_ type: String = "text", allowed: String = "any text") -> Self {
    Self(
      type: type, allowed: allowed,
      read: { (node) throws(PresetRefusal) in
        guard let text = node.text else {
          throw PresetRefusal(node: node, why: .type(wanted: type))
        }
        return text
      }, write: { yamlText($0) })
  }

  /// One of a registry's names.
  static func name(_ names: [String]) -> Self {
    Self(
      type: "name", allowed: names.joined(separator: ", "),
      read: { (node) throws(PresetRefusal) in
        guard let text = node.text else {
          throw PresetRefusal(node: node, why: .type(wanted: "name"))
        }
        guard names.contains(text) else {
          throw PresetRefusal(node: node, why: .name(nearest: nearest(to: text, among: names)))
        }
        return text
      }, write: { yamlText($0) })
  }

  /// A lane's name, which also names its files.
  static var laneName: Self {
    let allowed =
      "1 to 32 characters, no / or control characters, not starting with . or -"
    return Self(
      type: "name", allowed: allowed,
      read: { (node) throws(PresetRefusal) in
        guard let text = node.text else {
          throw PresetRefusal(node: node, why: .type(wanted: "name"))
        }
        let isSafe = text.unicodeScalars.allSatisfy {
          ![.control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned]
            .contains($0.properties.generalCategory) && $0 != "/"
        }
        guard isSafe, (1...32).contains(text.count), text.utf8.count <= 128,
          !text.hasPrefix("."), !text.hasPrefix("-"),
          text == text.trimmingCharacters(in: .whitespaces)
        else { throw PresetRefusal(node: node, why: .range) }
        return text
      }, write: { yamlText($0) })
  }
}

extension PresetRule
where Value: RawRepresentable<String> & CaseIterable & Sendable {
  /// Raw values of an enumeration.
  static func choice() -> Self {
    let names = PresetRule<String>.name(Value.allCases.map { $0.rawValue })
    return Self(
      type: names.type, allowed: names.allowed,
      read: { (node) throws(PresetRefusal) in
        guard let choice = Value(rawValue: try names.read(node)) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return choice
      }, write: { $0.rawValue })
  }
}

extension PresetRule {
  /// A list, or one value as a list of one.
  static func list<Element>(
    _ rule: PresetRule<Element>, counts: ClosedRange<Int>
  ) -> PresetRule<[Element]> where Value == [Element] {
    let counted =
      counts.lowerBound == counts.upperBound
      ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
    let type = "list of \(counted) \(rule.type)s"
    return PresetRule<[Element]>(
      type: type,
      allowed: "a list of \(counted) \(rule.type)s, each \(rule.allowed)",
      read: { (node) throws(PresetRefusal) in
        guard let nodes = node.elements else {
          throw PresetRefusal(node: node, why: .type(wanted: type))
        }
        guard counts.contains(nodes.count) else { throw PresetRefusal(node: node, why: .range) }
        var values: [Element] = []
        for node in nodes { values.append(try rule.read(node)) }
        return values
      }, write: { "[\($0.map(rule.write).joined(separator: ", "))]" })
  }

  /// The same rule, but null is allowed.
  func orNull() -> PresetRule<Value?> {
    PresetRule<Value?>(
      type: type, allowed: allowed + ", or null",
      read: { (node) throws(PresetRefusal) in node.isNull ? nil : try read(node) },
      write: { $0.map(write) ?? "null" })
  }
}

extension PresetRule<[Int]> {
  /// Units of the layers, with a bound on the weights, so that nothing huge is allocated.
  static var sizes: Self {
    let sizes = PresetRule<[Int]>.list(.whole(1...8192), counts: 1...8)
    return Self(
      type: sizes.type, allowed: sizes.allowed + ", with at most 2^28 weights in an LSTM",
      read: { (node) throws(PresetRefusal) in
        let values = try sizes.read(node)
        let fed = [0] + values.dropLast()
        guard zip(values, fed).reduce(0, { $0 + 4 * $1.0 * ($1.0 + $1.1) }) <= 1 << 28 else {
          throw PresetRefusal(node: node, why: .range)
        }
        return values
      }, write: sizes.write)
  }
}

extension PresetRule<[Double]> {
  /// Shares of training, validation and test.
  static var split: Self {
    let shares = PresetRule<[Double]>.list(.number(0...1), counts: 3...3)
    return Self(
      type: "list of 3 numbers",
      allowed: "three shares above 0 (training, validation, test) with a sum of at most 1",
      read: { (node) throws(PresetRefusal) in
        let values = try shares.read(node)
        guard values.allSatisfy({ $0 > 0 }), values.reduce(0, +) <= 1 + 1e-9 else {
          throw PresetRefusal(node: node, why: .range)
        }
        return values
      }, write: shares.write)
  }
}

extension PresetRule<TrainingConfiguration.ValidateEvery> {
  static var validateEvery: Self {
    let steps = PresetRule<Int>.whole(1...1_000_000_000)
    return Self(
      type: "epoch or number of steps", allowed: "epoch, or \(steps.allowed)",
      read: { (node) throws(PresetRefusal) in
        if node.text == "epoch" { return .epoch }
        guard node.isWhole else {
          throw PresetRefusal(node: node, why: .type(wanted: "epoch or number of steps"))
        }
        return .steps(try steps.read(node))
      },
      write: {
        switch $0 {
        case .epoch: "epoch"
        case .steps(let steps): "\(steps)"
        }
      })
  }
}

extension PresetRule<RecordConfiguration.Interval> {
  static var interval: Self {
    let seconds = PresetRule<Double>.number(0.1...86_400)
    let steps = PresetRule<Int>.whole(1...1_000_000_000)
    return Self(
      type: "seconds or {steps: number}",
      allowed: "\(seconds.allowed) seconds, or {steps: \(steps.allowed)}",
      read: { (node) throws(PresetRefusal) in
        guard case .mapping(let entries) = node.content else {
          return .seconds(try seconds.read(node))
        }
        guard entries.count == 1, entries[0].key == "steps" else {
          throw PresetRefusal(node: node, why: .type(wanted: "seconds or {steps: number}"))
        }
        return .steps(try steps.read(entries[0].value))
      },
      write: {
        switch $0 {
        case .seconds(let interval): seconds.write(interval)
        case .steps(let interval): "{steps: \(interval)}"
        }
      })
  }
}

extension PresetRule<Int> {
  /// A number of sequences, or all of them.
  static var batch: Self {
    let sizes = PresetRule<Int>.whole(1...65_536)
    return Self(
      type: "whole number or all", allowed: "all, or \(sizes.allowed)",
      read: { (node) throws(PresetRefusal) in
        if node.text == "all" { return TrainingConfiguration.wholeSet }
        guard node.isWhole else {
          throw PresetRefusal(node: node, why: .type(wanted: "whole number or all"))
        }
        return try sizes.read(node)
      }, write: { $0 == TrainingConfiguration.wholeSet ? "all" : sizes.write($0) })
  }
}

extension PresetRule<CellOptions.Peephole> {
  /// As in model files: false, true (diagonal) or full.
  static var peephole: Self {
    Self(
      type: "switch or full", allowed: "false, true (diagonal), full",
      read: { (node) throws(PresetRefusal) in
        if let flag = node.flag { return flag ? .diagonal : .none }
        guard let text = node.text, let choice = CellOptions.Peephole(rawValue: text) else {
          throw PresetRefusal(node: node, why: .type(wanted: "switch or full"))
        }
        return choice
      },
      write: {
        switch $0 {
        case .none: "false"
        case .diagonal: "true"
        case .full: "full"
        }
      })
  }
}
