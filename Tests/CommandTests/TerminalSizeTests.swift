import Foundation
import Testing

/// Windows that change their size. Training stands still: the frame of a size is always the same.
extension InTerminal {
  @Suite struct TerminalSizeTests {
    @Test func aSmallWindowSaysWhatItNeedsAndComesBack() throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      let start = try tmux.paused()
      try tmux.resize(31, 5)
      try tmux.wait(for: "needs 40 x 8 (now 31 x")
      try tmux.resize(1, 1)
      try tmux.wait(for: "one row") { $0.count == 1 && $0[0].count <= 1 }
      try tmux.resize(200, 2)
      try tmux.wait(for: "needs 40 x 8 (now 200 x 2)")
      try tmux.resize(120, 36)
      try tmux.wait(for: "the frame before") { $0 == start }
      try tmux.press("q")
      try tmux.expectEnd(0)
    }

    /// tmux tells the program of a size when it finds the time, the kernel at once: so it is known
    /// that there was a frame of this size. The pane itself stays large, and is empty then.
    @Test(arguments: [(1, 1), (1, 200), (200, 1), (2, 2)])
    func theLeastSizesAreDrawn(_ columns: Int, _ rows: Int) throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      let start = try tmux.paused()
      try tmux.tellSize(columns, rows)
      try tmux.wait(for: "a frame of this size") {
        $0.count == 36 && !$0.contains { $0.contains("Loss") }
      }
      try tmux.press("Tab", "BTab")
      try tmux.tellSize(120, 36)
      try tmux.wait(for: "the frame before") { $0 == start }
      try tmux.press("q")
      try tmux.expectEnd(0)
    }

    /// The window changes faster than frames are drawn: by the kernel's call, and by tmux.
    @Test func aStormOfSizesEndsInTheFrameOfTheLast() throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      let start = try tmux.paused()
      let sizes = [
        (1, 1), (300, 80), (20, 5), (80, 24), (200, 2), (2, 200), (40, 8), (0, 0), (119, 36),
        (160, 50), (65535, 65535), (100, 30),
      ]
      for round in 0..<12 {
        for (columns, rows) in sizes {
          for step in 0..<3 { try tmux.tellSize(max(0, columns - step), rows) }
        }
        let (columns, rows) = sizes[round]
        try tmux.resize(min(max(columns, 1), 300), min(max(rows, 1), 80))
      }
      // tmux tells a size later than it answers; it is the last word either way.
      try tmux.resize(120, 36)
      try tmux.tellSize(120, 36)
      try tmux.wait(for: "the frame before") { $0 == start }
      #expect(try tmux.settled() == start)
      try tmux.press("C-l")
      #expect(try tmux.settled() == start)
      try tmux.press("q")
      try tmux.expectEnd(0)
    }
  }
}
