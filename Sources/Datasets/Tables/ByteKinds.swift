/// Distinct byte strings, numbered from 0 in the order in which they come.
struct ByteKinds: Sendable {
  private var bytes: [UInt8] = []
  /// Where the string of each number ends in `bytes`.
  private var ends: [Int] = []
  /// Open addressing: numbers by hash, -1 where free. A power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 16)

  var count: Int { ends.count }
  /// Of the strings themselves.
  var byteCount: Int { bytes.count }

  /// The number of `key`, a new one where it is seen for the first time.
  mutating func number(of key: UnsafeBufferPointer<UInt8>) -> Int {
    let slot = slot(of: key)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(ends.count)
    bytes.append(contentsOf: key)
    ends.append(bytes.count)
    if ends.count * 2 > slots.count { grow() }
    return ends.count - 1
  }

  /// Nil where `key` has not been seen.
  func known(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let number = slots[slot(of: key)]
    return number >= 0 ? Int(number) : nil
  }

  mutating func number(of key: String) -> Int {
    var key = key
    return key.withUTF8 { number(of: $0) }
  }

  func known(_ key: String) -> Int? {
    var key = key
    return key.withUTF8 { known($0) }
  }

  /// Whether `number` is that of `key`.
  func isNumber(_ number: Int, of key: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(number)
    return range.count == key.count && bytes[range].elementsEqual(key)
  }

  func text(_ number: Int) -> String {
    String(decoding: bytes[range(number)], as: UTF8.self)
  }

  var texts: [String] { (0..<count).map(text) }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// Where `key` is, or would be put.
  private func slot(of key: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(key))
    var slot = hasher.finalize() & (slots.count - 1)
    while slots[slot] >= 0 {
      let range = range(Int(slots[slot]))
      if range.count == key.count, bytes[range].elementsEqual(key) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    bytes.withUnsafeBufferPointer { bytes in
      for number in 0..<ends.count {
        var hasher = Hasher()
        hasher.combine(
          bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range(number)])))
        var slot = hasher.finalize() & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(number)
      }
    }
  }
}
