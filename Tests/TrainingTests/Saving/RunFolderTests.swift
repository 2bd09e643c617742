import Foundation
import Testing
import Training

@Suite struct RunFolderTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func failure(_ path: String) -> String? {
    do {
      _ = try RunFolder(path, preset: "compare")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func aNewFolderIsRemovedWhenNothingWasSaved() throws {
    let path = scratch.file("run")
    var folder: RunFolder? = try RunFolder(path, preset: "compare")
    #expect(folder?.path == path)
    #expect(exists(path))
    folder = nil
    #expect(!exists(path))
  }

  @Test func aFolderWithAFileStays() throws {
    let path = scratch.file("run")
    var folder: RunFolder? = try RunFolder(path, preset: "compare")
    let file = try #require(folder?.file(lane: "gru"))
    #expect(file == path + "/gru.safetensors")
    _ = try scratch.write("run/gru.safetensors", [1])
    folder = nil
    #expect(exists(file))
  }

  @Test func aFolderThatWasThereStays() throws {
    let path = scratch.file("mine")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    var folder: RunFolder? = try RunFolder(path, preset: "compare")
    #expect(folder != nil)
    folder = nil
    #expect(exists(path))
  }

  @Test func aFolderWithAnotherRunsModelsIsKept() throws {
    let path = scratch.file("run")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    _ = try scratch.write("run/gru.safetensors", [1])
    let second = try RunFolder(path + "/", preset: "compare")
    #expect(second.path == path + "-2")
    #expect(
      second.note
        == "\(path)/ holds another run, which is kept; this one is saved in \(path)-2")
    _ = try scratch.write("run-2/gru.safetensors", [2])
    let third = try RunFolder(path, preset: "compare")
    #expect(third.path == path + "-3")
    #expect(try scratch.bytes("run/gru.safetensors") == [1])
    _ = try scratch.write("notes.txt", [3])
    #expect(try RunFolder(scratch.path, preset: "compare").note == nil, "other files are no run")
  }

  /// Left behind by processes that are no more; those of living ones and everything else stay.
  @Test func temporaryFilesOfDeadProcessesAreSwept() throws {
    let dead = try #require(
      (1_000_000...4_000_000).first { kill(pid_t($0), 0) != 0 && errno == ESRCH })
    let path = scratch.file("run")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    for name in [
      "gru.safetensors.\(dead).tmp", "gru.safetensors.\(getpid()).tmp", "x.tmp", "a.b.tmp",
    ] {
      _ = try scratch.write("run/\(name)", [1])
    }
    let folder = try RunFolder(path, preset: "compare")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(left == ["a.b.tmp", "gru.safetensors.\(getpid()).tmp", "x.tmp"])
  }

  @Test func aFolderThatIsGoneIsMadeAgain() throws {
    let folder = try RunFolder(scratch.file("a/run"), preset: "compare")
    try FileManager.default.removeItem(atPath: scratch.file("a"))
    try folder.ensureThere()
    #expect(exists(folder.path))
    #expect(failure(folder.path) == "cannot save in \(folder.path): another run is using it")
  }

  @Test func whatDoesNotFitIsKnownAtTheStart() throws {
    let folder = try RunFolder(scratch.file("run"), preset: "compare")
    try folder.tryToWrite(bytes: 1 << 20)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(throws: RunFolder.Failure.self) { try folder.tryToWrite(bytes: 1 << 60) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func parentsAreMade() throws {
    let folder = try RunFolder(scratch.file("a/b/c"), preset: "compare")
    #expect(exists(folder.path))
  }

  @Test func oneFolderServesOneRun() throws {
    let path = scratch.file("run")
    var first: RunFolder? = try RunFolder(path, preset: "compare")
    let refused = "cannot save in \(path): another run is using it"
    #expect(failure(path) == refused)
    #expect(failure(path) == refused, "being refused does not free it")
    #expect(first != nil)
    first = nil
    #expect(failure(path) == nil, "the lock goes with its run")
  }

  /// More refusals than a process may have descriptors: none may keep one.
  @Test func refusalsLeaveNoDescriptorBehind() async {
    await #expect(processExitsWith: .success) {
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      // RLIMIT_NOFILE, which is imported with another type.
      try #require(setrlimit(__rlimit_resource_t(7), &limit) == 0)
      let scratch = try Scratch()
      let first = try RunFolder(scratch.file("run"), preset: "compare")
      for _ in 0..<200 {
        do {
          _ = try RunFolder(first.path, preset: "compare")
          Issue.record("the folder is in use")
        } catch {
          #expect("\(error)".hasSuffix("another run is using it"))
        }
      }
      #expect(scratch.names == ["run"], "those who are refused do not remove it")
    }
  }

  @Test func runsWithoutANameGetFoldersOfTheirOwn() throws {
    // `runs` lies where the program was started, so a name that no other test has.
    let name = "own-\(getpid())"
    defer { rmdir("runs") }
    let folders = try (0..<4).map { _ in try RunFolder(nil, preset: name) }
    #expect(Set(folders.map(\.path)).count == 4)
    for folder in folders {
      #expect(folder.path.hasPrefix("runs/"))
      #expect(folder.path.contains(name))
      #expect(exists(folder.path))
    }
  }

  @Test func aFileInThePlaceIsRefused() throws {
    let path = try scratch.write("file", [1, 2])
    #expect(failure(path) == "cannot save in \(path): Not a directory")
    #expect(failure(path + "/below")?.hasPrefix("cannot save in \(path)/below: ") == true)
    #expect(try scratch.bytes("file") == [1, 2])
  }

  @Test func aFolderThatCannotBeWrittenIsRefused() throws {
    guard geteuid() != 0 else {
      print("RunFolderTests: read-only folders are skipped, because root may write everywhere")
      return
    }
    let path = scratch.file("readonly")
    try #require(mkdir(path, 0o555) == 0)
    #expect(failure(path) == "cannot save in \(path): Permission denied")
    #expect(failure(path + "/below")?.contains("Permission denied") == true)
  }

  @Test func namesInMessagesCannotSteerATerminal() {
    let message = failure(scratch.file("x\u{1B}[2J/\u{0}"))
    #expect(message?.unicodeScalars.allSatisfy { $0.value >= 32 } ?? true)
  }

  @Test(arguments: [
    ("gru", "gru"), ("../../etc/passwd", "------etc-passwd"), ("/abs", "-abs"), ("..", "--"),
    (".", "-"), ("", "run"), ("a b\u{1B}\n", "a-b--"), ("größe_1", "gr--e_1"), ("a\u{0}b", "a-b"),
    ("gru+drop 0.3", "gru-drop0.3"), ("a.2", "a-2"), ("1.", "1-"),
    (String(repeating: "n", count: 300), String(repeating: "n", count: 80)),
  ])
  func fileNamesCannotLeaveTheFolder(_ example: (lane: String, name: String)) throws {
    let folder = try RunFolder(scratch.file("run"), preset: "compare")
    #expect(folder.file(lane: example.lane) == folder.path + "/" + example.name + ".safetensors")
  }
}
