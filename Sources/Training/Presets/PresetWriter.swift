import Datasets

/// Writes a preset with every default filled in, as YAML that loads again to an equal one.
package struct PresetWriter {
  private static let width = 90
  private static let commentColumn = 34

  package static func yaml(_ preset: Preset) -> String {
    var text = ""
    var open: [String] = []
    for (path, value, comment) in entries(of: preset) {
      let parts = path.split(separator: ".").map(String.init)
      let shared = zip(open, parts.dropLast()).prefix { $0 == $1 }.count
      for depth in shared..<parts.count - 1 {
        text += indent(depth) + parts[depth] + ":\n"
      }
      open = Array(parts.dropLast())
      let line = indent(parts.count - 1) + (parts.last ?? "") + ": "
      text += commented(line + folded(value, after: line), comment) + "\n"
    }
    text += "lanes:\n"
    for lane in preset.lanes { text += "  - {\(laneText(lane, common: preset.common))}\n" }
    return text
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  private static func commented(_ line: String, _ comment: String) -> String {
    guard !comment.isEmpty, !line.contains("\n") else { return line }
    let padding = max(2, commentColumn - line.count)
    return line + String(repeating: " ", count: padding) + "# " + comment
  }

  /// The keys to write, as path, value and comment.
  private static func entries(
    of preset: Preset
  ) -> [(path: String, value: String, comment: String)] {
    PresetKeys.all.compactMap { key in
      let isText = key.path == "title" || key.path == "about"
      switch key.access {
      case .preset(_, let write):
        return (key.path, write(preset), isText ? "" : comment(of: key, in: preset))
      case .lane(_, let write):
        guard isWritten(key, in: preset) else { return nil }
        return (written(key.path), value(write(preset.common), of: key), key.meaning)
      case .lanes: return nil
      }
    }
  }

  /// Common keys are written if at least one lane uses them.
  private static func isWritten(_ key: PresetKey, in preset: Preset) -> Bool {
    guard key.isConditional, case .lane(_, let write) = key.access else {
      return isWritten(key, in: preset.common)
    }
    return preset.lanes.contains { key.conflict($0) == nil }
      || key.conflict(preset.common) == nil && write(preset.common) != key.defaultText
  }

  private static func isWritten(_ key: PresetKey, in lane: LaneConfiguration) -> Bool {
    if key.isShortForm { return false }
    // Options of another cell, optimizer or schedule are left out; a missing layer is not.
    return !key.isConditional && named(above: key) == nil || key.conflict(lane) == nil
  }

  /// The named key that this one is an option of.
  private static func named(above key: PresetKey) -> PresetKey? {
    PresetKeys.named(String(key.path.dropLast(key.lastPart.count + 1))).flatMap {
      $0.isNamed ? $0 : nil
    }
  }

  /// `on: true` rather than `on: on`.
  private static func value(_ text: String, of key: PresetKey) -> String {
    key.type == PresetRule.flag.type ? (text == "on" ? "true" : "false") : text
  }

  /// A name with options below it is a key of its own.
  private static func written(_ path: String) -> String {
    PresetKeys.children(of: path).isEmpty ? path : path + ".name"
  }

  private static func comment(of key: PresetKey, in preset: Preset) -> String {
    let source = preset.data.source.flatMap { DataSources.named($0) }
    if key.path == "data.source", let source { return source.about }
    let own: Int? =
      switch key.path {
      case "data.length" where preset.data.length == nil: source?.defaultLength
      case "data.count" where preset.data.count == nil: source?.defaultCount
      default: nil
      }
    return own.map { "the source's default: \($0)" } ?? key.meaning
  }

  /// `cell: lstm, model: {hidden: [128]}`: the differences from the common keys.
  private static func laneText(_ lane: LaneConfiguration, common: LaneConfiguration) -> String {
    var fields = ["cell: " + yamlText(lane.model.cell)]
    if lane.name != lane.model.cell { fields.append("name: " + yamlText(lane.name)) }
    var groups = Group()
    for key in PresetKeys.all where key.scope == .lane && key.path != "model.cell" {
      guard case .lane(_, let write) = key.access, isWritten(key, in: lane) else { continue }
      // Naming an optimizer or a schedule resets its options, and writing a strength switches on:
      // such keys are written together.
      let isNew =
        write(lane) != write(common) || optionsDiffer(key, lane, common)
        || key.appliesLast && strengthDiffers(key, lane, common)
      if isNew {
        groups.add(written(key.path).split(separator: ".")[...], value(write(lane), of: key))
      }
    }
    return (fields + groups.fields).joined(separator: ", ")
  }

  /// Whether the name that this key is, or is an option of, or any of its options differs.
  private static func optionsDiffer(
    _ key: PresetKey, _ lane: LaneConfiguration, _ common: LaneConfiguration
  ) -> Bool {
    guard let name = key.isNamed ? key : named(above: key) else { return false }
    let options = PresetKeys.children(of: name.path).map { "\(name.path).\($0)" }
    return ([name.path] + options).contains { path in
      guard case .lane(_, let write) = PresetKeys.named(path)?.access else { return false }
      return write(lane) != write(common)
    }
  }

  /// Whether a difference elsewhere would turn this switch on.
  private static func strengthDiffers(
    _ key: PresetKey, _ lane: LaneConfiguration, _ common: LaneConfiguration
  ) -> Bool {
    let stem = key.path.dropLast("on".count)
    let paths = key.isOfAGroup ? PresetKeys.switchingAugmentationOn : [stem + "strength"]
    return paths.contains { path in
      guard case .lane(_, let write) = PresetKeys.named(path)?.access else { return false }
      return write(lane) != write(common)
    }
  }

  /// Nested mappings in flow style, in the order in which fields were added.
  private struct Group {
    private var names: [Substring] = []
    private var values: [Substring: String] = [:]
    private var groups: [Substring: Group] = [:]

    mutating func add(_ path: ArraySlice<Substring>, _ value: String) {
      guard let name = path.first else { return }
      if !names.contains(name) { names.append(name) }
      if path.count == 1 {
        values[name] = value
      } else {
        groups[name, default: Group()].add(path.dropFirst(), value)
      }
    }

    var fields: [String] {
      names.map { name in
        if let group = groups[name] {
          return "\(name): {\(group.fields.joined(separator: ", "))}"
        }
        return "\(name): \(values[name] ?? "")"
      }
    }
  }

  /// Continues a long quoted text on the next line; a line break there is one space.
  private static func folded(_ value: String, after line: String) -> String {
    guard value.hasPrefix("\""), line.count + value.count > width else { return value }
    let indent = "\n" + String(repeating: " ", count: 2 * (line.prefix { $0 == " " }.count / 2 + 1))
    var text = ""
    var column = line.count
    for (place, word) in value.split(separator: " ", omittingEmptySubsequences: false).enumerated()
    {
      // Only between two words: spaces in a row would be lost.
      let mayBreak = place > 0 && !word.isEmpty && !text.hasSuffix(" ")
      if mayBreak, column + word.count + 1 > width {
        text += indent
        column = indent.count
      } else if place > 0 {
        text += " "
        column += 1
      }
      text += word
      column += word.count
    }
    return text
  }
}
