import Dashboard
import Telemetry
import Testing

@Suite struct ConfusionViewTests {
  private func room(_ columns: Int, _ rows: Int) -> Rect {
    Rect(column: 0, row: 0, columns: columns, rows: rows)
  }

  /// Whatever the room and the number of classes: what is laid out fits, and no count is lost.
  @Test(arguments: [1, 2, 3, 5, 12, 21], [3, 40, 90_000])
  func fits(_ classes: Int, _ scale: Int) {
    let confusion = Fixture.confusion(classes, scale: scale, others: classes == 21 ? 77 : 0)
    let total = confusion.counts.reduce(0, +)
    for columns in stride(from: 0, to: 170, by: 3) {
      for rows in 0..<50 {
        guard let grid = ConfusionGrid(confusion, room(columns, rows)) else { continue }
        #expect(grid.width <= columns && grid.height <= rows, "\(columns) x \(rows)")
        #expect(grid.labelWidth >= 2 && grid.cellWidth >= 2)
        #expect((0..<grid.size).reduce(0) { $0 + grid.truths($1) } == total)
        #expect((0..<grid.size).reduce(0) { $0 + grid.answers($1) } == total)
      }
    }
  }

  @Test(arguments: [(80, 24), (120, 36), (160, 50)])
  func twentyClassesCanBeReadInFullScreen(_ size: (columns: Int, rows: Int)) throws {
    let grid = try #require(
      ConfusionGrid(Fixture.confusion(21, others: 77), room(size.columns - 4, size.rows - 5)))
    #expect(grid.size >= 13)
    #expect(grid.columns.contains(.recall) && grid.rows.contains(.precision))
    if size.rows >= 36 { #expect(grid.size == 21 && grid.rows.contains(.answers)) }
  }

  @Test func rareClassesAreToldTogetherWhereThereIsLittleRoom() throws {
    let grid = try #require(ConfusionGrid(Fixture.confusion(12), room(40, 7)))
    #expect(grid.size == 5)
    #expect(grid.confusion.classes == ["spam", "ham", "news", "weather", "8 others"])
    #expect(!grid.isOthers(3) && grid.isOthers(4))
  }

  @Test(arguments: [
    (0, "0"), (9999, "9999"), (10_000, "10k"), (999_999, "999k"), (1_250_000, "1.2M"),
    (12_500_000, "12M"), (1_000_000_000, ">1G"),
  ])
  func shortCounts(_ count: Int, _ text: String) { #expect(ConfusionGrid.short(count) == text) }

  /// Classes are called by their names across the top, also where these are wider than their columns.
  @Test(arguments: [(7, 80, 24), (21, 120, 36), (12, 160, 50)])
  func classesAreNamedAcross(_ count: Int, _ columns: Int, _ rows: Int) {
    var state = Fixture.state(columns, rows, Fixture.classes(count), colors: .none)
    (state.focus, state.isFullScreen) = (.output, true)
    let lines = text(render(state)).split(separator: "\n", omittingEmptySubsequences: false)
    let end = lines.firstIndex { $0.contains("recall") } ?? 0
    let head = lines[2...end].joined(separator: " ")
    for name in Fixture.classNames.prefix(count) {
      #expect(head.contains(" \(name.prefix(8))"), "\(name) in \(head)")
    }
  }

  @Test func classesThatAreNumbersHaveNoOthersBesideThem() throws {
    var confusion = Fixture.confusion(10)
    confusion.classes = (0..<10).map { "\($0 + 10)" }
    let grid = try #require(ConfusionGrid(confusion, room(64, 14)))
    #expect(grid.headRows == 1 && grid.confusion.classes == confusion.classes)
  }

  @Test func theWorstMistake() {
    var confusion = Fixture.confusion(3)
    confusion.counts = [5, 1, 0, 4, 9, 0, 2, 2, 1]
    #expect(ConfusionView.worst(confusion) == "\"ham\" taken for \"spam\": 4 of 13")
    // What stands together is no class to be taken for.
    confusion.others = 5
    confusion.counts = [5, 0, 9, 2, 9, 0, 9, 9, 9]
    #expect(ConfusionView.worst(confusion) == "\"ham\" taken for \"spam\": 2 of 11")
    confusion.counts = [5, 0, 0, 0, 9, 0, 0, 0, 1]
    #expect(ConfusionView.worst(confusion) == nil)
  }

  @Test func whatIsAmissStopsNothing() {
    for counts in [[], [1], [1, 2, 3], [Int](repeating: 0, count: 9)] {
      for scores in [[], [Float.nan, .infinity, -1]] {
        var snapshot = Fixture.classes(3)
        let confusion = Confusion(
          classes: ["", "a\u{1b}[31m", "世界"], others: 2, counts: counts, precision: scores,
          recall: scores, f1: scores, accuracy: .nan, macroF1: .infinity, baselineAccuracy: .nan,
          unit: "", step: -1)
        for i in snapshot.lanes.indices { snapshot.lanes[i].output = .confusion(confusion) }
        for (columns, rows) in [(160, 50), (80, 24), (41, 9)] {
          var state = Fixture.state(columns, rows, snapshot)
          (state.focus, state.isFullScreen) = (.output, true)
          #expect(render(state).cells.count == columns * rows)
        }
      }
    }
  }

  /// Shares are colours where there are some, and shades where there are none.
  @Test func shades() {
    func cells(_ colors: Capabilities.Colors) -> Screen {
      var state = Fixture.state(120, 36, Fixture.classes(3), colors: colors)
      (state.focus, state.isFullScreen) = (.output, true)
      return render(state)
    }
    let levels = cells(.full).cells.compactMap { cell -> Int? in
      if case .reach(let level) = cell.style.background { return level }
      return nil
    }
    #expect(Set(levels).count > 2 && levels.contains { $0 >= 7 })
    #expect(text(cells(.none)).contains("█") && text(cells(.none)).contains("░"))
    #expect(!text(cells(.full)).contains("█"))
  }
}
