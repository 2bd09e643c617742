import Foundation
import Testing
import Training

/// What the format allows, and what damage does to a good file.
@Suite struct TensorFileAcceptedTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let small = TensorFile(
    tensors: [
      "bias": .init([2], [1.5, -0.25]), "count": .init([], integers: [-7]),
      "empty": .init([0, 3], [] as [Float]), "w": .init([2, 2], [0, .infinity, -0.0, 3e38]),
    ], metadata: ["about": "a \"small\" one\n", "rnn-tui": "{}"])

  private func read(_ bytes: [UInt8]) throws -> TensorFile {
    try TensorFile(contentsOf: try scratch.write("t", bytes))
  }

  @Test func roundTrip() throws {
    let path = scratch.file("small")
    try Self.small.write(to: path)
    let back = try TensorFile(contentsOf: path)
    #expect(back.tensors == Self.small.tensors)
    #expect(back.metadata == Self.small.metadata)
    let first = try scratch.bytes("small")
    try back.write(to: path)
    #expect(try scratch.bytes("small") == first, "the same tensors are the same bytes")
  }

  /// The layout of the format: length, header padded with spaces to 8, numbers in order.
  @Test func layout() throws {
    try TensorFile(tensors: ["a": .init([1], [1])]).write(to: scratch.file("a"))
    let header = #"{"a":{"data_offsets":[0,4],"dtype":"F32","shape":[1]}}"#
    #expect(
      try scratch.bytes("a") == TensorFileTests.length(56) + Array(header.utf8) + [32, 32]
        + [0, 0, 0x80, 0x3F])
  }

  @Test func numbersThatAreNotFiniteAreAllowed() throws {
    let path = scratch.file("nan")
    try TensorFile(tensors: ["a": .init([3], [.nan, .infinity, -.infinity])]).write(to: path)
    guard case .floats(let values) = try TensorFile(contentsOf: path).tensors["a"]?.values else {
      Issue.record("a holds floats")
      return
    }
    #expect(values[0].isNaN)
    #expect(Array(values[1...]) == [.infinity, -.infinity])
  }

  /// As the reference implementation has it; however deep they are.
  @Test(arguments: [
    "1", "-0.5e+3", "null", "\"a\\\"}\"", "[]", "{}", "[1, {\"b\": [true, {}]}, []]",
    String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000),
  ])
  func furtherKeysOfATensorAreAllowed(_ value: String) throws {
    let header =
      "{\"a\":{\"x\":\(value),\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"y\" : \(value)}}"
    let file = try read(TensorFileTests.file(header, data: 4))
    #expect(file.tensors == ["a": .init([1], [0])])
  }

  @Test(arguments: ["", "../../etc/passwd", "\u{1B}[31m", "a/b", "日本", "__meta__", "\""])
  func anyNameIsAllowed(_ name: String) throws {
    let path = scratch.file("t")
    let file = TensorFile(tensors: [name: .init([1], [2])])
    try file.write(to: path)
    #expect(try TensorFile(contentsOf: path).tensors == file.tensors)
    #expect(scratch.names == ["t"])
  }

  @Test func headersMayBeSpacedAndEscaped() throws {
    let header =
      "{ \"\\u0061\\ud83d\\ude00\\n\" :\n{ \"shape\" : [ 1 , 1 ] ,\t\"dtype\": \"F32\","
      + "\"data_offsets\":[ 0,4 ]} , \"__metadata__\" : { } }   "
    let file = try read(TensorFileTests.file(header, data: 4))
    #expect(file.tensors == ["a😀\n": .init([1, 1], [0])])
  }

  @Test func emptyTensorsLieAtAnyEdge() throws {
    let entry = TensorFileTests.entry
    let header =
      "{\"z\":\(entry("[0]", "[8,8]", "\"F32\"")),\"a\":\(entry("[0]", "[0,0]", "\"I64\"")),"
      + "\"b\":\(entry("[2]", "[0,8]", "\"F32\"")),\"m\":\(entry("[3,0]", "[8,8]", "\"F32\"")),"
      + "\"c\":\(entry("[1]", "[8,12]", "\"F32\""))}"
    #expect(try read(TensorFileTests.file(header, data: 12)).tensors.count == 5)
    #expect(try read(TensorFileTests.file("{}")).tensors.isEmpty)
  }

  @Test func manyTinyTensorsAndALongName() throws {
    var tensors: [String: TensorFile.Tensor] = [:]
    for i in 0..<100_000 { tensors["tensor.\(i)"] = .init([1], [Float(i)]) }
    tensors[String(repeating: "n", count: 100_000)] = .init([1], [0.5])
    let path = scratch.file("many")
    try TensorFile(tensors: tensors).write(to: path)
    let areSame = try TensorFile(contentsOf: path).tensors == tensors
    #expect(areSame)
  }

  @Test func everyTruncationIsRefused() throws {
    try Self.small.write(to: scratch.file("small"))
    let bytes = try scratch.bytes("small")
    for length in 0..<bytes.count {
      #expect(throws: ModelFileError.self, "cut to \(length) bytes") {
        _ = try read(Array(bytes.prefix(length)))
      }
    }
  }

  /// Damage to the numbers changes one number; damage to the header is refused, or changes a name,
  /// a text or the shape's order, never how many numbers there are.
  @Test func everyFlippedByteIsRefusedOrHarmless() throws {
    try Self.small.write(to: scratch.file("small"))
    let bytes = try scratch.bytes("small")
    let dataStart = bytes.count - 8 - 8 - 16
    for place in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8(bit)
        let path = try scratch.write("t", damaged)
        do {
          let file = try TensorFile(contentsOf: path)
          let counts = file.tensors.values.map(\.values.count).sorted()
          #expect(counts == [0, 1, 2, 4], "bit \(bit) of byte \(place)")
          if place >= dataStart { #expect(file.metadata == Self.small.metadata) }
        } catch {
          #expect(place < dataStart, "numbers are never refused: \(error)")
        }
      }
    }
  }

  @Test func whatIsNoRegularFileIsNotRead() throws {
    func reason(_ path: String) -> String? {
      do {
        _ = try TensorFile(contentsOf: path)
        return nil
      } catch {
        guard case .unreadable(_, let reason) = error else { return "\(error)" }
        return reason
      }
    }
    try #require(mkfifo(scratch.file("pipe"), 0o666) == 0)
    try #require(symlink("/dev/zero", scratch.file("zero")) == 0)
    let refused = "it is not a regular file"
    #expect(reason(scratch.file("pipe")) == refused)
    #expect(reason(scratch.file("zero")) == refused)
    #expect(reason(scratch.path) == refused)
    #expect(reason("/dev/null") == refused)
    #expect(reason(scratch.file("none")) == "No such file or directory")
  }

  @Test func aFileLargerThanTheMemoryIsRefusedBeforeItIsRead() throws {
    let path = try scratch.write("huge", [])
    guard truncate(path, 1 << 43) == 0 else {
      print("TensorFileTests: this file system has no sparse file of 8 TB; skipped")
      return
    }
    do {
      _ = try TensorFile(contentsOf: path)
      Issue.record("8 TB cannot be read")
    } catch {
      #expect(error.description.hasSuffix("it has 8796.1 GB, more than memory holds"))
    }
  }
}
