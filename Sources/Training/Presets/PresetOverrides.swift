import Datasets
import Engine
import Foundation

/// Changes to a preset by the command line.
package struct PresetOverrides: Sendable, Equatable {
  package var data: String?
  package var target: String?
  /// "rnn,lstm,gru"
  package var cells: String?
  /// The names of the lanes that stay: "irnn,gru"
  package var lanes: String?
  /// "KEY=VALUE" with YAML after the sign, in order.
  package var sets: [String] = []
  /// The values of one combination of a sweep, after `sets`.
  package var swept: [SweptValue] = []
  package var seed: UInt64?
  package var maxSteps: Int?
  package var maxEpochs: Int?
  /// Opened for questions about `data` before it is loaded.
  private let opened = OpenedFiles()

  package init() {}

  /// The preset with these overrides; errors name the flag.
  package func apply(to preset: Preset) throws(PresetError) -> Preset {
    let before = preset.data
    var preset = preset
    if let data { replaceData(data, in: &preset) }
    if let target { preset.data.targets = [try Self.nonEmpty(target, "--target")] }
    if let cells { try Self.choose(cells: cells, in: &preset) }
    if let lanes { try Self.choose(lanes: lanes, in: &preset) }
    var written: [Assignment] = []
    for text in sets { written.append(try Self.set(text, in: &preset)) }
    for value in swept {
      written.append(try Self.set(value.key, to: value.node, by: value.argument, in: &preset))
    }
    let numbers: [(String, String, String?)] = [
      ("--seed", "training.seed", seed.map { "\($0)" }),
      ("--max-steps", "training.max_steps", maxSteps.map { "\($0)" }),
      ("--max-epochs", "training.max_epochs", maxEpochs.map { "\($0)" }),
    ]
    for case (let flag, let key, let value?) in numbers {
      written.append(try Self.set(key, to: value, by: "\(flag) \(value)", in: &preset))
    }
    let keys = written.flatMap { $0.written.map(\.key.path) }
    if data != nil { Self.keepWindow(before, written: keys, in: &preset) }
    if data != nil || keys.contains("data.file"), !keys.contains("training.pace") {
      Self.dropPace(of: &preset)
    }
    // After all of them: one may set what another needs.
    for (reader, keys) in written { try reader.checkNeeds(keys, in: preset) }
    preset.data.seed = preset.training.seed
    preset.describe(dataInPlaceOf: before)
    return preset
  }

  /// The file and its options; errors in them are found when they are applied to a preset.
  var asked: DataConfiguration { onAnyPreset?.data ?? DataConfiguration(file: data) }

  /// The requested loss.
  var loss: ModelLoss? { onAnyPreset?.common.model.loss }

  /// The options that decide which preset suits, applied to any preset.
  private var onAnyPreset: Preset? {
    guard var preset = try? PresetLibrary(folders: []).load("compare") else { return nil }
    preset.data = DataConfiguration(file: data)
    preset.data.opened = opened
    preset.data.targets = target.map { [$0] } ?? []
    for text in sets where text.hasPrefix("data.") || text.hasPrefix("model.loss=") {
      _ = try? Self.set(text, in: &preset)
    }
    return preset
  }

  /// The file is looked up from the current folder, not the preset's. The preset's settings for its
  /// own data's columns and length do not apply to it.
  private func replaceData(_ file: String, in preset: inout Preset) {
    let before = preset.data
    var data = DataConfiguration(file: file, split: before.split, seed: before.seed)
    data.opened = opened
    (data.folds, data.fold) = (before.folds, before.fold)
    preset.data = data
    preset.dataFolders = ["."]
  }

  /// Keeps the preset's windows if the file is cut into windows and no others are requested.
  private static func keepWindow(
    _ before: DataConfiguration, written: [String], in preset: inout Preset
  ) {
    // If there is no such file, loading reports it.
    guard let name = preset.data.source ?? (try? recognise(preset.data, relativeTo: ["."]).source),
      DataSources.named(name)?.keys.contains(.window) == true
    else { return }
    if !written.contains("data.window") { preset.data.window = before.window }
    if !written.contains("data.horizon") { preset.data.horizon = before.horizon }
    if !written.contains("data.stride") { preset.data.stride = before.stride }
  }

  /// A pace only suits the data that the preset was made for.
  private static func dropPace(of preset: inout Preset) {
    guard let pace = preset.training.pace else { return }
    preset.training.pace = nil
    for lane in preset.lanes.indices { preset.lanes[lane].training.pace = nil }
    preset.notes.append(
      "own data: the pace of \(preset.name), \(pace) steps a second, is not used")
  }

  private static func nonEmpty(_ text: String, _ flag: String) throws(PresetError) -> String {
    if text.isEmpty { throw .argument(flag, reason: "a name or a number is needed") }
    return text
  }

  /// For each cell, the preset's lanes with that cell, else a new lane from the common keys.
  private static func choose(cells: String, in preset: inout Preset) throws(PresetError) {
    let names = cells.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let rule = PresetRule<String>.name(CellRegistry.names)
    var chosen: [LaneConfiguration] = []
    for (place, name) in names.enumerated() {
      let argument = "--cells \(cells)"
      let node = PresetNode(content: .scalar(name, isPlain: true), line: 1)
      do throws(PresetRefusal) {
        _ = try rule.read(node)
      } catch {
        throw .value(
          .argument(argument), key: "cell \(place + 1)", found: node.found, why: error.why,
          allowed: rule.allowed)
      }
      if names[..<place].contains(name) {
        throw .argument(argument, reason: "\(name) is given twice; name each cell once")
      }
      let own = preset.lanes.filter { $0.model.cell == name }
      chosen += own.isEmpty ? [PresetReader.lane(of: name, in: preset)] : own
    }
    preset.lanes = PresetReader.named(chosen)
  }

  /// The lanes of these names, in their order in the preset.
  private static func choose(lanes: String, in preset: inout Preset) throws(PresetError) {
    let names = lanes.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let existing = preset.lanes.map(\.name)
    for name in names where !existing.contains(name) {
      throw .argument(
        "--lanes \(lanes)",
        reason: "there is no lane \(quoted(name)); lanes: "
          + existing.map { escaped($0) }.joined(separator: ", "))
    }
    preset.lanes = preset.lanes.filter { names.contains($0.name) }
  }

  /// The keys that one flag sets.
  private typealias Assignment = (reader: PresetReader, written: [PresetReader.Written])

  /// One `--set KEY=VALUE`.
  private static func set(
    _ text: String, in preset: inout Preset
  ) throws(PresetError) -> Assignment {
    let (key, value) = try assignment(text, flag: "--set")
    return try set(key, to: value, by: "--set \(text)", in: &preset)
  }

  /// Splits "KEY=VALUE".
  static func assignment(
    _ text: String, flag: String
  ) throws(PresetError) -> (key: String, value: String) {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw .argument(
        "\(flag) \(text)", reason: "KEY=VALUE is needed, such as training.learning_rate=0.01")
    }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  private static func set(
    _ key: String, to value: String, by argument: String, in preset: inout Preset
  ) throws(PresetError) -> Assignment {
    var node = try PresetKeys.node(of: value) { _ in .argument(argument) }
    // Nobody comments on a flag: a # belongs to the name, as in `Sentence #`.
    if case .scalar(_, isPlain: true) = node.content, value.contains(" #") {
      node = PresetNode(
        content: .scalar(value.trimmingCharacters(in: .whitespaces), isPlain: true), line: 1)
    }
    return try set(key, to: node, by: argument, in: &preset)
  }

  private static func set(
    _ key: String, to node: PresetNode, by argument: String, in preset: inout Preset
  ) throws(PresetError) -> Assignment {
    let reader = PresetReader(place: { _ in .argument(argument) })
    var written: [PresetReader.Written] = []
    try reader.collect(node, at: key, line: 1, into: &written)
    // One cell for all lanes leaves one lane.
    let cell = written.first { $0.key.path == "model.cell" }
    written.removeAll { $0.key.path == "model.cell" }
    try reader.apply(written, to: &preset)
    if let cell {
      try reader.apply(cell, to: &preset.common)
      try choose(cells: preset.common.model.cell, in: &preset)
    }
    try reader.checkConflicts(written, in: preset)
    let files = ["data.file", "data.validation", "data.test", "model.from"]
    if written.contains(where: { files.contains($0.key.path) }) {
      preset.dataFolders = ["."] + preset.dataFolders.filter { $0 != "." }
    }
    return (reader, written)
  }
}
