import Datasets
import Foundation
import Testing

/// A folder of its own that is gone with the test.
final class Scratch {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/datasets-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  func load(_ configuration: DataConfiguration) throws(DatasetError) -> Dataset {
    try loadDataset(configuration, relativeTo: [folder]) { _ in }
  }

  /// The message of the error that loading ends in; nil when it succeeds.
  func message(_ configuration: DataConfiguration) -> String? {
    do throws(DatasetError) {
      _ = try load(configuration)
      return nil
    } catch {
      return error.description.replacingOccurrences(of: folder, with: "FOLDER")
    }
  }
}

/// A folder above the package with data too large to keep here; nil, with a notice, when missing.
func sharedData(_ name: String) -> String? { shared("data/" + name) }

/// A file that people had and that was once misread; nil where it is not there.
func fieldFile(_ name: String) -> String? { shared("field/" + name) }

private func shared(_ name: String) -> String? {
  var root = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { root.deleteLastPathComponent() }
  let path = root.appendingPathComponent("../shared/" + name).standardized.path
  if FileManager.default.fileExists(atPath: path) { return path }
  print("skipped: \(path) is missing")
  return nil
}

/// `presets/data` of the package.
var presetData: String {
  var root = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { root.deleteLastPathComponent() }
  return root.appendingPathComponent("presets/data").path
}

/// Loads a configuration that needs no file.
func generate(_ configuration: DataConfiguration) throws -> Dataset {
  try loadDataset(configuration, relativeTo: []) { _ in }
}
