import Datasets
import Foundation
import Telemetry

/// A session at one step, as a safetensors file: large arrays as tensors, everything else as JSON
/// in the metadata. `SessionDriver+Checkpoints` decides when, `RunArchive` writes it.
package struct Checkpoint: Sendable {
  /// Format of these files; any other is refused.
  package static let format = 3
  private static let key = "rnn-tui.checkpoint"
  private static let stateKey = "rnn-tui.state"

  package var state: SessionState
  package var record: RecordPlace

  /// The record as far as it was written at that step.
  package struct RecordPlace: Sendable, Equatable, Codable {
    package var bytes: Int
    package var digest: String
  }

  package init(_ state: SessionState, _ record: RecordPlace) {
    (self.state, self.record) = (state, record)
  }

  package enum Failure: Error, CustomStringConvertible {
    case file(ModelFileError)
    /// With the reason.
    case damaged(String, String)
    case otherFormat(String, Int)

    package var description: String {
      switch self {
      case .file(let error): error.description
      case .damaged(let path, let reason): "\(escaped(path, limit: 400)): \(reason)"
      case .otherFormat(let path, let format):
        "\(escaped(path, limit: 400)): its format is \(format), this version reads \(Checkpoint.format)"
      }
    }
  }

  private struct Metadata: Codable {
    var format: Int
    var record: RecordPlace
    /// Digest of the state's text and all tensors.
    var digest: String
  }

  package func write(to path: String) throws(ModelFileError) {
    var file = TensorFile()
    var bare = state
    var digest = WordDigest()
    bare.forEachArray { name, values in
      file.tensors[name] = .init([values.count], values)
      digest.add(values)
      values = []
    }
    let text = String(decoding: CodedState.bytes(bare), as: UTF8.self)
    digest.add(text)
    digest.add(record.bytes)
    digest.add(record.digest)
    file.metadata[Self.stateKey] = text
    file.metadata[Self.key] = JSONLine.text(
      Metadata(format: Self.format, record: record, digest: digest.text))
    try file.write(to: path)
  }

  package init(contentsOf path: String) throws(Failure) {
    let file: TensorFile
    do { file = try TensorFile(contentsOf: path) } catch { throw .file(error) }
    guard let text = file.metadata[Self.key],
      let metadata = try? JSONLine.value(Metadata.self, text)
    else { throw .damaged(path, "it is not a checkpoint") }
    guard metadata.format == Self.format else { throw .otherFormat(path, metadata.format) }
    guard let text = file.metadata[Self.stateKey],
      var state = try? CodedState.value(SessionState.self, Data(text.utf8))
    else { throw .damaged(path, "its state cannot be read") }
    var missing: String?
    var digest = WordDigest()
    state.forEachArray { name, values in
      guard case .floats(let found) = file.tensors[name]?.values else {
        missing = missing ?? name
        return
      }
      values = found
      digest.add(found)
    }
    if let missing { throw .damaged(path, "\(escaped(missing)) is missing") }
    digest.add(text)
    digest.add(metadata.record.bytes)
    digest.add(metadata.record.digest)
    guard digest.text == metadata.digest else {
      throw .damaged(path, "its contents do not match its digest")
    }
    self.init(state, metadata.record)
  }
}

extension SessionState {
  /// Calls `body` with each large array and its name in the file.
  fileprivate mutating func forEachArray(_ body: (String, inout [Float]) -> Void) {
    for place in lanes.indices {
      lanes[place].forEachArray("lane.\(lanes[place].id.number)", body)
    }
  }
}

extension LaneState {
  fileprivate mutating func forEachArray(
    _ name: String, _ body: (String, inout [Float]) -> Void
  ) {
    body("\(name).weights", &weights)
    for place in moments.indices { body("\(name).moments.\(place)", &moments[place]) }
    for place in carriedStates.indices { body("\(name).carried.\(place)", &carriedStates[place]) }
    if var model = best {
      body("\(name).best", &model.weights)
      best = model
    }
    if case .state(var earlier) = before {
      earlier.forEachArray("\(name).before", body)
      before = .state(earlier)
    }
  }
}
