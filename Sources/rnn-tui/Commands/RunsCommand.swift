import ArgumentParser
import Datasets
import Foundation
import Training

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List the runs in a folder, one per line, the newest last.",
    discussion: """
      States: running; ended: every lane finished; interrupted: by you or a signal; crashed: cut \
      short, 'rnn-tui resume' continues from its newest checkpoint.
      Example: rnn-tui runs; rnn-tui runs --json /data/runs
      """)

  @Argument(help: "The folder of the runs.") var folder = RunList.folder
  @Flag(help: "Print one JSON object per line.") var json = false

  func run() throws {
    guard access(folder, F_OK) == 0 else {
      guard folder == RunList.folder else {
        throw Failure.badData("\(escaped(folder, limit: 400)): there is no such folder")
      }
      return LineWriter(STDERR_FILENO).write("rnn-tui: there are no runs here: no folder 'runs'")
    }
    let entries = RunList.entries(in: folder) {
      LineWriter(STDERR_FILENO).write("rnn-tui: \($0)")
    }
    let out = LineWriter(STDOUT_FILENO)
    if json {
      for entry in entries { out.write(JSONLine.text(entry)) }
      return
    }
    guard !entries.isEmpty else {
      return LineWriter(STDERR_FILENO).write(
        "rnn-tui: there are no runs in \(escaped(folder, limit: 400))")
    }
    for line in RunTable(entries, folder: folder).lines { out.write(line) }
  }
}
