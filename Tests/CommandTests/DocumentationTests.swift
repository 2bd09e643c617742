import Foundation
import Testing
import rnn_tui

/// The pages of the documentation: built in as they are, with examples that the program understands.
@Suite struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let folder = root + "/Sources/rnn-tui/Documentation.docc"

  private static func page(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name).md", encoding: .utf8)
  }

  private static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// The landing page only lists the others.
  private static var files: [String] { names.filter { $0 != "Documentation" } }

  @Test func everyPageIsBuiltIn() throws {
    #expect(HelpPage.all.map(\.file) == Self.files)
    for page in HelpPage.all {
      #expect(try Self.page(page.file) == page.text, "\(page.file)")
      // "UsingModels": "using-models".
      let topic = page.file.replacing(/([a-z])([A-Z])/) { "\($0.1)-\($0.2)" }.lowercased()
      #expect(page.topic == topic)
    }
  }

  @Test(arguments: names) func formAndLinks(_ name: String) throws {
    let text = try Self.page(name)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var isCode = false
    var titles = 0
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```") { isCode.toggle() }
      if !isCode, line.hasPrefix("# ") { titles += 1 }
      let isLong = line.count > 100 && !line.hasPrefix("|")
      #expect(!isLong, "\(name).md:\(number + 1)")
    }
    #expect(titles == 1 && !isCode && lines.first?.hasPrefix("# ") == true)
    for link in text.matches(of: /<doc:([A-Za-z]+)>/) {
      #expect(Self.names.contains(String(link.1)), "\(name): \(link.0)")
    }
  }

  /// What is shown for the shell: commands, options, presets and keys that there are.
  @Test(arguments: names + ["README"]) func examplesAreUnderstood(_ name: String) throws {
    let program = try Program()
    let text =
      try name == "README"
      ? String(contentsOfFile: Self.root + "/README.md", encoding: .utf8) : Self.page(name)
    let help = try program.run(["help"]).output
    let commands = help.matches(of: #/(?m)^  ([a-z]+) /#).map { String($0.1) }
    let keys = Set(
      try program.run(["show", "--keys"]).lines.map { String($0.prefix { $0 != " " }) })
    var options: [String: String] = [:]
    for line in Self.examples(text) {
      let words = Self.words(line)
      guard words.count > 1 else { continue }
      let command = commands.contains(words[1]) || words[1] == "help" ? words[1] : "train"
      if options[command] == nil {
        options[command] = try program.run(["help", command]).output
      }
      let known = options[command] ?? ""
      for (place, word) in words.enumerated() where word.hasPrefix("--") {
        let option = word.prefix { $0 != "=" }
        #expect(known.contains(option) || option == "--version", "\(name): \(line)")
        guard ["--set", "--over"].contains(word), place + 1 < words.count else { continue }
        let key = String(words[place + 1].prefix { $0 != "=" })
        #expect(keys.contains(key) || key == "KEY", "\(name): \(key) in \(line)")
      }
    }
  }

  /// Lines of shell blocks that run the program, continued ones joined.
  private static func examples(_ text: String) -> [String] {
    var isShell = false
    var examples: [String] = []
    var start = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isShell = line.hasPrefix("```sh")
        continue
      }
      let code = line.hasPrefix("    ") ? String(line.dropFirst(4)) : isShell ? String(line) : ""
      let whole = start + code
      start = ""
      if whole.hasSuffix("\\") {
        start = String(whole.dropLast())
      } else if whole.hasPrefix("rnn-tui ") {
        examples.append(String(whole.prefix { $0 != "#" }))
      }
    }
    return examples
  }

  /// As a shell takes it apart: quoted parts are one word.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in line.prefix(while: { $0 != "|" || quote != nil }) + " " {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == " " {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return words
  }

  @Test func helpPrintsCommandsAndPages() throws {
    let program = try Program()
    let all = try program.run(["help"])
    #expect(all.status == 0 && all.output.contains("SUBCOMMANDS:"))
    #expect(all.output.contains("PAGES (rnn-tui help PAGE):"))
    for page in HelpPage.all {
      #expect(all.output.contains("  \(page.topic) "), "\(page.topic)")
      let text = try program.run(["help", page.topic])
      #expect(text.status == 0 && text.errors == "")
      #expect(!text.output.contains("<doc:") && !text.output.contains("```"))
      let long = text.lines.filter { $0.count > 80 && !$0.hasPrefix("    ") }
      // A word may be longer than a line.
      #expect(long.allSatisfy { !$0.dropFirst(6).contains(" ") }, "\(page.topic): \(long)")
    }
    let own = try program.run(["help", "sweep"])
    #expect(own.status == 0 && own.output.contains("USAGE: rnn-tui sweep"))
    let wrong = try program.run(["help", "sweps"])
    #expect(wrong.status == 64 && wrong.errors.contains("did you mean sweep"))
  }
}
