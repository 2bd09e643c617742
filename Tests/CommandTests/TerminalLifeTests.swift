import Foundation
import Testing

/// A terminal that is lent, closed, or none for a dashboard.
extension InTerminal {
  @Suite struct TerminalLifeTests {
    @Test func ctrlZLendsTheTerminalAndFgTakesItAgain() throws {
      let folder = try TemporaryFolder()
      try folder.write("exec \(Tmux.line(InTerminal.endless))\n", to: "start.sh")
      let tmux = try Tmux(["sh", "-i"], 120, 36, folder)
      try tmux.waitForPrompt()
      try tmux.type("stty -a > before; sh start.sh; echo \"ended with $?\"")
      try tmux.waitForResults()
      let start = try tmux.paused()

      try tmux.press("C-z")
      try tmux.waitForPrompt()
      #expect(try tmux.facts("#{alternate_on} #{cursor_flag} #{keypad_flag}") == "0 1 0")
      try tmux.type("stty -a > stopped; echo no''ted")
      try tmux.wait(for: "the shell") { $0.contains("noted") }
      try tmux.waitForPrompt()
      #expect(folder.text("stopped") == folder.text("before"))
      try tmux.type("fg")
      try tmux.wait(for: "the frame before") { $0 == start }
      #expect(try tmux.facts("#{alternate_on} #{cursor_flag}") == "1 0")
      #expect(try tmux.settled() == start)

      // A size that changes meanwhile counts.
      try tmux.press("C-z")
      try tmux.waitForPrompt()
      try tmux.resize(100, 30)
      try tmux.tellSize(100, 30)
      try tmux.type("fg")
      try tmux.wait(for: "a smaller frame") {
        $0.count == 30 && $0.last?.contains("Space resume") == true && $0[1].hasPrefix("┏━ C Loss ")
      }
      try tmux.resize(120, 36)
      try tmux.wait(for: "the frame before") { $0 == start }
      try tmux.press("q")
      try tmux.waitForPrompt()
      try tmux.type("echo en''ded with $?; stty -a > after; echo en''ough")
      let rows = try tmux.wait(for: "the shell") { $0.contains("enough") }
      #expect(rows.contains("ended with 0"), "\(rows.joined(separator: "\n"))")
      #expect(folder.text("after") == folder.text("before"))
      #expect(folder.models("out") == InTerminal.models)
    }

    @Test func closingTheTerminalSavesAndEnds() throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      try tmux.hangUp()
      #expect(try tmux.endStatus() == 129)
      #expect(!tmux.isRunning)
      #expect(tmux.folder.models("out") == InTerminal.models)
    }

    static let terminals: [String?] = ["unknown-terminal", "dumb", nil]

    @Test(
      arguments: zip(
        terminals,
        [
          "the terminal 'unknown-terminal' is unknown here",
          "the terminal 'dumb' cannot place its cursor",
          "TERM is not set",
        ]))
    func whereNoDashboardCanBeItTrainsHeadless(_ terminal: String?, _ reason: String) throws {
      let tmux = try Tmux.running(
        ["train", "compare", "--save", "out", "--max-steps", "6"] + Program.quick, columns: 200,
        rows: 60, change: ["TERM": terminal])
      let rows = try tmux.expectEnd(0)
      let notices = rows.filter { $0.contains("no dashboard") }
      #expect(notices == ["rnn-tui: no dashboard: \(reason); training headless"])
      for lane in ["rnn", "lstm", "gru"] {
        #expect(rows.contains { $0.contains(" s  \(lane) ") && $0.contains("ended at step 6") })
      }
      #expect(try !tmux.bytes(until: "ended with 0").contains(0x1B))
      #expect(tmux.folder.models("out") == InTerminal.models)
    }
  }
}
