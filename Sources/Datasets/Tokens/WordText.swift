/// The words of a text by number, and enough of their places to count the characters of a part.
struct WordText {
  var words: [Int32] = []
  /// Offsets of the bytes at which words 0, 1024, 2048 ... begin.
  private var places: [Int] = []
  private static let between = 1024

  /// Numbers words as they come; those that `table` has keep theirs.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ cutter: WordCutter, _ table: inout WordTable) {
    self.init(capacity: bytes.count)
    cutter.scan(bytes) { word, hash, start in
      if words.count % Self.between == 0 { places.append(start) }
      words.append(table.insert(word, hash))
      return true
    }
  }

  /// Numbers words as `table` does, those it lacks as unknown.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ cutter: WordCutter, knownTo table: WordTable) {
    self.init(capacity: bytes.count)
    cutter.scan(bytes) { word, hash, start in
      if words.count % Self.between == 0 { places.append(start) }
      words.append(table.number(word, hash) ?? TokenVocabulary.kerasUnknown)
      return true
    }
  }

  /// Memory that is not written to is not taken.
  private init(capacity bytes: Int) { words.reserveCapacity(bytes / 4) }

  /// Replaces every word's number by its final token.
  mutating func renumber(_ tokens: [Int32]) {
    tokens.withUnsafeBufferPointer { tokens in
      words.withUnsafeMutableBufferPointer { words in
        for index in words.indices { words[index] = tokens[Int(words[index])] }
      }
    }
  }

  /// Characters from the first word of `range` to the first after it.
  func characters(
    of range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, _ cutter: WordCutter
  ) -> Int {
    let first = place(of: range.lowerBound, in: bytes, cutter)
    let end = place(of: range.upperBound, in: bytes, cutter)
    return CharacterBytes(bytes: UnsafeBufferPointer(rebasing: bytes[first..<max(first, end)]))
      .count()
  }

  private func place(
    of word: Int, in bytes: UnsafeBufferPointer<UInt8>, _ cutter: WordCutter
  ) -> Int {
    guard word < words.count else { return bytes.count }
    let near = places[word / Self.between]
    var left = word % Self.between
    var place = near
    cutter.scan(UnsafeBufferPointer(rebasing: bytes[near...])) { _, _, start in
      place = near + start
      left -= 1
      return left >= 0
    }
    return place
  }
}

extension TokenText {
  /// Tokens below `kinds`.
  init(_ tokens: [Int32], kinds: Int) {
    self = kinds <= 256 ? .narrow(tokens.map { UInt8(truncatingIfNeeded: $0) }) : .wide(tokens)
  }
}
