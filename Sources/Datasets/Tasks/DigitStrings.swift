/// Strings of digits that are to be said again in another order: N = T/2 digits (rounded down), for
/// odd T a blank, then N blanks with answers, the first of them a marker.
struct DigitStrings {
  static let symbols = "0123456789_>"
  static let classes = (0...9).map { String($0) }
  private static let blank = 10
  private static let marker = 11

  let length: Int

  /// N.
  var digits: Int { length / 2 }

  func digit(_ random: SeededRandom, _ place: Int) -> Int {
    SeededRandom.index(random.peek(place), below: 10)
  }

  /// Feeds the digits, without targets while they come.
  func feed(_ random: SeededRandom, to example: ExampleColumn) {
    let answers = length - digits
    for step in 0..<length {
      let pause = step == answers ? Self.marker : Self.blank
      example.feed(token: step < digits ? digit(random, step) : pause, at: step)
      if step < answers { example.answer(class: nil, at: step) }
    }
  }

  /// Asks for `digit` as the answer with the number `place`.
  func ask(_ digit: Int, _ place: Int, of example: ExampleColumn) {
    example.answer(class: digit, at: length - digits + place)
  }
}
