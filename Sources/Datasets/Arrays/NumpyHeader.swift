/// The header of a NumPy array (NEP 1): `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}`.
struct NumpyHeader: Equatable {
  enum Kind: Equatable {
    case truth, signed, unsigned, float
    /// Bytes of text, of which zeros at the end are none.
    case bytes
    /// UTF-32.
    case text
  }

  static let mark: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  private static let mostBytes = 1 << 16
  /// Values of an array: 2 GiB as Double.
  static let mostValues = 1 << 28

  /// As it is written: "<f4".
  var type: String
  var kind: Kind
  /// Bytes of an element.
  var width: Int
  var isBigEndian: Bool
  var isFortran: Bool
  var shape: [Int]
  /// Where the data begin.
  var dataStart: Int

  var count: Int { shape.reduce(1, *) }

  /// - Parameter array: its name, for errors; empty if the file is one array.
  init(_ bytes: [UInt8], array: String, file: String) throws(DatasetError) {
    func broken(_ what: String) -> DatasetError {
      .numpy(file: file, .header(array: array, what))
    }
    guard bytes.starts(with: Self.mark), bytes.count >= 10 else {
      throw broken(bytes.starts(with: Self.mark) ? "it is cut off" : "it starts with other bytes")
    }
    let version = bytes[6]
    guard (1...3).contains(version) else { throw broken("version \(version) is unknown") }
    let lengthBytes = version == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthBytes else { throw broken("it is cut off") }
    let length = bytes.number(8, lengthBytes)
    dataStart = 8 + lengthBytes + length
    if length > Self.mostBytes { throw broken("it is \(length) bytes long") }
    if dataStart > bytes.count { throw broken("it is cut off") }
    var literal = PythonLiteral(bytes[(8 + lengthBytes)..<dataStart])
    guard let fields = literal.dictionary() else { throw broken("it is not a dictionary") }
    guard case .text(let type)? = fields["descr"] else {
      if case .list? = fields["descr"] {
        throw .numpy(file: file, .type(array: array, found: "of a record"))
      }
      throw broken("descr is missing")
    }
    guard case .word(let order)? = fields["fortran_order"], ["True", "False"].contains(order)
    else { throw broken("fortran_order is missing") }
    guard case .list(let sizes)? = fields["shape"] else { throw broken("shape is missing") }
    self.type = type
    isFortran = order == "True"
    shape = []
    var values = 1
    for size in sizes {
      guard case .number(let size) = size, size >= 0 else {
        throw broken("shape is not a list of sizes")
      }
      let (product, overflow) = values.multipliedReportingOverflow(by: size)
      if overflow || product > Self.mostValues {
        throw .numpy(
          file: file,
          .tooManyValues(
            array: array, found: overflow ? .max : product, limit: Self.mostValues))
      }
      values = product
      shape.append(size)
    }
    if type.dropFirst().first == "O" { throw .numpy(file: file, .objects(array: array)) }
    guard let (kind, width) = Self.element(type) else {
      throw .numpy(file: file, .type(array: array, found: type))
    }
    (self.kind, self.width) = (kind, width)
    isBigEndian = type.first == ">"
  }

  private static func element(_ type: String) -> (Kind, Int)? {
    guard let order = type.first, "<>|=".contains(order), let letter = type.dropFirst().first,
      let number = Int(type.dropFirst(2)), (1...1 << 20).contains(number)
    else { return nil }
    switch (letter, number) {
    case ("b", 1), ("?", 1): return (.truth, 1)
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): return (.signed, number)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return (.unsigned, number)
    case ("f", 2), ("f", 4), ("f", 8): return (.float, number)
    case ("S", _): return (.bytes, number)
    case ("U", _): return (.text, number * 4)
    default: return nil
    }
  }
}

/// The small part of Python's literals that headers of arrays are written in.
struct PythonLiteral {
  enum Value: Equatable {
    case text(String)
    case number(Int)
    case word(String)
    case list([Value])
  }

  private let bytes: ArraySlice<UInt8>
  private var place: Int
  private static let deepest = 8

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// A dictionary with texts as keys, and nothing after it; nil if it is none.
  mutating func dictionary() -> [String: Value]? {
    guard take("{") else { return nil }
    var fields: [String: Value] = [:]
    while !take("}") {
      guard case .text(let key)? = value(depth: 0), take(":"), let value = value(depth: 0),
        fields.updateValue(value, forKey: key) == nil
      else { return nil }
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    skipSpaces()
    return place == bytes.endIndex ? fields : nil
  }

  private mutating func value(depth: Int) -> Value? {
    skipSpaces()
    guard place < bytes.endIndex, depth <= Self.deepest else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return text()
    case UInt8(ascii: "("): return list(until: ")", depth: depth)
    case UInt8(ascii: "["): return list(until: "]", depth: depth)
    default: return word()
    }
  }

  private mutating func list(until end: Unicode.Scalar, depth: Int) -> Value? {
    place += 1
    var values: [Value] = []
    while !take(end) {
      guard let next = value(depth: depth + 1) else { return nil }
      values.append(next)
      if !take(",") {
        guard take(end) else { return nil }
        break
      }
    }
    return .list(values)
  }

  private mutating func text() -> Value? {
    let quote = bytes[place]
    let start = place + 1
    guard let end = bytes[start...].firstIndex(of: quote) else { return nil }
    place = end + 1
    let text = bytes[start..<end]
    return text.contains(UInt8(ascii: "\\"))
      ? nil : .text(String(decoding: text, as: UTF8.self))
  }

  private mutating func word() -> Value? {
    let start = place
    while place < bytes.endIndex, isWordByte(bytes[place]) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    if word.isEmpty { return nil }
    // Python 2 wrote long numbers with an L.
    if let number = Int(word.hasSuffix("L") ? String(word.dropLast()) : word) {
      return .number(number)
    }
    return .word(word)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: mark) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpaces() {
    while place < bytes.endIndex, isSpace(bytes[place]) || bytes[place] == 0x0A { place += 1 }
  }
}
