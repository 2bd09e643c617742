import ArgumentParser
import Dashboard
import Datasets
import Engine
import Foundation
import Training

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show versions, processor, locale, colours and terminal size, and report problems.")

  func run() throws {
    let terminal = TerminalFacts.gather()
    let rows: [(String, String)] = [
      ("rnn-tui", Version.text),
      ("processor", Processor.name + ", " + Processor.counts),
      ("instruction sets", Processor.instructionSets.joined(separator: ", ")),
      ("BLAS", LinearAlgebra.version),
      ("BLAS core", LinearAlgebra.coreName),
      ("products", LinearAlgebra.productKernel),
      (
        "sound",
        SoundSupport.isBuilt
          ? "WAV and FLAC"
          : "not in this build; to read it: swift run -c release --traits Sound rnn-tui"
      ),
      ("OPENBLAS_CORETYPE", setting("OPENBLAS_CORETYPE")),
      ("OPENBLAS_L2_SIZE", setting("OPENBLAS_L2_SIZE")),
      ("TERM", escaped(terminal.term ?? "not set")),
      ("colours", "\(terminal.colors), \(terminal.colorPairs) pairs"),
      ("theme", theme(terminal)),
      ("window", "\(terminal.window.columns) x \(terminal.window.rows)"),
      (
        "locale",
        escaped("\(terminal.locale.name), \(terminal.locale.codeset)")
          + (terminal.locale.missing ? " (the requested one is not installed)" : "")
      ),
    ]
    for (name, value) in rows {
      print(name.padding(toLength: 20, withPad: " ", startingAt: 0) + value)
    }
    let findings = findings(terminal)
    print("")
    if findings.isEmpty { print("Everything works here.") }
    for finding in findings { print("- \(finding)") }
  }

  /// The theme that the dashboard would use here, and why.
  private func theme(_ terminal: TerminalFacts) -> String {
    guard terminal.capabilities(noColor: false, ascii: false).colors == .full else {
      return "none: with fewer than 256 colours the terminal's own are used"
    }
    let canAsk = terminal.inputIsTerminal && terminal.outputIsTerminal
    let answer = canAsk ? BackgroundQuery.once() : nil
    let environment = environment("COLORFGBG")
    let choice = ThemeChoice(
      requested: nil, background: answer?.background, environment: environment)
    let silence =
      answer == nil
      ? "there is no terminal to ask" : "the terminal does not report its background"
    let reason =
      switch choice.reason {
      case .requested: "as requested"
      case .background(let color): "the terminal reports the background \(color.text)"
      case .environment(let value): "\(silence); COLORFGBG is \(escaped(value))"
      case .unknown:
        "\(silence), and COLORFGBG is \(environment == nil ? "not set" : "not a colour"); "
          + "on a light background use --theme light"
      }
    return "\(choice.theme.rawValue): \(reason)"
  }

  private func setting(_ name: String) -> String {
    escaped(ProcessInfo.processInfo.environment[name] ?? "not set")
  }

  private func findings(_ terminal: TerminalFacts) -> [String] {
    var findings: [String] = []
    if case .headless(let reason) = terminal.abilities {
      findings.append("no dashboard: \(reason); train runs as with --headless")
    }
    let abilities = terminal.capabilities(noColor: false, ascii: false)
    if !abilities.unicode { findings.append("the locale is not UTF-8: drawn in ASCII") }
    switch abilities.colors {
    case .full: break
    case .none: findings.append("no colours: marks and shades tell lanes and values apart")
    default: findings.append("few colours: the gradient map is drawn in shades")
    }
    let window = terminal.window
    if window.columns > 0, window.columns < 80 || window.rows < 24 {
      findings.append("the window is smaller than 80 x 24: some panes are left out")
    }
    for name in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]
    where ProcessInfo.processInfo.environment[name] != nil {
      findings.append("\(name) pins OpenBLAS; without it OpenBLAS adapts to the processor")
    }
    return findings
  }
}
