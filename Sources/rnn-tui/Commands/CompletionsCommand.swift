import ArgumentParser
import Engine
import Foundation
import Training

struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print completions for a shell.",
    discussion: """
      bash: rnn-tui completions bash > ~/.local/share/bash-completion/completions/rnn-tui
      zsh:  rnn-tui completions zsh > FOLDER/_rnn-tui   (a folder of $fpath)
      fish: rnn-tui completions fish > ~/.config/fish/completions/rnn-tui.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.") var shell: Shell

  func run() {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    print(RnnTui.completionScript(for: kind))
  }
}

extension CompletionKind {
  /// Presets, and files of data.
  static let presets = CompletionKind.custom { _, _, word in
    PresetLibrary.standard().names + Completions.files(word)
  }

  /// `KEY=`, and behind that what is allowed where those are words.
  static let settings = CompletionKind.custom { _, _, word in Completions.settings(word) }

  /// Folders of runs, the newest first.
  static let runs = CompletionKind.custom { _, _, word in
    ["latest"] + RunList.entries(in: "runs").map(\.path) + Completions.files(word)
  }

  static let cells = CompletionKind.custom { _, _, word in
    // "lstm,g": what is before the last comma stays.
    let start = word.lastIndex(of: ",").map { String(word[...$0]) } ?? ""
    return CellRegistry.names.map { start + $0 }
  }
}

/// Words that a shell offers.
enum Completions {
  /// Paths that begin like this, folders with a slash.
  static func files(_ word: String) -> [String] {
    let folder = word.lastIndex(of: "/").map { String(word[...$0]) } ?? ""
    let place = folder.isEmpty ? "." : folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
      var isFolder: ObjCBool = false
      let path = folder + name
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return path + (isFolder.boolValue ? "/" : "")
    }
  }

  static func settings(_ word: String) -> [String] {
    guard let equals = word.firstIndex(of: "=") else {
      return PresetKeys.all.map { $0.path + "=" }
    }
    let key = String(word[..<equals])
    guard let found = PresetKeys.all.first(where: { $0.path == key }) else { return [] }
    let words = found.allowed.split(separator: ", ").map(String.init)
    let areNames = words.allSatisfy { $0.wholeMatch(of: /[a-z][a-z_0-9]*/) != nil }
    return areNames ? words.map { key + "=" + $0 } : []
  }
}
