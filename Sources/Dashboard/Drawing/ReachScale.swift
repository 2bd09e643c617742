import Telemetry

/// The meaning of one cell in the gradient's map.
package enum MapPlace: Equatable {
  /// No sequence has this step.
  case absent
  case zero
  case nonfinite
  /// A row after the task was learned.
  case quiet
  /// From 0 (at most 0.01 % of the end's norm) to 8 (about all of it).
  case arrives(Int)
  /// More than at the end: 0 (up to 10 times), 1 (up to 100 times), 2 (explodes).
  case grows(Int)
}

/// One scale for every lane, every row and the whole run: the decades that a norm is below, or
/// above, the norm near the end.
package enum ReachScale {
  /// Decades below the end's norm that the ramp covers.
  package static let decades: Float = 4
  package static let ramp = Palette.reachCount - 1

  package static func place(_ level: UInt8) -> MapPlace {
    switch level {
    case NormLevel.absent: return .absent
    case NormLevel.zero: return .zero
    case NormLevel.nonfinite: return .nonfinite
    default: return place(decades: NormLevel.log10(level) ?? 0)
    }
  }

  package static func place(decades log10: Float) -> MapPlace {
    if log10 > Reach.explodes { return .grows(2) }
    if log10 > 1 { return .grows(1) }
    if log10 > NormLevel.grownDecades { return .grows(0) }
    let share = min(max(0, 1 + Double(log10 / decades)), 1)
    return .arrives(WholeNumber.rounded(share * Double(ramp)))
  }

  /// The background colour; nil if only a glyph shows it.
  package static func ink(_ place: MapPlace) -> Ink? {
    switch place {
    case .absent, .zero, .nonfinite: nil
    case .quiet: .quiet
    case .arrives(let i): .reach(i)
    case .grows(let i): .growth(i)
    }
  }

  /// The glyph that shows it without colours.
  package static func glyph(_ place: MapPlace, unicode: Bool) -> (Unicode.Scalar, Style) {
    switch place {
    case .absent: ("·", Style(.muted))
    case .zero: ("0", Style(.muted))
    case .nonfinite: ("!", Style(.bad, bold: true, reverse: true))
    case .quiet: ("╌", Style(.muted))
    case .arrives(let i):
      // Less than 0.01 % is blank; then four shades, a decade each.
      (unicode ? Glyphs.shades[(i + 1) / 2] : asciiRamp[min(max(0, i), ramp)], Style())
    case .grows(let i): (growthMarks[min(max(0, i), 2)], Style(.growth(i), bold: true))
    }
  }

  private static let growthMarks: [Unicode.Scalar] = ["+", "×", "▲"]
  /// None of these has another meaning in the map: "." is "no step", "-" quiet, "+" "x" "^" growth,
  /// "0" zero.
  private static let asciiRamp: [Unicode.Scalar] = [" ", ":", ";", "=", "*", "o", "%", "#", "@"]

  package static func draw(
    _ place: MapPlace, into canvas: inout Canvas, _ column: Int, _ row: Int
  ) {
    if canvas.hasMapColors, let ink = ink(place) {
      return canvas.put(" ", column, row, Style(on: ink))
    }
    let (scalar, style) = glyph(place, unicode: canvas.unicode)
    canvas.put(scalar, column, row, style)
  }

  /// Draws two places in one cell, if there are colours.
  package static func draw(
    upper: MapPlace, lower: MapPlace, into canvas: inout Canvas, _ column: Int, _ row: Int
  ) {
    // The other place must not hide a non-finite one.
    let single: MapPlace? =
      upper == lower || upper == .nonfinite ? upper : lower == .nonfinite ? lower : nil
    if let single { return draw(single, into: &canvas, column, row) }
    switch (ink(upper), ink(lower)) {
    case (let above?, let below?): canvas.put("▀", column, row, Style(above, on: below))
    case (let above?, nil): canvas.put("▀", column, row, Style(above))
    case (nil, let below?): canvas.put("▄", column, row, Style(below))
    case (nil, nil): draw(.absent, into: &canvas, column, row)
    }
  }

  // MARK: legend

  private static let ends = ("0.01%", "100%")

  /// "0.01% ░▒▓█ 100% +×▲ more", ending at `end`.
  package static func legend(into canvas: inout Canvas, end: Int, _ row: Int) {
    var column = end - legendWidth
    column += canvas.text(" " + ends.0 + " ", column, row, Style(.muted))
    for i in 0...ramp { draw(.arrives(i), into: &canvas, column + i, row) }
    column += ramp + 1
    column += canvas.text(" " + ends.1 + " ", column, row, Style(.muted))
    for i in 0...2 { draw(.grows(i), into: &canvas, column + i, row) }
    canvas.text(" more ", column + 3, row, Style(.muted))
  }

  /// Columns that `legend` takes.
  package static var legendWidth: Int { ends.0.utf8.count + ends.1.utf8.count + ramp + 1 + 13 }
}

extension Canvas {
  /// Whether the terminal can show the map's background colours.
  package var hasMapColors: Bool { colors == .full && unicode }
}
