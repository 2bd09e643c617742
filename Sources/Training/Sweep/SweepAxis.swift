import Datasets
import Foundation

/// One key that a sweep varies, with its values: `--over KEY=[A, B, ...]` or
/// `--over KEY=log(FROM, TO, COUNT)`.
package struct SweepAxis: Sendable, Equatable {
  package let key: String
  package let values: [SweptValue]

  /// The heading of its column: the screen's short name for the setting if it has one ("lr"),
  /// otherwise the last word of the key.
  package var label: String {
    let setting = SettingsTable().all.first { $0.info.key == key }
    let word = key.split(separator: ".").last.map(String.init) ?? key
    return setting?.info.short ?? word.replacing("_", with: " ")
  }
}

/// One value of an axis.
package struct SweptValue: Sendable, Equatable, Encodable {
  package let key: String
  let node: PresetNode

  package func encode(to encoder: any Encoder) throws { try node.encode(to: encoder) }

  /// As YAML on one line, as `--set KEY=` takes it.
  package var text: String { node.yaml }
  /// Its name in errors.
  var argument: String { "--over \(key)=\(text)" }
  /// The same value, ignoring its line.
  package static func == (a: SweptValue, b: SweptValue) -> Bool {
    a.key == b.key && a.text == b.text
  }
}

extension SweepAxis {
  private static let wanted =
    "KEY=[VALUE, ...] or KEY=log(FROM, TO, COUNT) is needed, such as model.hidden=[[16], [32, 16]]"

  /// Keys that a sweep sets in another way, and how.
  private static let taken: [String: String] = [
    "lanes": "lanes are a separate dimension; choose them with --cells or --lanes",
    "data.folds": "--folds sets it",
    "data.fold": "every fold is used in turn; --folds sets how many",
  ]

  /// - Parameters:
  ///   - text: the value of `--over`.
  ///   - preset: the swept preset, to try each value on. Combinations of values are not checked
  ///     here.
  package init(_ text: String, in preset: Preset) throws(PresetError) {
    let argument = "--over \(text)"
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw .argument(argument, reason: Self.wanted)
    }
    key = String(text[..<sign])
    if let reason = Self.taken[key] { throw .argument(argument, reason: reason) }
    let written = text[text.index(after: sign)...].trimmingCharacters(in: .whitespaces)
    let trial = Trial(key: key, argument: argument, preset: preset)
    if written.hasPrefix("log") {
      values = try trial.values(of: LogRange(written, argument: argument))
    } else {
      let node = try PresetKeys.node(of: written) { _ in .argument(argument) }
      guard case .list(let nodes) = node.content else {
        throw .argument(argument, reason: "\(node.found) is not a list; " + Self.wanted)
      }
      values = try trial.values(of: nodes)
    }
  }

  /// Tries values on a preset.
  private struct Trial {
    let key: String
    let argument: String
    let preset: Preset

    /// Tries each node as a value of the key; throws for the first that is not allowed.
    func values(of nodes: [PresetNode]) throws(PresetError) -> [SweptValue] {
      guard !nodes.isEmpty else {
        throw .argument(argument, reason: "the list is empty; at least one value is needed")
      }
      var values: [SweptValue] = []
      var results: [Preset] = []
      for node in nodes {
        let value = SweptValue(key: key, node: node)
        let result = try applied(node)
        if let same = results.firstIndex(of: result) {
          let other = values[same].text
          throw .argument(
            argument,
            reason: other == value.text
              ? "\(escaped(other)) is given twice; give each value once"
              : "\(escaped(other)) and \(escaped(value.text)) are the same value; keep one")
        }
        values.append(value)
        results.append(result)
      }
      return values
    }

    /// The range's numbers; rounded to whole ones if the key takes no others.
    func values(of range: LogRange) throws(PresetError) -> [SweptValue] {
      do {
        return try values(of: range.texts.map(Self.node))
      } catch {
        guard case .value(_, _, _, .type, _) = error,
          (try? applied(Self.node(range.wholeTexts[0]))) != nil
        else { throw error }
      }
      let texts = range.wholeTexts
      if let twice = texts.indices.first(where: { texts[..<$0].contains(texts[$0]) }) {
        throw .argument(
          argument,
          reason: "rounded to whole numbers, \(texts[twice]) appears twice; ask for fewer values")
      }
      return try values(of: texts.map(Self.node))
    }

    private static func node(_ text: String) -> PresetNode {
      PresetNode(content: .scalar(text, isPlain: true), line: 1)
    }

    private func applied(_ node: PresetNode) throws(PresetError) -> Preset {
      let argument = argument
      let reader = PresetReader(place: { _ in .argument(argument) })
      var written: [PresetReader.Written] = []
      try reader.collect(node, at: key, line: 1, into: &written)
      var result = preset
      try reader.apply(written, to: &result)
      return result
    }
  }
}
