import Foundation
import Testing

/// Keys in a real terminal. Training stands still meanwhile: what a key shows then stays.
extension InTerminal {
  @Suite struct TerminalKeysTests {
    private static func running(columns: Int = 120, rows: Int = 36) throws -> Tmux {
      let tmux = try Tmux.running(InTerminal.endless, columns: columns, rows: rows)
      try tmux.waitForResults()
      return tmux
    }

    /// The step in the header.
    private static func step(_ rows: [String]) throws -> Int {
      let after = try #require(rows.first?.firstRange(of: " step ")?.upperBound)
      let number = try #require(rows.first?[after...].split(separator: "   ").first)
      return try #require(Int(number.filter { $0.isASCII && $0.isNumber }))
    }

    @Test func tabVisitsEveryPaneAndShiftTabGoesBack() throws {
      let tmux = try Self.running()
      let start = try tmux.paused()
      #expect(start[1].hasPrefix("┏━ C Loss "))
      let panes = [
        "N Lanes", "E Early stopping", "G Gradient", "W Layers", "T Gates", "R Regularizers",
        "O Output", "D Data",
        "M Log",
      ]
      for pane in panes { try tmux.press("Tab", shows: "┏━ \(pane) ") }
      try tmux.press("Tab", shows: "┏━ C Loss ")
      #expect(try tmux.settled() == start)
      for pane in panes.reversed() { try tmux.press("BTab", shows: "┏━ \(pane) ") }
      try tmux.press("BTab", shows: "┏━ C Loss ")
      #expect(try tmux.settled() == start)
      // Esc leaves a pane for the first one.
      try tmux.press("BTab", shows: "┏━ M Log ")
      try tmux.press("Escape", shows: "┏━ C Loss ")
      #expect(try tmux.settled() == start)
    }

    @Test func enterShowsOnePaneAndEscTheOthersAgain() throws {
      let tmux = try Self.running()
      let start = try tmux.paused()
      try tmux.press("Enter")
      let full = try tmux.wait(for: "the loss alone") {
        $0.last?.contains("Esc back") == true && $0[1].hasSuffix("━┓") && $0[34].hasPrefix("┗━")
      }
      #expect(full[1].hasPrefix("┏━ C Loss "))
      #expect(!full.contains { $0.contains("Lanes") })
      try tmux.press("Escape", shows: "Enter full")
      #expect(try tmux.settled() == start)
      for pane in ["N Lanes", "E Early stopping", "G Gradient"] {
        try tmux.press("Tab", shows: "┏━ \(pane) ")
      }
      try tmux.press("Enter")
      try tmux.wait(for: "the gradient alone") { $0[1].hasPrefix("┏━ G Gradient ") }
      try tmux.press("Escape")
      try tmux.wait(for: "all panes") { $0[1].hasPrefix("╭─ C Loss ") }
      try tmux.press("Escape", shows: "┏━ C Loss ")
      #expect(try tmux.settled() == start)
    }

    @Test func theSettingsListNeedsNoDigit() throws {
      let tmux = try Self.running()
      try tmux.paused()
      try tmux.press("BTab", shows: "┏━ M Log ")
      try tmux.press("BTab", shows: "┏━ D Data ")
      try tmux.press("BTab", shows: "┏━ O Output ")
      try tmux.press("BTab", shows: "┏━ R Regularizers ")
      try tmux.press("Enter", shows: "━ R All settings · 1 of ")
      try tmux.press("Down", shows: "━ R All settings · 2 of ")
      try tmux.press("Up", shows: "━ R All settings · 1 of ")
      try tmux.press("Space")
      try tmux.press("Escape")
      try tmux.wait(for: "L1 on") { $0.contains { $0.contains(/1 L1 [0-9.]+ applied at step/) } }
      try tmux.press("q")
      try tmux.expectEnd(0)
    }

    @Test func axisSmoothingAndZoomOfTheCurves() throws {
      let tmux = try Self.running()
      let start = try tmux.paused()
      func unit(_ name: String) throws {
        try tmux.wait(for: name) { $0.contains { $0.contains(try! Regex("[0-9] \(name) +┃")) } }
      }
      try unit("step")
      for name in ["epoch", "s", "step"] {
        try tmux.press("x")
        try unit(name)
      }
      try tmux.press("s", shows: "val ━━  smooth 0.8 ━┓")
      try tmux.press("S", shows: "val ━━  smooth 0.6 ━┓")
      try tmux.press("S", shows: "val ━━  smooth 0.3 ━┓")
      try tmux.press("S", shows: "val ━━ ━┓")
      try tmux.press("s", "s")
      try tmux.wait(for: "val ━━  smooth 0.6 ━┓")
      try tmux.press("+", shows: "zoom 2 ━┓")
      try tmux.press("0", shows: "val ━━  smooth 0.6 ━┓")
      #expect(try tmux.settled() == start)
    }

    @Test func theHelpScrollsAndGoes() throws {
      let tmux = try Tmux.running(InTerminal.endless, columns: 80, rows: 24)
      try tmux.wait(for: "Space pause")
      let start = try tmux.paused()
      try tmux.press("?", shows: "This pane: Loss")
      try tmux.press("End", shows: "save and quit (also Ctrl-C)")
      try tmux.press("Home", shows: "This pane: Loss")
      try tmux.press("Escape")
      try tmux.wait(for: "the frame before") { $0 == start }
    }

    @Test func everyDigitSwitchesItsRegularizer() throws {
      let tmux = try Self.running(columns: 160, rows: 50)
      try tmux.paused()
      let names = [
        "1": "L1", "2": "L2", "3": "drop", "4": "rdrop", "6": "stop", "8": "zone", "9": "adapt",
      ]
      for (digit, name) in names.sorted(by: { $0.key < $1.key }) {
        let applied = try Regex("\(digit) \(name) [0-9.]+ applied at step")
        try tmux.press(digit)
        try tmux.wait(for: "\(name) on") { $0.contains { $0.contains(applied) } }
        try tmux.press(digit, shows: "\(digit) \(name) off applied at step")
      }
    }

    @Test func bracketsSelectALaneAndAStarAllOfThem() throws {
      let tmux = try Self.running()
      let start = try tmux.paused()
      for mark in ["●", "▲", "■", "●"] {
        try tmux.press("]", shows: "applies to \(mark) ─")
        #expect(try tmux.settled().contains { $0.contains("▸ \(mark) ") })
      }
      try tmux.press("[", shows: "applies to ■ ─")
      try tmux.press("5", shows: "gru   5 clip off applied at step")
      try tmux.press("5", shows: "gru   5 clip 1 applied at step")
      try tmux.press("*", shows: "applies to ● ▲ ■ ─")
      #expect(try tmux.settled()[2...12].joined().contains("▸") == false)
      #expect(try Self.step(tmux.settled()) == Self.step(start))
    }

    @Test func nTakesOneStepWhilePaused() throws {
      let tmux = try Self.running()
      let step = try Self.step(tmux.paused())
      for more in 1...3 {
        try tmux.press("n")
        try tmux.wait(for: "one step more") { (try? Self.step($0)) == step + more }
        #expect(try Self.step(tmux.settled()) == step + more)
      }
      try tmux.press("Space", shows: "Space pause")
      try tmux.wait(for: "training") { ((try? Self.step($0)) ?? 0) > step + 3 }
    }
  }
}
