import Foundation
import Testing

/// The dashboard in a real terminal, played by keys. One after the other: each trains.
@Suite(.serialized, .enabled(if: Tmux.path != nil, Tmux.isMissing))
struct InTerminal {
  static let endless = ["train", "compare", "--save", "out"] + Program.endless
  static let models = ["gru.safetensors", "lstm.safetensors", "rnn.safetensors"]
}

extension InTerminal {
  @Suite struct DashboardRunTests {
    @Test(arguments: [(80, 24), (120, 36), (160, 50)])
    func keysDoWhatTheFooterSays(_ columns: Int, _ rows: Int) throws {
      let tmux = try Tmux.running(InTerminal.endless, columns: columns, rows: rows)
      try tmux.wait(for: "Space pause")
      try tmux.wait(for: "▶")
      #expect(try tmux.screen().count == rows)
      #expect(try tmux.facts("#{alternate_on} #{cursor_flag}") == "1 0")
      // While it trains, the log soon says other things; the switch stays.
      try tmux.press("5")
      try tmux.wait(for: "clipping off") { rows in
        rows.contains { $0.contains("5 clip") }
          && !rows.contains { $0.contains(/5 (CLIP|clip ON)/) }
      }
      try tmux.paused()
      // On a small screen what is suspected may have the log's line: there the strip says it.
      func shows(_ strip: String, _ log: String) throws {
        try tmux.wait(for: strip) { rows in
          rows.contains { $0.contains(columns < 100 ? strip : "\(log) applied at step") }
        }
      }
      try tmux.press("5")
      try shows("5 CLIP 1", "5 clip 1")
      try tmux.press(">")
      try shows("5 CLIP 2", "5 clip 2")
      try tmux.press("<")
      try shows("5 CLIP 1", "5 clip 1")
      try tmux.press(")")
      try shows("lr 0.00625", "lr 0.00625")
      try tmux.press("Space", shows: "Space pause")
      try tmux.press("y")
      try tmux.wait(for: "a linear scale") { $0.count == rows && !$0[1].contains("log") }
      try tmux.press("q")
      try tmux.expectEnd(0)
      #expect(tmux.folder.models("out") == InTerminal.models)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func aSignalSavesAndGivesTheTerminalBack(_ number: Int32) throws {
      let tmux = try Tmux.running(InTerminal.endless)
      try tmux.waitForResults()
      try tmux.signal(number)
      try tmux.expectEnd(128 + number)
      #expect(tmux.folder.models("out") == InTerminal.models)
    }

    @Test func afterQTheResultsStandOnTheMainScreen() throws {
      let tmux = try Tmux.running(InTerminal.endless, columns: 160)
      try tmux.waitForResults()
      try tmux.paused()
      try tmux.press("q")
      let rows = try tmux.expectEnd(0).filter { !$0.isEmpty }
      let table = Array(rows.prefix(6))
      try #require(table.count == 6)
      #expect(table[0] == "rnn-tui compare")
      let heads = ["lane", "ended", "best epoch", "validation", "test"]
      #expect(table[1].split(separator: /\s{2,}/).map { String($0) } == heads)
      var lanes: [String] = []
      for row in table.dropFirst(2).prefix(3) {
        let cells = row.split(separator: /\s{2,}/).map { String($0) }
        #expect(cells.count == 5, "\(row)")
        lanes.append(cells[0])
        #expect(cells[1] == "interrupted")
        #expect(cells.dropFirst(2).allSatisfy { Double($0) != nil }, "\(row)")
      }
      #expect(Set(lanes) == ["rnn", "lstm", "gru"])
      let trivial = table[5].split(separator: /\s{2,}/).map { String($0) }
      #expect(trivial.first == "predicting the mean" && trivial.count == 3)
      #expect(
        rows[6] == "saved in out: " + lanes.map { $0 + ".safetensors" }.joined(separator: ", "))
      #expect(rows[7].hasPrefix("interrupted at step "))
      #expect(rows.contains("Evaluate the best lane's model (\(lanes[0])):"))
      #expect(rows.contains("The same run again:"))
      #expect(rows.last == "ended with 0")
      #expect(rows.allSatisfy { $0.count <= 80 })
    }
  }
}
