/// Counts different hashes in one flat piece of memory: 8 bytes a place, at most half of them taken.
struct HashCount {
  private(set) var count = 0
  /// 0 is a free place.
  private var places: [UInt64] = Array(repeating: 0, count: 16)
  private var hasZero = false

  /// - Returns: false if it is there already.
  @discardableResult
  mutating func insert(_ hash: UInt64) -> Bool {
    if hash == 0 {
      defer { hasZero = true }
      if !hasZero { count += 1 }
      return !hasZero
    }
    if 2 * count >= places.count { grow() }
    guard Self.put(hash, into: &places) else { return false }
    count += 1
    return true
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: 2 * places.count)
    for hash in places where hash != 0 { _ = Self.put(hash, into: &larger) }
    places = larger
  }

  private static func put(_ hash: UInt64, into places: inout [UInt64]) -> Bool {
    places.withUnsafeMutableBufferPointer { places in
      let mask = places.count - 1
      var place = Int(truncatingIfNeeded: hash >> 20) & mask
      while places[place] != 0 {
        if places[place] == hash { return false }
        place = (place + 1) & mask
      }
      places[place] = hash
      return true
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// A hash of all bytes and their number: 8 at a time, each by a product of 128 bits whose halves are
  /// mixed.
  var contentHash: UInt64 {
    func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
      let product = a.multipliedFullWidth(by: b)
      return product.high ^ product.low
    }
    let (one, two): (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
    var hash = UInt64(count) ^ two
    guard let start = baseAddress.map(UnsafeRawPointer.init) else { return mixed(hash, one) }
    var place = 0
    while place + 8 <= count {
      hash = mixed(hash ^ start.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ two, one)
      place += 8
    }
    var rest: UInt64 = 0
    for byte in self[place...] { rest = rest << 8 | UInt64(byte) }
    return mixed(mixed(hash ^ rest ^ one, two), one)
  }
}
