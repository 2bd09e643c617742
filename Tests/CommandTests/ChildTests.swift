import Foundation
import Testing

/// What the tests start must not depend on what else this process has open, blocks or ignores.
@Suite struct ChildTests {
  @Test func aChildInheritsNeitherDescriptorsNorSignals() throws {
    let folder = try TemporaryFolder()
    let high = fcntl(0, F_DUPFD, 300)
    defer { close(high) }
    try #require(high >= 300)
    // Without a shell in between, which has signals of its own at times.
    func lines(_ words: String...) throws -> [String] {
      let child = try Child(words, Program.environment(home: folder.path), in: folder)
      #expect(try child.finish() == 0)
      return child.output.split(separator: "\n").map { String($0) }
    }
    // 3 is the folder that is listed.
    #expect(try lines("/bin/ls", "/proc/self/fd") == ["0", "1", "2", "3"])
    #expect(try lines("/bin/pwd") == [folder.path])
    for mask in ["SigBlk", "SigIgn"] {
      let told = try lines("/bin/sed", "-n", "s/^\(mask):.//p", "/proc/self/status")
      // 32 and 33 are the C library's own.
      #expect(told.map { UInt64($0, radix: 16).map { $0 & 0x7FFF_FFFF } } == [0], "\(mask)")
    }
  }

  @Test func anEndIsToldAsAShellTellsIt() throws {
    let folder = try TemporaryFolder()
    for (line, status) in [("exit 3", 3), ("kill -KILL $$", 137), ("kill -TERM $$", 143)] {
      let child = try Child(["/bin/sh", "-c", line], ["PATH": "/bin:/usr/bin"], in: folder)
      #expect(try child.finish() == Int32(status))
    }
  }

  @Test func muchOutputHoldsNobodyUp() throws {
    let folder = try TemporaryFolder()
    let child = try Child(
      [
        "/bin/sh", "-c",
        "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; echo end; echo x >&2",
      ],
      ["PATH": "/bin:/usr/bin"], in: folder)
    try child.wait(for: "end")
    #expect(try child.finish() == 0)
    #expect(child.output.utf8.count == 1_000_004 && child.errors.utf8.count == 1_000_002)
    #expect(throws: StillWaiting.self) { try child.wait(for: "more") }
  }
}
