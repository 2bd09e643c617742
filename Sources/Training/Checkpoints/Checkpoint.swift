import Datasets
import Foundation
import Telemetry

/// A session at a step, as a safetensors file: the large arrays as tensors, all else as JSON in the
/// metadata.
package struct Checkpoint: Sendable {
  /// Of these files; another one is refused.
  package static let format = 1
  private static let key = "rnn-tui.checkpoint"

  package var state: SessionState
  /// Bytes of the record that were written by then.
  package var offset: Int

  package init(_ state: SessionState, offset: Int) {
    (self.state, self.offset) = (state, offset)
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
    var offset: Int
    /// Of all tensors.
    var digest: String
    var state: SessionState
  }

  private struct Format: Codable { var format: Int }

  package func write(to path: String) throws(ModelFileError) {
    var file = TensorFile()
    var bare = state
    var digest = WordDigest()
    bare.forEachArray { name, values in
      file.tensors[name] = .init([values.count], values)
      digest.add(values)
      values = []
    }
    let metadata = Metadata(
      format: Self.format, offset: offset, digest: digest.text, state: bare)
    file.metadata[Self.key] = String(decoding: CodedState.bytes(metadata), as: UTF8.self)
    try file.write(to: path)
  }

  package init(contentsOf path: String) throws(Failure) {
    let file: TensorFile
    do { file = try TensorFile(contentsOf: path) } catch { throw .file(error) }
    guard let text = file.metadata[Self.key] else { throw .damaged(path, "it is no checkpoint") }
    let bytes = Data(text.utf8)
    if let format = try? CodedState.value(Format.self, bytes).format, format != Self.format {
      throw .otherFormat(path, format)
    }
    var metadata: Metadata
    do {
      metadata = try CodedState.value(Metadata.self, bytes)
    } catch {
      throw .damaged(path, "its state cannot be read")
    }
    var missing: String?
    var digest = WordDigest()
    metadata.state.forEachArray { name, values in
      guard case .floats(let found) = file.tensors[name]?.values else {
        missing = missing ?? name
        return
      }
      values = found
      digest.add(found)
    }
    if let missing { throw .damaged(path, "\(escaped(missing)) is missing") }
    guard digest.text == metadata.digest else {
      throw .damaged(path, "its numbers are not those that were written")
    }
    (state, offset) = (metadata.state, metadata.offset)
  }
}

extension SessionState {
  /// Each large array, with the name that it has in a file.
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
