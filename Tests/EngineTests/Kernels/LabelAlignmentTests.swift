import CKernels
import Engine
import Foundation
import Testing

/// Labels along steps against all ways to lay them, one by one, and against PyTorch 2.13's ctc_loss in
/// double precision (reduction none).
@Suite struct LabelAlignmentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var classes: Int
    var steps: Int
    var labels: [Int32]
    var size: Float
    var seed: UInt64

    var testDescription: String { "\(labels) in \(steps) steps, outputs to \(size)" }

    var outputs: [Float] {
      var random = TestRandom(seed)
      return random.floats(classes * steps, in: -size...size)
    }
  }

  static let cases: [Case] = [
    Case(classes: 2, steps: 1, labels: [1], size: 1, seed: 1),
    Case(classes: 2, steps: 1, labels: [], size: 1, seed: 2),
    Case(classes: 3, steps: 5, labels: [], size: 2, seed: 3),
    Case(classes: 3, steps: 5, labels: [1, 2], size: 2, seed: 4),
    Case(classes: 3, steps: 5, labels: [2, 2], size: 2, seed: 5),
    Case(classes: 3, steps: 3, labels: [2, 2], size: 3, seed: 6),
    Case(classes: 4, steps: 6, labels: [1, 1, 2, 3], size: 2, seed: 7),
    Case(classes: 4, steps: 6, labels: [3, 1, 3], size: 40, seed: 8),
    Case(classes: 3, steps: 6, labels: [1, 2, 1], size: 700, seed: 9),
    Case(classes: 3, steps: 4, labels: [1], size: 1e30, seed: 10),
    Case(classes: 1, steps: 4, labels: [], size: 5, seed: 11),
  ]

  private func loss(_ c: Case, _ x: [Float], derivative: inout [Double]) -> Double {
    let states = 2 * c.labels.count + 1
    var alpha = [Double](repeating: 0, count: c.steps * states)
    var beta = [Double](repeating: 0, count: 2 * states)
    var logs = [Double](repeating: 0, count: c.steps * c.classes)
    return ck_ctc(
      c.steps, c.classes, x, c.classes, c.labels + [0], 1, c.labels.count, &alpha, &beta, &logs, 1,
      &derivative)
  }

  @Test(arguments: cases.filter { $0.size <= 40 })
  func lossAndDerivativeAreThoseOfAllWays(_ c: Case) {
    let x = c.outputs
    var derivative = [Double](repeating: 0, count: x.count)
    let loss = loss(c, x, derivative: &derivative)
    func wanted(_ x: [Double]) -> Double {
      OracleLoss.alignment(x, classes: c.classes, labels: c.labels.map(Int.init))
    }
    let exact = x.map(Double.init)
    #expect(abs(loss - wanted(exact)) < 1e-10 * max(1, abs(loss)))
    for place in x.indices {
      var (above, below) = (exact, exact)
      above[place] += 1e-5
      below[place] -= 1e-5
      let slope = (wanted(above) - wanted(below)) / 2e-5
      #expect(abs(derivative[place] - slope) < 1e-6, "\(place)")
    }
  }

  /// Where every way but a few has no probability that a number could hold, the loss is that of the best.
  @Test(arguments: cases.filter { $0.size > 40 })
  func extremesAreFinite(_ c: Case) {
    var derivative = [Double](repeating: 0, count: c.classes * c.steps)
    let loss = loss(c, c.outputs, derivative: &derivative)
    #expect(loss.isFinite && loss > 0)
    #expect(derivative.allSatisfy { $0.isFinite && abs($0) <= 1 + 1e-9 })
    for t in 0..<c.steps {
      let sum = derivative[t * c.classes..<(t + 1) * c.classes].reduce(0, +)
      #expect(abs(sum) < 1e-9)
    }
  }

  /// Labels that need more steps than there are: infinity, and no derivative.
  @Test(arguments: [(1, [1, 2]), (2, [1, 1]), (3, [1, 2, 1, 2]), (4, [2, 2, 2])])
  func tooFewSteps(_ steps: Int, _ labels: [Int]) {
    let c = Case(classes: 3, steps: steps, labels: labels.map(Int32.init), size: 1, seed: 1)
    var derivative = [Double](repeating: 0, count: 3 * steps)
    #expect(loss(c, c.outputs, derivative: &derivative) == .infinity)
    #expect(derivative.allSatisfy { $0 == 0 })
  }

  @Test func notANumberStays() {
    let c = Case(classes: 3, steps: 3, labels: [1, 2], size: 1, seed: 1)
    var x = c.outputs
    x[4] = .nan
    var derivative = [Double](repeating: 0, count: 9)
    #expect(loss(c, x, derivative: &derivative).isNaN)
  }

  struct Known: Sendable {
    var labels: [Int32]
    var steps: Int
    var loss: Double
    /// Of the step in the middle.
    var derivative: [Double]
  }

  static let known: [Known] = [
    Known(
      labels: [1, 2, 3], steps: 12, loss: 22.35684639315569,
      derivative: [
        -0.313035164738, -0.00523038248, -0.452974690534, -0.135536715925, 0.519526597226,
        0.38725035645,
      ]),
    Known(
      labels: [4, 4, 5, 1], steps: 12, loss: 17.026345070467517,
      derivative: [
        -0.00290787211, 0.001549515623, 0.006123366916, 0.081798115059, -0.47302310961,
        0.386459984122,
      ]),
    Known(
      labels: [], steps: 12, loss: 40.476033648225226,
      derivative: [
        -0.996248308753, 0.001549873102, 0.006123366916, 0.081798115059, 0.519526597226,
        0.38725035645,
      ]),
    Known(
      labels: [2, 2, 2], steps: 7, loss: 12.99762086824224,
      derivative: [
        -0.00564631961, 0.012695882272, -0.826053043213, 0.5870759866, 0.214526211592,
        0.017401282359,
      ]),
    Known(
      labels: [5, 1, 5, 1, 5], steps: 9, loss: 17.14256643519729,
      derivative: [
        0.04575359392, -0.340228257273, 0.268016715283, 0.023627344506, 0.002470396265,
        0.0003602073,
      ]),
  ]

  @Test(arguments: known) func agreesWithPyTorch(_ k: Known) {
    let classes = 6
    let x = (0..<k.steps).flatMap { t -> [Float] in
      (0..<classes).map { k -> Float in
        let angle = Double(t) * 1.7 + Double(k) * 0.9
        return Float(sin(angle) * 3)
      }
    }
    let c = Case(classes: classes, steps: k.steps, labels: k.labels, size: 3, seed: 0)
    var derivative = [Double](repeating: 0, count: x.count)
    #expect(abs(loss(c, x, derivative: &derivative) - k.loss) < 1e-9)
    let middle = derivative[k.steps / 2 * classes..<(k.steps / 2 + 1) * classes]
    #expect(zip(middle, k.derivative).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  /// Sums over all labels that steps can say are 1.
  @Test func allAnswersTogether() {
    var random = TestRandom(4)
    let (steps, classes) = (4, 3)
    let x = random.floats(steps * classes, in: -2...2)
    var answers: [[Int32]] = [[]]
    var all: [[Int32]] = [[]]
    for _ in 0..<steps {
      answers = answers.flatMap { answer in (1..<Int32(classes)).map { answer + [$0] } }
      all += answers
    }
    let sum = all.map { exp(LabelAlignment.logProbability(of: $0, x, classes: classes)) }
      .reduce(0, +)
    #expect(abs(sum - 1) < 1e-9)
  }
}
