import CKernels
import Foundation
import Testing

/// The linear chain against all paths, one by one.
@Suite struct ChainTests {
  /// A chain with scores up to `size`, emissions, and tags of which some are open.
  struct Case: Sendable, CustomTestStringConvertible {
    var classes: Int
    var steps: Int
    var size: Double
    var forbidden: Int
    var open: Int
    var seed: UInt64

    var testDescription: String { "\(classes)^\(steps), scores to \(size), \(forbidden) forbidden" }
  }

  static let cases: [Case] = [
    Case(classes: 2, steps: 1, size: 1, forbidden: 0, open: 0, seed: 1),
    Case(classes: 3, steps: 4, size: 2, forbidden: 0, open: 0, seed: 2),
    Case(classes: 3, steps: 5, size: 3, forbidden: 3, open: 2, seed: 3),
    Case(classes: 5, steps: 4, size: 30, forbidden: 6, open: 1, seed: 4),
    Case(classes: 4, steps: 5, size: 900, forbidden: 0, open: 2, seed: 5),
    Case(classes: 4, steps: 4, size: 1e5, forbidden: 4, open: 0, seed: 6),
    Case(classes: 2, steps: 8, size: 1e-9, forbidden: 1, open: 8, seed: 7),
    Case(classes: 1, steps: 3, size: 5, forbidden: 0, open: 1, seed: 8),
    Case(classes: 9, steps: 3, size: 4, forbidden: 20, open: 1, seed: 9),
  ]

  private struct Made {
    var transitions: [Double]
    var start: [Double]
    var end: [Double]
    var x: [Float]
    var tags: [Int32]
    let n: Int
    let steps: Int

    init(_ c: Case) {
      var random = TestRandom(c.seed)
      (n, steps) = (c.classes, c.steps)
      let count = n
      func scores(_ number: Int) -> [Double] {
        (0..<number).map { _ in Double.random(in: -c.size...c.size, using: &random) }
      }
      transitions = scores(count * count)
      start = scores(count)
      end = scores(count)
      x = scores(count * c.steps).map { Float($0) }
      tags = (0..<c.steps).map { _ in .random(in: 0..<Int32(count), using: &random) }
      for _ in 0..<c.forbidden {
        transitions[.random(in: 0..<count * count, using: &random)] = -.infinity
      }
      // The given path is possible.
      for t in 1..<max(1, c.steps) where t < c.steps {
        let place = Int(tags[t - 1]) * count + Int(tags[t])
        if transitions[place] == -.infinity { transitions[place] = 0.5 }
      }
      for _ in 0..<c.open { tags[.random(in: 0..<c.steps, using: &random)] = -1 }
    }

    func withChain<Result>(_ body: (CkChain) -> Result) -> Result {
      transitions.withUnsafeBufferPointer { a in
        start.withUnsafeBufferPointer { b in
          end.withUnsafeBufferPointer { c in
            body(
              CkChain(
                classes: n, transitions: a.baseAddress, start: b.baseAddress, end: c.baseAddress))
          }
        }
      }
    }

    func score(_ path: [Int]) -> Double {
      var sum = start[path[0]] + end[path[steps - 1]]
      for t in 0..<steps { sum += Double(x[t * n + path[t]]) }
      for t in 1..<max(1, steps) where t < steps { sum += transitions[path[t - 1] * n + path[t]] }
      return sum
    }

    /// Every path, or those that the tags leave open.
    func paths(given: Bool) -> [[Int]] {
      var all: [[Int]] = [[]]
      for t in 0..<steps {
        let classes = given && tags[t] >= 0 ? [Int(tags[t])] : Array(0..<n)
        all = all.flatMap { path in classes.map { path + [$0] } }
      }
      return all
    }

    func logSum(given: Bool) -> Double {
      let scores = paths(given: given).map(score)
      let top = scores.max() ?? 0
      return top == -.infinity ? top : top + log(scores.map { exp($0 - top) }.reduce(0, +))
    }
  }

  private func near(_ a: Double, _ b: Double, _ scale: Double = 1) -> Bool {
    a == b || abs(a - b) <= 1e-11 * max(scale, abs(b))
  }

  @Test(arguments: cases) func sumsAreThoseOfAllPaths(_ c: Case) {
    let made = Made(c)
    for given in [false, true] {
      var alpha = [Double](repeating: 0, count: (c.steps + 1) * c.classes)
      var prefix = [Double](repeating: 0, count: c.steps)
      let total = made.withChain { chain in
        ck_chain_forward(
          chain, c.steps, made.x, c.classes, given ? made.tags : nil, 1, &alpha, &prefix)
      }
      let wanted = made.logSum(given: given)
      #expect(near(total, wanted), "\(total), \(wanted)")
      #expect(prefix.last == total)
    }
  }

  /// Probabilities of classes and transitions, which are the derivatives.
  @Test(arguments: cases) func marginalsAreThoseOfAllPaths(_ c: Case) {
    let made = Made(c)
    let n = c.classes
    for given in [false, true] {
      var (alpha, beta) = (
        [Double](repeating: 0, count: (c.steps + 1) * n),
        [Double](repeating: 0, count: (c.steps + 1) * n)
      )
      var classes = [Double](repeating: 0, count: c.steps * n)
      var own = [Double](repeating: 0, count: n * (n + 2))
      made.withChain { chain in
        let tags = given ? made.tags : nil
        let total = ck_chain_forward(chain, c.steps, made.x, n, tags, 1, &alpha, nil)
        ck_chain_backward(chain, c.steps, made.x, n, tags, 1, &beta)
        own.withUnsafeMutableBufferPointer { own in
          let first = own.baseAddress!
          ck_chain_add_marginals(
            chain, c.steps, made.x, n, tags, 1, alpha, beta, total, 2, &classes,
            CkChainGradient(transitions: first, start: first + n * n, end: first + n * (n + 1)))
        }
      }
      var wanted = [Double](repeating: 0, count: c.steps * n)
      var wantedOwn = [Double](repeating: 0, count: n * (n + 2))
      let total = made.logSum(given: given)
      for path in made.paths(given: given) {
        let p = 2 * exp(made.score(path) - total)
        for t in 0..<c.steps {
          wanted[t * n + path[t]] += p
          if t > 0 { wantedOwn[path[t - 1] * n + path[t]] += p }
        }
        wantedOwn[n * n + path[0]] += p
        wantedOwn[n * (n + 1) + path[c.steps - 1]] += p
      }
      // Scores of 1e5 have 11 digits behind the point.
      let within = 1e-10 * max(1, c.size)
      #expect(zip(classes, wanted).allSatisfy { abs($0 - $1) < within })
      #expect(zip(own, wantedOwn).allSatisfy { abs($0 - $1) < within })
    }
  }

  @Test(arguments: cases) func theBestPathIsTheBestOfAll(_ c: Case) {
    let made = Made(c)
    var path = [Int32](repeating: 0, count: c.steps)
    var scores = [Double](repeating: 0, count: 2 * c.classes)
    var from = [Int32](repeating: 0, count: c.steps * c.classes)
    let score = made.withChain {
      ck_chain_best($0, c.steps, made.x, c.classes, &scores, &from, &path, 1)
    }
    let best = made.paths(given: false).map(made.score).max() ?? 0
    #expect(near(score, best, c.size) && near(made.score(path.map(Int.init)), best, c.size))
  }

  /// No path at all is a sum of nothing, not a number that is none.
  @Test func nothingIsPossible() {
    let none = [Double](repeating: -.infinity, count: 4)
    var alpha = [Double](repeating: 0, count: 6)
    let total = none.withUnsafeBufferPointer { a in
      ck_chain_forward(
        CkChain(
          classes: 2, transitions: a.baseAddress, start: a.baseAddress, end: a.baseAddress),
        2, [1, 2, 3, 4], 2, nil, 1, &alpha, nil)
    }
    #expect(total == -.infinity)
  }
}
