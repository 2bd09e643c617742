import Dashboard
import Foundation
import Telemetry
import Testing

@Suite struct LossAxisTests {
  /// An axis over curves that lie flat at some losses.
  private func axis(
    _ losses: [Float], baseline: Double?, rows: Int, isLog: Bool, showsAll: Bool = true
  ) -> (LossAxis, LossRange) {
    let lanes = losses.enumerated().map { LossFixture.traces([$1, $1, $1], lane: $0) }
    let range = LossRange(
      lanes, baseline: baseline, isLog: isLog, isSmoothed: true, showsAll: showsAll)
    return (LossAxis(range, rows: rows, isLog: isLog), range)
  }

  @Test(arguments: [4, 5, 9, 13, 24, 40])
  func linearTicksAreEvenlySpaced(_ rows: Int) {
    for (low, high) in [(0.4, 1.0), (0.26, 0.9), (1.9, 3.4), (2.9, 146), (0.61, 0.63)] {
      for baseline in [nil, (low + high) / 2, high, low] as [Double?] {
        let (axis, range) = axis(
          [Float(low), Float(high)], baseline: baseline, rows: rows, isLog: false)
        let ticks = axis.ticks
        #expect(ticks.count >= 2, "\(low) \(high) \(rows)")
        let gaps = Set(zip(ticks, ticks.dropFirst()).map { $0.row - $1.row })
        #expect(gaps.count == 1, "\(ticks)")
        #expect((axis.dotY(range.high) ?? -1) >= 0)
        #expect((axis.dotY(range.low) ?? .max) < rows * 4)
        // Of the height at least the half is used, but for a curve that hardly moves.
        if high - low > 0.1 {
          #expect((axis.dotY(range.low) ?? 0) - (axis.dotY(range.high) ?? 0) >= rows * 2 - 6)
        }
      }
    }
  }

  @Test(arguments: [5, 9, 13, 24, 40])
  func decadesAreEvenlySpaced(_ rows: Int) throws {
    for (low, high) in [(0.0004, 0.9), (0.02, 0.2), (1e-8, 3), (0.11, 0.18), (1e-30, 1)] {
      let (axis, _) = axis([Float(low), Float(high)], baseline: nil, rows: rows, isLog: true)
      let ticks = axis.ticks
      #expect(ticks.count >= 2, "\(low) \(high) \(rows)")
      for (a, b) in zip(ticks, ticks.dropFirst()) { #expect(a.row > b.row, "\(ticks)") }
      let decades = ticks.filter { ["0.001", "0.01", "0.1", "1"].contains($0.label) }
      #expect(Set(zip(decades, decades.dropFirst()).map { $0.row - $1.row }).count <= 1)
    }
    // Two and five where there is room for them.
    let labels = axis([0.02, 0.2], baseline: nil, rows: 13, isLog: true).0.ticks.map(\.label)
    #expect(labels == ["0.02", "0.05", "0.1", "0.2"])
    let coarse = axis([0.0001, 0.9], baseline: nil, rows: 13, isLog: true).0.ticks.map(\.label)
    #expect(Set(["0.001", "0.01", "0.1"]).isSubset(of: coarse) && !coarse.contains("0.02"))
  }

  /// A mark is in a screen cell, four dots high: it must not look better or worse than it is.
  @Test(arguments: [true, false])
  func nothingLiesOnTheWrongSideOfThePredictor(_ isLog: Bool) throws {
    for rows in [3, 5, 9, 24] {
      for baseline in stride(from: 0.13, through: 0.9, by: 0.077) {
        for low in [0.1, 0.12, 0.5] {
          let (axis, range) = axis(
            [Float(low), 0.95], baseline: baseline, rows: rows, isLog: isLog)
          #expect(range.baseline != nil)
          let line = try #require(axis.dotY(baseline))
          #expect(line % 4 == 3 && line / 4 < rows - 1)
          for share in [0.9, 0.99, 0.9999] {
            #expect(try #require(axis.dotY(baseline * share)) / 4 > line / 4)
            let above = try #require(axis.dotY(baseline / share))
            #expect(above < line && above / 4 <= line / 4)
          }
        }
      }
    }
  }

  /// The same axis while curves move a little: it changes in steps.
  @Test func doesNotMoveAtEveryFrame() {
    for isLog in [true, false] {
      var seen: Set<String> = []
      for i in 0..<100 {
        let (axis, _) = axis(
          [Float(0.1 - 0.0002 * Double(i)), 0.3], baseline: nil, rows: 9, isLog: isLog)
        seen.insert("\(axis.top) \(axis.perRow)")
      }
      #expect(seen.count <= 4, "\(seen)")
    }
  }
}

enum LossFixture {
  /// The traces of one lane with a loss at each of some steps, all of them seen.
  static func traces(_ losses: [Float], lane index: Int = 0, every: Int = 10) -> LaneTraces {
    var lane = LaneSnapshot(
      info: LaneInfo(
        id: 0, name: "rnn", cell: "rnn", hidden: [1], parameters: 1, hasCellState: false))
    for (i, loss) in losses.enumerated() {
      lane.trainCurve.append(step: (i + 1) * every, seconds: Double(i), value: loss)
    }
    lane.step = losses.count * every
    var snapshot = Fixture.adding()
    snapshot.lanes = Array(repeating: lane, count: index + 1)
    let state = Fixture.state(120, 36, snapshot)
    let time = LossTime(view: state.timeView, range: 0...Double(lane.step), columns: 60)
    return LaneTraces(index, of: state, time)
  }
}
