import Foundation
import Testing
import Training

@Suite struct AtomicFileTests {
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
    let refused = "it exists and is not a regular file"
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
      print("AtomicFileTests: read-only folders are skipped, because root may write everywhere")
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

  /// In a process of its own, whose files may grow to 1 MB only: the write stops half way.
  @Test func aWriteThatFailsHalfWayKeepsTheOldFileAndNothingElse() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      let path = try scratch.write("file", [1, 2, 3])
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      // RLIMIT_FSIZE, which is imported with another type.
      try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
      for name in ["file", "new"] {
        #expect(
          throws: ModelFileError.unwritable(
            path: scratch.file(name), reason: "File too large")
        ) {
          try writeWhole(Data(count: 3 << 20), to: scratch.file(name))
        }
      }
      #expect(try scratch.bytes("file") == [1, 2, 3])
      #expect(scratch.names == ["file"])
      try writeWhole(Data([4]), to: path)
      #expect(try scratch.bytes("file") == [4], "with room again it is written")
    }
  }

  /// The mode is that of any other new file: what the process's mask leaves of 0666.
  @Test func theModeFollowsTheMask() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      for mask: mode_t in [0o000, 0o022, 0o027, 0o077] {
        umask(mask)
        try writeWhole(Data([1]), to: scratch.file("file"))
        var status = stat()
        try #require(stat(scratch.file("file"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o666 & ~mask)
      }
    }
  }
}
