import Datasets
import Foundation

/// A sweep as its folder records it: the request, and the preset that resulted.
/// A sweep continues in a folder only if both match, because its trials are identified by their
/// numbers.
package struct SweepPlan: Codable, Equatable, Sendable {
  package struct Axis: Codable, Equatable, Sendable {
    package var key: String
    package var values: [String]
  }

  package var format = 1
  /// The arguments that `--continue` takes up.
  package var request: SweepRequest
  package var lanes: [String]
  package var axes: [Axis]
  package var folds: Int
  /// Every line of the preset with all defaults: what the trials share.
  package var preset: [String]

  package init(_ grid: SweepGrid) {
    request = grid.asked
    lanes = grid.lanes.map(\.name)
    axes = grid.axes.map { Axis(key: $0.key, values: $0.values.map(\.text)) }
    folds = grid.folds
    preset = PresetWriter.yaml(grid.base).split(separator: "\n").map(String.init)
  }

  /// Nil if there is none yet.
  package init?(in folder: SweepFolder) throws(SweepFailure) {
    guard let bytes = FileManager.default.contents(atPath: folder.plan) else {
      guard access(folder.plan, F_OK) != 0 else {
        throw SweepFailure("\(escaped(folder.plan, limit: 400)): cannot be read")
      }
      return nil
    }
    do {
      self = try JSONDecoder().decode(SweepPlan.self, from: bytes)
    } catch {
      throw SweepFailure(
        "\(escaped(folder.plan, limit: 400)): is not the plan of a sweep; choose another --save")
    }
    guard format == 1 else {
      throw SweepFailure(
        "\(escaped(folder.plan, limit: 400)): format \(format) is unknown; this version reads 1")
    }
  }

  package func write(to folder: SweepFolder) throws(SweepFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try writeWhole(try encoder.encode(self) + Data("\n".utf8), to: folder.plan)
    } catch {
      throw SweepFailure("\(error)")
    }
  }

  /// The first difference between this sweep and another, in words; nil if there is none.
  package func difference(from other: SweepPlan) -> String? {
    func told(_ what: String, _ there: String, _ now: String) -> String {
      "\(what): \(escaped(there, limit: 200)) there, \(escaped(now, limit: 200)) now"
    }
    if folds != other.folds { return told("--folds", "\(folds)", "\(other.folds)") }
    if lanes != other.lanes {
      return told("lanes", lanes.joined(separator: ", "), other.lanes.joined(separator: ", "))
    }
    func values(_ axes: [Axis], _ key: String) -> String {
      axes.first { $0.key == key }.map { "[\($0.values.joined(separator: ", "))]" } ?? "not swept"
    }
    for axis in axes + other.axes where values(axes, axis.key) != values(other.axes, axis.key) {
      return told("--over \(axis.key)", values(axes, axis.key), values(other.axes, axis.key))
    }
    if axes.map(\.key) != other.axes.map(\.key) {
      return told(
        "order of --over", axes.map(\.key).joined(separator: ", "),
        other.axes.map(\.key).joined(separator: ", "))
    }
    return presetDifference(other)
  }

  private func presetDifference(_ other: SweepPlan) -> String? {
    guard preset != other.preset else { return nil }
    // The key that a line belongs to, by its indent: "training" of "  batch: 32".
    func path(_ lines: [String], _ place: Int) -> String {
      var names: [String] = []
      var indent = Int.max
      for line in lines[...min(place, lines.count - 1)].reversed() {
        let depth = line.prefix { $0 == " " }.count
        guard depth < indent, let name = line.split(separator: ":").first else { continue }
        names.append(name.trimmingCharacters(in: .whitespaces))
        indent = depth
      }
      return names.reversed().joined(separator: ".")
    }
    func value(_ lines: [String], _ place: Int) -> String {
      guard lines.indices.contains(place) else { return "nothing" }
      let line = lines[place].split(separator: "  #").first ?? ""
      let text = line.split(separator: ":", maxSplits: 1).last ?? line
      return text.trimmingCharacters(in: .whitespaces)
    }
    let place = zip(preset, other.preset).prefix { $0 == $1 }.count
    let lines = place < other.preset.count ? other.preset : preset
    return "the preset's \(escaped(path(lines, place))): "
      + "\(escaped(value(preset, place), limit: 200)) there, "
      + "\(escaped(value(other.preset, place), limit: 200)) now"
  }
}
