/// Whole numbers in English words.
enum NumberWords {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  private static let irregularOrdinals = [
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
  ]

  /// "three hundred five", "two million forty-one"; below a thousand million.
  static func text(_ number: Int) -> String {
    var words: [String] = []
    var rest = number
    for (size, name) in [(1_000_000, "million"), (1000, "thousand")] where rest >= size {
      words += [text(rest / size), name]
      rest %= size
    }
    if rest >= 100 {
      words += [small[rest / 100], "hundred"]
      rest %= 100
    }
    if rest > 0 || number == 0 { words.append(belowHundred(rest)) }
    return words.joined(separator: " ")
  }

  private static func belowHundred(_ number: Int) -> String {
    if number < 20 { return small[number] }
    return tens[number / 10] + (number % 10 > 0 ? "-" + small[number % 10] : "")
  }

  /// "seventh", "twenty-first"; below a hundred.
  static func ordinal(_ number: Int) -> String {
    let text = belowHundred(number)
    let last = text.split(separator: "-").last.map(String.init) ?? text
    let ending =
      irregularOrdinals[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th")
    return text.dropLast(last.count) + ending
  }

  /// "nineteen eighty-four", "nineteen oh five", "two thousand seven", "twenty forty".
  static func year(_ year: Int) -> String {
    let (century, rest) = (year / 100, year % 100)
    if century % 10 == 0, rest < 10 { return text(year) }
    let end = rest == 0 ? "hundred" : rest < 10 ? "oh " + small[rest] : belowHundred(rest)
    return belowHundred(century) + " " + end
  }

  /// "1st", "22nd", "13th".
  static func numeral(_ number: Int) -> String {
    if (11...13).contains(number % 100) { return "\(number)th" }
    switch number % 10 {
    case 1: return "\(number)st"
    case 2: return "\(number)nd"
    case 3: return "\(number)rd"
    default: return "\(number)th"
    }
  }
}
