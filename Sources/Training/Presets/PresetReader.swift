import Datasets
import Engine

/// Turns nodes into a preset, using the table of keys.
struct PresetReader {
  static let mostLanes = 16

  /// The place of a line in what is read.
  let place: @Sendable (Int) -> PresetPlace

  /// A key with the value that was written for it.
  struct Written {
    let key: PresetKey
    let node: PresetNode
  }

  /// Reads a whole preset. `name` is the name to find it by.
  func preset(_ root: PresetNode, name: String, file: String?) throws(PresetError) -> Preset {
    guard case .mapping(let entries) = root.content else {
      throw .notAMapping(
        place(root.line), key: "", found: root.found, allowed: PresetKeys.children(of: ""))
    }
    var written: [Written] = []
    for entry in entries {
      try collect(entry.value, at: entry.key, line: entry.line, into: &written)
    }
    var preset = Preset(name: name, file: file, lanes: [])
    try apply(written, to: &preset)
    let isGiven = written.contains { $0.key.path == "lanes" }
    if !isGiven { preset.lanes = [Self.lane(of: preset.common.model.cell, in: preset)] }
    try checkConflicts(written, in: preset)
    try checkNeeds(written, in: preset)
    preset.data.seed = preset.training.seed
    return preset
  }

  /// A new lane from the common keys.
  static func lane(of cell: String, in preset: Preset) -> LaneConfiguration {
    var lane = preset.common
    lane.model.cell = cell
    lane.name = cell
    return lane
  }

  /// Applies keys written at the top or by a flag: to the preset, the common keys and the existing
  /// lanes.
  func apply(_ written: [Written], to preset: inout Preset) throws(PresetError) {
    for item in ordered(written) {
      switch item.key.access {
      case .preset(let read, _):
        try refusable(item) { (node) throws(PresetRefusal) in try read(node, &preset) }
      case .lane:
        try apply(item, to: &preset.common)
        for place in preset.lanes.indices { try apply(item, to: &preset.lanes[place]) }
      case .lanes:
        preset.lanes = try lanes(item.node, of: preset)
      }
    }
  }

  /// Refuses a key that is written but has no effect in any lane.
  func checkConflicts(_ written: [Written], in preset: Preset) throws(PresetError) {
    for item in written {
      let reasons = ([preset.common] + preset.lanes).map { item.key.conflict($0) }
      guard let reason = reasons.compactMap({ $0 }).first, !reasons.contains(nil) else { continue }
      throw .conflict(place(item.node.line), key: item.key.path, reason: reason)
    }
  }

  /// Refuses a key that leaves a lane, or one made later from the common keys, lacking something.
  func checkNeeds(_ written: [Written], in preset: Preset) throws(PresetError) {
    for item in written {
      guard let need = ([preset.common] + preset.lanes).compactMap({ item.key.need($0) }).first
      else { continue }
      throw .conflict(place(item.node.line), key: item.key.path, reason: need)
    }
  }

  func apply(_ item: Written, to lane: inout LaneConfiguration) throws(PresetError) {
    guard case .lane(let read, _) = item.key.access else { return }
    try refusable(item) { (node) throws(PresetRefusal) in try read(node, &lane) }
  }

  private func refusable(
    _ item: Written, _ read: (PresetNode) throws(PresetRefusal) -> Void
  ) throws(PresetError) {
    do throws(PresetRefusal) {
      try read(item.node)
    } catch {
      throw .value(
        place(error.node.line), key: item.key.path, found: error.node.found, why: error.why,
        allowed: item.key.allowed)
    }
  }

  /// A name before its options, `lanes` after the keys they are made from, switches after strengths
  /// (which switch on), and a group's switch after those of its members.
  func ordered(_ written: [Written]) -> [Written] {
    (0...4).flatMap { place in written.filter { Self.rank($0.key) == place } }
  }

  /// The place of a key in that order.
  static func rank(_ key: PresetKey) -> Int {
    if case .lanes = key.access { return 4 }
    if key.appliesLast { return key.isOfAGroup ? 3 : 2 }
    return PresetKeys.children(of: key.path).isEmpty ? 1 : 0
  }

  /// Adds what `node` sets for the key at `path` and the keys below it.
  func collect(
    _ node: PresetNode, at path: String, line: Int, into written: inout [Written]
  ) throws(PresetError) {
    let leaf = PresetKeys.named(path)
    let children = PresetKeys.children(of: path)
    let isNamed = leaf?.isNamed == true
    if case .mapping(let entries) = node.content, isNamed || !children.isEmpty {
      for entry in entries {
        let isName = entry.key == "name" && isNamed
        try collect(
          entry.value, at: isName ? path : path + "." + entry.key, line: entry.line,
          into: &written)
      }
      return
    }
    guard let leaf else {
      if children.isEmpty { throw unknown(path, line) }
      throw .notAMapping(place(line), key: path, found: node.found, allowed: children)
    }
    if written.contains(where: { $0.key.path == path }) {
      throw .duplicateKey(place(line), key: path)
    }
    written.append(Written(key: leaf, node: node))
  }

  private func unknown(_ path: String, _ line: Int) -> PresetError {
    var known = ""
    var rest = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    while rest.count > 1, !PresetKeys.children(of: join(known, rest[0])).isEmpty {
      known = join(known, rest.removeFirst())
    }
    let siblings = PresetKeys.children(of: known)
    var suggestion = nearest(to: rest[0], among: siblings).map { join(known, $0) }
    if suggestion == nil {
      // Right word, wrong place.
      let same = PresetKeys.all.filter { $0.lastPart == rest.last && !$0.isShortForm }
      suggestion = same.count == 1 ? same[0].path : nil
    }
    return .unknownKey(
      place(line), key: path, nearest: suggestion, allowed: siblings)
  }

  private func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : path + "." + name
  }
}
