import Telemetry
import Testing

struct WaterfallTests {
  private func map(_ columns: Int, _ capacity: Int, _ levels: [[UInt8]]) -> Waterfall {
    var map = Waterfall(columns: columns, capacity: capacity)
    for (row, levels) in levels.enumerated() {
      map.push(steps: 10 * row + 1...10 * row + 10, end: Float(row)) { levels[$0] }
    }
    return map
  }

  @Test func rowsOfTheOlderHalfAreMergedAndNothingIsDropped() {
    let map = map(2, 8, (0..<9).map { [UInt8(60 + $0), UInt8(80 - $0)] })
    // Eight rows were full: the oldest four became two.
    #expect(map.count == 7)
    #expect(map.rows.map(\.firstStep) == [1, 21, 41, 51, 61, 71, 81])
    #expect(map.rows.map(\.lastStep) == [20, 40, 50, 60, 70, 80, 90])
    #expect(map.rows.map(\.end) == [0.5, 2.5, 4, 5, 6, 7, 8])
    // What lies farthest below the end stays.
    #expect((0..<7).map { map.level(row: $0, column: 0) } == [60, 62, 64, 65, 66, 67, 68])
    #expect((0..<7).map { map.level(row: $0, column: 1) } == [79, 77, 76, 75, 74, 73, 72])
  }

  @Test func theWholeRunStaysInThePictureWhateverItsLength() {
    var map = Waterfall(columns: 1, capacity: 16)
    for step in 1...10_000 {
      map.push(steps: step...step, end: 0) { _ in NormLevel.of(log10: step == 137 ? 3 : -1) }
      #expect(map.count <= 16 && map.rows[0].firstStep == 1 && map.rows.last?.lastStep == step)
    }
    for (a, b) in zip(map.rows, map.rows.dropFirst()) { #expect(a.lastStep + 1 == b.firstStep) }
    // The one step that exploded is still there.
    let row = map.rows.firstIndex { $0.firstStep...$0.lastStep ~= 137 }
    #expect(row.map { map.level(row: $0, column: 0) } == NormLevel.of(log10: 3))
  }

  @Test(
    arguments: [
      (-1, -3, -3), (-1, 0.1, -1), (-1, 0.5, 0.5), (2, 3, 3), (-2, -.infinity, -.infinity),
      (0.5, -.infinity, 0.5), (.nan, 3, .nan), (-1, .infinity, .nan),
    ] as [(Float, Float, Float)])
  func mergingKeepsWhatIsFarthest(_ a: Float, _ b: Float, _ merged: Float) {
    let want = NormLevel.of(log10: merged)
    #expect(NormLevel.merged(NormLevel.of(log10: a), NormLevel.of(log10: b)) == want)
    #expect(NormLevel.merged(NormLevel.of(log10: b), NormLevel.of(log10: a)) == want)
    #expect(NormLevel.merged(NormLevel.absent, NormLevel.of(log10: a)) == NormLevel.of(log10: a))
  }

  @Test(
    arguments: [
      ([-1, -3], -2), ([-1, 0.5], 0.5), ([-1, .nan], .nan), ([-1, -.infinity], -1),
      ([-.infinity, -.infinity], -.infinity),
    ] as [([Float], Float)])
  func aPlaceShowsTheMeanUnlessSomethingGrows(_ levels: [Float], _ shown: Float) {
    var mean = NormLevel.Mean()
    for level in levels { mean.add(NormLevel.of(log10: level)) }
    #expect(mean.level == NormLevel.of(log10: shown))
    var map = Waterfall(columns: levels.count + 1)
    map.push(steps: 1...1, end: 0) { $0 == 0 ? 255 : NormLevel.of(log10: levels[$0 - 1]) }
    #expect(map.mean(rows: 0..<1, columns: 1..<levels.count + 1) == mean.level)
    #expect(NormLevel.Mean().level == NormLevel.absent)
  }

  @Test(
    arguments: [
      (-.infinity, NormLevel.zero), (.nan, NormLevel.nonfinite), (.infinity, NormLevel.nonfinite),
      (-30, NormLevel.lowest), (-10, NormLevel.lowest), (10, NormLevel.highest),
      (30, NormLevel.highest),
    ] as [(Float, UInt8)])
  func levelsAtTheEdges(_ example: (log10: Float, level: UInt8)) {
    #expect(NormLevel.of(log10: example.log10) == example.level)
  }

  @Test func aLevelTellsItsDecadesWithinASmallShare() {
    for decades in stride(from: Float(-9.9), through: 9.9, by: 0.3) {
      let back = NormLevel.log10(NormLevel.of(log10: decades))
      #expect(back.map { abs($0 - decades) <= 0.0401 } == true)
    }
    #expect(NormLevel.log10(NormLevel.zero) == nil)
  }
}
