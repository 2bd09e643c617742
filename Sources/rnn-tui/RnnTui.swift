import ArgumentParser
import Datasets
import Foundation
import Training

@main
struct RnnTui: ParsableCommand {
  static let version = "0.1.0"
  static let configuration = CommandConfiguration(
    commandName: "rnn-tui",
    abstract: "Trains recurrent networks in the terminal and shows why they learn or fail.",
    version: version,
    subcommands: [
      TrainCommand.self, ResumeCommand.self, RunsCommand.self, WatchCommand.self,
      SendCommand.self, ExportCommand.self,
      SweepCommand.self, DataCommand.self, PresetsCommand.self,
      ShowCommand.self, EvaluateCommand.self, PredictCommand.self, GenerateCommand.self,
      ProbeCommand.self,
      BenchCommand.self, DoctorCommand.self,
    ], defaultSubcommand: TrainCommand.self)

  static func main() {
    Signals.install()
    SoundSupport.arguments.withLock { $0 = Arguments.afterProgram }
    do {
      var command = try parseAsRoot(Arguments.afterProgram)
      try requireAddresses()
      try command.run()
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("rnn-tui: \(failure.description)\n".utf8))
      Foundation.exit(Int32(failure.errorCode))
    } catch {
      leave(error)
    }
  }

  /// A limit that leaves no room for the stack of a thread makes it wait for that thread for ever.
  private static func requireAddresses() throws {
    let needed = 40e6
    let available = AvailableMemory.now.addresses
    guard available < needed else { return }
    throw Failure.badData(
      "\(AvailableMemory.text(available)) of address space are available and about "
        + "\(AvailableMemory.text(needed)) are needed to start: raise the limit (ulimit -v)")
  }

  /// The library's own ways out: help, version, an exit code, a usage error. Usage errors quote
  /// what was typed, which must not drive the terminal.
  private static func leave(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    guard code == .validationFailure else { exit(withError: error) }
    let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.map { escaped(String($0), limit: 1000) }.joined(separator: "\n")
    FileHandle.standardError.write(Data((text + "\n").utf8))
    Foundation.exit(code.rawValue)
  }
}
