/// The loss of a part of a batch: the sums that a pass leaves behind.
struct LossPart {
  var loss = LossSum()
  /// The part that adversarial inputs add to it.
  var adversarial = LossSum()
  /// Rows that have a target.
  var rows = 0
  /// Their share of the divisor of the mean loss.
  var terms = 0.0

  static func += (a: inout LossPart, b: LossPart) {
    a.loss += b.loss
    a.adversarial += b.adversarial
    a.rows += b.rows
    a.terms += b.terms
  }
}

/// The loss of all parts of a gradient together.
package struct LossTally {
  let sum: LossPart
  /// Terms of all of them; with class weights the sum of those of all targets in their place.
  let terms: Double
  let isAdversarial: Bool

  package var mean: (loss: Double, correct: Int, rows: Int) {
    (sum.loss.sum / terms, sum.loss.correct, sum.rows)
  }

  /// The part of the objective that regularizers of the outputs add.
  var meanExtra: Double {
    var extra = sum.loss.extra
    if isAdversarial {
      extra = (sum.adversarial.sum + sum.adversarial.extra + extra - sum.loss.sum) / 2
    }
    return extra / terms
  }
}

/// The divisors of a pass's means.
struct LossDivisors {
  /// Terms of the first batch of this gradient, by which every pass divides, and of all of them.
  private(set) var first = 1.0
  private(set) var total = 1.0
  /// The same for the last step alone.
  var lastStep = 1.0
  /// Sums of the batches of this gradient before the last one.
  private(set) var earlier = LossPart()

  /// - Parameters:
  ///   - part: the number of the batch among those of a gradient.
  ///   - before: the sums of those before.
  ///   - terms: of this one.
  mutating func begin(part: Int, before: LossPart, terms: Double) {
    earlier = part > 0 ? before : LossPart()
    if part == 0 { first = Self.divisor(terms) }
    total = Self.divisor(earlier.terms + terms)
  }

  /// Makes the mean over all parts of sums that were divided by the first one's terms.
  var meanOfParts: Float { Float(first) / Float(total) }

  /// If nothing has a target, or none that counts, sums are 0 and stay so.
  static func divisor(_ terms: Double) -> Double { terms > 0 ? terms : 1 }
}
