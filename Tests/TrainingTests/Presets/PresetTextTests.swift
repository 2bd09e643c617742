import Foundation
import Testing
import Training

struct PresetTextTests {
  static let hostile: [(yaml: String, message: String)] = [
    ("title: " + String(repeating: "[", count: 10_000), "nested too deeply; at most 12 levels"),
    ("title: " + String(repeating: "{a: ", count: 10_000), "nested too deeply"),
    (String(repeating: "- ", count: 10_000) + "x", "nested too deeply"),
    (String(repeating: "? ", count: 10_000) + "x", "nested too deeply"),
    ("a: &a [x]\nb: [*a]", "p.yaml, line 2: anchors and aliases"),
    ("title: &a x", "p.yaml, line 1: anchors and aliases"),
    ("title: *a", "p.yaml, line 1: not YAML: found undefined alias"),
    ("title: a\n---\ntitle: b", "a second document starts; a preset has only one"),
    ("title: !!python/object x", "is not used in presets; remove it"),
    ("training:\n\tbatch: 3", "p.yaml, line 2: not YAML"),
    ("data: {source: add", "p.yaml, line 2: not YAML: while parsing a flow mapping, line 1"),
    ("# only a comment", "p.yaml: is empty"),
    (String(repeating: "# comment\n", count: 8000), "p.yaml: is empty"),
    ("? [a]\n: 3", "p.yaml, line 1: not YAML: a key must be a word"),
  ]

  @Test(arguments: hostile.indices)
  func hostileYAMLIsRefused(place: Int) {
    let (yaml, expected) = Self.hostile[place]
    #expect(message(yaml).contains(expected), "\(message(yaml))")
  }

  static let files: [(bytes: [UInt8], message: String)] = [
    ([], ": is empty; a preset has at least one key, such as title"),
    (Array("\n \n".utf8), ": is empty; a preset has at least one key, such as title"),
    (Array("title: a\nx\u{0}".utf8), ", line 2: control character; the file is binary or UTF-16"),
    ([0xFF, 0xFE, 0x61, 0x00], ", line 1: control character"),
    (Array("title: a\n".utf8) + [0xE9, 0xE8], ", line 2: not UTF-8; is it Latin-1?"),
    (Array(repeating: 0x23, count: 1 << 20 + 1), ": is longer than 1048576 bytes"),
  ]

  @Test(arguments: files.indices)
  func badBytesAreRefused(place: Int) throws {
    try withTemporaryFolder { folder in
      let file = folder + "/p.yaml"
      try Data(Self.files[place].bytes).write(to: URL(fileURLWithPath: file))
      let text = try #require(errorText(file))
      #expect(text.hasPrefix(file + Self.files[place].message), "\(text)")
    }
  }

  @Test func aByteOrderMarkIsLeftOut() throws {
    try withTemporaryFolder { folder in
      try write("\u{FEFF}title: x", to: folder + "/p.yaml")
      #expect(try Preset(contentsOf: folder + "/p.yaml").title == "x")
    }
  }

  @Test func onlyOrdinaryFilesAreRead() throws {
    try withTemporaryFolder { folder in
      #expect(mkfifo(folder + "/p.yaml", 0o600) == 0)
      #expect(errorText(folder + "/p.yaml")?.contains("is a pipe") == true)
      #expect(errorText(folder)?.contains("is a directory") == true)
      #expect(errorText("/dev/zero")?.contains("is a device") == true)
      #expect(errorText(folder + "/q.yaml") == folder + "/q.yaml: no such file")
    }
  }

  /// Cut at any place a preset is read or refused, never worse.
  @Test func truncatedPresetsNeverTrap() {
    let bytes = Array(EmbeddedPresets.compare.utf8)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      _ = read(String(decoding: bytes[..<length], as: UTF8.self))
    }
  }

  private func errorText(_ file: String) -> String? {
    do throws(PresetError) {
      _ = try Preset(contentsOf: file)
      return nil
    } catch {
      return error.description
    }
  }
}
