import Dashboard
import Telemetry
import Testing

@Suite struct WaterfallViewTests {
  /// Ten rows of ten steps in which 1 % arrives.
  private func map(shorter: Int = 0) -> Waterfall {
    var map = Waterfall(columns: 10)
    for row in 0..<10 {
      map.push(steps: row * 10 + 1...row * 10 + 10, end: 0) { column in
        column < shorter && row == 3 ? NormLevel.absent : NormLevel.of(log10: -2)
      }
    }
    return map
  }

  private func draw(
    _ rows: Int, learned: Int?, colors: Capabilities.Colors = .full, unicode: Bool = true
  ) -> Screen {
    let capabilities = Capabilities(colors: colors, unicode: unicode)
    var canvas = Canvas(size: Size(columns: 30, rows: rows), capabilities: capabilities)
    WaterfallView(map(), learnedStep: learned, absolute: nil).draw(
      into: &canvas, canvas.bounds)
    return canvas.screen
  }

  /// With half blocks the foreground is the upper half, else the background is both.
  private func halves(_ cell: ScreenCell) -> [Ink] {
    [cell.scalar == "▀" ? cell.style.foreground : cell.style.background, cell.style.background]
  }

  @Test(arguments: [1, 2])
  func quietRowsWithoutARule(_ rows: Int) {
    let screen = draw(rows, learned: 45)
    let lines = (0..<rows).flatMap { halves(screen[0, $0]) }
    #expect(lines.first == .quiet && lines.last != .quiet)
    #expect(lines.contains(.quiet) && lines.contains { $0 != .quiet })
    // All quiet, and none of them.
    #expect(
      (0..<rows).flatMap { halves(draw(rows, learned: 0)[0, $0]) }.allSatisfy { $0 == .quiet })
    #expect(!(0..<rows).flatMap { halves(draw(rows, learned: 100)[0, $0]) }.contains(.quiet))
    #expect(!(0..<rows).flatMap { halves(draw(rows, learned: nil)[0, $0]) }.contains(.quiet))
  }

  @Test func quietWithoutColours() {
    for (unicode, quiet) in [(true, "╌"), (false, "-")] as [(Bool, Unicode.Scalar)] {
      let screen = draw(2, learned: 45, colors: .none, unicode: unicode)
      #expect(screen[4, 0].scalar == quiet && screen[4, 1].scalar != quiet)
    }
  }

  @Test func theRuleSaysWhen() {
    let frame = text(draw(3, learned: 45))
    #expect(frame.contains(" learned, step 45 "))
    let view = WaterfallView(map(), learnedStep: 45, absolute: nil)
    #expect(view.showsRule(rows: 3) && !view.showsRule(rows: 2))
    for step in [nil, 0, 100] {
      #expect(!WaterfallView(map(), learnedStep: step, absolute: nil).showsRule(rows: 9))
    }
  }

  /// Every meaning has a glyph of its own where there are no colours.
  @Test func glyphsTellMeaningsApart() {
    let places: [MapPlace] =
      [.absent, .zero, .nonfinite, .quiet] + (0...2).map { .grows($0) }
      + (0...ReachScale.ramp).map { .arrives($0) }
    for unicode in [true, false] {
      var canvas = Canvas(
        size: Size(columns: places.count, rows: 1),
        capabilities: Capabilities(colors: .none, unicode: unicode))
      for (column, place) in places.enumerated() {
        ReachScale.draw(place, into: &canvas, column, 0)
      }
      let glyphs = places.indices.map { canvas.screen[$0, 0].scalar }
      let others = Set(glyphs.prefix(7))
      #expect(others.count == 7)
      #expect(others.isDisjoint(with: glyphs.dropFirst(7)))
      // A decade each in Unicode's shades, half of one in ASCII.
      #expect(Set(glyphs.dropFirst(7)).count == (unicode ? 5 : 9))
    }
  }

  @Test func shorterSequencesAreCountedFromTheEnd() {
    #expect(map(shorter: 4).hasShorterRows && !map().hasShorterRows)
    var snapshot = Fixture.judged()
    var frame = text(render(Fixture.state(120, 36, snapshot)))
    #expect(frame.contains("t=1 ") && !frame.contains("·: "))
    snapshot.lanes[0].gradients[0].map = map(shorter: 4)
    snapshot.lanes[0].gradients[0].reach.of = 6
    frame = text(render(Fixture.state(120, 36, snapshot)))
    #expect(
      frame.contains("-9 ") && frame.contains(" end ") && frame.contains("·: shorter sequences"))
  }
}
