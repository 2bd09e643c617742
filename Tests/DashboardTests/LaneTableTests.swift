import Dashboard
import Telemetry
import Testing

@Suite struct LaneTableTests {
  private static let sizes = [(80, 24), (100, 30), (120, 36), (160, 50)]

  private func titles(_ room: Int, _ snapshot: SessionSnapshot) -> [String] {
    LaneTable(state: Fixture.state(200, 80, snapshot)).columns(room: room).map(\.title)
  }

  /// What matters less is left out first.
  @Test func columnsByTheirRank() {
    let order: [LaneColumn.ID] = [
      .lane, .validation, .metric, .best, .reach, .largestNorm, .patience, .parameters, .rate,
      .dead,
      .saturated,
    ]
    let classes = Fixture.classes(3)
    let all = LaneColumn.all(classes.lanes, metric: classes.info?.metric)
    let ranked = all.sorted { $0.rank < $1.rank }.map(\.id)
    #expect(Array(ranked.prefix(order.count)) == order)
    for room in 0...200 {
      let columns = LaneTable(state: Fixture.state(200, 80, classes)).columns(room: room)
      let width = columns.reduce(-1) { $0 + $1.width + 1 }
      #expect(width <= max(room, columns[0].width))
      #expect(columns[0].id == .lane)
    }
    #expect(titles(28, Fixture.judged()) == ["lane", "val", "best"])
    #expect(titles(200, classes).contains("steps/s"))
  }

  @Test func rowsSayWhatALaneIs() {
    var lane = Fixture.adding().lanes[1]
    #expect(LaneColumn.name(lane) == "lstm 64")
    lane.info.hidden = [128, 128]
    #expect(LaneColumn.name(lane) == "lstm 2x128")
    lane.info.hidden = [64, 32]
    #expect(LaneColumn.name(lane) == "lstm 64+32")
    lane.info.name = "a name that is long"
    #expect(TextWidth.of(LaneColumn.name(lane)) <= 22)
    #expect(LaneColumn.rate(lane) == "adam 0.001")
    let frame = text(render(Fixture.state(80, 24, Fixture.judged())))
    #expect(frame.contains("▲ lstm 64  17 473 adam 0.001   0.0234 0.0234 150/150   3.710"))
  }

  @Test func sharesOfTheWorstLayer() {
    var lane = Fixture.adding().lanes[0]
    #expect(lane.deadShare == 37.0 / 64 && lane.saturatedShare == 0.41)
    lane = Fixture.adding().lanes[1]
    // Of the forget gate: 0.78 open, 0.02 closed.
    #expect(abs((lane.saturatedShare ?? 0) - 0.8) < 1e-6)
    lane.layers = []
    #expect(lane.deadShare == nil && lane.saturatedShare == nil)
  }

  /// The predictor has a row at every usual size, whole or by what it is.
  @Test(arguments: sizes)
  func thePredictor(_ columns: Int, _ rows: Int) {
    for count in 1...6 {
      let frame = text(render(Fixture.state(columns, rows, Fixture.lanes(count))))
      let names = ["─ predicting the mean ", "─ predicting the… ", "─ predictor "]
      #expect(names.contains { frame.contains($0) }, "\(count)")
    }
  }

  /// Whatever has no room is announced: a lane in the table, a block in the Gradient pane.
  @Test(arguments: sizes)
  func noLaneIsMissingWithoutAHint(_ columns: Int, _ rows: Int) {
    for count in 1...6 {
      let snapshot = Fixture.lanes(count)
      let frame = text(render(Fixture.state(columns, rows, snapshot)))
      for lane in snapshot.lanes { #expect(frame.contains(" \(lane.info.name) 64 ")) }
      let blocks = frame.components(separated: "t=150").count - 1
      let hidden = count - blocks
      #expect(hidden == 0 || frame.contains("1-\(blocks) of \(count)"))
    }
  }

  /// As many as may be forked: each has its name, its mark, its colour and its validation.
  @Test(arguments: [(120, 36), (80, 24)])
  func eightLanesAreToldApart(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.lanes(8)
    for place in snapshot.lanes.indices {
      snapshot.lanes[place].validationLoss = 0.1101 + 0.0101 * Float(place)
    }
    let screen = render(Fixture.state(columns, rows, snapshot))
    let frame = text(screen).split(separator: "\n")
    for (place, lane) in snapshot.lanes.enumerated() {
      let start = "\(Glyphs.marks[place]) \(lane.info.name) "
      let value = ["0.1101", "0.1202", "0.1303", "0.1404", "0.1505", "0.1606", "0.1707", "0.1808"]
      #expect(
        frame.contains { $0.contains(start) && $0.contains(value[place]) },
        "\(columns)x\(rows): \(start)")
    }
    #expect(Set(Glyphs.marks).count == 8 && Set(Glyphs.asciiMarks).count == 8)
  }

  @Test func aShortTableFollowsTheSelection() {
    var state = Fixture.state(40, 8, Fixture.lanes(6))
    #expect(text(render(state)).contains("+2 lanes: [ ]"))
    state.selectedLane = 5
    #expect(text(render(state)).contains("▸ ★ gru-5 64"))
  }

  /// With early stopping off no bar says how a lane ended: the table does, at every size.
  @Test(arguments: sizes)
  func theEndOfALaneIsInTheTable(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.judged()
    for i in snapshot.lanes.indices { snapshot.lanes[i].earlyStopping.on = false }
    #expect(!text(render(Fixture.state(columns, rows, snapshot))).contains("diverged"))
    snapshot.lanes[1].phase = .diverged(step: 12, layer: "loss", timeStep: nil, what: "NaN")
    #expect(text(render(Fixture.state(columns, rows, snapshot))).contains("diverged"))
  }

  @Test func goodNewsHasAWord() {
    let frame = text(render(Fixture.state(80, 24, Fixture.judged())))
    #expect(frame.contains("learned by ■ gru · beaten by ▲ lstm"))
    #expect(!text(render(Fixture.state(80, 24))).contains("beaten by"))
  }

  /// Marked with a sign too, as not every terminal has colours.
  @Test func anExplosionIsMarkedWhileItIsRecent() {
    var snapshot = Fixture.judged()
    func mark() -> Style? {
      let screen = render(Fixture.state(80, 24, snapshot))
      for row in 0..<24 {
        for column in 0..<80 where screen[column, row].scalar == "!" {
          return screen[column, row].style
        }
      }
      return nil
    }
    #expect(mark() == Style(.bad, bold: true))
    snapshot.lanes[0].explosions[0].isRecent = false
    #expect(mark() == nil)
  }

  @Test func theFullScreenHasEveryFactOnce() {
    var state = Fixture.state(120, 36, Fixture.judged())
    (state.focus, state.isFullScreen) = (.lanes, true)
    let frame = text(render(state))
    #expect(frame.components(separated: "optimizer").count == 2)
    #expect(frame.components(separated: "17 551").count == 2)
    #expect(frame.contains("gradient halves in, steps"))
    state.size = Size(columns: 80, rows: 24)
    #expect(text(render(state)).contains("rows in a taller window"))
  }

  /// What the small screen has no column for comes first in full screen, whatever is suspected.
  @Test(arguments: [1, 3, 4])
  func theSmallFullScreenHasWhatMatters(_ lanes: Int) {
    for snapshot in [Fixture.judged(), Fixture.classes(3)] {
      var snapshot = Fixture.lanes(lanes, snapshot)
      for i in snapshot.lanes.indices { snapshot.lanes[i].suspects = [] }
      for i in snapshot.lanes.indices.prefix(3) {
        snapshot.lanes[i].suspects = [Fixture.everySuspect[i], Fixture.everySuspect[3 + i]]
      }
      var state = Fixture.state(80, 24, snapshot)
      (state.focus, state.isFullScreen) = (.lanes, true)
      let frame = text(render(state))
      let facts = [
        ["─ predicting the mean ", "─ most frequent class "], [" cell "], ["params", "parameters"],
        ["optimizer"], ["adam 0.001", "learning rate"], [" val "], [" best "], [" reach"],
        ["|g| max", "largest |g|"], [" dead"], ["satur.", "saturated"],
      ]
      for names in facts {
        #expect(names.contains { frame.contains($0) }, "\(names)\n\(frame)")
      }
    }
  }

  /// A bar never takes the room of the predictor's name.
  @Test func thePredictorsNameComesBeforeLongerBars() {
    var state = Fixture.state(80, 24, Fixture.classes(3))
    (state.focus, state.isFullScreen) = (.lanes, true)
    #expect(text(render(state)).contains("─ most frequent class "))
  }
}

extension String {
  fileprivate func components(separated by: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: by) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
