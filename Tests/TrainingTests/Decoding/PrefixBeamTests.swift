import Datasets
import Engine
import Testing
import Training

/// Against all the answers that there are.
@Suite struct PrefixBeamTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var classes: Int
    var steps: Int
    var size: Float
    var seed: UInt64

    var testDescription: String { "\(classes) classes, \(steps) steps, outputs to \(size)" }

    var logits: [Float] {
      var random = SeededRandom(seed: seed)
      return (0..<classes * steps).map { _ in
        size * (2 * SeededRandom.unit(random.next()) - 1)
      }
    }
  }

  static let cases = (0..<12).map { number in
    Case(
      classes: 2 + number % 3, steps: 1 + number % 5, size: [0.5, 3, 8][number % 3],
      seed: UInt64(number))
  }

  private func found(_ c: Case, width: Int) -> [[Int32]] {
    var beam = PrefixBeam(width: width)
    for step in 0..<c.steps {
      beam.add(Array(c.logits[step * c.classes..<(step + 1) * c.classes]), most: 40)
    }
    return beam.found
  }

  private func score(_ c: Case, _ labels: [Int32]) -> Double {
    LabelAlignment.logProbability(of: labels, c.logits, classes: c.classes)
  }

  /// All that fit, the likeliest first, none twice.
  @Test(arguments: cases) func aWideBeamFindsThemAll(_ c: Case) {
    var all: [[Int32]] = [[]]
    var last: [[Int32]] = [[]]
    for _ in 0..<c.steps {
      last = last.flatMap { labels in (1..<Int32(c.classes)).map { labels + [$0] } }
      all += last
    }
    all = all.filter { score(c, $0) > -.infinity }
    let found = found(c, width: 2000)
    #expect(Set(found) == Set(all) && found.count == all.count)
    let scores = found.map { score(c, $0) }
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 })
  }

  /// Never more than the width, and what a wide one finds first where steps are sure of themselves.
  @Test(arguments: cases) func aNarrowBeamKeepsItsWidth(_ c: Case) {
    let narrow = found(c, width: 3)
    #expect(narrow.count <= 3 && Set(narrow).count == narrow.count)
    if c.size > 5 { #expect(narrow.first == found(c, width: 2000).first) }
  }
}
