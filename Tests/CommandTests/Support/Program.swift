import Foundation
import Testing

/// The program itself as a process, with an environment and a folder of its own.
struct Program {
  /// Nothing here depends on how fast the machine is; a test that waits this long has failed.
  static let bound = 60.0

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
    try RunningProgram(executable, arguments, environment, folder)
  }

  /// A comparison that is over in a moment: few short sequences, small layers, one thread.
  static let quick = [
    "--set", "data.length=10", "--set", "data.count=200", "--set", "model.hidden=[8]",
    "--seed", "1", "--threads", "1",
  ]

  /// The same, and it goes on until it is told to end.
  static let endless = quick + ["--max-epochs", "1000000", "--set", "early_stopping=off"]
}

/// A process whose output goes to files, so that no full pipe can hold it up.
final class RunningProgram {
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let outputFile: URL
  private let errorFile: URL

  init(
    _ executable: String, _ arguments: [String], _ environment: [String: String],
    _ folder: TemporaryFolder
  ) throws {
    let name = UUID().uuidString
    outputFile = folder.url.appendingPathComponent(".out-" + name)
    errorFile = folder.url.appendingPathComponent(".err-" + name)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var output: String { Self.text(outputFile) }
  var errors: String { Self.text(errorFile) }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for text on standard output.
  func wait(for text: String) throws {
    try waitUntil("'\(text)' on standard output") { output.contains(text) }
  }

  func finish() throws -> Program.Result {
    guard ended.wait(timeout: .now() + Program.bound) == .success else {
      kill(process.processIdentifier, SIGKILL)
      throw StillWaiting(what: "the end of \(process.arguments ?? [])", seen: output + errors)
    }
    // A signal that nobody handled counts as the shell would tell it.
    let status = process.terminationStatus
    return Program.Result(
      status: process.terminationReason == .exit ? status : 128 + status, output: output,
      errors: errors)
  }

  private static func text(_ file: URL) -> String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }
}

/// What did not come about within the bound.
struct StillWaiting: Error, CustomStringConvertible {
  var what: String
  var seen: String
  var description: String { "waited in vain for \(what); there was:\n\(seen)" }
}

/// Looks again and again until the condition holds.
func waitUntil(
  _ what: @autoclosure () -> String, seen: () -> String = { "" }, _ condition: () throws -> Bool
) throws {
  let end = Date(timeIntervalSinceNow: Program.bound)
  while !(try condition()) {
    guard Date() < end else { throw StillWaiting(what: what(), seen: seen()) }
    usleep(10_000)
  }
}
