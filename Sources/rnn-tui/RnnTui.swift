import ArgumentParser

@main
struct RnnTui: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rnn-tui")
}
