import Glibc
import Telemetry

/// The y axis of the loss plot: the loss per row, and the values written next to it.
///
/// A row is a round part of a tick's step, so that the ticks are evenly spaced; the scale changes
/// in steps, not at every frame. The trivial predictor's line is in the lowest dots of its row: a
/// mark in a row below is then below the line, and one in its row or above is not.
package struct LossAxis {
  /// Columns for a tick's number.
  package static let columns = 6

  package let rows: Int
  package let isLog: Bool
  /// On the scale (log10 on a logarithmic one): the value of the top dots, and the height of a row.
  package let top: Double
  package let perRow: Double
  private let tickStep: Double
  private let baseline: Double?

  package init(_ range: LossRange, rows: Int, isLog: Bool) {
    self.rows = rows
    self.isLog = isLog
    baseline = range.baseline
    // One row is reserved for aligning the predictor's line with its row.
    let free = rows >= 3 ? Double(rows) - 1.25 : max(0.75, Double(rows) - 0.25)
    let least = (range.high - range.low) / free
    (perRow, tickStep) =
      isLog ? Self.logarithmicRow(least) : Self.linearRow(least, rows: rows)
    var top: Double
    if let line = range.baseline {
      let above = max(0, ((range.high - line) / perRow - 0.75 - 1e-9).rounded(.up))
      top = line + perRow * (above + 0.75)
    } else {
      top = (range.high / perRow - 1e-9).rounded(.up) * perRow
    }
    // Most of the free space is at the bottom, where losses go.
    var bottom = top - perRow * (Double(rows) - 0.25)
    let spare = ((range.low - bottom) / perRow).rounded(.down)
    let raised = max(0, (spare / 3).rounded(.down)) * perRow
    (top, bottom) = (top + raised, bottom + raised)
    // No row is spent on losses below zero.
    if !isLog, range.low >= 0, bottom < -perRow / 2 {
      top += min(spare, (-bottom / perRow).rounded(.down)) * perRow
    }
    self.top = top
  }

  /// 1, 2 or 5 times a power of ten over a whole number of rows.
  private static func linearRow(_ least: Double, rows: Int) -> (Double, Double) {
    let closest = rows < 8 ? 1 : rows < 16 ? 2 : 3
    let span = closest...max(closest + 1, min(6, rows / 3))
    var best = (row: Double.infinity, step: 1.0)
    for count in span {
      let step = Ticks.roundStep(least * Double(count))
      let row = step / Double(count)
      if row < best.row * 0.999 { best = (row, step) }
    }
    return (best.row, best.step)
  }

  /// A decade over a whole number of rows, or some decades over a few.
  private static func logarithmicRow(_ least: Double) -> (Double, Double) {
    if least <= 1.0 / 12 { return (Ticks.roundEnd(least), 1) }
    if least <= 0.5 { return (1 / (1 / least + 1e-9).rounded(.down), 1) }
    var best = (row: Double.infinity, step: 1.0)
    for count in 1...4 {
      let step = max(1, Ticks.roundStep(least * Double(count)))
      let row = step / Double(count)
      if row >= least * 0.999, row < best.row * 0.999 { best = (row, step) }
    }
    return (best.row, best.step)
  }

  /// The dot row of a loss, from the top; outside the plot it is negative or past its height. Nil
  /// for NaN. A loss other than the predictor's is never on its line, and always on the right side.
  package func dotY(_ value: Double) -> Int? {
    if value.isNaN { return nil }
    let height = rows * 4
    let scaled = isLog ? (value > 0 ? log10(value) : -.infinity) : value
    let y = dot(scaled)
    guard let baseline else { return y }
    let line = dot(baseline)
    if abs(scaled - baseline) <= 1e-7 * max(1, abs(baseline)) { return line }
    return scaled < baseline ? max(y, min(line + 1, height)) : min(y, line - 1)
  }

  private func dot(_ scaled: Double) -> Int {
    let height = rows * 4
    return WholeNumber.of(
      ((top - scaled) / perRow * 4 + 1e-6).rounded(), in: -3 * height...4 * height)
  }

  /// A tick's row, from the top, and its label.
  package struct Tick: Equatable {
    package var row: Int
    package var label: String
  }

  package var ticks: [Tick] {
    isLog ? logarithmicTicks : linearTicks
  }

  private func row(_ value: Double) -> Int? {
    let y = dot(isLog ? log10(value) : value)
    return y >= 0 && y < rows * 4 ? y >> 2 : nil
  }

  /// The range of the plot's dots, extended by half a dot on both sides.
  private var ends: (low: Double, high: Double) {
    (top - perRow * (Double(rows) - 0.125), top + perRow / 8)
  }

  private var linearTicks: [Tick] {
    Ticks.multiples(of: tickStep, from: ends.low, to: ends.high).compactMap { value in
      row(value).map {
        Tick(row: $0, label: Ticks.label(value, step: tickStep, columns: Self.columns))
      }
    }
  }

  /// Decades, with 2 and 5 if there are rows between them; round values for less than a decade.
  private var logarithmicTicks: [Tick] {
    func ticks(_ values: [Double], step: Double? = nil) -> [Tick] {
      values.compactMap { value in
        row(value).map {
          Tick(row: $0, label: Ticks.label(value, step: step, columns: Self.columns))
        }
      }
    }
    let fine = ticks(Ticks.decades([1, 2, 5], from: ends.low, to: ends.high))
    let isRoomy = zip(fine, fine.dropFirst()).allSatisfy { $0.row - $1.row >= 2 }
    if fine.count >= 2, isRoomy { return fine }
    let every = max(1, WholeNumber.rounded(tickStep))
    let coarse = ticks(Ticks.decades([1], from: ends.low, to: ends.high, every: every))
    if coarse.count >= 2 { return coarse }
    let values = { Ticks.linear(from: pow(10, ends.low), to: pow(10, ends.high), count: $0) }
    let round =
      [rows / 2, rows, rows * 2].lazy.map { values(max(2, $0)) }.first { $0.count >= 2 } ?? []
    let step = round.count >= 2 ? round[1] - round[0] : nil
    var rest: [Tick] = []
    for tick in fine.count >= 2 ? fine : ticks(round, step: step)
    where rest.last.map({ $0.row > tick.row }) ?? true {
      rest.append(tick)
    }
    return rest
  }
}
