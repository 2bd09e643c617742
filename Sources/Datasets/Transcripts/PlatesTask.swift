/// `plates`: digits drawn side by side, read column by column; write the number.
///
/// Each digit has its own width, slant, thickness and height, and a part of the way may be shared
/// with its neighbour, so that no column shows where one ends. 16 points a column, with noise.
/// Trivial: the most frequent digit at each position.
struct PlatesTask: TranscriptTask {
  static let name = "plates"
  static let about =
    "Digits that the program draws side by side, of any width and slant, close together: 16 points a "
    + "column, read from the left. Write the digits in their order; nothing marks where one begins or "
    + "ends (model.loss: ctc). The trivial predictor picks the most frequent digit at each position."
  static let design = TranscriptDesign(
    title: "digits side by side", asks: "write the digits in the picture",
    names: ("picture", "digits"), inputs: (1...height).map { "row \($0)" }, labels: "0123456789",
    drawing: .picture)
  static let usualCount = 3000
  static let defaultLength: Int? = 5
  static let lengths: ClosedRange<Int> = 2...50

  private static let height = 16
  private static let (narrowest, widest): (Float, Float) = (9, 15)
  private static let noise: Float = 0.15
  private static let margin = 4

  /// Digits at most.
  private let length: Int
  private let glyphs = GlyphFields()

  init(length: Int) { self.length = length }

  var mostSteps: Int { length * Int(Self.widest) + 2 * Self.margin }

  func draw(_ random: inout SeededRandom, into steps: inout [Float]) -> [Int] {
    func uniform(_ least: Float, _ most: Float) -> Float {
      least + (most - least) * SeededRandom.unit(random.next())
    }
    let labels = (0..<1 + random.index(below: length)).map { _ in random.index(below: 10) }
    var left = Float(random.index(below: Self.margin + 1))
    var places: [Glyph] = []
    for digit in labels {
      let width = uniform(Self.narrowest, Self.widest)
      places.append(
        Glyph(
          digit: digit, left: left, width: width, slant: uniform(-0.3, 0.3),
          down: uniform(-0.08, 0.08), high: uniform(0.8, 1.05), thickness: uniform(0.03, 0.07)))
      left += width * uniform(0.8, 1)
    }
    let columns = Int(left) + random.index(below: Self.margin + 1)
    for column in 0..<columns {
      for row in 0..<Self.height {
        let y = (Float(row) + 0.5) / Float(Self.height)
        let ink = places.reduce(Float(0)) { max($0, $1.ink(glyphs, Float(column) + 0.5, y)) }
        steps.append(min(1, max(0, ink + Self.noise * Float(random.normal()))))
      }
    }
    return labels
  }

  /// A digit in its place; columns from the left of the picture, the rest in shares of the height.
  private struct Glyph {
    var digit: Int
    var left: Float
    var width: Float
    var slant: Float
    var down: Float
    var high: Float
    var thickness: Float

    func ink(_ glyphs: GlyphFields, _ column: Float, _ y: Float) -> Float {
      let row = (y - 0.5 - down) / high
      let x = (column - left) / width - 0.5 + slant * row
      guard abs(x) < 0.7 else { return 0 }
      let distance = glyphs.distance(digit, x: x + 0.5, y: row + 0.5)
      return min(1, max(0, (thickness - distance) * 16 + 0.5))
    }
  }
}
