import Telemetry

/// Below the loss plot: what a fork's loss is more or less than that of the lane it was copied from.
/// Both train on the same batches, so that the difference of their training losses is what the change
/// does; validations are marks.
package struct LossDifference {
  package let fork: Int
  package let origin: Int
  /// Fork minus origin, smoothed like the curves above.
  package private(set) var train: [Point] = []
  package private(set) var validation: [Point] = []

  package struct Point: Equatable {
    package var step: Int
    package var seconds: Double
    package var value: Double
  }

  /// Of the selected lane, else of the youngest fork; nil: there is none.
  package init?(_ state: State) {
    func origin(of lane: Int) -> Int? {
      guard let origin = state.lanes[lane].info.origin else { return nil }
      return state.lanes.firstIndex { $0.info.id == origin.lane }
    }
    let order = state.selectedLanes.count == 1 ? state.selectedLanes : []
    let forks = (order + state.lanes.indices.reversed()).filter {
      state.lanes[$0].phase != .off && origin(of: $0) != nil
    }
    guard let fork = forks.first, let origin = origin(of: fork),
      let began = state.lanes[fork].info.origin?.step
    else { return nil }
    (self.fork, self.origin) = (fork, origin)
    let (own, other) = (state.lanes[fork], state.lanes[origin])
    var smoothing = Smoothing(weight: state.timeView.smoothing)
    train = Self.pairs(own.trainCurve, other.trainCurve, after: began).map { own, other in
      Point(
        step: own.lastStep, seconds: own.seconds,
        value: smoothing.next(own.exactMean - other.exactMean, values: own.count))
    }
    validation = Self.pairs(own.validationCurve, other.validationCurve, after: began).map {
      Point(step: $0.lastStep, seconds: $0.seconds, value: $0.exactMean - $1.exactMean)
    }
  }

  /// Buckets of the same steps in both.
  private static func pairs(_ own: Series, _ other: Series, after step: Int) -> [(
    Series.Bucket, Series.Bucket
  )] {
    var rest = other.buckets[...]
    return own.buckets.lazy.filter { $0.firstStep > step && $0.count > 0 }.compactMap { bucket in
      rest = rest.drop { $0.lastStep < bucket.lastStep }
      guard let next = rest.first, next.firstStep == bucket.firstStep,
        next.lastStep == bucket.lastStep, next.count > 0
      else { return nil }
      return (bucket, next)
    }
  }

  /// The largest difference, that a row's ends stand for; 0: there is none.
  package var most: Double {
    (train.dropFirst(train.count / 10) + validation).reduce(0) { max($0, abs($1.value)) }
  }

  /// Rows that a loss pane with so many gives to it.
  package static func rows(of rows: Int) -> Int { rows < 10 ? 0 : max(4, rows / 4) }

  /// - Parameters:
  ///   - rect: below the plot, as wide as that.
  ///   - ticks: left of it.
  package func draw(
    into canvas: inout Canvas, _ rect: Rect, ticks: Rect, _ window: LossWindow, _ state: State
  ) {
    var body = rect
    let (title, ticks) = (body.takeTop(1), ticks)
    guard body.rows >= 1, body.columns >= 10 else { return }
    let names = [fork, origin].map { state.lanes[$0].info.name }
    let short = "\(names[0]) minus \(names[1])"
    let long = short + ", on the same batches"
    let text = TextWidth.of(long) <= title.columns ? long : short
    canvas.text(
      text.shortened(to: title.columns), title.column, title.row, Style(.lane(fork)),
      width: title.columns)
    var plot = DotPlot(body)
    let zero = plot.height / 2
    for x in stride(from: 0, to: plot.width, by: 4) {
      plot.dot(x, zero, DotPlot.Pen(.muted, ascii: "-"))
    }
    let most = most
    func y(_ value: Double) -> Int {
      guard most > 0 else { return zero }
      return zero - WholeNumber.rounded(min(1, max(-1, value / most)) * Double(max(1, zero - 1)))
    }
    func x(_ point: Point) -> Double {
      window.x(step: point.step, seconds: point.seconds, of: state.lanes[fork], state)
    }
    var previous: (x: Int, y: Int)?
    var phase = 0
    let pen = DotPlot.Pen(.lane(fork), ascii: "*")
    for point in train where window.time.range.contains(x(point)) {
      let place = (x: window.time.dot(x(point)), y: y(point.value))
      let from = previous ?? place
      plot.line(from.x, from.y, place.x, place.y, pen, phase: &phase)
      previous = place
    }
    plot.draw(into: &canvas)
    for point in validation {
      guard let column = window.column(x(point)) else { continue }
      canvas.put(
        canvas.mark(fork), column, body.row + min(max(0, y(point.value)), plot.height - 1) / 4,
        Style(.lane(fork), bold: true))
    }
    guard ticks.columns >= 5 else { return }
    let end = ticks.column + ticks.columns - 1
    let middle = body.row + zero / 4
    canvas.textRight("0", end: end, middle, Style(.muted), width: ticks.columns - 1)
    guard most > 0, body.rows >= 3 else { return }
    for (row, sign) in [(body.row, "+"), (body.row + body.rows - 1, "-")] where row != middle {
      canvas.textRight(
        sign + Numbers.brief(most), end: end, row, Style(.muted), width: ticks.columns - 1)
    }
  }
}
