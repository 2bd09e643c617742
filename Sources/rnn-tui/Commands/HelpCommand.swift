import ArgumentParser
import Datasets
import Foundation
import Training

struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Print the help of a command, or a page of the documentation.",
    discussion: """
      Without a topic: all commands and all pages.
      Example: rnn-tui help sweeps | less
      """)

  @Argument(
    help: ArgumentHelp("A command or a topic.", valueName: "topic"),
    completion: .custom { _, _, _ in HelpCommand.words })
  var topic: String?

  static var commands: [String] {
    RnnTui.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  static var words: [String] { commands + HelpPage.all.map(\.topic) }

  func run() throws {
    guard let topic else {
      print(RnnTui.helpMessage() + "\n\n" + Self.topics, terminator: "")
      return
    }
    let command = RnnTui.configuration.subcommands.first {
      $0.configuration.commandName == topic
    }
    if let command {
      print(RnnTui.helpMessage(for: command))
    } else if let page = HelpPage.named(topic) {
      let isTerminal = isatty(STDOUT_FILENO) == 1
      let columns = isTerminal ? WindowSize.usable(WindowSize.ofKernel()).columns : 80
      let width = max(40, min(columns, 100))
      print(TerminalPage(width: width, isStyled: isTerminal).text(page.text), terminator: "")
    } else {
      let suggestion = nearest(to: topic, among: Self.words).map { "; did you mean \($0)?" } ?? ""
      throw ValidationError(
        "there is no command and no page \(escaped(topic))\(suggestion)\n\(Self.topics)")
    }
  }

  /// Every page with its sentence.
  private static var topics: String {
    let width = HelpPage.all.map(\.topic.count).max() ?? 0
    let lines = HelpPage.all.map { page in
      "  \(page.topic)\(String(repeating: " ", count: width - page.topic.count))  \(page.abstract)"
    }
    return "PAGES (rnn-tui help PAGE):\n" + lines.map { $0 + "\n" }.joined()
  }
}
