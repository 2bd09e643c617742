import Datasets
import Foundation
import Testing

/// Bad and hostile arrays and archives, and the exact words that each is refused with.
struct NumpyFaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var message: String

    init(_ name: String, _ bytes: [UInt8], _ message: String) {
      testDescription = name
      self.bytes = bytes
      self.message = message
    }

    /// An archive with `inputs` as x.
    init(_ name: String, inputs: [UInt8], labels: [UInt8]? = nil, _ message: String) {
      self.init(
        name,
        ZipBytes([("x", inputs), ("y", labels ?? NumpySequencesTests.labels)]).bytes, message)
    }
  }

  private static let inputs = NumpySequencesTests.inputs
  private static let labels = NumpySequencesTests.labels

  private static func header(_ text: String) -> [UInt8] { NumpyBytes.file(text, []) }
  private static func archive(_ change: (inout ZipBytes) -> Void) -> [UInt8] {
    var zip = ZipBytes([("x", inputs), ("y", labels)])
    change(&zip)
    return zip.bytes
  }

  static let arrays: [Case] = [
    Case(
      "cut in the mark of its version", inputs: Array(inputs[..<7]),
      "f.npz: x: it has no valid NumPy header: it is cut off"),
    Case(
      "cut in the header", inputs: Array(inputs[..<40]),
      "f.npz: x: it has no valid NumPy header: it is cut off"),
    Case(
      "cut in the data", inputs: Array(inputs[..<500]),
      "f.npz: x: holds \(500 - 128) bytes of data; its header says 640"),
    Case(
      "more than its header says", inputs: inputs + [0],
      "f.npz: x: holds 641 bytes of data; its header says 640"),
    Case(
      "no array", inputs: Array("hello, I am text".utf8),
      "f.npz: x: it has no valid NumPy header: it starts with other bytes"),
    Case(
      "version 9", inputs: NumpyBytes.file("{}", [], version: 9),
      "f.npz: x: it has no valid NumPy header: version 9 is unknown"),
    Case(
      "a header of 4 GB", inputs: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 255, 255, 255, 255],
      "f.npz: x: it has no valid NumPy header: it is 4294967295 bytes long"),
    Case(
      "no dictionary", inputs: header("[1, 2]"),
      "f.npz: x: it has no valid NumPy header: it is not a dictionary"),
    Case(
      "a program for a header", inputs: header("__import__('os').system('true')"),
      "f.npz: x: it has no valid NumPy header: it is not a dictionary"),
    Case(
      "brackets without end", inputs: header(String(repeating: "(", count: 5000)),
      "f.npz: x: it has no valid NumPy header: it is not a dictionary"),
    Case(
      "nested deeply",
      inputs: header("{'descr': " + String(repeating: "[", count: 5000)),
      "f.npz: x: it has no valid NumPy header: it is not a dictionary"),
    Case(
      "without a type", inputs: header("{'fortran_order': False, 'shape': (3,)}"),
      "f.npz: x: it has no valid NumPy header: descr is missing"),
    Case(
      "without an order", inputs: header("{'descr': '<f4', 'shape': (3,)}"),
      "f.npz: x: it has no valid NumPy header: fortran_order is missing"),
    Case(
      "a negative size",
      inputs: header("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}"),
      "f.npz: x: it has no valid NumPy header: shape is not a list of sizes"),
    Case(
      "sizes whose product overflows",
      inputs: header(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 16)}"),
      "f.npz: x: has 4294967296 values; at most 268435456 are read"),
    Case(
      "objects", inputs: NumpyBytes.array("|O", [2, 3], [0x80, 4]),
      "f.npz: x: holds Python objects: a pickle, which can run code and is not loaded; save "
        + "numbers or strings (array.astype(float), or padded to [N, T, I] with lengths)"),
    Case(
      "complex numbers", inputs: NumpyBytes.array("<c8", [1, 1], [UInt8](repeating: 0, count: 8)),
      "f.npz: x: has the type <c8; allowed: bool, integers, floats of 2, 4 or 8 bytes, strings"),
    Case(
      "records",
      inputs: header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}"),
      "f.npz: x: has the type of a record; allowed: bool, integers, floats of 2, 4 or 8 bytes, "
        + "strings"),
    Case(
      "words as inputs",
      inputs: NumpyBytes.array("|S1", [20, 2], [UInt8](repeating: 97, count: 40)),
      "f.npz: x: has the type |S1; numbers are needed"),
    Case(
      "one axis", inputs: NumpyBytes.array("|u1", [20], [UInt8](repeating: 97, count: 20)),
      "f.npz: x: has the shape [20]; allowed: [N, T, I] or [N, T] with at least one value: "
        + "sequences, steps, inputs"),
    Case(
      "nothing", inputs: NumpyBytes.array("<f4", [0, 4, 2], []),
      "f.npz: x: has the shape [0, 4, 2]; allowed: [N, T, I] or [N, T] with at least one value: "
        + "sequences, steps, inputs"),
    Case(
      "infinity",
      inputs: NumpyBytes.array(
        "<f4", [20, 4, 2],
        NumpyBytes.floats(NumpySequencesTests.values.dropLast() + [.infinity])),
      "f.npz: x: sequence 20, step 4, input 2: is too large a number (beyond 3.4e38)"),
    Case(
      "fewer labels", inputs: inputs, labels: NumpyBytes.array("|u1", [3], [0, 1, 0]),
      "f.npz: 20 sequences, but 3 labels"),
    Case(
      "fractions as labels", inputs: inputs,
      labels: NumpyBytes.array("<f4", [20], NumpyBytes.floats((0..<20).map { Float($0) / 2 })),
      "f.npz: y: label 2, 0.5: is not a class; whole numbers or strings are needed"),
    Case(
      "one label", inputs: inputs,
      labels: NumpyBytes.array("|u1", [20], [UInt8](repeating: 7, count: 20)),
      "f.npz: every label is \"7\"; at least 2 classes are needed"),
    Case(
      "labels of another length", inputs: inputs,
      labels: NumpyBytes.array("|u1", [20, 3], [UInt8](repeating: 7, count: 60)),
      "f.npz: y: has the shape [20, 3]; allowed: [20, 4], a class for each step"),
  ]

  static let archives: [Case] = [
    Case(
      "cut", Array(archive { _ in }.dropLast(9)),
      "f.npz: is a zip archive without its directory at the end; was it copied whole?"),
    Case("empty", ZipBytes([]).bytes, "f.npz: holds no array (no member ends in .npy)"),
    Case(
      "no arrays in it", archive { $0.members = [.init(name: "a.txt", bytes: [1])] },
      "f.npz: holds no array (no member ends in .npy)"),
    Case(
      "fewer entries than it declares", archive { $0.count = 9 },
      "f.npz: is a damaged zip archive: its directory has fewer entries than it declares"),
    Case(
      "encrypted", archive { $0.members[1].flags = 1 },
      "f.npz: y.npy: is encrypted, which is not supported"),
    Case(
      "packed otherwise", archive { $0.members[1].method = 14 },
      "f.npz: y.npy: is compressed by method 14; supported: 0 (stored) and 8 (deflated), which "
        + "numpy.savez and numpy.savez_compressed write"),
    Case(
      "a wrong checksum", archive { $0.members[1].checksum = 1 },
      "f.npz: y.npy: is damaged: its checksum does not match"),
    Case(
      "stored with another size", archive { $0.members[1].size = 5 },
      "f.npz: y.npy: is damaged: it does not unpack to the 5 bytes that the archive declares"),
    Case(
      "a bomb",
      archive {
        $0.members[1].method = 8
        $0.members[1].packed = ZipBytes.storedBlocks(labels)
        $0.members[1].size = 2_000_000_000
      },
      "f.npz: y.npy: is damaged: it does not unpack to the 2000000000 bytes that the archive "
        + "declares"),
    Case(
      "a larger bomb", archive { $0.members[1].size = 4_000_000_000 },
      "f.npz: y.npy: 4000000000 bytes; at most 2147483648 are read"),
    Case(
      "deflated and cut",
      archive {
        $0.members[1].method = 8
        $0.members[1].packed = Array(ZipBytes.storedBlocks(labels).dropLast(3))
      }, "f.npz: y.npy: ends too early; was the file copied whole?"),
    Case(
      "three arrays", archive { $0.members += ZipBytes([("z", inputs), ("a", inputs)]).members },
      ""),
    Case(
      "names that say nothing",
      ZipBytes([("a", inputs), ("b", inputs), ("c", labels)]).bytes,
      "f.npz: cannot tell which array is the input: there are a, b, c; name the inputs x, "
        + "X, data or inputs and the labels y, Y, labels or targets"),
    Case(
      "a name that would drive a terminal",
      ZipBytes([("\u{1B}[2J", inputs), ("b", inputs), ("c", labels)]).bytes,
      "f.npz: cannot tell which array is the input: there are \\u{1B}[2J, b, c; name the "
        + "inputs x, X, data or inputs and the labels y, Y, labels or targets"),
  ]

  @Test(arguments: arrays + archives) func isRefusedInThoseWords(_ one: Case) throws {
    let scratch = try Scratch()
    try scratch.write("f.npz", one.bytes)
    #expect((scratch.message(DataConfiguration(file: "f.npz")) ?? "") == one.message)
  }

  /// Whatever is cut or changed: a dataset or an error of one line.
  @Test(arguments: [false, true]) func anyDamageEndsInADatasetOrAnError(_ isDeflated: Bool) throws {
    let scratch = try Scratch()
    let whole = ZipBytes(
      [("x", Self.inputs), ("y", Self.labels)], deflated: isDeflated
    ).bytes
    func check(_ bytes: [UInt8]) throws {
      try scratch.write("f.npz", bytes)
      if let message = scratch.message(DataConfiguration(file: "f.npz")) {
        #expect(!message.isEmpty && !message.unicodeScalars.contains { $0.value < 32 })
      }
    }
    for length in stride(from: 0, to: whole.count, by: 7) { try check(Array(whole[..<length])) }
    var random = SeededRandom(seed: 3)
    for _ in 0..<600 {
      var bytes = whole
      for _ in 0...random.index(below: 3) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      try check(bytes)
    }
    try check(Array(Self.inputs))
    for length in stride(from: 0, to: Self.inputs.count, by: 5) {
      try check(Array(Self.inputs[..<length]))
    }
  }

  @Test func anArchiveOfOtherThingsIsNoArray() throws {
    let scratch = try Scratch()
    var zip = ZipBytes([])
    zip.members = [.init(name: "xl/workbook.xml", bytes: [60])]
    try scratch.write("f.xlsx", zip.bytes)
    #expect(
      scratch.message(DataConfiguration(file: "f.xlsx"))
        == "f.xlsx: is a zip archive or a spreadsheet; plain text in UTF-8 is needed")
  }
}
