import Foundation

/// JSON as text: numbers with a point in every locale, nothing that steers a terminal.
enum JSONLiteral {
  static func number<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ value: Number, _ precision: JSONLine.Precision
  ) -> String {
    // Swift's own text is the shortest that tells a number apart.
    if precision == .exact { return String(value) }
    let value = Double(value)
    if value.rounded() == value, abs(value) < 1e15 { return String(Int(value)) }
    return String(format: "%.9g", locale: nil, value)
  }

  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 32 || (127...159).contains(scalar.value):
        result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
