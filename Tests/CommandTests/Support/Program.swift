import Foundation
import Testing

/// The program itself as a process, with an environment and a folder of its own.
struct Program {
  /// Nothing here depends on how fast the machine is; a test that waits this long has failed.
  static let bound = 30.0

  /// The products of a build stand side by side, the tests' own executable among them.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("rnn-tui").path

  struct Result {
    var status: Int32
    var output: String
    var errors: String
    var lines: [String] { output.split(separator: "\n").map { String($0) } }
  }

  let folder: TemporaryFolder
  var environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    environment = Self.environment(home: folder.path)
  }

  /// What every process of the tests starts with: no terminal, no settings of the one who tests.
  static func environment(home: String) -> [String: String] {
    ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8"]
  }

  /// Runs to the end, with nothing on standard input.
  func run(_ arguments: [String]) throws -> Result { try start(arguments).finish() }

  /// Runs a line of shell, in which "$0" is the program.
  func shell(_ line: String) throws -> Result {
    try start(["-c", line, Self.path], executable: "/bin/sh").finish()
  }

  func start(_ arguments: [String], executable: String = path) throws -> RunningProgram {
    RunningProgram(child: try Child([executable] + arguments, environment, in: folder))
  }

  /// A gap between two inputs, where the gap is what is tested.
  static func pause(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }

  /// Waits until all these files are there.
  func waitForFiles(_ names: [String], of running: RunningProgram) throws {
    let end = Date(timeIntervalSinceNow: Self.bound)
    while !names.allSatisfy({ access(folder.path + "/" + $0, F_OK) == 0 }) {
      guard Date() < end else {
        throw StillWaiting(what: "\(names)", seen: running.child.output + running.child.errors)
      }
      Self.pause(milliseconds: 5)
    }
  }

  /// A comparison that is over in a moment: few short sequences, small layers, one thread.
  static let quick = [
    "--set", "data.length=10", "--set", "data.count=200", "--set", "model.hidden=[8]",
    "--seed", "1", "--threads", "1",
  ]

  /// The same, and it goes on until it is told to end.
  static let endless = quick + ["--max-epochs", "1000000", "--set", "early_stopping=off"]
}

/// The program at work, which ends with the last reference.
struct RunningProgram {
  let child: Child

  func signal(_ number: Int32) { child.signal(number) }

  /// Waits for text on standard output.
  func wait(for text: String) throws { try child.wait(for: text) }

  func finish() throws -> Program.Result {
    let status = try child.finish()
    return Program.Result(status: status, output: child.output, errors: child.errors)
  }
}

/// What did not come about within the bound.
struct StillWaiting: Error, CustomStringConvertible {
  var what: String
  var seen: String
  var description: String { "waited in vain for \(what); there was:\n\(seen)" }
}
