import Dashboard
import Telemetry
import Testing

/// Every pane in every width: words that are cut say so, numbers are not cut at all, and no text
/// lies on another.
@Suite struct DrawingRecordTests {
  static func snapshots() -> [(String, SessionSnapshot)] {
    var ended = Fixture.adding()
    ended.phase = .done
    ended.lanes[0].phase = .stoppedEarly(epoch: 6, step: 1368, bestEpoch: 2)
    ended.lanes[1].phase = .diverged(
      step: 1200, layer: "rnn.1", timeStep: 12, what: "the gradient overflowed in rnn.1")
    ended.lanes[2].phase = .finished
    var refused = Fixture.adding()
    refused.lanes[0].settings[2].status = .rejected(
      reason: "this model has no layer to drop from")
    refused.lanes[1].settings[4].on = false
    refused.pace = 20
    var attending = Fixture.adding()
    for lane in attending.lanes.indices {
      attending.lanes[lane].attention = Fixture.attention(.sequences)
    }
    return [
      ("adding", Fixture.adding()), ("language", Fixture.language()), ("ended", ended),
      ("refused", refused), ("augmented", Fixture.augmented()), ("attending", attending),
      ("classes 2", Fixture.classes(2)), ("classes 12", Fixture.classes(12)),
      ("targets", Fixture.targets(["pm2.5", "temperature", "wind"])),
      ("series data", Fixture.withData(Fixture.seriesSheet())),
      ("text data", Fixture.withData(Fixture.textSheet())), ("sweep", SweepFixture.snapshot()),
    ]
  }

  /// Draws a frame and says what is wrong with it.
  private static func findings(_ state: State, _ name: String) -> [String] {
    let record = DrawingRecord()
    _ = render(state, record: record)
    let size =
      "\(name), \(state.focus.name)\(state.isFullScreen ? " full" : ""), "
      + "\(state.size.columns)x\(state.size.rows)"
    var findings = record.overlaps.prefix(1).map {
      "\(size): '\($0.after)' over '\($0.before)' at \($0.column), \($0.row)"
    }
    for cut in record.cuts where splitsNumber(cut) {
      findings.append("\(size): \(cut.text) is cut to \(cut.kept)")
    }
    return findings
  }

  /// The cut goes through a number.
  private static func splitsNumber(_ cut: DrawingRecord.Cut) -> Bool {
    let rest = cut.text.dropFirst(cut.kept.count)
    guard let last = cut.kept.last, let next = rest.first else { return false }
    return last.isNumber && (next.isNumber || next == ".") || last == "." && next.isNumber
  }

  @Test(arguments: snapshots().map(\.0))
  func everyPaneInEveryWidth(_ name: String) throws {
    let snapshot = try #require(Self.snapshots().first { $0.0 == name }?.1)
    var findings: [String] = []
    for columns in 40...160 {
      for rows in [24, 30, 36, 50] {
        findings += Self.findings(Fixture.state(columns, rows, snapshot), name)
      }
      let rows = [24, 36, 50][columns % 3]
      for pane in PaneRegistry.available(Fixture.state(columns, rows, snapshot)) {
        var state = Fixture.state(columns, rows, snapshot)
        state.focus = pane.id
        findings += Self.findings(state, name)
        state.isFullScreen = true
        state.selectedLane = columns % 2 == 0 ? nil : 0
        findings += Self.findings(state, name)
      }
    }
    #expect(findings.isEmpty, "\(findings.count):\n\(findings.prefix(40).joined(separator: "\n"))")
  }
}
