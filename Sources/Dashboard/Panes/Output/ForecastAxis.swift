import Telemetry

/// The x axis of a forecast: dates as written in the file, or row numbers.
package struct ForecastAxis {
  package let places: ForecastPlaces

  /// A label and its point.
  package struct Label: Equatable {
    package var text: String
    package var point: Int
  }

  package init(_ places: ForecastPlaces) { self.places = places }

  /// Labels with at least two columns between them.
  package func labels(columns: Int) -> [Label] {
    let points = places.rows.count
    guard points > 0, columns > 0 else { return [] }
    if places.dates.count == points {
      let dates = Self.shortened(places.dates)
      let width = (dates.map { TextWidth.of($0) }.max() ?? 0) + 8
      let count = max(1, min(points, columns / max(1, width)))
      return (0..<count).map { place in
        let point = count == 1 ? 0 : place * (points - 1) / (count - 1)
        return Label(text: dates[point], point: point)
      }
    }
    let (first, last) = (places.rows[0], places.rows[points - 1])
    guard last > first else { return [Label(text: Numbers.grouped(first), point: 0)] }
    return Ticks.linear(from: Double(first), to: Double(last), count: max(2, columns / 16)).map {
      let row = WholeNumber.rounded($0)
      let point = places.rows.firstIndex { $0 >= row } ?? points - 1
      return Label(text: Numbers.grouped(places.rows[point]), point: point)
    }
  }

  /// Without the time of day if the days differ, else without the day.
  private static func shortened(_ dates: [String]) -> [String] {
    let day = 10
    guard let first = dates.first, let last = dates.last,
      dates.allSatisfy({ $0.utf8.count > day })
    else { return dates }
    return first.prefix(day) == last.prefix(day)
      ? dates.map { String($0.dropFirst(day + 1)) } : dates.map { String($0.prefix(day)) }
  }

  /// Draws labels below their points; `x` is a point's column in `row`. Labels that would overlap
  /// are omitted.
  package func draw(into canvas: inout Canvas, _ row: Rect, x: (Int) -> Int) {
    let end = row.column + row.columns
    // Dates need no unit; the unit of row numbers is drawn before them if there is room.
    var unit = places.dates.isEmpty ? places.unit : ""
    var free = row.column
    for label in labels(columns: row.columns) {
      let width = TextWidth.of(label.text)
      let start = min(max(row.column, row.column + x(label.point) - width / 2), end - width)
      guard start >= free else { continue }
      if free == row.column, !unit.isEmpty, start > row.column + TextWidth.of(unit) {
        canvas.text(unit, row.column, row.row, Style(.muted))
      }
      unit = ""
      canvas.text(label.text, start, row.row, Style(.muted))
      free = start + width + 2
    }
  }

  /// Which part of the file is shown, from long to short: "validation, the last 400 of 1 200: rows
  /// 2 257 to 2 656 of 2 820, 1937-01 to 1970-04".
  package var titles: [String] {
    guard let first = places.rows.first, let last = places.rows.last else { return [] }
    let shown = places.rows.count
    let part =
      shown < places.partCount
      ? "validation, the last \(Numbers.grouped(shown)) of \(Numbers.grouped(places.partCount))"
      : "validation"
    let rows = "\(places.unit) \(Numbers.grouped(first)) to \(Numbers.grouped(last))"
    let total = " of \(Numbers.grouped(places.total))"
    var titles = ["\(part): \(rows)\(total)", "\(part): \(rows)", "validation: \(rows)"]
    if let firstDate = places.dates.first, let lastDate = places.dates.last {
      titles.insert("\(part): \(rows)\(total), \(firstDate) to \(lastDate)", at: 0)
    }
    return titles + ["validation"]
  }
}
