import Telemetry

/// The map of norms over time step and training step.
package enum WaterfallView {
  /// Draws the newest row on top; where there are more time steps than columns, a column is the mean
  /// of its levels.
  package static func draw(
    _ map: Waterfall, into canvas: inout Canvas, _ rect: Rect, scale: ShadeScale
  ) {
    for age in 0..<min(rect.rows, map.count) {
      for column in 0..<rect.columns {
        let first = column * map.columns / rect.columns
        let last = max(first + 1, (column + 1) * map.columns / rect.columns)
        let level = mean(map, age, first, min(last, map.columns))
        scale.draw(level, into: &canvas, rect.column + column, rect.row + age)
      }
    }
  }

  /// Of at most eight levels, evenly taken; one that is not finite decides.
  private static func mean(_ map: Waterfall, _ age: Int, _ first: Int, _ last: Int) -> UInt8 {
    if last - first == 1 { return map.level(age: age, column: first) }
    var (sum, count, zeros) = (0, 0, 0)
    for column in stride(from: first, to: last, by: max(1, (last - first) / 8)) {
      let level = map.level(age: age, column: column)
      switch level {
      case NormLevel.absent: continue
      case NormLevel.nonfinite: return level
      case NormLevel.zero: zeros += 1
      default: (sum, count) = (sum + Int(level), count + 1)
      }
    }
    if count == 0 { return zeros > 0 ? NormLevel.zero : NormLevel.absent }
    return UInt8(sum / count)
  }
}
