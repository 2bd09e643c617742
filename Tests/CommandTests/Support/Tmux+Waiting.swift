import Foundation
import Testing

/// What is seen in the terminal. Nothing here waits for a time: whoever waits looks again when the
/// program has written something, until the bound.
extension Tmux {
  // MARK: looking

  /// The rows as they are seen.
  func screen() throws -> [String] {
    let lines = try tmux(["capture-pane", "-p"]).split(
      separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast().map { String($0) }
  }

  func facts(_ format: String) throws -> String {
    try tmux(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  var processNumber: Int32? {
    Int32(folder.text("pid").trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// A process that has ended and that nobody asked about yet counts as ended.
  var isRunning: Bool {
    guard let number = processNumber else { return false }
    let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")
    return program == Program.path
  }

  // MARK: waiting

  @discardableResult func wait(
    for what: String, _ condition: ([String]) -> Bool
  ) throws -> [String] {
    let end = Date(timeIntervalSinceNow: Program.bound)
    while true {
      let seen = try screen()
      if condition(seen) { return seen }
      guard output.read(until: end) else {
        throw StillWaiting(what: what, seen: seen.joined(separator: "\n"))
      }
    }
  }

  @discardableResult func wait(for text: String) throws -> [String] {
    try wait(for: "'\(text)'") { $0.contains { $0.contains(text) } }
  }

  @discardableResult func waitGone(_ text: String) throws -> [String] {
    try wait(for: "no '\(text)'") { !$0.isEmpty && !$0.contains { $0.contains(text) } }
  }

  /// Training is on its way: each lane was validated once, and its gradients were looked at, so that
  /// every pane has its place and every number a value. For windows of 100 columns and more.
  @discardableResult func waitForResults() throws -> [String] {
    try wait(for: "first results") { rows in
      rows.last?.contains("Space pause") == true
        && rows.contains { $0.contains(/reaches/) }
        && rows.filter { $0.contains(/(rnn|lstm|gru) +[0-9].* [0-9]\.[0-9]/) }.count >= 3
    }
  }

  /// The shell in the pane waits for a line.
  @discardableResult func waitForPrompt() throws -> [String] {
    try wait(for: "a prompt") { $0.last { !$0.isEmpty } == "ready>" }
  }

  /// Everything that the terminal got until this text.
  func bytes(until text: String) throws -> [UInt8] {
    let end = Date(timeIntervalSinceNow: Program.bound)
    while !output.text.contains(text) {
      guard output.read(until: end) else {
        throw StillWaiting(what: "'\(text)' in the output", seen: output.text)
      }
    }
    return output.bytes
  }

  /// Presses keys, then waits for what they bring.
  @discardableResult func press(_ key: String, shows text: String) throws -> [String] {
    try press(key)
    return try wait(for: text)
  }

  /// A whole frame that shows all that the program knew when this was called. The help comes and
  /// goes, and the last row is the last that is drawn. While paused, nothing changes afterwards.
  @discardableResult func settled() throws -> [String] {
    try press("?")
    try wait(for: "the help") { $0.last?.contains("arrows move  Esc back") == true }
    try press("?")
    return try wait(for: "the frame") { $0.last?.contains("q quit") == true }
  }

  /// Stops training and returns the frame that stays.
  @discardableResult func paused() throws -> [String] {
    try press("Space")
    try wait(for: "a pause") { $0.last?.contains("Space resume") == true }
    return try settled()
  }

  // MARK: the end

  /// The program has ended, as it should have: the terminal is as it was.
  @discardableResult func expectEnd(
    _ status: Int32, at location: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let rows = try wait(for: "ended with ")
    #expect(
      rows.contains("ended with \(status)"), "\(rows.joined(separator: "\n"))",
      sourceLocation: location)
    #expect(folder.text("after").contains("echo"), sourceLocation: location)
    #expect(folder.text("before") == folder.text("after"), sourceLocation: location)
    let flags = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag}"
    #expect(try facts(flags) == "0 1 0 0", sourceLocation: location)
    return rows
  }

  /// The exit status, also where no terminal is left to show it.
  func endStatus() throws -> Int32 {
    let end = Date(timeIntervalSinceNow: Program.bound)
    while !ends.text.hasSuffix("\n") {
      guard ends.read(until: end) else { throw StillWaiting(what: "the end", seen: "") }
    }
    return try #require(Int32(ends.text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}
