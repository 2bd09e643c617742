import Foundation
import Testing

/// The program in a terminal: a tmux server of its own with one pane, gone with the last reference,
/// or with this process. See Tmux+Waiting.swift for what is seen there.
final class Tmux {
  static let path = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static let isMissing: Comment = "tmux is not installed; the dashboard was not tested"

  let folder: TemporaryFolder
  private let environment: [String: String]
  /// Every byte that the pane's terminal gets.
  let output: NamedPipe
  /// The program's exit status, a line.
  let ends: NamedPipe
  /// The server lives as long as this is open.
  private let life: NamedPipe
  private var paneTerminal = ""

  /// Starts the program in a pane, with the terminal's settings noted before and after.
  /// - Parameter change: of the environment; nil takes a variable away.
  static func running(
    _ arguments: [String], columns: Int = 120, rows: Int = 36, change: [String: String?] = [:]
  ) throws -> Tmux {
    let folder = try TemporaryFolder()
    // The pane's first process falls when the terminal is closed, and only then does the kernel
    // send SIGHUP to the others; the one that stays notes how the program ended.
    let inner = """
      trap : HUP
      \(line(arguments, change: change))
      status=$?
      stty -a > after
      echo "ended with $status"
      echo "$status" 1<> \(endsName)
      exec cat
      """
    try folder.write(inner + "\n", to: "inner.sh")
    try folder.write("stty -a > before\nsh inner.sh\n", to: "run.sh")
    return try Tmux(["sh", "run.sh"], columns, rows, folder)
  }

  /// The program in a line of shell. The process of `env` becomes the program's.
  static func line(_ arguments: [String], change: [String: String?] = [:]) -> String {
    var words = ["env"]
    for (name, value) in change where value == nil { words += ["-u", name] }
    if change["TERM"] == nil { words.append("TERM=screen-256color") }
    for case (let name, let value?) in change { words.append("\(name)=\(value)") }
    words += ["sh", "-c", "echo $$ > pid; exec \"$0\" \"$@\"", Program.path] + arguments
    return words.map { "'\($0)'" }.joined(separator: " ")
  }

  private static let endsName = ".ends"

  /// Any program in the pane.
  init(_ command: [String], _ columns: Int, _ rows: Int, _ folder: TemporaryFolder) throws {
    self.folder = folder
    var environment = Program.environment(home: folder.path)
    environment["TMUX_TMPDIR"] = folder.path
    environment["SHELL"] = "/bin/sh"
    environment["PS1"] = "ready> "
    self.environment = environment
    output = try NamedPipe(folder.path + "/.bytes")
    ends = try NamedPipe(folder.path + "/" + Self.endsName)
    life = try NamedPipe(folder.path + "/.life")
    // One list of commands: the server reads nothing of the pane before all of them are done.
    try tmux(
      ["start-server", ";", "set", "-g", "status", "off", ";", "new-session", "-d"]
        + ["-x", "\(columns)", "-y", "\(rows)", "-c", folder.path] + command
        + [";", "pipe-pane", "exec cat > '\(output.path)'", ";"]
        + ["run-shell", "-b", "cat '\(life.path)'; kill -TERM #{pid}"])
    paneTerminal = try facts("#{pane_tty}")
  }

  deinit {
    if let number = processNumber, isRunning { kill(number, SIGKILL) }
    _ = try? tmux(["kill-server"])
  }

  /// Runs tmux to its end.
  @discardableResult func tmux(_ arguments: [String]) throws -> String {
    let child = try Child(
      [Self.path ?? "tmux", "-u", "-L", "tests", "-f", "/dev/null"] + arguments, environment,
      in: folder)
    guard try child.finish() == 0 else {
      throw StillWaiting(what: "tmux to do \(arguments)", seen: child.errors)
    }
    return child.output
  }

  // MARK: doing

  /// Keys by their names in tmux: "Space", "Enter", "C-z".
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys.map(Self.word)) }

  func press(_ key: String, times: Int) throws {
    try tmux(["send-keys", "-N", "\(times)", Self.word(key)])
  }

  /// A line for a shell.
  func type(_ line: String) throws {
    try tmux(["send-keys", "-l", line, ";", "send-keys", "Enter"])
  }

  /// A lone semicolon would end the command.
  private static func word(_ key: String) -> String { key == ";" ? "\\;" : key }

  func resize(_ columns: Int, _ rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Tells the program another size than the pane has, at once.
  func tellSize(_ columns: Int, _ rows: Int) throws {
    let terminal = open(paneTerminal, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
  }

  /// Closes the terminal under the program.
  func hangUp() throws { try tmux(["kill-session"]) }

  func signal(_ number: Int32) throws { kill(try #require(processNumber), number) }
}
