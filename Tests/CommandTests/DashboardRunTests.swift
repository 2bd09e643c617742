import Foundation
import Testing

/// The dashboard in a real terminal, played by keys. One after the other: each trains.
@Suite(.serialized, .enabled(if: Tmux.path != nil, Tmux.isMissing))
struct DashboardRunTests {
  private static let endless = ["train", "compare", "--save", "out"] + Program.endless

  @Test(arguments: [(80, 24), (120, 36), (160, 50)])
  func keysDoWhatTheFooterSays(_ columns: Int, _ rows: Int) throws {
    let tmux = try Tmux.running(Self.endless, columns: columns, rows: rows)
    try tmux.wait(for: "Space pause")
    try tmux.wait(for: "▶")
    #expect(tmux.screen.count == rows)
    #expect(try tmux.facts("#{alternate_on} #{cursor_flag}") == "1 0")
    try tmux.press("5")
    try tmux.wait(for: "5 clip off applied at step")
    try tmux.press("5")
    try tmux.wait(for: "5 clip 1 applied at step")
    try tmux.press(">")
    try tmux.wait(for: "5 clip 2 applied at step")
    try tmux.press(")")
    try tmux.wait(for: "lr 0.00625 applied at step")
    try tmux.press("Space")
    try tmux.wait(for: "Space resume")
    try tmux.press("Space")
    try tmux.wait(for: "Space pause")
    try tmux.press("y")
    try tmux.wait(for: "any") { !$0[1].contains("log") }
    // Narrow footers leave these two out.
    if columns >= 120 {
      try tmux.press("Enter")
      try tmux.wait(for: "Esc back")
      try tmux.press("Escape")
      try tmux.wait(for: "Enter full")
    }
    try tmux.press("q")
    try tmux.expectEnd(0)
    #expect(tmux.folder.files("out") == ["gru.safetensors", "lstm.safetensors", "rnn.safetensors"])
  }

  @Test func aSmallWindowSaysWhatItNeedsAndComesBack() throws {
    let tmux = try Tmux.running(Self.endless)
    try tmux.wait(for: "Space pause")
    try tmux.resize(31, 5)
    try tmux.wait(for: "needs 40 x 8")
    for (columns, rows) in [(20, 5), (300, 80), (1, 1), (80, 24), (200, 2), (120, 36)] {
      try tmux.resize(columns, rows)
    }
    try tmux.wait(for: "a whole frame") {
      $0.count == 36 && $0.last?.contains("Space pause") == true && $0[1].hasPrefix("┏━ Loss")
    }
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test func aSignalSavesAndGivesTheTerminalBack() throws {
    let tmux = try Tmux.running(Self.endless)
    try tmux.wait(for: "Space pause")
    try tmux.wait(for: "best")
    try tmux.signal(SIGTERM)
    try tmux.expectEnd(143)
    #expect(tmux.folder.files("out").count == 3)
  }

  @Test func asciiAndNoColorAreFollowed() throws {
    let tmux = try Tmux.running(Self.endless + ["--ascii"], change: ["NO_COLOR": "1"])
    try tmux.wait(for: "Space pause")
    let codes = tmux.screenWithCodes
    #expect(codes.unicodeScalars.allSatisfy { $0.value < 127 })
    #expect((30...38).allSatisfy { !codes.contains("\u{1B}[\($0)") })
    try tmux.press("q")
    try tmux.expectEnd(0)
  }
}
