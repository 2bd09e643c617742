import Foundation
import Testing

/// The program in a terminal that takes nothing while the test does not read. (Tmux always reads.)
final class UnreadTerminal {
  let folder: TemporaryFolder
  private let master: Int32
  /// The program's side, to see whether there is room.
  private let slave: Int32
  private let child: Child

  init(_ arguments: [String], columns: Int = 120, rows: Int = 36) throws {
    folder = try TemporaryFolder()
    var (outer, inner): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 64)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&outer, &inner, &name, nil, &size) == 0)
    for end in [outer, inner] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (master, slave) = (outer, inner)
    var environment = Program.environment(home: folder.path)
    environment["TERM"] = "xterm-256color"
    environment["TTY"] = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    let line = #"exec setsid --ctty --wait "$0" "$@" < "$TTY" > "$TTY" 2>&1"#
    child = try Child(["/bin/sh", "-c", line, Program.path] + arguments, environment, in: folder)
  }

  /// The program ends when its terminal is gone.
  deinit { for descriptor in [slave, master] { close(descriptor) } }

  func press(_ keys: String) throws {
    try #require(write(master, keys, keys.utf8.count) == keys.utf8.count)
  }

  /// Reads what is there, as soon as there is something.
  /// - Returns: the bytes; none when nothing came.
  func read(within seconds: Double) -> [UInt8] {
    var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, Int32(seconds * 1000)) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(master, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
  }

  func wait(for text: String) throws {
    let end = Date(timeIntervalSinceNow: Program.bound)
    var seen: [UInt8] = []
    while !String(decoding: seen, as: UTF8.self).contains(text) {
      let part = read(within: max(0, end.timeIntervalSinceNow))
      guard !part.isEmpty else {
        throw StillWaiting(what: "'\(text)'", seen: String(decoding: seen, as: UTF8.self))
      }
      seen += part
    }
  }

  /// Reads nothing until the program has filled the terminal, in the middle of a frame.
  func waitUntilFull() throws {
    let end = Date(timeIntervalSinceNow: Program.bound)
    var room = pollfd(fd: slave, events: Int16(POLLOUT), revents: 0)
    while poll(&room, 1, 0) > 0 {
      guard end.timeIntervalSinceNow > 0 else {
        throw StillWaiting(what: "a full terminal", seen: "room")
      }
      hold(0.01)
    }
  }

  /// Lets time pass, unless the program closes the terminal.
  func hold(_ seconds: Double) {
    var source = pollfd(fd: master, events: 0, revents: 0)
    poll(&source, 1, Int32(seconds * 1000))
  }

  /// Waits for the end, still without reading.
  func endStatus() throws -> Int32 { try child.finish() }
}
