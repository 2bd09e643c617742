import Glibc

/// Numbers in sentences, logs and reports, which do not change while they are read.
extension Numbers {
  /// printf's `%.Ng`: up to this many significant digits, without zeros at the end.
  package static func general(_ x: Double, _ digits: Int) -> String { printed("%.\(digits)g", x) }

  /// printf's `%.Nf`: this many decimals.
  package static func decimals(_ x: Double, _ count: Int) -> String { printed("%.\(count)f", x) }

  /// `decimals`, without zeros at the end.
  package static func trimmed(_ x: Double, _ decimals: Int) -> String {
    withoutZeros(self.decimals(x, decimals))
  }

  /// About four significant digits, without an exponent from 0.01 up to a billion: "0.0333", "61230".
  package static func fourDigits(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    // value = mantissa * 10^exponent, 1 <= |mantissa| < 10; a few roundings do not matter here.
    var mantissa = value
    var exponent = 0
    while mantissa.magnitude >= 9.9995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa.magnitude < 0.99995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let digits = (mantissa * 1000).rounded()
    switch exponent {
    case 3...8:
      return "\(Int(value.rounded()))"
    case -2...2:
      let divisor = [1e5, 1e4, 1e3, 1e2, 1e1][exponent + 2]
      return inFull(digits / divisor)
    default:
      return inFull(digits / 1000) + "e\(exponent)"
    }
  }

  /// All digits, whole numbers without a fraction.
  package static func inFull(_ value: Double) -> String {
    value.magnitude < 1e15 && value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  /// Two significant digits, without an exponent if that is readable: "0.034", "12.3", "7.0e6".
  package static func twoDigits(_ value: Float) -> String {
    let x = Double(value)
    let size = x.magnitude
    // "7.0e6", as the screen writes it.
    if size >= 1e6 || size < 1e-4 && size > 0 { return shortExponent(printed("%.1e", x)) }
    return printed(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2g", x)
  }

  /// This many significant digits with zeros at the end, without an exponent below ten million.
  package static func padded(_ value: Float, digits: Int = 3) -> String {
    let x = Double(value)
    if x == 0 { return "0" }
    if x.magnitude >= 1000, x.magnitude < 1e7 { return decimals(x, 0) }
    let text = printed("%#.\(digits)g", x)
    return text.last == "." ? String(text.dropLast()) : text
  }

  /// A loss with four significant digits.
  package static func fullLoss(_ loss: Float) -> String {
    guard loss.isFinite else { return "not finite" }
    let size = abs(loss)
    if size >= 1e5 || (size > 0 && size < 1e-3) { return printed("%.2e", Double(loss)) }
    return decimals(
      Double(loss), size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4)
  }

  /// A setting's value: up to four significant digits, without an exponent from 1e-5 on.
  package static func setting(_ value: Float) -> String {
    if value.rounded() == value, abs(value) < 1e6 { return String(Int(value)) }
    let text = general(Double(value), value < 1e-5 ? 3 : 4)
    guard text.utf8.contains(UInt8(ascii: "e")), value >= 1e-5, value < 1 else { return text }
    return trimmed(Double(value), 8)
  }

  /// A gate's mean, so that one that is nearly 0 or 1 is not rounded there: "0.9997".
  package static func gate(_ mean: Float) -> String {
    if mean >= 1 - 5e-5 || mean <= 5e-5 { return mean > 0.5 ? "1" : "0" }
    return decimals(Double(mean), 4)
  }

  /// "    12.3 s  ", at the start of a log's line.
  package static func logTime(_ seconds: Double) -> String { printed("%8.1f s  ", seconds) }

  // MARK: shares

  /// "3.1 %" of a share.
  package static func tenthsOfPercent(_ share: Double) -> String {
    fourDigits((share * 1000).rounded() / 10) + " %"
  }

  /// "12 %", "0.02 %": two significant digits.
  package static func twoDigitPercent(_ share: Float) -> String {
    let value = Double(share * 100)
    return printed(value >= 10 ? "%.0f" : value >= 0.1 ? "%.1f" : "%.1g", value) + " %"
  }

  /// "78.1 %"; "100 %" and "0 %" only if exactly all or none.
  package static func exactPercent(_ share: Float) -> String { exact(Double(share) * 100, from: 1) }

  /// "34 %" of a share of 0.66 or 1.34, "4.9 %" of 1.049; never "0 %", never "100 %" of something.
  package static func percentApart(_ share: Float) -> String {
    let apart = abs(1 - Double(share)) * 100
    return exact(apart, from: apart < 9.95 ? 1 : 0)
  }

  /// With as many decimals as it takes not to be rounded to 0 or 100.
  private static func exact(_ percent: Double, from least: Int) -> String {
    let places = (least..<6).first { places in
      let shown = roundedAt(percent, places)
      return shown == percent || shown != 0 && shown != 100
    }
    return trimmed(percent, places ?? 6) + " %"
  }

  /// The number that a reader gets if this many decimals are written.
  private static func roundedAt(_ x: Double, _ count: Int) -> Double {
    Double(decimals(x, count)) ?? x
  }

  /// "87%", "4.7%", "<0.1%": never 0 % if there are any.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "-" }
    let percent = min(max(share, 0), 1) * 100
    if percent > 0, percent < 0.1 { return "<0.1%" }
    return percent < 9.95 && percent > 0 ? fixed(percent, 1) + "%" : fixed(percent, 0) + "%"
  }

  /// "3.4 times", "270 times".
  package static func times(_ ratio: Float) -> String {
    guard ratio < 1e6 else { return "over a million times" }
    guard ratio >= 99.5 else { return general(Double(ratio), 2) + " times" }
    let unit = pow(10, log10(Double(ratio)).rounded(.down) - 1)
    return "\(WholeNumber.of((Double(ratio) / unit).rounded() * unit)) times"
  }

  /// "1.5 GB", "300 MB": what memory is needed, never too little.
  package static func memory(_ bytes: Double) -> String {
    bytes >= 1e9
      ? decimals(bytes / 1e9, 1) + " GB" : decimals((bytes / 1e6).rounded(.up), 0) + " MB"
  }

  /// "817 B", "4.1 kB", "12 MB": the size of files.
  package static func fileSize(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return unit == 0 ? "\(bytes) B" : decimals(value, value < 10 ? 1 : 0) + " " + units[unit]
  }

  // MARK: printf

  /// "7.0e+06" as "7.0e6".
  private static func shortExponent(_ text: String) -> String {
    guard let e = text.firstIndex(of: "e") else { return text }
    let exponent = text[text.index(after: e)...]
    let digits = exponent.drop { $0 == "+" || $0 == "-" || $0 == "0" }
    return text[...e] + (exponent.first == "-" ? "-" : "") + digits
  }

  /// printf's text of one number. The decimal mark is a point: the program sets no other locale.
  private static func printed(_ format: String, _ x: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { text in
      let count = withVaList([x]) { vsnprintf(text.baseAddress, text.count, format, $0) }
      return String(
        decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<Int(count)]),
        as: UTF8.self)
    }
  }
}
