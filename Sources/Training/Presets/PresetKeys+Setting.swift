extension PresetKeys {
  /// Sets a key of one lane as a preset or `--set` would. Commands change lanes this way.
  package static func set(
    _ path: String, to value: String, in lane: inout LaneConfiguration
  ) throws(PresetError) {
    let item = try changeable(path, value: value, place: .argument("\(path)=\(value)"))
    try PresetReader(place: { _ in .argument("\(path)=\(value)") }).apply(item, to: &lane)
  }

  /// The current value of a key of one lane, as YAML.
  package static func value(_ path: String, in lane: LaneConfiguration) -> String? {
    guard case .lane(_, let write) = named(path)?.access else { return nil }
    return write(lane)
  }

  /// The key and its value, if the key can change while training and the value is allowed.
  static func changeable(
    _ path: String, value: String, place: PresetPlace
  ) throws(PresetError) -> PresetReader.Written {
    let reader = PresetReader(place: { _ in place })
    let node = try node(of: value, place: reader.place)
    var written: [PresetReader.Written] = []
    try reader.collect(node, at: path, line: 1, into: &written)
    guard written.count == 1, written[0].key.changesWhileTraining else {
      throw .unchangeable(place, key: path, allowed: changeablePaths)
    }
    var lane = LaneConfiguration(name: "")
    try reader.apply(written[0], to: &lane)
    return written[0]
  }

  /// The value of an assignment on the command line.
  static func node(
    of value: String, place: @escaping @Sendable (Int) -> PresetPlace
  ) throws(PresetError) -> PresetNode {
    if value.utf8.count > PresetText.limit {
      throw .syntax(place(1), reason: "longer than \(PresetText.limit) bytes")
    }
    return try PresetText.parse(value, place: place)
      ?? PresetNode(content: .scalar("", isPlain: true), line: 1)
  }
}
