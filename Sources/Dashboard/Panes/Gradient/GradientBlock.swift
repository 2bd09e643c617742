import Telemetry

/// The gradient of one layer of one lane, from top to bottom: numbers, histogram, profile, map, and
/// the sentence.
package struct GradientBlock {
  package let source: GradientSource
  package let state: State
  package let scale: ShadeScale
  package let axis: NormHistogramView.Axis
  package let isAbsolute: Bool
  package let isFullScreen: Bool

  private var lane: LaneSnapshot { state.lanes[source.lane] }
  private var gradient: GradientSnapshot { source.gradient }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard !rect.isEmpty else { return }
    var rest = rect
    let heights = Self.heights(rect.rows, isFullScreen: isFullScreen)
    head(&canvas, rest.takeTop(heights.head))
    let sentence = rest.takeBottom(heights.sentence)
    let times = rest.takeBottom(heights.times)
    histogram(&canvas, rest.takeTop(heights.histogram))
    profile(&canvas, rest.takeTop(heights.profile))
    let map = WaterfallView(
      gradient.map, learnedStep: lane.standing.learnedStep, absolute: isAbsolute ? scale : nil)
    map.draw(into: &canvas, rest)
    if times.rows > 0 { timeLabels(&canvas, times, hasRule: map.showsRule(rows: rest.rows)) }
    if sentence.rows > 0 {
      let text = ReachSentence.text(gradient.reach, width: rect.columns)
      canvas.text(text, sentence.column, sentence.row, width: rect.columns)
    }
  }

  package struct Heights: Equatable {
    package var head = 0
    package var histogram = 0
    package var profile = 0
    package var times = 0
    package var sentence = 0
  }

  /// The heights of a block's parts for a number of rows; the map takes the rest, at least two.
  package static func heights(_ rows: Int, isFullScreen: Bool) -> Heights {
    var heights = Heights()
    var left = rows - 2
    if left >= 1 { (heights.head, left) = (1, left - 1) }
    if left >= 1 { (heights.times, left) = (1, left - 1) }
    // One row of labels, and bars above it.
    if left >= 2 { (heights.histogram, left) = (min(3, left), left - min(3, left)) }
    if left >= 1 { (heights.sentence, left) = (1, left - 1) }
    if left >= 4 { (heights.histogram, left) = (heights.histogram + 1, left - 1) }
    if left >= 6 { (heights.profile, left) = (4, left - 4) }
    if isFullScreen, left >= 12 {
      heights.histogram += left / 5
      heights.profile += left / 4
    }
    return heights
  }

  private func head(_ canvas: inout Canvas, _ row: Rect) {
    guard row.rows > 0 else { return }
    let layer = lane.gradients.name(source.layer)
    let several = lane.gradients.count > 1 ? " " + layer : ""
    let name = isFullScreen ? layer : lane.info.name + several
    let end = row.column + row.columns
    let isSelected = state.selectedLane == source.lane
    canvas.put(canvas.mark(source.lane), row.column, row.row, Style(.lane(source.lane), bold: true))
    // Narrow blocks drop blanks before numbers.
    let isNarrow = row.columns < 30
    var column = row.column + 2
    column += canvas.text(
      name, column, row.row, Style(.lane(source.lane), bold: true, underline: isSelected),
      width: end - column)
    column += isNarrow ? 1 : 2
    if let radius = gradient.spectralRadius {
      let number = Numbers.radius(Double(radius))
      let text = "ρ " + (isNarrow ? number : number.padded(right: 5))
      guard column + TextWidth.of(text) <= end else { return }
      column += canvas.text(text, column, row.row) + 1
    }
    // A number is never cut: a shorter wording is used.
    guard let text = norms().first(where: { column + TextWidth.of($0) <= end }) else { return }
    canvas.text(text, column, row.row)
  }

  /// "|g| 0.940→0.500 38% clipped", and shorter.
  private func norms() -> [String] {
    guard let norm = lane.gradientNorm else { return [] }
    let short = "|g| " + Numbers.short(norm).padded(left: 5)
    // A share that would be written as 0 % is not shown, in any lane.
    guard lane.clippedShare >= Self.leastClipped, let clipped = lane.gradientNormClipped else {
      return [short]
    }
    let change = short + "→" + Numbers.short(clipped).padded(right: 5)
    let share = change + " " + Numbers.percent(lane.clippedShare).padded(left: 3)
    return [share + " clipped", share, change, short]
  }

  private static let leastClipped: Float = 0.005

  private func histogram(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows >= 2 else { return }
    let view = NormHistogramView(axis: axis, ink: .lane(source.lane))
    guard isFullScreen, let cell = gradient.cellHistogram, rect.columns >= 60 else {
      return view.draw(gradient.histogram, into: &canvas, rect)
    }
    var left = rect
    let right = left.takeRight(rect.columns / 2 - 1)
    left.columns -= 1
    view.draw(gradient.histogram, into: &canvas, left)
    view.draw(cell, into: &canvas, right)
    canvas.textRight("h and c", end: left.column + left.columns, rect.row, Style(.muted))
    canvas.textRight("dL/dc alone", end: right.column + right.columns, rect.row, Style(.muted))
  }

  private func profile(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.rows > 0 else { return }
    ProfileView(scale: scale, ink: .lane(source.lane)).draw(
      gradient.profile, hidden: isFullScreen ? gradient.hiddenProfile : [],
      cell: isFullScreen ? gradient.cellProfile : [], into: &canvas, rect)
  }

  /// "t=1   vanishing   t=150"; "-149   vanishing   end" if sequences differ in length: they are
  /// aligned at their ends.
  private func timeLabels(_ canvas: inout Canvas, _ row: Rect, hasRule: Bool) {
    // A long sequence has fewer columns than steps.
    let steps = max(gradient.map.columns, gradient.reach.of)
    let (first, last) =
      gradient.map.hasShorterRows ? ("-\(steps - 1)", "end") : ("t=1", "t=\(steps)")
    canvas.text(first, row.column, row.row, Style(.muted), width: row.columns)
    var (start, end) = (row.column + first.utf8.count + 1, row.column + row.columns)
    if row.columns > first.utf8.count + last.utf8.count + 2 {
      canvas.textRight(last, end: end, row.row, Style(.muted))
      end -= last.utf8.count + 1
    }
    guard let (words, ink) = ReachSentence.words(gradient, lane, hasRule: hasRule),
      let word = words.first(where: { TextWidth.of($0) <= end - start })
    else { return }
    // In the middle of the map, or as near as possible.
    let width = TextWidth.of(word)
    start = min(max(start, row.column + (row.columns - width) / 2), end - width)
    canvas.text(word, start, row.row, Style(ink, bold: true), width: width)
  }
}

extension [GradientSnapshot] {
  /// "layer 1", "encoder layer 2 backward"; "decoder" if it has a single layer.
  fileprivate func name(_ place: Int) -> String {
    let own = self[place]
    let isAlone = filter { $0.part == own.part }.count == 1
    return own.part.flatMap { isAlone ? $0 : nil } ?? own.layerName
  }
}
