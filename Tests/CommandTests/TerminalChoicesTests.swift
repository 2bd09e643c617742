import Foundation
import Testing

/// What stands over the panes, in a real terminal: cells, presets, the question before a restart.
extension InTerminal {
  @Suite struct TerminalChoicesTests {
    @Test func cellsAreChosen() throws {
      let tmux = try Tmux.running(InTerminal.endless, columns: 160, rows: 50)
      try tmux.waitForResults()
      let start = try tmux.paused()
      try tmux.press("c", shows: "▸ [x] rnn")
      try tmux.press("Down", shows: "▸ [x] lstm")
      try tmux.press("Down", shows: "▸ [x] gru")
      try tmux.press("Space", shows: "▸ [ ] gru")
      // Esc leaves everything as it was.
      try tmux.press("Escape")
      try tmux.wait(for: "the frame before") { $0 == start }
      try tmux.press("c", shows: "▸ [x] rnn")
      try tmux.press("Down", "Down", "Space")
      try tmux.wait(for: "▸ [ ] gru")
      try tmux.press("Enter", shows: "cells rnn,lstm applied at step")
      // A lane that rests stays in the table; the full table has its state.
      try tmux.press("Tab", shows: "┏━ N Lanes ")
      try tmux.press("Enter")
      try tmux.wait(for: "a lane that is off") {
        $0[1].hasPrefix("┏━ N Lanes ") && $0.contains { $0.contains(/■ gru .* off/) }
      }
      try tmux.press("q")
      try tmux.expectEnd(0)
      #expect(tmux.folder.models("out") == InTerminal.models)
    }

    @Test func anotherPresetIsOpened() throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      try tmux.press("p", shows: "▸ compare ")
      try tmux.press("End")
      let rows = try tmux.wait(for: "another choice") {
        $0.contains { $0.contains("┃ ▸ ") } && !$0.contains { $0.contains("▸ compare ") }
      }
      let line = try #require(rows.first { $0.contains("┃ ▸ ") })
      let name = try #require(line.split(separator: "▸ ").last?.split(separator: " ").first)
      try tmux.press("Enter", shows: "rnn-tui  \(name) · ")
      try tmux.wait(for: "a step") { $0.first?.contains(/step [1-9]/) == true }
      try tmux.press("q")
      let end = try tmux.expectEnd(0)
      #expect(end.contains("rnn-tui \(name)"))
      // The first session was saved, too.
      #expect(tmux.folder.models("out") == InTerminal.models)
      #expect(tmux.folder.files("runs").contains { $0.hasSuffix("-\(name)") })
    }

    @Test func aRestartAsksAndLeavesAGhost() throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      let start = try tmux.paused()
      try tmux.press("r", shows: "Restart rnn, lstm, gru?")
      try tmux.press("Escape")
      try tmux.wait(for: "the frame before") { $0 == start }
      try tmux.press("r", shows: "Restart rnn, lstm, gru?")
      try tmux.press("y", shows: "gru   restart applied at step 0")
      let again = try tmux.settled()
      #expect(again.first?.contains(" step 0   ") == true)
      // Nothing was trained, and yet there is a curve.
      let plot = again[2...13].joined().unicodeScalars
      #expect(plot.contains { (0x2801...0x28FF).contains($0.value) })
    }
  }
}
