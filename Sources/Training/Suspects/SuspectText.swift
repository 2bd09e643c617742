/// Numbers in a suspect's text.
enum SuspectText {
  /// "12 %", "0.02 %".
  static func percent(_ share: Float) -> String {
    let value = share * 100
    return formatted(value >= 10 ? "%.0f" : value >= 0.1 ? "%.1f" : "%.1g", value) + " %"
  }

  /// Two significant digits, without an exponent if that is readable.
  static func short(_ value: Float) -> String {
    let size = abs(value)
    if size >= 1e6 || size < 1e-4 && size > 0 {
      // "7.0e6", as the screen writes it.
      return formatted("%.1e", value).replacing(#/e([+-])0*/#) { $0.1 == "-" ? "e-" : "e" }
    }
    return formatted(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2g", value)
  }

  /// A gate's mean, so that what is nearly 0 or 1 is not rounded there: "0.9997".
  static func gate(_ mean: Float) -> String {
    if mean >= 1 - 5e-5 || mean <= 5e-5 { return mean > 0.5 ? "1" : "0" }
    return formatted("%.4f", mean)
  }

  static func loss(_ value: Float) -> String { lossText(value) }
}
