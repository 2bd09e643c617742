import Foundation

/// The ten digits as fields of distances: how far each place of the unit square is from the
/// nearest stroke. A digit of any size, slant and thickness is drawn by looking places up.
struct GlyphFields: Sendable {
  /// Places per side; they are at 0, 1/(side - 1), ... 1.
  private static let side = 48
  /// [10, side, side].
  private let distances: [Float]

  private struct Point {
    var x: Double
    var y: Double
  }

  init() {
    let side = Self.side
    var distances = [Float](repeating: 0, count: 10 * side * side)
    for digit in 0...9 {
      let strokes = Self.strokes(of: digit)
      for row in 0..<side {
        for column in 0..<side {
          let point = Point(
            x: Double(column) / Double(side - 1), y: Double(row) / Double(side - 1))
          let nearest = strokes.map { Self.distance(from: point, to: $0) }.min() ?? 1
          distances[(digit * side + row) * side + column] = Float(nearest)
        }
      }
    }
    self.distances = distances
  }

  /// The distance at a place of the unit square, between four neighbours in proportion; outside it
  /// that of the edge.
  func distance(_ digit: Int, x: Float, y: Float) -> Float {
    let most = Float(Self.side - 1)
    let (column, row) = (min(max(x * most, 0), most), min(max(y * most, 0), most))
    let (left, top) = (min(Int(column), Self.side - 2), min(Int(row), Self.side - 2))
    let (right, down) = (column - Float(left), row - Float(top))
    let first = (digit * Self.side + top) * Self.side + left
    return distances.withUnsafeBufferPointer { field in
      let above = field[first] * (1 - right) + field[first + 1] * right
      let below = field[first + Self.side] * (1 - right) + field[first + Self.side + 1] * right
      return above * (1 - down) + below * down
    }
  }

  // MARK: strokes

  /// Lines of connected points; x to the right, y downwards, all in 0.15 ... 0.85.
  private static func strokes(of digit: Int) -> [[Point]] {
    switch digit {
    case 0: [arc(0.5, 0.5, 0.27, 0.38, from: 0, to: 360)]
    case 1: [line((0.33, 0.3), (0.54, 0.12), (0.54, 0.88))]
    case 2: [arc(0.5, 0.34, 0.25, 0.22, from: 190, to: 395) + line((0.25, 0.88), (0.77, 0.88))]
    case 3:
      [
        arc(0.47, 0.31, 0.25, 0.19, from: 200, to: 450),
        arc(0.47, 0.69, 0.28, 0.19, from: 270, to: 520),
      ]
    case 4: [line((0.63, 0.88), (0.63, 0.12), (0.22, 0.63), (0.8, 0.63))]
    case 5:
      [
        line((0.74, 0.12), (0.32, 0.12), (0.29, 0.45))
          + arc(0.48, 0.64, 0.26, 0.24, from: 230, to: 520)
      ]
    case 6:
      [
        arc(0.62, 0.5, 0.37, 0.38, from: 275, to: 180),
        arc(0.51, 0.66, 0.24, 0.22, from: 0, to: 360),
      ]
    case 7: [line((0.24, 0.12), (0.76, 0.12), (0.44, 0.88))]
    case 8:
      [
        arc(0.5, 0.31, 0.21, 0.19, from: 0, to: 360), arc(0.5, 0.69, 0.26, 0.19, from: 0, to: 360),
      ]
    default:
      [arc(0.38, 0.5, 0.37, 0.38, from: 95, to: 0), arc(0.49, 0.34, 0.24, 0.22, from: 0, to: 360)]
    }
  }

  private static func line(_ points: (Double, Double)...) -> [Point] {
    points.map { Point(x: $0.0, y: $0.1) }
  }

  /// Part of an ellipse; degrees from the right, clockwise.
  private static func arc(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, from: Double, to: Double
  ) -> [Point] {
    (0...24).map { step in
      let angle = (from + (to - from) * Double(step) / 24) * .pi / 180
      return Point(x: x + width * cos(angle), y: y + height * sin(angle))
    }
  }

  private static func distance(from p: Point, to stroke: [Point]) -> Double {
    zip(stroke, stroke.dropFirst()).map { a, b in
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let square = dx * dx + dy * dy
      let along = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0
      let t = min(1, max(0, along))
      return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy)
    }.min() ?? 1
  }
}
