import Glibc

/// Numbers as text, everywhere in the program: in stable widths where they change on the screen.
package enum Numbers {
  /// "1 820": groups of three with a space.
  package static func grouped(_ n: Int) -> String {
    let digits = Array(String(n.magnitude).utf8)
    var out: [UInt8] = n < 0 ? [45] : []
    for (i, digit) in digits.enumerated() {
      if i > 0, (digits.count - i) % 3 == 0 { out.append(32) }
      out.append(digit)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A count in at most seven columns: "17 551", "999 999", "1.24M".
  package static func count(_ n: Int) -> String {
    let size = n.magnitude
    if size < 1_000_000 { return grouped(n) }
    if size < 1_000_000_000 { return significant(Double(n) / 1e6, 3) + "M" }
    return significant(Double(n) / 1e9, 3) + "G"
  }

  /// With a fixed number of decimals, rounded half away from zero.
  package static func fixed(_ x: Double, _ decimals: Int) -> String {
    if let name = nonfinite(x) { return name }
    let scale = pow(10, Double(decimals))
    let scaled = (x.magnitude * scale).rounded()
    guard scaled < 1e15 else { return scientific(x) }
    let whole = WholeNumber.of(scaled, in: 0...1_000_000_000_000_000)
    let unit = WholeNumber.of(scale)
    let sign = x < 0 && whole > 0 ? "-" : ""
    if decimals == 0 { return sign + String(whole) }
    let fraction = String(whole % unit)
    let zeros = String(repeating: "0", count: max(0, decimals - fraction.utf8.count))
    return sign + String(whole / unit) + "." + zeros + fraction
  }

  /// With this many significant digits, and an exponent only where a person would write one.
  package static func significant(_ x: Double, _ digits: Int) -> String {
    if let name = nonfinite(x) { return name }
    if x == 0 { return "0" }
    let exponent = WholeNumber.of(log10(x.magnitude).rounded(.down))
    if exponent < -4 || exponent > 6 { return scientific(x) }
    return fixed(x, max(0, digits - 1 - exponent))
  }

  /// "1.2e-5".
  package static func scientific(_ x: Double) -> String {
    if let name = nonfinite(x) { return name }
    if x == 0 { return "0" }
    var exponent = WholeNumber.of(log10(x.magnitude).rounded(.down))
    var significand = x.magnitude / pow(10, Double(exponent))
    if (significand * 10).rounded() >= 100 {
      (significand, exponent) = (significand / 10, exponent + 1)
    }
    return (x < 0 ? "-" : "") + fixed(significand, 1) + "e" + String(exponent)
  }

  /// Four significant digits: "0.4123"; "-" for none and for what is not finite.
  package static func measured(_ x: Double?) -> String {
    guard let x, x.isFinite else { return "-" }
    return general(x, 4)
  }

  package static func measured(_ x: Float?) -> String { measured(x.map { Double($0) }) }

  /// A loss or norm in at most six columns: "0.1662", "12.345", "1.2e-5"; "-" for nil.
  package static func loss(_ x: Float?) -> String {
    guard let x else { return "-" }
    let value = Double(x)
    if let name = nonfinite(value) { return name }
    switch value.magnitude {
    case 0: return "0"
    case ..<0.00095: return scientific(value)
    case ..<9.99995: return fixed(value, 4)
    case ..<99.9995: return fixed(value, 3)
    case ..<999.995: return fixed(value, 2)
    case ..<9999.95: return fixed(value, 1)
    default: return scientific(value)
    }
  }

  /// In five columns: "0.031", "12.3", "1e-5".
  package static func short(_ x: Float?) -> String {
    guard let x else { return "-" }
    let value = Double(x)
    if let name = nonfinite(value) { return name }
    switch value.magnitude {
    case 0: return "0"
    case ..<0.00095: return significantExponent(value)
    case ..<9.9995: return fixed(value, 3)
    case ..<99.995: return fixed(value, 2)
    case ..<999.95: return fixed(value, 1)
    case ..<99_999.5: return fixed(value, 0)
    default: return significantExponent(value)
    }
  }

  /// A number at a glance, in at most five columns: "16", "3.4", "0.17", "2e-4".
  package static func brief(_ x: Double) -> String {
    if let name = nonfinite(x) { return name }
    switch x.magnitude {
    case 0: return "0"
    case ..<0.0095: return significantExponent(x)
    case ..<0.0995: return fixed(x, 3)
    case ..<9.95: return fixed(x, x.magnitude < 0.995 ? 2 : 1)
    case ..<9_999.5: return fixed(x, 0)
    default: return significantExponent(x)
    }
  }

  /// A norm for use in a sentence: "5 974", "2.1e7".
  package static func norm(_ x: Float) -> String {
    guard x.isFinite, x.magnitude < 1e6 else { return scientific(Double(x)) }
    return grouped(WholeNumber.rounded(Double(x)))
  }

  /// Three significant digits in at most five columns: "0.83", "12.3", "123", "3.1e4".
  package static func radius(_ x: Double) -> String {
    if let name = nonfinite(x) { return name }
    switch x.magnitude {
    case 0: return "0"
    case ..<0.00995: return significantExponent(x)
    case ..<9.995: return fixed(x, 2)
    case ..<99.95: return fixed(x, 1)
    case ..<999.5: return fixed(x, 0)
    case ..<9.95e9: return scientific(x)
    default: return significantExponent(x)
    }
  }

  private static func significantExponent(_ x: Double) -> String {
    let exponent = WholeNumber.of(log10(x.magnitude).rounded(.down))
    let digit = fixed(x.magnitude / pow(10, Double(exponent)), 0)
    let sign = x < 0 ? "-" : ""
    return digit == "10" ? "\(sign)1e\(exponent + 1)" : "\(sign)\(digit)e\(exponent)"
  }

  /// A plain number without zeros at its end: "0.001", "0.5", "20", "1e-5".
  package static func plain(_ x: Double) -> String { withoutZeros(significant(x, 6)) }

  /// Without zeros at the end of its decimals.
  static func withoutZeros(_ number: String) -> String {
    var text = number
    guard text.utf8.contains(46), !text.utf8.contains(101) else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// For a table: four significant digits without zeros at the end, whole numbers in full.
  package static func tabular(_ value: Double) -> String {
    if value.magnitude >= 9999.5, value.magnitude < 1e7 {
      return grouped(WholeNumber.rounded(value))
    }
    return withoutZeros(significant(value, 4))
  }

  /// "1 row", "2 820 rows".
  package static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A learning rate in at most seven columns, with three significant digits: "0.001", "1.25e-4".
  package static func rate(_ x: Double) -> String {
    guard x != 0, x.isFinite else { return plain(x) }
    let exponent = WholeNumber.of(log10(x.magnitude).rounded(.down))
    let text = withoutZeros(significant(x, 3))
    if text.utf8.count <= 7, !text.utf8.contains(101) { return text }
    return withoutZeros(fixed(x / pow(10, Double(exponent)), 2)) + "e\(exponent)"
  }

  /// "0:41", "1:02:03", "3 d 4 h".
  package static func duration(_ seconds: Double) -> String {
    if !seconds.isFinite || seconds < 0 { return "-" }
    let s = WholeNumber.of(seconds)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }
    if s < 3600 { return "\(s / 60):\(two(s % 60))" }
    if s < 86400 { return "\(s / 3600):\(two(s / 60 % 60)):\(two(s % 60))" }
    return "\(s / 86400) d \(s / 3600 % 24) h"
  }

  /// "99%"; "99.9%" for all but a few, never "100%".
  package static func percent(_ count: Int, of all: Int) -> String {
    guard all > 0 else { return "-" }
    let share = 100 * Double(min(max(0, count), all)) / Double(all)
    let rounded = WholeNumber.rounded(share)
    if rounded == 100, count < all { return "\(fixed(min(share, 99.9), 1))%" }
    if rounded == 0, count > 0 { return "\(fixed(max(share, 0.1), 1))%" }
    return "\(rounded)%"
  }

  package static func percent(_ share: Float) -> String {
    "\(WholeNumber.rounded(Double(min(max(share, 0), 1)) * 100))%"
  }

  private static func nonfinite(_ x: Double) -> String? {
    if x.isNaN { return "NaN" }
    if x.isInfinite { return x < 0 ? "-inf" : "inf" }
    return nil
  }
}
