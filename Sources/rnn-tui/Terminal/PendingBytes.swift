import CTerminal
import Glibc

/// The bytes between ncurses and the terminal. ncurses writes into memory; from there they go out as
/// the terminal takes them, so that one that takes nothing never holds up the main thread.
struct PendingBytes {
  /// Where ncurses writes: the terminal at first, memory after `divert`.
  let descriptor: Int32
  private var bytes: [CChar] = []
  private var sent = 0

  /// - Parameter descriptor: as `terminal_open` returned it.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// True when the terminal has taken everything.
  var isEmpty: Bool { sent == bytes.count }

  /// ncurses has read and set the terminal's modes; from now on it only writes frames.
  func divert() throws(TerminalError) {
    guard terminal_keep_in_memory(descriptor) == 0 else { throw .system(errno) }
  }

  /// Collects what ncurses has written.
  mutating func collect() {
    let count = Int(lseek(descriptor, 0, SEEK_CUR))
    guard count > 0 else { return }
    let part = [CChar](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(descriptor, buffer.baseAddress, count, 0))
    }
    lseek(descriptor, 0, SEEK_SET)
    append(part)
  }

  mutating func append(_ part: [CChar]) {
    if isEmpty { drop() }
    bytes += part
  }

  /// Sends as much as the terminal takes now.
  mutating func send() {
    while !isEmpty {
      let count = bytes.withUnsafeBufferPointer {
        terminal_send($0.baseAddress! + sent, $0.count - sent)
      }
      // A terminal that is gone is noticed when reading the keyboard.
      if count < 0 { return drop() }
      if count == 0 { return }
      sent += count
    }
  }

  /// Sends the rest, or drops it if the terminal takes nothing.
  mutating func finish() {
    bytes.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { return }
      terminal_send_last(first + sent, buffer.count - sent)
    }
    drop()
  }

  private mutating func drop() {
    bytes.removeAll(keepingCapacity: true)
    sent = 0
  }
}
