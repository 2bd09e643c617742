import Foundation
import Testing
import Training

@Suite struct WholeFileTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func reason(_ path: String) -> String? { reason([9], path) }

  private func reason(_ bytes: [UInt8], _ path: String) -> String? {
    do {
      try writeWhole(Data(bytes), to: path)
      return nil
    } catch {
      guard case .unwritable(path, let reason) = error else { return "\(error)" }
      return reason
    }
  }

  @Test(arguments: [0, 1, 100_000])
  func writesAndReplaces(_ count: Int) throws {
    let old = try scratch.write("old", [1, 2, 3])
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    for (name, path) in [("new", scratch.file("new")), ("old", old)] {
      #expect(reason(bytes, path) == nil)
      #expect(try scratch.bytes(name) == bytes)
    }
    #expect(scratch.names == ["new", "old"], "no temporary file stays")
  }

  @Test func aMissingFolderIsAnError() {
    #expect(reason(scratch.file("nowhere/file")) == "No such file or directory")
    #expect(scratch.names.isEmpty)
  }

  @Test func onlyARegularFileIsReplaced() throws {
    let refused = "it is there and not a regular file"
    try #require(mkdir(scratch.file("folder"), 0o777) == 0)
    try #require(mkfifo(scratch.file("pipe"), 0o666) == 0)
    let target = try scratch.write("target", [1])
    try #require(symlink(target, scratch.file("link")) == 0)
    for name in ["folder", "pipe", "link"] {
      #expect(reason(scratch.file(name)) == refused)
    }
    #expect(reason("/dev/null") == refused)
    #expect(scratch.names == ["folder", "link", "pipe", "target"])
    #expect(try scratch.bytes("target") == [1])
  }

  @Test func failureKeepsTheOldFile() throws {
    // The name has room for itself, and none for the temporary file's ending.
    let name = String(repeating: "n", count: 255)
    let path = try scratch.write(name, [1, 2, 3])
    #expect(reason(path) == "File name too long")
    #expect(try scratch.bytes(name) == [1, 2, 3])
    #expect(scratch.names == [name])
  }

  @Test func aFolderThatCannotBeWrittenKeepsTheOldFile() throws {
    guard geteuid() != 0 else {
      print("WholeFileTests: read-only folders are skipped, because root may write everywhere")
      return
    }
    try #require(mkdir(scratch.file("readonly"), 0o755) == 0)
    let path = try scratch.write("readonly/file", [1])
    try #require(chmod(scratch.file("readonly"), 0o555) == 0)
    #expect(reason(path) == "Permission denied")
    #expect(try scratch.bytes("readonly/file") == [1])
  }

  @Test func whatAKilledRunLeftIsNotInTheWay() throws {
    let stale = "file.\(getpid()).tmp"
    let other = try scratch.write("other", [7])
    try #require(symlink(other, scratch.file(stale)) == 0)
    #expect(reason([5], scratch.file("file")) == nil)
    #expect(try scratch.bytes("file") == [5])
    #expect(try scratch.bytes("other") == [7], "a link is not followed")
    #expect(scratch.names == ["file", "other"])
  }

  /// The mode is that of any other new file: what the process's mask leaves of 0666.
  @Test func theModeFollowsTheMask() throws {
    let path = scratch.file("file")
    let plain = scratch.file("plain")
    #expect(reason(path) == nil)
    let descriptor = open(plain, O_WRONLY | O_CREAT, 0o666)
    try #require(descriptor >= 0)
    close(descriptor)
    var (written, wanted) = (stat(), stat())
    try #require(stat(path, &written) == 0 && stat(plain, &wanted) == 0)
    #expect(written.st_mode == wanted.st_mode)
  }
}
