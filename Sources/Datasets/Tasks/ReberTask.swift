import Foundation
import Telemetry

/// `reber`: the embedded Reber grammar (Cleeremans, Servan-Schreiber and McClelland 1989;
/// Hochreiter and Schmidhuber 1997). The next symbol of a string, at every step.
///
///     string -> B T inner T E | B P inner P E
///     inner  -> B (T S* X | P T* V) ... E, as in the graph below
///
/// All strings have T + 1 symbols: inner ones are drawn among those that fit, each branch with the
/// probability that it has in free strings of that length. Memory: the T or P of the second step is
/// asked for again T - 2 steps later; the rest of the grammar needs 1 or 2 steps. Forgetting it
/// costs ln 2 / T nats a step. Trivial: the most frequent of seven symbols, an accuracy of 0.37 and
/// 1.61 nats in 50 steps; as the grammar leaves choices, 0 cannot be reached.
struct ReberTask: GeneratedTask {
  static let name = "reber"
  static let about =
    "The next symbol of strings of the embedded Reber grammar. Its second symbol comes back T - 2 "
    + "steps later, all else needs a step or two: forgetting it costs ln 2 / T nats. The "
    + "trivial predictor picks the most frequent symbol: accuracy 0.37, 1.61 nats in 50 steps."
  static let design = TaskDesign(
    title: "embedded Reber grammar", asks: "say the next symbol", answers: "Next symbol",
    symbols: "BTSXPVE", classes: ["B", "T", "S", "X", "P", "V", "E"], everyStep: true)
  static let shortest = 8
  static let usualLength = 50
  static let usualCount = 20_000

  private enum Symbol { static let (b, t, s, x, p, v, e) = (0, 1, 2, 3, 4, 5, 6) }

  /// The successors of each place of the inner graph: two branches, each a symbol and the next
  /// place; place 5 is the end.
  private static let graph: [(one: (symbol: Int, next: Int), other: (symbol: Int, next: Int))] = [
    ((Symbol.t, 1), (Symbol.p, 2)),
    ((Symbol.s, 1), (Symbol.x, 3)),
    ((Symbol.t, 2), (Symbol.v, 4)),
    ((Symbol.x, 2), (Symbol.s, 5)),
    ((Symbol.p, 3), (Symbol.v, 5)),
  ]

  let length: Int
  /// The probability of the first branch at [symbols left, place], so that the end is met exactly.
  private let chances: [Float]
  /// ln of the number of strings.
  private let logarithm: Double

  init(length: Int, seed: UInt64) {
    self.length = length
    // B and the letter, the inner B and E, the letter and E: the rest is drawn.
    let most = length + 1 - 6
    var chances = [Float](repeating: 0, count: (most + 1) * 5)
    // The number of ways to the end in this many symbols, over a factor whose logarithm is kept.
    var weights = [0.0, 0, 0, 0, 0, 1]
    var factor = log(2.0)
    for left in 1...most {
      var sums = [0.0, 0, 0, 0, 0, 0]
      for (place, branches) in Self.graph.enumerated() {
        let one = weights[branches.one.next]
        sums[place] = one + weights[branches.other.next]
        if sums[place] > 0 { chances[left * 5 + place] = Float(one / sums[place]) }
      }
      let scale = sums.max() ?? 1
      weights = sums.map { $0 / scale }
      factor += log(scale)
    }
    self.chances = chances
    logarithm = factor + log(weights[0])
  }

  var notes: [String] {
    let best = logarithm / Double(length)
    let forgetting = best + log(2) / Double(length)
    return [
      "the second symbol comes back \(length - 2) steps later; the least possible loss is "
        + "\(Numbers.fourDigits(best)) nats, or \(Numbers.fourDigits(forgetting)) without it"
    ]
  }

  /// Place of the letter that comes back.
  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] {
    step == length - 2 ? [1] : []
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    let letter = random.peek(length) >> 63 == 0 ? Symbol.t : Symbol.p
    var place = 0
    var symbol = Symbol.b
    for step in 0..<length {
      let next: Int
      switch step + 1 {
      case 1, length - 1: next = letter
      case 2: next = Symbol.b
      case length - 2, length: next = Symbol.e
      default:
        let left = length - 2 - (step + 1)
        let takesOne = SeededRandom.unit(random.peek(step)) < chances[left * 5 + place]
        let branch = takesOne ? Self.graph[place].one : Self.graph[place].other
        next = branch.symbol
        place = branch.next
      }
      example.feed(token: symbol, at: step)
      example.answer(class: next, at: step)
      symbol = next
    }
  }
}
