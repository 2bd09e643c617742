import Foundation
import Testing

/// The program in a terminal: a tmux server of its own with one pane, gone with the last reference.
final class Tmux {
  static let path = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static let isMissing: Comment = "tmux is not installed; the dashboard was not tested"

  let folder: TemporaryFolder
  private var environment: [String: String]

  /// Starts the program in a pane, with the terminal's settings noted before and after.
  /// - Parameter change: of the environment; nil takes a variable away.
  static func running(
    _ arguments: [String], columns: Int = 120, rows: Int = 36, in folder: TemporaryFolder? = nil,
    change: [String: String?] = [:]
  ) throws -> Tmux {
    let folder = try folder ?? TemporaryFolder()
    var words = ["env"]
    for (name, value) in change where value == nil { words += ["-u", name] }
    let known = ["TERM": "screen-256color"].filter { change[$0.key] == nil }
    for (name, value) in known { words.append("\(name)=\(value)") }
    for case (let name, let value?) in change { words.append("\(name)=\(value)") }
    // The process of env becomes the program's.
    words += ["sh", "-c", "echo $$ > pid; exec \"$0\" \"$@\"", Program.path] + arguments
    let line = words.map { "'\($0)'" }.joined(separator: " ")
    let after = "echo \"ended with $?\"\nstty -a > after\nexec cat\n"
    try folder.write("stty -a > before\n\(line)\n\(after)", to: "run.sh")
    return try Tmux(["sh", "run.sh"], columns, rows, folder)
  }

  /// Any program in the pane.
  init(_ command: [String], _ columns: Int, _ rows: Int, _ folder: TemporaryFolder) throws {
    self.folder = folder
    environment = Program.environment(home: folder.path)
    environment["TMUX_TMPDIR"] = folder.path
    environment["SHELL"] = "/bin/sh"
    environment["PS1"] = "ready> "
    try tmux(
      ["start-server", ";", "set", "-g", "status", "off", ";", "new-session", "-d"]
        + ["-x", "\(columns)", "-y", "\(rows)", "-c", folder.path] + command)
  }

  deinit {
    if let number = processNumber, isRunning { kill(number, SIGKILL) }
    _ = try? tmux(["kill-server"])
  }

  /// Runs tmux to its end. Not by Foundation's `Process`, which takes a command for running as long
  /// as the server that it left behind.
  @discardableResult private func tmux(_ arguments: [String]) throws -> String {
    let output = folder.url.appendingPathComponent(".tmux-" + UUID().uuidString).path
    defer { unlink(output) }
    let words = [Self.path ?? "tmux", "-u", "-L", "tests", "-f", "/dev/null"] + arguments
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // The server must not keep what this process has open for other children.
    for descriptor in 3..<Int32(256) { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var argv = words.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in argv + envp { free(word) } }
    var process: pid_t = 0
    guard posix_spawn(&process, words[0], &actions, nil, &argv, &envp) == 0 else {
      throw StillWaiting(what: "tmux to start", seen: words.joined(separator: " "))
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
  }

  // MARK: doing

  /// Keys by their names in tmux: "Space", "Enter", "C-z".
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys.map(Self.word)) }

  func press(_ key: String, times: Int) throws {
    try tmux(["send-keys", "-N", "\(times)", Self.word(key)])
  }

  /// A lone semicolon would end the command.
  private static func word(_ key: String) -> String { key == ";" ? "\\;" : key }

  func resize(_ columns: Int, _ rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Closes the terminal under the program.
  func hangUp() throws { try tmux(["kill-server"]) }

  func signal(_ number: Int32) throws { kill(try #require(processNumber), number) }

  // MARK: looking

  /// The rows as they are seen.
  var screen: [String] {
    let text = (try? tmux(["capture-pane", "-p"])) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
      String($0)
    }
  }

  /// The rows with the codes of colours and attributes.
  var screenWithCodes: String { (try? tmux(["capture-pane", "-p", "-e"])) ?? "" }

  func facts(_ format: String) throws -> String {
    try tmux(["display-message", "-p", format]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  var processNumber: Int32? {
    Int32(folder.text("pid").trimmingCharacters(in: .whitespacesAndNewlines))
  }

  var isRunning: Bool { processNumber.map { kill($0, 0) == 0 } ?? false }

  // MARK: waiting

  @discardableResult func wait(
    for what: String, _ condition: ([String]) -> Bool
  ) throws -> [String] {
    var seen: [String] = []
    let condition = {
      seen = self.screen
      return condition(seen)
    }
    try waitUntil(what, seen: { seen.joined(separator: "\n") }, condition)
    return seen
  }

  @discardableResult func wait(for text: String) throws -> [String] {
    try wait(for: "'\(text)'") { $0.contains { $0.contains(text) } }
  }

  @discardableResult func waitGone(_ text: String) throws -> [String] {
    try wait(for: "no '\(text)'") { !$0.isEmpty && !$0.contains { $0.contains(text) } }
  }

  /// The program has ended, as it should have: the terminal is as it was.
  @discardableResult func expectEnd(
    _ status: Int32, at location: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let rows = try wait(for: "ended with ")
    #expect(
      rows.contains("ended with \(status)"), "\(rows.joined(separator: "\n"))",
      sourceLocation: location)
    try waitUntil("the terminal's settings") { folder.text("after").contains("echo") }
    #expect(folder.text("before") == folder.text("after"), sourceLocation: location)
    let flags = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag}"
    #expect(try facts(flags) == "0 1 0 0", sourceLocation: location)
    return rows
  }
}
