import Dashboard
import Telemetry
import Testing

@Suite struct EarlyStoppingPaneTests {
  private func draw(_ columns: Int, _ snapshot: SessionSnapshot) -> Screen {
    let state = Fixture.state(columns, 12, snapshot)
    var canvas = Canvas(size: state.size, capabilities: state.capabilities)
    EarlyStoppingPane().draw(
      into: &canvas, canvas.bounds,
      PaneContext(state: state, isFocused: false, isFullScreen: false))
    return canvas.screen
  }

  /// A full bar says that nothing happens, and is dim.
  @Test func aFullBarIsDim() {
    let screen = draw(60, Fixture.adding())
    func ink(_ row: Int) -> Ink? {
      (0..<60).first { screen[$0, row].scalar == "▆" }.map { screen[$0, row].style.foreground }
    }
    #expect(ink(1) == .lane(0) && ink(2) == .muted && ink(3) == .lane(2))
    var snapshot = Fixture.adding()
    snapshot.lanes[0].earlyStopping.left = 2
    let low = draw(60, snapshot)
    #expect((0..<60).contains { low[$0, 1] == ScreenCell("▆", Style(.warning)) })
  }

  @Test func whatIf() {
    let frame = text(draw(70, Fixture.adding()))
    #expect(frame.contains("what if: patience 3 would stop rnn at epoch 5, none worse"))
    #expect(!frame.contains("ghost"))
  }

  /// Whatever the width, a word is there or it is not.
  @Test func noWordIsCut() {
    var snapshot = Fixture.adding()
    snapshot.lanes[0].phase = .stoppedEarly(epoch: 6, step: 1368, bestEpoch: 2)
    for i in snapshot.lanes.indices where i > 0 { snapshot.lanes[i].info.name += "-with-drop" }
    let words = Set(
      ("stopped at epoch 6, step 1 368: weights of 2 restored back to improving best 8 off rnn "
        + "what if: patience 3 would stop none worse 5, 3, 6 epoch").split(separator: " ")
        .flatMap { [$0, $0.filter { ",:".contains($0) == false }] }.map { String($0) })
    for columns in 20...90 {
      let frame = text(draw(columns, snapshot))
      for line in frame.split(separator: "\n").dropFirst().dropLast() {
        let letters = line.split { "│▆░ ●▲■".contains($0) }
        for word in letters where word.allSatisfy({ $0.isLetter || ",:".contains($0) }) {
          #expect(words.contains(String(word)), "\(columns): \(word)")
        }
      }
    }
  }

  @Test func beforeTheFirstValidationNothingImproves() {
    var snapshot = Fixture.adding()
    snapshot.lanes[1].bestEpoch = nil
    #expect(text(draw(60, snapshot)).contains("lstm no validation yet"))
    #expect(!text(draw(60, snapshot)).contains("improving"))
  }

  /// Off, its rows go to another pane, and the table says how lanes are doing.
  @Test(arguments: [(100, 30), (120, 36), (160, 50), (200, 80)])
  func offItHasNoPlace(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.adding()
    #expect(
      Layout(Fixture.state(columns, rows, snapshot)).places.contains {
        $0.pane == .earlyStopping
      })
    for i in snapshot.lanes.indices { snapshot.lanes[i].earlyStopping.on = false }
    let state = Fixture.state(columns, rows, snapshot)
    #expect(!Layout(state).places.contains { $0.pane == .earlyStopping })
    #expect(PaneRegistry.available(state).contains { $0.id == .earlyStopping })
    let frame = text(render(state))
    #expect(!frame.contains("patience "))
  }
}
