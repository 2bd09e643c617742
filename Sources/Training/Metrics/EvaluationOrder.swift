import Datasets

/// The order in which examples are scored: as stored, or by length if lengths differ, so that short
/// ones cost less. Examples without a target are left out. Sums do not depend on the order except
/// for rounding.
package struct EvaluationOrder {
  /// Indices in the part; nil: all examples as stored.
  private let order: [Int]?
  package let count: Int

  /// - Parameter sample: how many examples, spread evenly over the part.
  package init(_ part: any Examples, sample: Int? = nil) {
    let all = part.count
    let count = min(sample ?? all, all)
    var chosen = (0..<count).map { count == all ? $0 : $0 * all / count }
    chosen.removeAll { !part.hasTarget($0) }
    let lengths = chosen.compactMap { part.steps(of: $0) }
    let isVaried = lengths.count == chosen.count && Set(lengths).count > 1
    if isVaried {
      chosen = zip(lengths, chosen).sorted { $0 < $1 }.map { $0.1 }
    }
    self.count = chosen.count
    order = isVaried || chosen.count < all ? chosen : nil
  }

  package subscript(place: Int) -> Int { order?[place] ?? place }
}
