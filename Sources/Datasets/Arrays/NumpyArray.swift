/// An array of numbers or strings, in memory.
struct NumpyArray {
  let name: String
  let file: String
  let header: NumpyHeader
  private let bytes: [UInt8]

  var shape: [Int] { header.shape }
  var count: Int { header.count }
  var isNumbers: Bool { header.kind != .bytes && header.kind != .text }
  var isFloats: Bool { header.kind == .float }

  /// - Parameter name: empty if the file is one array.
  init(_ bytes: [UInt8], name: String, file: String) throws(DatasetError) {
    header = try NumpyHeader(bytes, array: name, file: file)
    let found = bytes.count - header.dataStart
    let (needed, overflow) = header.count.multipliedReportingOverflow(by: header.width)
    if overflow || found != needed {
      throw .numpy(
        file: file, .size(array: name, found: found, needed: overflow ? .max : needed))
    }
    self.bytes = bytes
    self.name = name
    self.file = file
  }

  /// Where element `index`, counted with the last axis fastest, begins.
  private func start(_ index: Int) -> Int {
    header.dataStart + place(index) * header.width
  }

  private func place(_ index: Int) -> Int {
    guard header.isFortran else { return index }
    // The first axis is the fastest there.
    var rest = index
    var place = 0
    var before = count
    for size in shape.reversed() {
      before /= size
      place += rest % size * before
      rest /= size
    }
    return place
  }

  /// The lowest byte of element `index` lowest.
  private func bits(_ index: Int) -> UInt64 {
    let start = start(index)
    let width = header.width
    var value: UInt64 = 0
    for byte in 0..<width {
      let place = header.isBigEndian ? width - 1 - byte : byte
      value |= UInt64(bytes[start + place]) << UInt64(8 * byte)
    }
    return value
  }

  /// Element `index` of an array of numbers.
  func number(_ index: Int) -> Double {
    let bits = bits(index)
    switch header.kind {
    case .truth: return bits == 0 ? 0 : 1
    case .unsigned: return Double(bits)
    case .signed: return Double(signed(bits))
    case .float:
      switch header.width {
      case 2: return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
      case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      default: return Double(bitPattern: bits)
      }
    case .bytes, .text: return .nan
    }
  }

  /// True if each row of a matrix has a single 1 and zeros else.
  var isOneHot: Bool {
    guard isNumbers, shape.count == 2, count > 0 else { return false }
    return (0..<shape[0]).allSatisfy { row in
      var ones = 0
      for column in 0..<shape[1] {
        let value = number(row * shape[1] + column)
        if value == 1 { ones += 1 } else if value != 0 { return false }
      }
      return ones == 1
    }
  }

  private func signed(_ bits: UInt64) -> Int64 {
    let shift = UInt64(64 - 8 * header.width)
    return Int64(bitPattern: bits << shift) >> Int64(shift)
  }

  /// Element `index` as the name of a class: whole numbers as such, also where they are floats; nil
  /// where it is a number with a fraction or none at all.
  func label(_ index: Int) -> String? {
    switch header.kind {
    case .truth: return bits(index) == 0 ? "false" : "true"
    case .unsigned: return String(bits(index))
    case .signed: return String(signed(bits(index)))
    case .float:
      let value = number(index)
      return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : nil
    case .bytes:
      let start = start(index)
      let text = bytes[start..<(start + header.width)]
      let end = text.lastIndex { $0 != 0 }.map { $0 + 1 } ?? start
      return String(decoding: text[..<end], as: UTF8.self)
    case .text:
      return characters(index)
    }
  }

  private func characters(_ index: Int) -> String {
    let start = start(index)
    var text = String.UnicodeScalarView()
    for place in stride(from: start, to: start + header.width, by: 4) {
      let four = (0..<4).map { UInt32(bytes[place + (header.isBigEndian ? 3 - $0 : $0)]) }
      let value = four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    while text.last == "\0" { text.removeLast() }
    return String(text)
  }
}
