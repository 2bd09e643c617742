/// English names of months and weekdays, whole or by their first three letters.
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
    package let isShort: Bool
    package let isFull: Bool
  }

  package static func month(_ word: UnsafeBufferPointer<UInt8>) -> Word? {
    let number: Int
    switch key(word) {
    case 0x6A616E: number = 1
    case 0x666562: number = 2
    case 0x6D6172: number = 3
    case 0x617072: number = 4
    case 0x6D6179: number = 5
    case 0x6A756E: number = 6
    case 0x6A756C: number = 7
    case 0x617567: number = 8
    case 0x736570: number = 9
    case 0x6F6374: number = 10
    case 0x6E6F76: number = 11
    case 0x646563: number = 12
    default: return nil
    }
    // "Sept" is a usual short form too.
    if number == 9, word.count == 4, word[3] | 0x20 == 0x74 {
      return Word(number: 9, isShort: true, isFull: false)
    }
    return check(word, number, months[number - 1])
  }

  package static func weekday(_ word: UnsafeBufferPointer<UInt8>) -> Word? {
    let number: Int
    switch key(word) {
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

  /// The first three letters in lower case as one number; 0 for shorter words.
  private static func key(_ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard word.count >= 3 else { return 0 }
    return (UInt32(word[0]) << 16 | UInt32(word[1]) << 8 | UInt32(word[2])) | 0x202020
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
