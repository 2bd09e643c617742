/// Names of months and weekdays, whole or short.
package enum ClockNames {
  package static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  package static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  package struct Word {
    /// From 1.
    package let number: Int
    /// Both for May, which does not say.
    package var isShort: Bool
    package var isFull: Bool
    /// The languages that have another name for the month.
    package var excludes: ClockTraits = []
  }

  /// In any of the languages that are read.
  package static func month(_ word: UnsafeBufferPointer<UInt8>) -> Word? {
    (3...Self.longest).contains(word.count) ? ClockLanguage.words[key(word)] : nil
  }

  /// The most bytes of a month's name: décembre has 9, septiembre 10.
  private static let longest = 10

  /// The bytes of a name as one number, alike for capitals and small letters, those with accents too.
  static func key(_ word: some Sequence<UInt8>) -> UInt128 {
    word.reduce(0) { $0 << 8 | UInt128($1 | 0x20) }
  }

  package static func weekday(_ word: UnsafeBufferPointer<UInt8>) -> Word? {
    let number: Int
    guard word.count >= 3 else { return nil }
    switch key(word.prefix(3)) {
    case 0x6D6F6E: number = 1
    case 0x747565: number = 2
    case 0x776564: number = 3
    case 0x746875: number = 4
    case 0x667269: number = 5
    case 0x736174: number = 6
    case 0x73756E: number = 7
    default: return nil
    }
    return check(word, number, weekdays[number - 1])
  }

  private static func check(_ word: UnsafeBufferPointer<UInt8>, _ number: Int, _ name: String)
    -> Word?
  {
    let length = name.utf8.count
    if word.count == 3 { return Word(number: number, isShort: true, isFull: length == 3) }
    guard word.count == length else { return nil }
    guard zip(word, name.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else { return nil }
    return Word(number: number, isShort: false, isFull: true)
  }
}
