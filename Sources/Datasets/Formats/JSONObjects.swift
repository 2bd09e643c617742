/// The objects of a JSON file, one at a time: an object a line, or a list of objects over any lines
/// (RFC 8259; NaN and Infinity as Python writes them). Numbers and texts stay as they are written.
struct JSONObjects {
  enum Value: Equatable {
    case null
    case truth(Bool)
    /// Of `bytes`.
    case number(Range<Int>)
    /// Of `bytes`, between the quotes; escapes are still in it.
    case text(Range<Int>)
    /// Of `elements`.
    case list(Range<Int>)
  }
  struct Field {
    /// Of `keys`.
    var key: Int
    var value: Value
    var line: Int
  }

  /// The most bytes of an object.
  static let longest = 16 << 20
  static let mostKeys = 10_000
  private static let mostDepth = 32

  let file: String
  private let source: RowBytes
  /// Where the values of the last object are, until the next one is read.
  private(set) var bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0
  /// Of `position`.
  private(set) var line = 1
  /// Bytes of the file that are read.
  var offset: Int { source.offset(of: position) }
  /// The line on which the last object began.
  private(set) var objectLine = 1
  /// Of all objects so far; of an object in an object "outer.inner".
  private(set) var keys = ByteKinds()
  private(set) var fields: [Field] = []
  private(set) var elements: [Value] = []
  private(set) var count = 0
  /// The file is one list of objects; nil: nothing is read yet.
  private(set) var isList: Bool?
  /// [keys] the last object that has the key.
  private var lastSeen: [Int] = []
  /// The keys of the object before, in their order.
  private var before: [Int] = []
  private var path: [UInt8] = []

  init(_ source: OpenFile, progress: @escaping (String) -> Void) throws(DatasetError) {
    file = source.name
    self.source = try RowBytes(source, longest: Self.longest, progress: progress)
    bytes = self.source.bytes
  }

  func fault(_ fault: FormatFault, line: Int? = nil) -> DatasetError {
    .format(file: file, line: line ?? self.line, fault)
  }

  /// Reads the next object into `fields`; false at the end of the file.
  mutating func next() throws(DatasetError) -> Bool {
    try skipSpace()
    if isList == nil {
      isList = byte == 0x5B
      if isList == true { position += 1 }
      try skipSpace()
    } else if isList == true {
      guard byte == 0x2C || byte == 0x5D else {
        throw fault(byte == nil ? .endsEarly(what: "the list") : unexpected("a comma or ]"))
      }
    }
    if isList == true {
      if byte == 0x5D { return try end() }
      if count > 0 {
        position += 1
        try skipSpace()
      }
    } else if byte == nil {
      return false
    }
    objectLine = line
    guard byte == 0x7B else {
      throw byte == nil
        ? fault(.endsEarly(what: "the list"))
        : fault(.notAnObject(found: found, isInList: isList == true))
    }
    before.removeAll(keepingCapacity: true)
    for field in fields { before.append(field.key) }
    fields.removeAll(keepingCapacity: true)
    elements.removeAll(keepingCapacity: true)
    path.removeAll(keepingCapacity: true)
    let start = position
    try object(depth: 1)
    if position - start > Self.longest {
      throw fault(.longObject(limit: Self.longest), line: objectLine)
    }
    count += 1
    return true
  }

  /// Nothing follows the list.
  private mutating func end() throws(DatasetError) -> Bool {
    position += 1
    try skipSpace()
    if byte != nil { throw fault(unexpected("the end of the file")) }
    position = bytes.count
    isList = false
    return false
  }

  // MARK: bytes

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The text at the position, for messages.
  private var found: String {
    guard position < bytes.count else { return "the end of the file" }
    var end = position
    while end < bytes.count, end - position < 20, bytes[end] != 0x0A, bytes[end] != 0x0D {
      end += 1
    }
    return String(decoding: bytes[position..<max(end, position + 1)], as: UTF8.self)
  }

  /// The end of the bytes that are read at once: the file's, or that of an object too long for them.
  private func ends(within what: String) -> FormatFault {
    source.isAtEnd ? .endsEarly(what: what) : .longObject(limit: Self.longest)
  }

  private func unexpected(_ wanted: String) -> FormatFault {
    byte == nil
      ? ends(within: "the object of line \(objectLine)")
      : .unexpected(found: found, wanted: wanted)
  }

  /// Goes to the next byte that is not a space; reads on where an object may begin.
  private mutating func skipSpace() throws(DatasetError) {
    repeat {
      position = try source.prepare(position, line: line)
      bytes = source.bytes
      passSpace()
      // Spaces may fill all that was read.
    } while position == bytes.count && !source.isAtEnd
  }

  private mutating func passSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09: break
      case 0x0A, 0x0D: if endsLine(bytes, position) { line += 1 }
      default: return
      }
      position += 1
    }
  }

  // MARK: values

  private mutating func object(depth: Int) throws(DatasetError) {
    if depth > Self.mostDepth { throw fault(.tooDeep(limit: Self.mostDepth)) }
    position += 1
    let outer = path.count
    passSpace()
    if byte == 0x7D {
      position += 1
      return
    }
    while true {
      passSpace()
      guard byte == 0x22 else { throw fault(unexpected("a key in quotes")) }
      let range = try text()
      if outer > 0 { path.append(0x2E) }
      try JSONText.append(bytes[range], to: &path, fault: fault)
      passSpace()
      guard byte == 0x3A else { throw fault(unexpected("a colon after the key")) }
      position += 1
      passSpace()
      if byte == 0x7B {
        try object(depth: depth + 1)
      } else {
        let line = line
        let key = try key()
        fields.append(Field(key: key, value: try value(of: key), line: line))
      }
      path.removeSubrange(outer...)
      passSpace()
      if byte == 0x2C {
        position += 1
      } else if byte == 0x7D {
        position += 1
        return
      } else {
        throw fault(unexpected("a comma or }"))
      }
    }
  }

  /// The number of the key of `path`, which no object has twice.
  private mutating func key() throws(DatasetError) -> Int {
    // Objects mostly have the same keys in the same order.
    let place = fields.count
    let isSame =
      place < before.count
      && path.withUnsafeBufferPointer { keys.isNumber(before[place], of: $0) }
    let key =
      isSame ? before[place] : path.withUnsafeBufferPointer { keys.number(of: $0) }
    if key == lastSeen.count {
      lastSeen.append(-1)
      if keys.count > Self.mostKeys { throw fault(.tooManyKeys(limit: Self.mostKeys)) }
    }
    if lastSeen[key] == count { throw fault(.keyTwice(keys.text(key))) }
    lastSeen[key] = count
    return key
  }

  private mutating func value(of key: Int) throws(DatasetError) -> Value {
    guard byte == 0x5B else { return try scalar() }
    position += 1
    let start = elements.count
    passSpace()
    if byte == 0x5D {
      position += 1
      return .list(start..<start)
    }
    while true {
      passSpace()
      if byte == 0x5B { throw fault(.listOfLists(key: keys.text(key))) }
      if byte == 0x7B { throw fault(.listOfObjects(key: keys.text(key))) }
      elements.append(try scalar())
      passSpace()
      if byte == 0x2C {
        position += 1
      } else if byte == 0x5D {
        position += 1
        return .list(start..<elements.count)
      } else {
        throw fault(unexpected("a comma or ]"))
      }
    }
  }

  private mutating func scalar() throws(DatasetError) -> Value {
    if byte == 0x22 { return .text(try text()) }
    let start = position
    while let byte, Self.isOfWord(byte) { position += 1 }
    let range = start..<position
    let word = UnsafeBufferPointer(rebasing: bytes[range])
    if word.elementsEqual("null".utf8) || word.elementsEqual("NaN".utf8) { return .null }
    if word.elementsEqual("true".utf8) { return .truth(true) }
    if word.elementsEqual("false".utf8) { return .truth(false) }
    if JSONText.isNumber(word) { return .number(range) }
    position = start
    throw fault(unexpected("a value"))
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x2B || byte == 0x2E
  }

  /// Passes over a text; its bytes between the quotes.
  private mutating func text() throws(DatasetError) -> Range<Int> {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        position += 1
        return start..<position - 1
      }
      if byte == 0x0A || byte == 0x0D { throw fault(.lineEndInText) }
      position += byte == 0x5C ? 2 : 1
    }
    position = bytes.count
    throw fault(ends(within: "a text"))
  }
}
