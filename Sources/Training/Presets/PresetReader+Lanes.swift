import Datasets

extension PresetReader {
  /// The keys at the top of a lane.
  private static let laneGroups =
    ["cell", "name", "model", "training", "regularizers", "augmentation", "early_stopping"]

  /// The lanes of a list: in each, its own keys override the common ones.
  func lanes(_ node: PresetNode, of preset: Preset) throws(PresetError) -> [LaneConfiguration] {
    let key = PresetKeys.named("lanes")
    guard case .list(let items) = node.content, (1...Self.mostLanes).contains(items.count) else {
      let isList = if case .list = node.content { true } else { false }
      throw .value(
        place(node.line), key: "lanes", found: isList ? "a list of another length" : node.found,
        why: isList ? .range : .type(wanted: key?.type ?? ""),
        allowed: isList ? key?.type ?? "" : key?.allowed ?? "")
    }
    var lanes: [LaneConfiguration] = []
    for (number, item) in items.enumerated() {
      lanes.append(try lane(item, number: number + 1, of: preset))
    }
    return Self.named(lanes)
  }

  private func lane(
    _ item: PresetNode, number: Int, of preset: Preset
  ) throws(PresetError) -> LaneConfiguration {
    let path = "lanes.\(number)"
    guard case .mapping(let entries) = item.content else {
      throw .notAMapping(
        place(item.line), key: path, found: item.found, allowed: Self.laneGroups)
    }
    var lane = preset.common
    lane.name = ""
    var written: [Written] = []
    for entry in entries {
      if entry.key == "name" {
        lane.name = try laneName(entry.value)
        continue
      }
      guard Self.laneGroups.contains(entry.key) else { throw unknownInLane(entry, path) }
      let key = entry.key == "cell" ? "model.cell" : entry.key
      try collect(entry.value, at: key, line: entry.line, into: &written)
    }
    for item in ordered(written) {
      guard item.key.scope == .lane else {
        throw .sharedByLanes(place(item.node.line), key: item.key.path)
      }
      try apply(item, to: &lane)
    }
    for item in written {
      guard let reason = item.key.conflict(lane) ?? item.key.need(lane) else { continue }
      throw .conflict(place(item.node.line), key: item.key.path, reason: reason)
    }
    return lane
  }

  private func laneName(_ node: PresetNode) throws(PresetError) -> String {
    let rule = PresetRule<String>.laneName
    do throws(PresetRefusal) {
      return try rule.read(node)
    } catch {
      throw .value(
        place(node.line), key: "name", found: node.found, why: error.why, allowed: rule.allowed)
    }
  }

  private func unknownInLane(_ entry: PresetNode.Entry, _ path: String) -> PresetError {
    let top = String(entry.key.prefix { $0 != "." })
    if ["title", "about", "data", "lanes"].contains(top) {
      return .sharedByLanes(place(entry.line), key: entry.key)
    }
    return .unknownKey(
      place(entry.line), key: "\(path).\(entry.key)",
      nearest: nearest(to: entry.key, among: Self.laneGroups), allowed: Self.laneGroups)
  }

  /// Lanes without a name get their cell's; later duplicates, ignoring case, get a number.
  static func named(_ lanes: [LaneConfiguration]) -> [LaneConfiguration] {
    var taken = Set(lanes.map { $0.name.lowercased() })
    var seen: Set<String> = []
    return lanes.map { lane in
      var lane = lane
      let wanted = lane.name.isEmpty ? lane.model.cell : lane.name
      let isFirst =
        lane.name.isEmpty ? !taken.contains(wanted) : !seen.contains(wanted.lowercased())
      lane.name = wanted
      var number = 2
      if !isFirst {
        while taken.contains(lane.name.lowercased()) {
          lane.name = "\(wanted.prefix(28))-\(number)"
          number += 1
        }
      }
      taken.insert(lane.name.lowercased())
      seen.insert(lane.name.lowercased())
      return lane
    }
  }
}
