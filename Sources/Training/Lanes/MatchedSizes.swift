import Engine

/// Hidden sizes that give a network the same number of parameters as another, as closely as whole
/// sizes allow.
package enum MatchedSizes {
  /// - Parameters:
  ///   - architecture: gives everything but the sizes; `hidden` gives the proportions of the
  ///     layers.
  ///   - target: the number of parameters to approach.
  package static func hidden(_ architecture: ModelArchitecture, target: Int) -> [Int] {
    func sizes(_ first: Int) -> [Int] {
      let factor = Double(first) / Double(architecture.hidden[0])
      return architecture.hidden.map { max(1, Int((Double($0) * factor).rounded())) }
    }
    func count(_ first: Int) -> Int {
      var scaled = architecture
      scaled.hidden = sizes(first)
      return scaled.parameterCount ?? .max
    }
    var (low, high) = (1, 2)
    while count(high) < target { (low, high) = (high, high * 2) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if count(middle) < target { low = middle } else { high = middle }
    }
    return sizes(abs(count(low) - target) <= abs(count(high) - target) ? low : high)
  }
}
