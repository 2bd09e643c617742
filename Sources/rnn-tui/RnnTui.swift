import ArgumentParser
import Foundation

@main
struct RnnTui: ParsableCommand {
  static let version = "0.1.0"
  static let configuration = CommandConfiguration(
    commandName: "rnn-tui",
    abstract: "Trains recurrent networks in the terminal and shows why they learn or fail.",
    version: version,
    subcommands: [
      TrainCommand.self, PresetsCommand.self, ShowCommand.self, ProbeCommand.self,
      BenchCommand.self, DoctorCommand.self,
    ], defaultSubcommand: TrainCommand.self)

  static func main() {
    Signals.install()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("rnn-tui: \(failure.description)\n".utf8))
      Foundation.exit(Int32(failure.errorCode))
    } catch {
      exit(withError: error)
    }
  }
}
