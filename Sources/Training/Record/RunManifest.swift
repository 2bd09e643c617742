import Datasets
import Engine
import Foundation

/// The command, the data and the machine that a run was started with: `manifest.json` in its
/// folder.
package struct RunManifest: Sendable, Equatable, Codable {

  /// Of the folder: its record and its checkpoints.
  package var format = RecordedSession.format
  package var version: String
  /// The words of the command line.
  package var command: [String]
  package var preset: String
  package var lanes: [String]
  package var seed: UInt64
  package var threads: Int
  /// UTC, as ISO 8601.
  package var start: String
  package var host: String
  package var processor: String
  package var blasCore: String
  package var data: RunData
  /// Model files that lanes start from.
  package var models: [StartModel]
  /// Digest of `run.yaml`.
  package var presetDigest: String

  package struct RunData: Sendable, Equatable, Codable {
    /// Nil: made by the program.
    package var file: String?
    package var bytes: Int?
    /// Of what is fed and asked (`Dataset.digest`).
    package var digest: String
  }

  package struct StartModel: Sendable, Equatable, Codable {
    package var file: String
    /// Of its bytes.
    package var digest: String
  }

  /// Who started a run.
  package struct Origin: Sendable {
    package var version: String
    package var command: [String]
    package var processor: String

    package init(version: String, command: [String], processor: String) {
      (self.version, self.command, self.processor) = (version, command, processor)
    }
  }

  /// - Parameter yaml: what `run.yaml` holds.
  package init(
    _ origin: Origin, _ preset: Preset, _ dataset: Dataset, threads: Int, yaml: String
  ) {
    version = origin.version
    command = origin.command
    self.preset = preset.name
    lanes = preset.lanes.map(\.name)
    seed = preset.training.seed
    self.threads = threads
    start = Self.now
    host = ProcessInfo.processInfo.hostName
    processor = origin.processor
    blasCore = LinearAlgebra.coreName
    data = RunData(preset, dataset)
    models = StartModel.all(of: preset)
    presetDigest = Self.digest(of: yaml)
  }

  static func digest(of text: String) -> String {
    var digest = WordDigest()
    digest.add(text)
    return digest.text
  }

  static var now: String { ISO8601DateFormatter().string(from: Date()) }

  package var text: String { JSONLine.text(self) + "\n" }

  private enum CodingKeys: String, CodingKey {
    case format, version, command, preset, lanes, seed, threads, start, host, processor
    case blasCore = "blas_core"
    case data, models
    case presetDigest = "preset_digest"
  }

  /// Differences of this machine and program that may change bits.
  package func differences(from origin: Origin) -> [String] {
    let facts = [
      ("version", version, origin.version), ("processor", processor, origin.processor),
      ("BLAS core", blasCore, LinearAlgebra.coreName),
    ]
    return facts.filter { $0.1 != $0.2 }.map { "\($0.0) \($0.1), now \($0.2)" }
  }

  /// The first input of the run that has changed since; nil: none has.
  func otherInput(_ preset: Preset, _ dataset: Dataset) -> String? {
    if let difference = data.difference(from: RunData(preset, dataset)) {
      return "these are not the data that the run was trained on: \(difference)"
    }
    let now = StartModel.all(of: preset)
    return models.first { model in !now.contains { $0.digest == model.digest } }.map {
      "model.from: \(escaped($0.file, limit: 400)): this is not the model that the run started from"
    }
  }
}

extension RunManifest.StartModel {
  /// Each once, in the order of the lanes.
  fileprivate static func all(of preset: Preset) -> [Self] {
    var models: [Self] = []
    for path in preset.asRun.lanes.compactMap(\.model.from) {
      let file = Transfer.find(path, preset.dataFolders)
      guard !models.contains(where: { $0.file == file }),
        let bytes = FileManager.default.contents(atPath: file)
      else { continue }
      var digest = WordDigest()
      digest.add(bytes)
      models.append(Self(file: file, digest: digest.text))
    }
    return models
  }
}

extension RunManifest.RunData {
  package init(_ preset: Preset, _ dataset: Dataset) {
    digest = dataset.digest
    guard let name = preset.data.file,
      let path = try? DataFiles(folders: preset.dataFolders).path(of: name)
    else { return }
    file = path
    var facts = stat()
    if stat(path, &facts) == 0 { bytes = Int(facts.st_size) }
  }

  /// The first difference of the data; nil: they are the same.
  package func difference(from now: Self) -> String? {
    if digest != now.digest { return "digest \(now.digest), the run's is \(digest)" }
    if bytes != now.bytes {
      return "\(now.bytes.map { "\($0)" } ?? "no") bytes, the run's are "
        + (bytes.map { "\($0)" } ?? "none")
    }
    return nil
  }
}
