/// Words and their numbers, in the order in which they were first met: open addressing over one block
/// of bytes.
struct WordTable: Sendable, Equatable {
  /// The upper half of a word's hash, and its number + 1; 0 if free. As many as a power of two, at
  /// most half of them taken.
  private var slots: [UInt64]
  /// All words, one after another, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init() {
    slots = [UInt64](repeating: 0, count: 1024)
  }

  /// The words of `strings` by their numbers; of equal ones the first counts.
  init(_ strings: [String]) {
    self.init()
    for string in strings {
      var string = string
      string.withUTF8 { insert($0, WordHash.of($0), repeats: true) }
    }
  }

  var count: Int { ends.count }

  func word(_ number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// The number of `word`; nil if it was never put in.
  @inline(__always)
  func number(_ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32? {
    let (number, _) = find(word, hash)
    return number < 0 ? nil : number
  }

  func number(of word: String) -> Int32? {
    var word = word
    return word.withUTF8 { number($0, WordHash.of($0)) }
  }

  /// The number of `word`, a new one where it was not met before.
  @inline(__always)
  mutating func insert(_ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32 {
    let (number, slot) = find(word, hash)
    return number >= 0 ? number : add(word, hash, slot)
  }

  /// - Parameter repeats: a word that is there already gets a number too, which finds nothing.
  private mutating func insert(
    _ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64, repeats: Bool
  ) {
    let (number, slot) = find(word, hash)
    if number < 0 {
      _ = add(word, hash, slot)
    } else {
      bytes.append(contentsOf: word)
      ends.append(bytes.count)
    }
  }

  /// The number of `word`, or -1 and the free slot where it would be.
  @inline(__always)
  private func find(
    _ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64
  ) -> (number: Int32, slot: Int) {
    let mask = slots.count - 1
    let mixed = Self.mixed(hash)
    var slot = Int(truncatingIfNeeded: mixed) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return (-1, slot) }
      if (entry ^ mixed) >> 32 == 0 {
        let number = Int(entry & 0xFFFF_FFFF) - 1
        if isEqual(number, word) { return (Int32(number), slot) }
      }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private func isEqual(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(number)
    guard range.count == word.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<word.count where bytes[range.lowerBound + index] != word[index] {
        return false
      }
      return true
    }
  }

  /// FNV's lower bits alone would do for the slot; the upper ones tell words apart in it.
  @inline(__always)
  private static func mixed(_ hash: UInt64) -> UInt64 { hash ^ (hash >> 32) }

  private mutating func add(
    _ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ slot: Int
  ) -> Int32 {
    let number = ends.count
    bytes.append(contentsOf: word)
    ends.append(bytes.count)
    slots[slot] = Self.entry(hash, number)
    if ends.count * 2 > slots.count { grow() }
    return Int32(number)
  }

  private static func entry(_ hash: UInt64, _ number: Int) -> UInt64 {
    (mixed(hash) & ~0xFFFF_FFFF) | UInt64(number + 1)
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for entry in old where entry != 0 {
      let hash = WordHash.of(bytes[range(Int(entry & 0xFFFF_FFFF) - 1)])
      var slot = Int(truncatingIfNeeded: Self.mixed(hash)) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
