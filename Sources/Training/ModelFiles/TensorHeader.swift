/// The header of a safetensors file, read strictly and in one pass: an object of names, each with
/// `dtype`, `shape` and `data_offsets`, and a `__metadata__` of texts. Duplicate names, numbers
/// with a point or a sign, and anything that is not JSON are refused. Other keys of a tensor are
/// skipped, as in the reference implementation.
struct TensorHeader {
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    var offsets: [Int]
  }

  enum Fault: Error {
    case json(String)
    case tensor(name: String, String)
  }

  /// In the order of the file.
  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) throws(Fault) {
    self.bytes = bytes
    place = bytes.startIndex
    guard bytes.first == UInt8(ascii: "{") else {
      throw .json("its header does not begin with '{'")
    }
    var names: Set<String> = []
    try readObject { (header, name) throws(Fault) in
      guard names.insert(name).inserted else { throw .tensor(name: name, "appears twice") }
      if name == "__metadata__" {
        try header.readMetadata()
      } else {
        header.entries.append(try header.readEntry(name))
      }
    }
    while place < bytes.endIndex {
      guard bytes[place] == UInt8(ascii: " ") else { throw wrong("an end or spaces") }
      place += 1
    }
  }

  // MARK: the header's parts

  private mutating func readMetadata() throws(Fault) {
    guard next() == UInt8(ascii: "{") else { throw .json("__metadata__ must be an object") }
    try readObject { (header, key) throws(Fault) in
      guard header.next() == UInt8(ascii: "\"") else {
        throw .json("__metadata__ must hold text only")
      }
      guard header.metadata.updateValue(try header.readText(), forKey: key) == nil else {
        throw .json("__metadata__ has a duplicate key")
      }
    }
  }

  private mutating func readEntry(_ name: String) throws(Fault) -> Entry {
    let malformed = Fault.tensor(
      name: name, "needs dtype, shape and two data_offsets, whole numbers from 0")
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    guard next() == UInt8(ascii: "{") else { throw malformed }
    try readObject { (header, key) throws(Fault) in
      switch key {
      case "dtype" where type == nil:
        guard header.next() == UInt8(ascii: "\"") else { throw malformed }
        type = try header.readText()
      case "shape" where shape == nil: shape = try header.readWholeNumbers(else: malformed)
      case "data_offsets" where offsets == nil:
        offsets = try header.readWholeNumbers(else: malformed)
      case "dtype", "shape", "data_offsets": throw malformed
      default: try header.skipValue()
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else { throw malformed }
    return Entry(name: name, type: type, shape: shape, offsets: offsets)
  }

  private mutating func readWholeNumbers(else malformed: Fault) throws(Fault) -> [Int] {
    guard next() == UInt8(ascii: "[") else { throw malformed }
    place += 1
    var numbers: [Int] = []
    if next() == UInt8(ascii: "]") {
      place += 1
      return numbers
    }
    while true {
      _ = next()
      let first = place
      var value = 0
      while place < bytes.endIndex, (48...57).contains(bytes[place]) {
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(Int(bytes[place] - 48))
        guard !overflow, !carry else { throw malformed }
        value = sum
        place += 1
      }
      guard place == first + 1 || place > first && bytes[first] != UInt8(ascii: "0") else {
        throw malformed
      }
      numbers.append(value)
      let end = next()
      place += 1
      if end == UInt8(ascii: "]") { return numbers }
      guard end == UInt8(ascii: ",") else { throw malformed }
    }
  }

  // MARK: JSON

  /// The next byte that is not white space, without consuming it; nil at the end.
  mutating func next() -> UInt8? {
    while place < bytes.endIndex {
      let byte = bytes[place]
      guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return byte }
      place += 1
    }
    return nil
  }

  /// Skips bytes that were looked at.
  mutating func pass(_ count: Int = 1) { place += count }

  /// The letters, digits, signs and points from here on.
  func word() -> String {
    let rest = bytes[place...].prefix { !" \n\r\t,:]}[{\"".utf8.contains($0) }
    return String(decoding: rest, as: UTF8.self)
  }

  func wrong(_ wanted: String) -> Fault {
    .json("its header is not JSON: byte \(place - bytes.startIndex) should be \(wanted)")
  }

  mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard next() == UInt8(ascii: character) else { throw wrong("'\(character)'") }
    place += 1
  }

  /// From '{' to '}'; `readValue` is called at each value.
  private mutating func readObject(
    _ readValue: (inout TensorHeader, _ key: String) throws(Fault) -> Void
  ) throws(Fault) {
    try expect("{")
    if next() == UInt8(ascii: "}") {
      place += 1
      return
    }
    while true {
      let key = try readText()
      try expect(":")
      try readValue(&self, key)
      guard next() == UInt8(ascii: ",") else { break }
      place += 1
    }
    try expect("}")
  }

  mutating func readText() throws(Fault) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while place < bytes.endIndex, bytes[place] >= 32 {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw .json("its header is not UTF-8")
        }
        return valid
      }
      if byte == UInt8(ascii: "\\") {
        text.append(contentsOf: String(try readEscape()).utf8)
      } else {
        text.append(byte)
      }
    }
    throw wrong("a text's end")
  }

  private mutating func readEscape() throws(Fault) -> Unicode.Scalar {
    guard place < bytes.endIndex else { throw wrong("an escape") }
    place += 1
    switch bytes[place - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try readFourDigits()
      if (0xD800..<0xDC00).contains(code), bytes[place...].starts(with: [92, 117]) {
        place += 2
        let low = try readFourDigits()
        guard (0xDC00..<0xE000).contains(low) else { throw wrong("half of a character") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw wrong("a whole character") }
      return scalar
    default: throw wrong("an escape")
    }
  }

  private mutating func readFourDigits() throws(Fault) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard place < bytes.endIndex,
        let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue
      else { throw wrong("a hexadecimal digit") }
      code = code << 4 | UInt32(digit)
      place += 1
    }
    return code
  }
}
