import Dashboard
import Telemetry
import Testing

@Suite struct SuspectsLineTests {
  private static let sizes = [(160, 50), (120, 36), (100, 30), (80, 24), (66, 19), (60, 16)]

  @Test func lanesWithTheSameSuspectShareALine() {
    var lanes = Fixture.adding().lanes
    lanes[0].suspects = [Fixture.vanishing]
    lanes[1].suspects = [Fixture.vanishing]
    let same = SuspectsLine.items(lanes)
    #expect(same.count == 1 && same[0].lanes == [0, 1])
    #expect(same[0].sentence.hasPrefix("vanishing: reaches 15 of"))
    // Where numbers differ the line says whose they are.
    lanes[1].suspects[0].text = "reaches 31 of 150 steps, loss on the predictor"
    let different = SuspectsLine.items(lanes)
    #expect(different.count == 1)
    #expect(different[0].sentence.hasPrefix("vanishing: in rnn reaches 15 of"))
    lanes[0].phase = .off
    #expect(SuspectsLine.items(lanes).map(\.lanes) == [[1]])
  }

  @Test func theMostCertainComesFirst() {
    let items = SuspectsLine.items(Fixture.judged().lanes)
    // The first of each lane before any second one.
    #expect(items.map(\.suspect.kind) == [.vanishing, .overfitting, .deadUnits])
  }

  private func line(_ columns: Int, _ rows: Int, _ snapshot: SessionSnapshot) -> String {
    let state = Fixture.state(columns, rows, snapshot)
    var canvas = Canvas(size: state.size, capabilities: state.capabilities)
    SuspectsLine(state).draw(into: &canvas, Rect(column: 0, row: 0, columns: columns, rows: rows))
    return text(canvas.screen)
  }

  @Test func inFullWhereThereIsRoom() {
    var snapshot = Fixture.judged()
    snapshot.lanes[0].suspects = [Fixture.vanishing]
    snapshot.lanes[1].suspects = []
    #expect(
      line(130, 1, snapshot)
        == " suspects  ● rnn vanishing: reaches 15 of 150 steps, loss on the predictor · "
        + "c: gated cell\n")
    let short = line(80, 1, Fixture.judged())
    #expect(short.contains("vanishing: reaches 15 of 150 steps… · c: gated cell "))
    #expect(short.hasSuffix("+2\n"))
    #expect(line(80, 2, Fixture.judged()).hasSuffix("+1\n"))
    #expect(line(80, 3, Fixture.judged()).contains("dead units: 62 of 64"))
    #expect(!line(80, 3, Fixture.judged()).contains("+"))
  }

  /// Never wider than its room; the first clause, with the number that decides, and the beginning of
  /// the advice outlive the rest.
  @Test func whatDoesNotFitIsShortened() {
    for suspect in Fixture.everySuspect {
      var lane = Fixture.adding().lanes[0]
      lane.suspects = [suspect]
      let item = SuspectsLine.items([lane])[0]
      var shorter = Int.max
      for width in (16...150).reversed() {
        let (sentence, advice) = SuspectsLine.fitting(item, width: width)
        let used = TextWidth.of(sentence) + (advice.isEmpty ? 0 : TextWidth.of(advice) + 3)
        #expect(used <= width && used <= shorter)
        shorter = used
        #expect(sentence == item.sentence || sentence.hasSuffix("…"))
        #expect(
          advice.isEmpty || advice == item.suspect.advice
            || advice.hasSuffix("…") && item.suspect.advice.hasPrefix(advice.dropLast()))
        // The room of a lane with a name of four letters and of "+1" in 80 columns.
        if width >= 58 {
          let clause = item.suspect.text.unicodeScalars.split { ",;:".unicodeScalars.contains($0) }
          #expect(sentence.hasPrefix(item.suspect.kind.words + ": " + String(clause[0])))
          #expect(!advice.isEmpty, "\(sentence)")
        }
      }
    }
  }

  /// Names give way where marks leave room for what is wrong.
  @Test func marksOfManyLanesStandForTheirNames() {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].info.name = "a long name"
      snapshot.lanes[i].suspects = [Fixture.vanishing]
    }
    #expect(line(80, 1, snapshot).contains("● ▲ ■ vanishing: reaches 15 of 150 steps"))
    #expect(line(160, 1, snapshot).contains("a long name, a long name, a long name vanishing"))
  }

  @Test(arguments: sizes)
  func atEverySize(_ columns: Int, _ rows: Int) {
    let frame = text(render(Fixture.state(columns, rows, Fixture.judged())))
    #expect(frame.contains("● rnn vanishing: reaches 15 of 150") && frame.contains("· c: gated"))
    #expect(columns < 80 || frame.contains("suspects  ● rnn"))
  }

  /// Its rows are kept, or they are the log's line while there is nothing to say.
  @Test(arguments: sizes)
  func nothingJumps(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.judged()
    let loud = Layout(Fixture.state(columns, rows, snapshot))
    for i in snapshot.lanes.indices { snapshot.lanes[i].suspects = [] }
    let state = Fixture.state(columns, rows, snapshot)
    #expect(Layout(state) == loud)
    let frame = text(render(state))
    #expect(!frame.contains("suspects") && !frame.contains("vanishing:"))
    #expect(rows < 24 || frame.contains("best 0.0076 at epoch 6"))
  }

  @Test func fullScreenShowsAllOfThem() {
    var state = Fixture.state(120, 36, Fixture.judged())
    (state.focus, state.isFullScreen) = (.lanes, true)
    let frame = text(render(state))
    #expect(frame.contains("suspect: vanishing: reaches 15 of 150 steps, loss on the predictor"))
    #expect(
      frame.contains("suspect: overfitting: gap 1.34 since epoch 6, validation rose 0.31 · 4"))
    #expect(frame.contains("suspect: dead units: 62 of 64 units never change · T: gates"))
  }
}
