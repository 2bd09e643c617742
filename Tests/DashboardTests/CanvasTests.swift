import Dashboard
import Testing

@Suite struct CanvasTests {
  private func canvas(
    _ columns: Int, unicode: Bool = true, record: DrawingRecord? = nil
  ) -> Canvas {
    Canvas(
      size: Size(columns: columns, rows: 2),
      capabilities: Capabilities(colors: .none, unicode: unicode), record: record)
  }

  @Test(arguments: [
    ("most frequent class", 11, "most frequ…"), ("weights of epoch", 8, "weights…"),
    ("short", 5, "short"), ("padded   ", 6, "padded"), ("a", 0, ""), ("ab", 1, "…"),
    // A number is there or not.
    ("train 0.1672", 10, "train…"), ("1824", 3, "…"), ("step 1 824", 7, "step…"),
    ("epoch 12, best", 9, "epoch 12…"), ("left 3:10", 7, "left…"), ("97.3%", 4, "…"),
    ("rnn.weight_hh_l0", 8, "rnn.wei…"), ("1.2e-5", 5, "…"), ("reaches 20/150", 12, "reaches…"),
    ("scale 0.1667", 10, "scale…"), ("of 17 551 steps", 6, "of…"), ("gap -0.0231", 9, "gap…"),
    // What takes two cells or is escaped is there or not.
    ("世界人", 5, "世界…"), ("世界人", 4, "世…"), ("a\u{1b}[31m", 4, "a\\e…"), ("ab\u{7}", 5, "ab…"),
  ])
  func cutTextSaysSo(_ text: String, _ width: Int, _ shown: String) {
    var canvas = canvas(40)
    let used = canvas.text(text, 2, 0, width: width)
    let row = DashboardTests.text(canvas.screen).split(
      separator: "\n", omittingEmptySubsequences: false)[0]
    #expect(row.drop { $0 == " " } == shown)
    #expect(used <= width)
  }

  @Test func theEdgeOfTheScreenCutsToo() {
    var canvas = canvas(10)
    #expect(canvas.text("predicting", 4, 0) == 6)
    #expect(DashboardTests.text(canvas.screen).hasPrefix("    predi…\n"))
    canvas.textRight("predicting the mean", end: 8, 1)
    #expect(DashboardTests.text(canvas.screen).hasSuffix("\npredict…\n"))
  }

  @Test func inASCIITheSignIsATilde() {
    var canvas = canvas(20, unicode: false)
    canvas.text("improving", 0, 0, width: 6)
    #expect(DashboardTests.text(canvas.screen).hasPrefix("impro~\n"))
  }

  /// The proof that the tests above could fail.
  @Test func recordSeesCutsAndOverlaps() {
    let record = DrawingRecord()
    var canvas = canvas(20, record: record)
    canvas.text("train", 0, 0)
    canvas.text("train", 0, 0, Style(bold: true))
    canvas.text("  val", 5, 0)
    #expect(record.overlaps.isEmpty && record.cuts.isEmpty)
    canvas.text("x", 4, 0)
    #expect(record.overlaps.map(\.before) == ["n"] && record.overlaps.map(\.after) == ["x"])
    canvas.put("┆", 0, 0)
    #expect(record.overlaps.count == 2)
    canvas.fill(Rect(column: 0, row: 0, columns: 20, rows: 1))
    canvas.text("over", 0, 0, width: 3)
    #expect(record.overlaps.count == 2)
    #expect(record.cuts.map(\.text) == ["over"] && record.cuts.map(\.kept) == ["ov"])
    var part = canvas.part(Size(columns: 4, rows: 1))
    part.text("longer", 0, 0)
    canvas.paste(part, rows: 0..<1, column: 0, row: 1)
    #expect(record.cuts.count == 2)
  }

  @Test(arguments: [
    (22, " G Gradient · map "), (21, " G Gradient "), (16, " G Gradient "), (15, " G Gradie… "),
  ])
  func titlesLoseTheirLastPartsFirst(_ columns: Int, _ shown: String) {
    var canvas = canvas(40)
    _ = canvas.frame(
      Rect(column: 0, row: 0, columns: columns, rows: 2), key: "G", title: "Gradient · map")
    let row = DashboardTests.text(canvas.screen).split(separator: "\n")[0]
    #expect(row.contains(shown), "\(row)")
  }
}
