import Glibc
import Telemetry

/// Round values along an axis.
package enum Ticks {
  /// 1-2-5 steps; at most about `count` of them.
  package static func linear(from low: Double, to high: Double, count: Int) -> [Double] {
    guard low.isFinite, high.isFinite, high > low, count > 0 else { return [] }
    let step = roundStep((high - low) / Double(count))
    return multiples(of: step, from: low, to: high)
  }

  /// Every multiple of a step in a range.
  package static func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard step > 0, last - first < 1000 else { return [] }
    var ticks: [Double] = []
    var index = first
    while index <= last {
      ticks.append(index == 0 ? 0 : index * step)
      index += 1
    }
    return ticks
  }

  /// Evenly spaced round values from 0 to a round end, including the end; about `count` of them.
  package static func upTo(_ end: Double, count: Int) -> [Double] {
    guard end.isFinite, end > 0, count > 0 else { return [] }
    let power = pow(10, (log10(end) + 1e-9).rounded(.down))
    let steps = [0.1, 0.2, 0.4, 0.5, 1, 2, 4, 5].map { $0 * power }
    func divides(_ step: Double) -> Bool {
      abs(end / step - (end / step).rounded()) < 1e-6
    }
    let fitting = steps.filter(divides)
    let wanted = end / Double(count) * 0.6
    guard let step = fitting.first(where: { $0 >= wanted }) ?? fitting.last else {
      return linear(from: 0, to: end, count: count)
    }
    return multiples(of: step, from: 0, to: end)
  }

  /// The smallest of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is not below `x`.
  package static func roundEnd(_ x: Double) -> Double {
    guard x.isFinite, x > 0 else { return 1 }
    let power = pow(10, log10(x).rounded(.down))
    let share = x / power - 1e-9
    return ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8].first { $0 >= share } ?? 10) * power
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

  /// Some factors of every n-th power of ten between 10^low and 10^high.
  package static func decades(
    _ factors: [Double], from low: Double, to high: Double, every n: Int = 1
  ) -> [Double] {
    guard low.isFinite, high.isFinite, high > low, n > 0 else { return [] }
    let decades = WholeNumber.of(low.rounded(.down))...WholeNumber.of(high.rounded(.up))
    guard decades.count < 700 else { return [] }
    var ticks: [Double] = []
    for decade in decades where decade % n == 0 {
      for factor in factors {
        let place = Double(decade) + log10(factor)
        if place >= low - 1e-9, place <= high + 1e-9 {
          ticks.append(factor * pow(10, Double(decade)))
        }
      }
    }
    return ticks
  }

  /// The text of a tick, with the decimals that its neighbours need.
  /// - Parameter columns: the available width; longer text gets an exponent.
  package static func label(
    _ value: Double, step: Double? = nil, columns: Int = .max
  ) -> String {
    let text = label(value, step)
    return TextWidth.of(text) > columns && value.magnitude >= 1000 ? shortExponent(value) : text
  }

  private static func label(_ value: Double, _ step: Double?) -> String {
    if let step, step > 0, step < 1, value.magnitude < 1e6, step >= 1e-4 {
      let exponent = WholeNumber.of((log10(step) + 1e-9).rounded(.down))
      return Numbers.fixed(value, -exponent)
    }
    if value.magnitude >= 1e6 || (value != 0 && value.magnitude < 9.9e-4) {
      return shortExponent(value)
    }
    return value.magnitude >= 1000
      ? Numbers.grouped(WholeNumber.rounded(value)) : Numbers.plain(rounded(value))
  }

  /// Removes the rounding error of computed powers of ten.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let scale = pow(10, 9 - log10(value.magnitude).rounded(.down))
    return scale.isFinite && scale > 0 ? (value * scale).rounded() / scale : value
  }

  private static func shortExponent(_ value: Double) -> String {
    let exponent = WholeNumber.of((log10(value.magnitude) + 1e-9).rounded(.down))
    let head = Numbers.plain(rounded(value / pow(10, Double(exponent))))
    return head + "e" + String(exponent)
  }
}
