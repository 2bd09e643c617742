import Telemetry

/// A braille raster over a rectangle: two by four dots per screen cell. A cell has one ink, so it
/// belongs to the curve drawn last: dots of another curve would have the wrong colour.
package struct DotPlot {
  package let rect: Rect
  /// Width in dots.
  package let width: Int
  package let height: Int
  private var dots: [UInt8]
  private var pens: [Pen]

  package struct Pen: Equatable {
    package var ink: Ink
    /// The character for the curve on terminals without braille.
    package var ascii: Unicode.Scalar
    package var weight: Weight

    package init(_ ink: Ink, ascii: Unicode.Scalar, weight: Weight = .normal) {
      self.ink = ink
      self.ascii = ascii
      self.weight = weight
    }
  }

  package enum Weight { case faint, normal, strong }

  package init(_ rect: Rect) {
    self.rect = rect
    width = rect.columns * 2
    height = rect.rows * 4
    dots = Array(repeating: 0, count: rect.columns * rect.rows)
    pens = Array(repeating: Pen(.standard, ascii: "*"), count: rect.columns * rect.rows)
  }

  /// Bits of a braille character for the dots of one cell, row by row.
  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

  /// Sets a dot, `x` from the left, `y` from the top; outside it does nothing.
  package mutating func dot(_ x: Int, _ y: Int, _ pen: Pen) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let cell = (y >> 2) * rect.columns + (x >> 1)
    if pens[cell] != pen { dots[cell] = 0 }
    dots[cell] |= Self.bits[(y & 3) * 2 + (x & 1)]
    pens[cell] = pen
  }

  /// Sets all dots of a column between two heights.
  package mutating func column(_ x: Int, from a: Int, to b: Int, _ pen: Pen) {
    let (top, bottom) = (max(0, min(a, b)), min(height - 1, max(a, b)))
    guard top <= bottom, x >= 0, x < width else { return }
    for y in top...bottom { dot(x, y, pen) }
  }

  /// Draws a straight line; a dashed one omits every other stretch of five dots.
  package mutating func line(
    _ x0: Int, _ y0: Int, _ x1: Int, _ y1: Int, _ pen: Pen, dashed: Bool = false,
    phase: inout Int
  ) {
    let steps = max(abs(x1 - x0), abs(y1 - y0))
    guard steps < 100_000 else { return }
    if steps == 0 { return dot(x0, y0, pen) }
    for i in 0...steps {
      phase += 1
      if dashed, phase % 10 >= 5 { continue }
      let share = Double(i) / Double(steps)
      let x = Double(x0) + Double(x1 - x0) * share
      let y = Double(y0) + Double(y1 - y0) * share
      dot(WholeNumber.rounded(x), WholeNumber.rounded(y), pen)
    }
  }

  /// Dots the area between two curves where `upper` is above `lower`: dot rows per dot column; nil
  /// where a curve has a gap. Two dots per cell, far enough apart not to look like a line.
  /// - Parameter skipsCells: only every other cell, for pens that fill a cell with a letter.
  package mutating func area(
    _ upper: [Int?], _ lower: [Int?], _ pen: Pen, skipsCells: Bool = false
  ) {
    for (x, (top, bottom)) in zip(upper, lower).enumerated() {
      guard let top, let bottom, bottom > top + 1 else { continue }
      let first = max(0, top + 1)
      for y in first..<max(first, min(height, bottom)) where (y + 2 * (x % 2)) % 4 == 0 {
        if skipsCells, (x / 2 + y / 4) % 2 == 1 { continue }
        dot(x, y, pen)
      }
    }
  }

  /// Draws curves over what is already drawn. Curves that share cells alternate, so that all of
  /// them stay visible; `top` is never covered.
  package mutating func lay(_ layers: [DotPlot], top: Int? = nil) {
    let stretch = 6
    for cell in dots.indices {
      let count = layers.count { $0.dots[cell] != 0 }
      if count == 0 { continue }
      var turn = cell % max(1, rect.columns) / stretch % count
      for (i, layer) in layers.enumerated() where layer.dots[cell] != 0 {
        if turn == 0 || i == top { (dots[cell], pens[cell]) = (layer.dots[cell], layer.pens[cell]) }
        if i == top { break }
        turn -= 1
      }
    }
  }

  package func isBlank(column: Int, row: Int) -> Bool {
    guard column >= 0, row >= 0, column < rect.columns, row < rect.rows else { return true }
    return dots[row * rect.columns + column] == 0
  }

  package func draw(into canvas: inout Canvas) {
    for row in 0..<rect.rows {
      for column in 0..<rect.columns {
        let cell = row * rect.columns + column
        let bits = dots[cell]
        if bits == 0 { continue }
        let pen = pens[cell]
        // 0x2800 plus any byte is a braille character.
        let scalar = canvas.unicode ? Unicode.Scalar(0x2800 + UInt32(bits)) ?? "*" : pen.ascii
        canvas.put(
          scalar, rect.column + column, rect.row + row,
          Style(pen.ink, bold: pen.weight == .strong, dim: pen.weight == .faint))
      }
    }
  }
}
