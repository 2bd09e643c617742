import ArgumentParser
import Datasets
import Foundation
import Telemetry
import Training

@main
struct RnnTui: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rnn-tui",
    abstract: "Train recurrent networks in the terminal and see why they learn or fail.",
    version: Version.text,
    subcommands: [
      TrainCommand.self, ResumeCommand.self, RunsCommand.self, WatchCommand.self,
      SendCommand.self, ExportCommand.self,
      SweepCommand.self, DataCommand.self, PresetsCommand.self,
      ShowCommand.self, EvaluateCommand.self, PredictCommand.self, GenerateCommand.self,
      ProbeCommand.self,
      BenchCommand.self, DoctorCommand.self, CompletionsCommand.self, HelpCommand.self,
    ], defaultSubcommand: TrainCommand.self)

  static func main() {
    Signals.install()
    SoundSupport.arguments.withLock { $0 = ProgramArguments.afterProgram }
    do {
      var command = try parseAsRoot(ProgramArguments.afterProgram)
      try requireAddresses()
      try command.run()
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("rnn-tui: \(failure.description)\n".utf8))
      Foundation.exit(Int32(failure.errorCode))
    } catch {
      leave(error)
    }
  }

  /// With too little address space for a thread's stack, the program would wait for it for ever.
  private static func requireAddresses() throws {
    let needed = 40e6
    let available = AvailableMemory.now.addresses
    guard available < needed else { return }
    throw Failure.badData(
      "\(Numbers.memory(available)) of address space are available, but about "
        + "\(Numbers.memory(needed)) are needed to start: raise the limit (ulimit -v)")
  }

  /// Exits that the argument parser asks for: help, version, an exit code, a usage error. Usage
  /// errors quote what was typed, which must not control the terminal.
  private static func leave(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    guard code == .validationFailure else { exit(withError: error) }
    let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.map { escaped(String($0), limit: 1000) }.joined(separator: "\n")
    FileHandle.standardError.write(Data((text + "\n").utf8))
    Foundation.exit(code.rawValue)
  }
}
