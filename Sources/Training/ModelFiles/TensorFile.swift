import Datasets
import Foundation
import Telemetry

/// Tensors by name, as stored in safetensors files: little endian, row major.
package struct TensorFile: Sendable {
  package enum Values: Sendable, Equatable {
    case floats([Float])
    case integers([Int64])

    package var count: Int {
      switch self {
      case .floats(let values): return values.count
      case .integers(let values): return values.count
      }
    }
  }
  package struct Tensor: Sendable, Equatable {
    package var shape: [Int]
    package var values: Values

    package init(_ shape: [Int], _ values: [Float]) {
      self.shape = shape
      self.values = .floats(values)
    }

    package init(_ shape: [Int], integers values: [Int64]) {
      self.shape = shape
      self.values = .integers(values)
    }
  }

  package var tensors: [String: Tensor]
  package var metadata: [String: String]

  package init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }
}

/// Why a tensor or model file was refused; `ModelFileError+Description` has the messages.
package enum ModelFileError: Error, Equatable {
  case unreadable(path: String, reason: String)
  case notSafetensors(path: String, reason: String)
  case tensor(path: String, name: String, reason: String)
  case architecture(path: String, key: String, reason: String)
  /// It cannot be used on new data by itself.
  case preparation(path: String, reason: String)
  /// Part of the data preparation does not fit the rest; `key` is below `rnn-tui.data`.
  case preparationKey(path: String, key: String, reason: String)
  case unwritable(path: String, reason: String)
}

// MARK: reading

extension TensorFile {
  /// The format's limit for a header.
  static let headerLimit = 100_000_000

  /// The metadata only, without reading the numbers.
  package static func metadata(of path: String) throws(ModelFileError) -> [String: String] {
    func refuse(_ reason: String) -> ModelFileError { .notSafetensors(path: path, reason: reason) }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { try? file.close() }
    guard let start = try? file.read(upToCount: 8), start.count == 8 else {
      throw refuse("it is too short")
    }
    let length = start.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(headerLimit), let bytes = try? file.read(upToCount: Int(length)),
      bytes.count == Int(length)
    else { throw refuse("its header is incomplete") }
    do {
      return try TensorHeader([UInt8](bytes)[...]).metadata
    } catch {
      throw refuse("its header cannot be read")
    }
  }

  package init(contentsOf path: String) throws(ModelFileError) {
    let bytes = try readRegularFile(path)
    func refuse(_ reason: String) -> ModelFileError { .notSafetensors(path: path, reason: reason) }
    guard bytes.count >= 8 else {
      throw refuse("it has \(bytes.count) bytes; the length of the header alone takes 8")
    }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.headerLimit) else {
      throw refuse("its header claims \(length) bytes; at most \(Self.headerLimit) are allowed")
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw refuse("its header claims \(length) bytes; the file has \(bytes.count - 8) after it")
    }
    let header: TensorHeader
    do {
      header = try TensorHeader(bytes[8..<start])
    } catch {
      switch error {
      case .json(let reason): throw refuse(reason)
      case .tensor(let name, let reason): throw .tensor(path: path, name: name, reason: reason)
      }
    }
    self.init(metadata: header.metadata)
    try read(header.entries, bytes, dataStart: start, path)
  }

  private mutating func read(
    _ entries: [TensorHeader.Entry], _ bytes: [UInt8], dataStart: Int, _ path: String
  ) throws(ModelFileError) {
    var places: [(range: Range<Int>, name: String)] = []
    for entry in entries {
      func refuse(_ reason: String) -> ModelFileError {
        .tensor(path: path, name: entry.name, reason: reason)
      }
      let (first, end) = (entry.offsets[0], entry.offsets[1])
      guard let width = ["F32": 4, "I64": 8][entry.type] else {
        throw refuse("has type \(entry.type); F32 and I64 are read")
      }
      guard first <= end, end <= bytes.count - dataStart else {
        throw refuse("is at \(first)..\(end), outside the file's data")
      }
      var size: Int? = width
      for extent in entry.shape {
        guard let (value, overflow) = size?.multipliedReportingOverflow(by: extent), !overflow
        else { throw refuse("has a shape too large for any machine") }
        size = value
      }
      guard size == end - first else {
        throw refuse("has shape \(entry.shape), but \(end - first) bytes")
      }
      places.append((first..<end, entry.name))
      let range = dataStart + first..<dataStart + end
      tensors[entry.name] =
        entry.type == "F32"
        ? Tensor(entry.shape, decode(bytes, range))
        : Tensor(entry.shape, integers: decode(bytes, range))
    }
    // An empty tensor comes before the one that begins at the same place.
    places.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for (range, name) in places {
      guard range.lowerBound == end else {
        throw .tensor(
          path: path, name: name,
          reason: range.lowerBound < end
            ? "overlaps the tensor before it" : "leaves a gap before it")
      }
      end = range.upperBound
    }
    guard end == bytes.count - dataStart else {
      throw .notSafetensors(
        path: path, reason: "\(bytes.count - dataStart - end) bytes follow the last tensor")
    }
  }
}

private func decode<Element: BitwiseCopyable>(_ bytes: [UInt8], _ range: Range<Int>) -> [Element] {
  let count = range.count / MemoryLayout<Element>.stride
  return [Element](unsafeUninitializedCapacity: count) { buffer, filled in
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: source[range]))
    }
    filled = count
  }
}

/// The bytes of a regular file: never of a pipe or device, which might not end.
func readRegularFile(_ path: String) throws(ModelFileError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    throw .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw .unreadable(path: path, reason: "it is not a regular file")
  }
  let size = Int(status.st_size)
  // Held twice in memory while it is decoded.
  guard 2 * Double(size) <= AvailableMemory.now.bytes else {
    throw .unreadable(
      path: path, reason: "it has \(Numbers.memory(Double(size))), more than memory holds")
  }
  var bytes = [UInt8](repeating: 0, count: size)
  var done = 0
  while done < size {
    let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + done, size - done) }
    if got < 0 && errno == EINTR { continue }
    guard got > 0 else {
      throw .unreadable(
        path: path, reason: got == 0 ? "it shrank while read" : String(cString: strerror(errno)))
    }
    done += got
  }
  return bytes
}

// MARK: writing

extension TensorFile {
  /// Writes a temporary file in the same directory, flushes, renames, flushes the directory: at any
  /// moment the path holds either the old file or the new one, complete.
  package func write(to path: String) throws(ModelFileError) {
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var offset = 0
    let names = tensors.keys.sorted()
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let (type, width) = tensor.values.typeAndWidth
      let end = offset + tensor.values.count * width
      header[name] = ["dtype": type, "shape": tensor.shape, "data_offsets": [offset, end]]
      offset = end
    }
    guard
      var json = try? JSONSerialization.data(
        withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    else { throw .unwritable(path: path, reason: "the header cannot be written as JSON") }
    // Padded with spaces, so that the numbers begin at a multiple of 8.
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var bytes = Data()
    bytes.reserveCapacity(8 + json.count + offset)
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(json)
    for name in names {
      guard let tensor = tensors[name] else { continue }
      switch tensor.values {
      case .floats(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      case .integers(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      }
    }
    try writeWhole(bytes, to: path)
  }
}

extension TensorFile.Values {
  fileprivate var typeAndWidth: (String, Int) {
    switch self {
    case .floats: return ("F32", 4)
    case .integers: return ("I64", 8)
    }
  }
}
