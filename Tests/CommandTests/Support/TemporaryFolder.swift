import Foundation

/// A folder that is removed with the last one who uses it. Its path is short: a socket's may have
/// no more than 107 bytes.
final class TemporaryFolder {
  let path: String
  var url: URL { URL(fileURLWithPath: path, isDirectory: true) }

  init() throws {
    var template = Array("/tmp/rnn-tui-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw CocoaError(.fileWriteUnknown)
    }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: url.appendingPathComponent(name))
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func text(_ name: String) -> String {
    let bytes = try? Data(contentsOf: url.appendingPathComponent(name))
    return String(decoding: bytes ?? Data(), as: UTF8.self)
  }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

  /// The files of a folder in it, sorted.
  func files(_ name: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name)) ?? []).sorted()
  }

  /// Those of a folder that hold a lane's weights.
  func models(_ name: String) -> [String] {
    files(name).filter { $0.hasSuffix(".safetensors") }
  }

  /// Takes a folder away at once, also while a program goes on writing there.
  func takeAway(_ name: String) throws {
    guard rename(path + "/" + name, path + "/" + UUID().uuidString) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
  }

  /// Puts a file in a folder's place, also while a program may make the folder anew.
  func replaceByFile(_ name: String) throws {
    try write([], to: name + "-replacement")
    while rename(path + "/" + name + "-replacement", path + "/" + name) != 0 { try takeAway(name) }
  }
}
