import Dashboard
import Datasets
import Foundation
import Training

/// Commands to run after a session, quoted for a shell.
package struct NextCommands {
  private let results: SessionResults
  private let again: [String]
  private let wasChanged: Bool
  private let program: String
  private let folder: String

  /// - Parameters:
  ///   - again: the arguments that started the session.
  ///   - wasChanged: settings or lanes were changed while it trained.
  ///   - program: as it was called.
  ///   - folder: the current one, for paths in it.
  package init(
    _ results: SessionResults, again: [String], wasChanged: Bool = false,
    program: String = ProgramArguments.program,
    folder: String = FileManager.default.currentDirectoryPath
  ) {
    (self.results, self.again, self.wasChanged) = (results, again, wasChanged)
    (self.program, self.folder) = (program, folder)
  }

  package var lines: [String] {
    var lines: [String] = []
    let ranked = results.ranked
    if let best = ranked.first(where: { (try? $0.file.get()) != nil }),
      let model = try? best.file.get()
    {
      let isBest = best.lane == ranked.first?.lane
      let which = isBest ? "the best lane's model" : "the model of the best saved lane"
      lines.append("\(verb) \(which) (\(escaped(best.lane, limit: 32))):")
      lines += command(words(for: model))
    } else {
      lines.append("No model was saved.")
    }
    if results.isResumable, let run = results.record {
      lines.append("Continue this run:")
      lines += command(["resume", path(run)])
    }
    if wasChanged, let run = results.record {
      lines.append("The same run again, with the changes made while it trained:")
      return lines + command(["train", "--repeat", path(run)])
    }
    lines.append(
      "The same run again\(wasChanged ? ", without the changes made while it trained" : ""):")
    return lines + command(again)
  }

  private var verb: String {
    switch results.use {
    case .evaluate: "Evaluate"
    case .generate: "Write text with"
    case .predict: "Predict with"
    }
  }

  private func words(for model: String) -> [String] {
    switch results.use {
    case .evaluate: ["evaluate", path(model)]
    case .generate: ["generate", path(model)]
    case .predict(let file): ["predict", path(model), "--data", path(file)]
    }
  }

  /// Relative if it is in the current folder; never mistaken for an option.
  private func path(_ path: String) -> String {
    var short = path
    if folder != "/", short.hasPrefix(folder + "/") { short.removeFirst(folder.count + 1) }
    while short.hasPrefix("./") { short.removeFirst(2) }
    return short.hasPrefix("-") ? "./" + short : short
  }

  /// On lines of at most 80 columns, an option on one line with its value.
  private func command(_ words: [String]) -> [String] {
    var lines: [String] = []
    var line = "  " + shellQuoted(program)
    var rest = words[...]
    while let word = rest.popFirst() {
      var part = shellQuoted(word)
      if word.hasPrefix("--"), !word.contains("="), let value = rest.first, !value.hasPrefix("--") {
        part += " " + shellQuoted(value)
        rest.removeFirst()
      }
      // With room for the continuation sign.
      let isLast = rest.isEmpty
      if TextWidth.of(line) + 1 + TextWidth.of(part) + (isLast ? 0 : 2) > ResultTable.width {
        lines.append(line + " \\")
        line = "    " + part
      } else {
        line += " " + part
      }
    }
    return lines + [line]
  }
}
