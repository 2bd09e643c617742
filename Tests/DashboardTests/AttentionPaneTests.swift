import Dashboard
import Telemetry
import Testing

@Suite struct AttentionPaneTests {
  private func frame(_ attention: AttentionSnapshot, _ columns: Int = 120, _ rows: Int = 36)
    -> String
  {
    var snapshot = Fixture.adding()
    snapshot.lanes[1].attention = attention
    var state = Fixture.state(columns, rows, snapshot, colors: .none)
    state.focus = .attention
    return text(render(state))
  }

  @Test func theTitleTellsWhatARowIs() {
    #expect(frame(Fixture.attention(.sequences)).contains("a row is a validation sequence"))
    #expect(frame(Fixture.attention(.timeSteps)).contains("a row is a time step"))
  }

  /// What a step may not look at stays blank, a zero weight too where there are no colours.
  @Test func theFutureIsBlank() {
    let weights: [Float] = [1, -1, -1, 0.5, 0.5, -1, 0.2, 0.2, 0.6]
    let frame = frame(
      AttentionSnapshot(
        rows: .timeSteps, rowCount: 3, columns: 3, timeSteps: 3, weights: weights, step: 5))
    let rows = frame.split(separator: "\n").dropFirst(2).map {
      $0.filter { "░▒▓█".contains($0) }.count
    }
    #expect(rows[0] > 0 && rows[3] == 2 * rows[0] && rows[6] == 3 * rows[0])
    #expect(frame.contains("the largest weight is 1.00, at t=1"))
    #expect(frame.contains("t=3"))
  }

  @Test func stepsThatMatterAreMarked() {
    var attention = AttentionSnapshot(
      rows: .sequences, rowCount: 2, columns: 4, timeSteps: 4,
      weights: [0.1, 0.7, 0.1, 0.1, 0.9, 0.1, 0, 0], step: 5,
      marks: .init(
        isMarked: [false, true, false, true, true, false, false, false], weight: 0.85))
    let marked = frame(attention)
    #expect(marked.count { $0 == "▾" } == 3 + 1)
    #expect(marked.contains("0.85 on the marked steps ▾; the largest weight is 0.90, at t=1"))
    attention.marks = nil
    #expect(!frame(attention).contains("▾"))
    attention.marks = .init(isMarked: [true], weight: .nan)
    #expect(!frame(attention).isEmpty)
  }

  @Test func badWeightsAndShapesStopNothing() {
    for (count, columns, weights) in [
      (0, 0, []), (3, 3, [1]), (2, 2, [Float.nan, .infinity, -.infinity, -0.5]), (1, 1, [0]),
      (500, 700, Array(repeating: 1e-9, count: 350_000)), (-1, 5, [1]),
    ] as [(Int, Int, [Float])] {
      for steps in [0, 1, 700, Int.max] {
        for (width, rows) in [(200, 60), (80, 24), (41, 9)] {
          let attention = AttentionSnapshot(
            rows: .timeSteps, rowCount: count, columns: columns, timeSteps: steps, weights: weights,
            step: 1)
          #expect(!frame(attention, width, rows).isEmpty)
        }
      }
    }
  }

  @Test func stepsOfAColumn() {
    let attention = Fixture.attention(.sequences)
    #expect(AttentionMap.steps(of: 0, attention) == "t=1-2")
    #expect(AttentionMap.steps(of: 74, attention) == "t=149-150")
  }
}
