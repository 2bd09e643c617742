import Foundation

/// Rotates every step in the space of its columns by the same random angle, in a random plane: with
/// three columns about a random axis, as a sensor may sit turned on a wrist (Um et al. 2017).
enum ChannelRotation: Augmentation {
  static let key = "rotation"
  static let label = "rotation of channels"
  static let short = "rotate"
  static let meaning = "largest angle of rotation between columns, in degrees"
  static let strength = AugmentationStrength(10, in: 1...180)
  static let feed = AugmentationFeed.numbers

  static func refusal(_ data: AugmentationFacts) -> String? {
    if data.columns.count < 2 {
      return "there is only one column of numbers"
    }
    return data.answer == .forecast ? "the target's column would be mixed with the others" : nil
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    let angle = strength * .pi / 180 * (2 * SeededRandom.unit(random.next()) - 1)
    let u = column.scratch.directions
    let v = u + data.shape.features
    for i in data.columns { (u[i], v[i]) = (random.gaussian(), random.gaussian()) }
    // Two directions at right angles to each other, of length 1 (Gram and Schmidt).
    guard normalise(u, data.columns) else { return }
    let along = dot(u, v, data.columns)
    for i in data.columns { v[i] -= along * u[i] }
    guard normalise(v, data.columns) else { return }
    let (turned, sine) = (cosf(angle) - 1, sinf(angle))
    for step in 0..<column.steps {
      guard let numbers = column.numbers(step) else { return }
      let (a, b) = (dot(u, numbers, data.columns), dot(v, numbers, data.columns))
      let (alongU, alongV) = (turned * a - sine * b, sine * a + turned * b)
      for i in data.columns { numbers[i] += alongU * u[i] + alongV * v[i] }
    }
  }

  private static func dot(
    _ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ columns: [Int]
  ) -> Float {
    var sum: Float = 0
    for i in columns { sum += x[i] * y[i] }
    return sum
  }

  /// - Returns: false if there is no direction to speak of.
  private static func normalise(_ x: UnsafeMutablePointer<Float>, _ columns: [Int]) -> Bool {
    let length = dot(x, x, columns).squareRoot()
    guard length > 1e-6 else { return false }
    for i in columns { x[i] /= length }
    return true
  }
}
