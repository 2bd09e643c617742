import Foundation
import Testing

/// What reaches the terminal, byte by byte: colours and characters that were not asked for.
extension InTerminal {
  @Suite struct TerminalColorTests {
    /// Draws most of what there is, and leaves.
    private static func bytes(
      _ arguments: [String], _ change: [String: String?]
    ) throws -> [UInt8] {
      let tmux = try Tmux.running(InTerminal.endless + arguments, change: change)
      try tmux.waitForResults()
      try tmux.press("]")
      try tmux.paused()
      for pane in ["Lanes", "Early stopping", "Gradient", "Layers", "Gates", "Regularizers"] {
        try tmux.press("Tab", shows: pane)
        try tmux.settled()
      }
      try tmux.press("Enter", shows: "All settings")
      try tmux.press("c", shows: "[x] rnn")
      try tmux.press("Escape")
      try tmux.waitGone("[x] rnn")
      try tmux.press("p", shows: " RNN, LSTM and GRU on")
      try tmux.press("Escape")
      try tmux.waitGone(" RNN, LSTM and GRU on")
      try tmux.press("r", shows: "Restart rnn")
      try tmux.press("Escape")
      try tmux.waitGone("Restart rnn")
      try tmux.settled()
      try tmux.press("q")
      try tmux.expectEnd(0)
      return try tmux.bytes(until: "ended with 0")
    }

    @Test(arguments: [
      (["--no-color"], [:]), ([], ["NO_COLOR": "1"]), (["--ascii"], ["NO_COLOR": "yes"]),
    ])
    func noColorMeansNone(_ arguments: [String], _ change: [String: String]) throws {
      let bytes = try Self.bytes(arguments, change)
      #expect(ColorCodes.all(in: bytes) == [])
      #expect(bytes.allSatisfy { $0 < 128 } == arguments.contains("--ascii"))
    }

    @Test func anEmptyNoColorMeansNothing() throws {
      let bytes = try Self.bytes([], ["NO_COLOR": ""])
      #expect(!ColorCodes.all(in: bytes).isEmpty)
    }

    @Test(arguments: ["C", "POSIX"])
    func anASCIILocaleGetsNothingElse(_ locale: String) throws {
      let bytes = try Self.bytes([], ["LANG": nil, "LC_ALL": locale])
      #expect(bytes.allSatisfy { $0 < 128 })
      #expect(!ColorCodes.all(in: bytes).isEmpty)
    }
  }
}

@Suite struct ColorCodesTests {
  @Test(arguments: [
    "[31m", "[1;31m", "[0;1;90m", "[44m", "[1;4;107m", "[38;5;1m", "[48:2::1:2:3m", "[37;40m",
  ])
  func aColourIsFoundWhereverItStands(_ code: String) {
    #expect(ColorCodes.all(in: "a\u{1B}[1m\u{1B}\(code)b\u{1B}[m".utf8) == [code])
  }

  @Test(arguments: ["[m", "[0m", "[1;4;7m", "[39;49m", "[31;44H", "[?31h", "[10;39m", "(B", "31m"])
  func whatIsNoneIsNot(_ code: String) {
    #expect(ColorCodes.all(in: "a\u{1B}\(code)31m".utf8) == [])
  }
}
