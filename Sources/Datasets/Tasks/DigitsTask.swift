import Foundation

/// `digits`: pictures of digits, read row by row from the top; at the end say which one it was.
///
/// The program draws them: ten digits of strokes, each moved, slanted, made wider or narrower, of random
/// thickness, with noise; T rows of 16 points. Memory: all T steps - 5 and 6, or 3 and 9, are alike
/// in their lower rows and 1, 4 and 7 in others, so the rows at the top have to be kept to the end.
/// Trivial: ten classes, equally frequent: accuracy 1/10, ln 10 = 2.303 nats.
struct DigitsTask: GeneratedTask {
  static let name = "digits"
  static let about =
    "Pictures of digits that the program draws, shifted, slanted and noisy, read row by row: 16 "
    + "points a step. Say at the end which digit it was; memory over all T rows. The trivial "
    + "predictor is right in 1/10 of the cases, 2.303 nats."
  static let design = TaskDesign(
    title: "digits row by row", asks: "say which digit was drawn", answers: "Digit",
    inputs: (1...width).map { "column \($0)" }, classes: (0...9).map { String($0) },
    drawing: .rows)
  static let shortest = 8
  static let usualLength = 16
  static let usualCount = 10_000

  private static let width = 16
  private static let noise = 0.3

  let length: Int
  private let glyphs = GlyphFields()

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    var random = random
    func uniform(_ least: Float, _ most: Float) -> Float {
      least + (most - least) * SeededRandom.unit(random.next())
    }
    let digit = random.index(below: 10)
    example.answer(class: digit)
    guard example.wantsInputs else { return }
    let (right, down) = (uniform(-0.15, 0.15), uniform(-0.12, 0.12))
    let slant = uniform(-0.45, 0.45)
    let (wide, high) = (uniform(0.7, 1.1), uniform(0.75, 1.1))
    let thickness = uniform(0.02, 0.07)
    for step in 0..<length {
      // Places of the picture, from its middle, are led back to places of the glyph.
      let y = ((Float(step) + 0.5) / Float(length) - 0.5 - down) / high
      for column in 0..<Self.width {
        let x = ((Float(column) + 0.5) / Float(Self.width) - 0.5 - right + slant * y) / wide
        let distance = glyphs.distance(digit, x: x + 0.5, y: y + 0.5)
        // A stroke's edge is about a point wide.
        let ink = min(1, max(0, (thickness - distance) * Float(Self.width) + 0.5))
        let value = ink + Float(Self.noise * random.normal())
        example.feed(min(1, max(0, value)), column, at: step)
      }
    }
  }
}
