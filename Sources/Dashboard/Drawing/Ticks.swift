import Glibc

/// Round values along an axis.
package enum Ticks {
  /// 1-2-5 steps; at most about `count` of them.
  package static func linear(from low: Double, to high: Double, count: Int) -> [Double] {
    guard low.isFinite, high.isFinite, high > low, count > 0 else { return [] }
    let step = roundStep((high - low) / Double(count))
    let first = (low / step).rounded(.up)
    let last = (high / step).rounded(.down)
    guard step > 0, last - first < 1000 else { return [] }
    var ticks: [Double] = []
    var index = first
    while index <= last {
      ticks.append(index == 0 ? 0 : index * step)
      index += 1
    }
    return ticks
  }

  /// The smallest of 1, 2, 5 times a power of ten that is not below `x`.
  package static func roundStep(_ x: Double) -> Double {
    guard x.isFinite, x > 0 else { return 1 }
    let power = pow(10, log10(x).rounded(.down))
    let share = x / power
    if share <= 1.0000001 { return power }
    if share <= 2.0000001 { return 2 * power }
    return share <= 5.0000001 ? 5 * power : 10 * power
  }

  /// 1, 2, 5 of every decade; only decades, or every n-th, where those would be too many; round
  /// steps where the range lies within one of them. Between 10^low and 10^high.
  package static func logarithmic(from low: Double, to high: Double, count: Int) -> [Double] {
    guard low.isFinite, high.isFinite, high > low, count > 0 else { return [] }
    let decades = Whole.of(low.rounded(.down))...Whole.of(high.rounded(.up))
    guard decades.count < 700 else { return [] }
    func within(_ factors: [Double], every n: Int) -> [Double] {
      var ticks: [Double] = []
      for decade in decades where decade % n == 0 {
        let power = pow(10, Double(decade))
        for factor in factors {
          let place = log10(factor * power)
          if place >= low - 1e-9, place <= high + 1e-9 { ticks.append(factor * power) }
        }
      }
      return ticks
    }
    let fine = within([1, 2, 5], every: 1)
    if fine.count < 2 {
      return linear(from: pow(10, low), to: pow(10, high), count: count)
    }
    if fine.count <= count { return fine }
    let coarser = within([1, 3], every: 1)
    if coarser.count >= 2, coarser.count <= count { return coarser }
    var n = 1
    while true {
      let coarse = within([1], every: n)
      if coarse.count <= count || n > 64 { return coarse.isEmpty ? Array(fine.prefix(1)) : coarse }
      n += 1
    }
  }

  /// How a tick is written: with the decimals that its neighbours need.
  package static func label(_ value: Double, step: Double? = nil) -> String {
    if let step, step > 0, step < 1, value.magnitude < 1e6, step >= 1e-4 {
      let exponent = Whole.of((log10(step) + 1e-9).rounded(.down))
      return Numbers.fixed(value, -exponent)
    }
    if value.magnitude >= 1e6 || (value != 0 && value.magnitude < 1e-4) {
      return shortExponent(value)
    }
    return value.magnitude >= 1000 ? Numbers.grouped(Whole.rounded(value)) : Numbers.plain(value)
  }

  private static func shortExponent(_ value: Double) -> String {
    let exponent = Whole.of((log10(value.magnitude) + 1e-9).rounded(.down))
    let head = Numbers.plain(value / pow(10, Double(exponent)))
    return head + "e" + String(exponent)
  }
}
