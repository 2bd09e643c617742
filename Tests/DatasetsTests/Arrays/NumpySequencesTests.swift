import Datasets
import Foundation
import Testing

struct NumpySequencesTests {
  /// 20 sequences of 4 steps with 2 inputs; the class is that of the first input's sign.
  static let values: [Float] = {
    var values: [Float] = []
    for sequence in 0..<20 {
      for step in 0..<4 {
        values.append(Float(sequence % 2 == 0 ? step + 1 : -step - 1))
        values.append(Float(sequence + step) / 4)
      }
    }
    return values
  }()
  static let classes = (0..<20).map { UInt8($0 % 2) }
  static let inputs = NumpyBytes.array("<f4", [20, 4, 2], NumpyBytes.floats(values))
  static let labels = NumpyBytes.array("|u1", [20], classes)

  private func load(
    _ bytes: [UInt8], source: String? = nil,
    _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f.npz", bytes)
    var configuration = DataConfiguration(source: source, file: "f.npz")
    change(&configuration)
    return try scratch.load(configuration)
  }

  /// The same numbers, however they are written.
  static let writings: [(String, [UInt8])] = {
    var transposed: [Float] = []
    for input in 0..<2 {
      for step in 0..<4 {
        for sequence in 0..<20 { transposed.append(values[(sequence * 4 + step) * 2 + input]) }
      }
    }
    let halves = values.flatMap { NumpyBytes.bytes(Float16($0).bitPattern, bigEndian: true) }
    let doubles = values.flatMap { NumpyBytes.bytes(Double($0).bitPattern) }
    let quarters = values.map { Int32($0 * 4) }
    return [
      ("<f4", inputs),
      (">f4", NumpyBytes.array(">f4", [20, 4, 2], NumpyBytes.floats(values, bigEndian: true))),
      (
        "<f8",
        NumpyBytes.array("<f8", [20, 4, 2], doubles)
      ),
      (
        ">f2",
        NumpyBytes.array(">f2", [20, 4, 2], halves)
      ),
      (
        "fortran",
        NumpyBytes.array("<f4", [20, 4, 2], NumpyBytes.floats(transposed), fortran: true)
      ),
      (
        "version 2",
        NumpyBytes.file(
          "{'shape': (20, 4, 2), 'fortran_order': False, 'descr': '<f4'}",
          NumpyBytes.floats(values), version: 2)
      ),
      // Four times as large: the same, scaled.
      ("<i4", NumpyBytes.array("<i4", [20, 4, 2], quarters.flatMap { NumpyBytes.bytes($0) })),
      (
        ">i2",
        NumpyBytes.array(
          ">i2", [20, 4, 2], quarters.flatMap { NumpyBytes.bytes(Int16($0), bigEndian: true) })
      ),
      (
        "<i8",
        NumpyBytes.array("<i8", [20, 4, 2], quarters.flatMap { NumpyBytes.bytes(Int64($0)) })
      ),
      (
        "|i1",
        NumpyBytes.array("|i1", [20, 4, 2], quarters.map { UInt8(bitPattern: Int8($0)) })
      ),
    ]
  }()

  @Test(arguments: writings.indices) func anyWritingOfNumbersIsRead(_ index: Int) throws {
    let plain = try load(ZipBytes([("x", Self.inputs), ("y", Self.labels)]).bytes)
    for isDeflated in [false, true] {
      let archive = ZipBytes(
        [("x", Self.writings[index].1), ("y", Self.labels)], deflated: isDeflated)
      let data = try load(archive.bytes)
      #expect(data.source == "sequences" && data.classes == ["0", "1"])
      for (one, other) in zip(plain.all.joined(), data.all.joined()) {
        #expect(zip(one.inputs, other.inputs).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(one.classes == other.classes && one.length == other.length)
      }
    }
  }

  static let labelled: [(String, [UInt8], [String])] = [
    (
      "strings",
      NumpyBytes.array(
        "<U4", [20], NumpyBytes.text(classes.map { $0 == 0 ? "grün" : "rot" }, width: 4)),
      ["grün", "rot"]
    ),
    (
      "strings, the highest byte first",
      NumpyBytes.array(
        ">U3", [20],
        NumpyBytes.text(classes.map { $0 == 0 ? "up" : "low" }, width: 3, bigEndian: true)),
      ["low", "up"]
    ),
    (
      "bytes",
      NumpyBytes.array("|S2", [20], classes.flatMap { $0 == 0 ? [0x61, 0x62] : [0x63, 0] }),
      ["ab", "c"]
    ),
    ("truths", NumpyBytes.array("|b1", [20], classes), ["false", "true"]),
    (
      "floats", NumpyBytes.array("<f4", [20], NumpyBytes.floats(classes.map { Float($0) * 10 })),
      ["0", "10"]
    ),
    (
      "negative",
      NumpyBytes.array("<i2", [20], classes.flatMap { NumpyBytes.bytes(Int16($0) * 2 - 1) }),
      ["-1", "1"]
    ),
    ("a column", NumpyBytes.array("|u1", [20, 1], classes), ["0", "1"]),
    (
      "one-hot", NumpyBytes.array("|u1", [20, 2], classes.flatMap { $0 == 0 ? [1, 0] : [0, 1] }),
      ["0", "1"]
    ),
  ]

  @Test(arguments: labelled.indices) func anyKindOfLabelIsRead(_ index: Int) throws {
    let (_, labels, names) = Self.labelled[index]
    let data = try load(ZipBytes([("data", Self.inputs), ("targets", labels)]).bytes)
    #expect(data.classes == names && data.source == "sequences")
    #expect(data.report.parts.map { $0.classCounts.reduce(0, +) }.reduce(0, +) == 20)
  }

  @Test func arraysWithoutKnownNamesAreToldApart() throws {
    for names in [("arr_0", "arr_1"), ("a", "b")] {
      for isSwapped in [false, true] {
        var arrays = [(names.0, Self.inputs), (names.1, Self.labels)]
        if isSwapped { arrays = [(names.0, Self.labels), (names.1, Self.inputs)] }
        #expect(try load(ZipBytes(arrays).bytes).shape.features == 2)
      }
    }
  }

  @Test func lengthsCutTheSequences() throws {
    let lengths = (0..<20).map { $0 % 4 + 1 }
    let array = NumpyBytes.array("<i8", [20], lengths.flatMap { NumpyBytes.bytes(Int64($0)) })
    let arrays = [("x", Self.inputs), ("y", Self.labels)]
    let data = try load(ZipBytes(arrays + [("lengths", array)]).bytes)
    #expect(data.report.lengths?.shortest == 1 && data.report.lengths?.longest == 4)
    #expect(data.all.joined().map { Int($0.length) }.sorted() == lengths.sorted())

    // NaN behind the end says the same.
    var padded = Self.values
    for (sequence, length) in lengths.enumerated() {
      for place in (sequence * 4 + length) * 2..<(sequence + 1) * 8 { padded[place] = .nan }
    }
    let same = try load(
      ZipBytes([
        ("x", NumpyBytes.array("<f4", [20, 4, 2], NumpyBytes.floats(padded))), ("y", Self.labels),
      ]).bytes)
    #expect(same.all == data.all)
  }

  @Test func labelsOfStepsAreTags() throws {
    var tags: [Int16] = []
    for place in stride(from: 0, to: Self.values.count, by: 2) {
      let value = Self.values[place]
      tags.append(value > 2 ? 1 : value < -2 ? -100 : 0)
    }
    let array = NumpyBytes.array("<i2", [20, 4], tags.flatMap { NumpyBytes.bytes($0) })
    let bytes = ZipBytes([("x", Self.inputs), ("y", array)]).bytes
    let data = try load(bytes)
    #expect(data.source == "tagged" && data.shape.everyStep && data.classes == ["0", "1"])
    // -100 is what PyTorch's losses pass over.
    let parts = data.report.parts.map(\.classCounts)
    let counts = [0, 1].map { number in parts.map { $0[number] }.reduce(0, +) }
    #expect(counts == [tags.count { $0 == 0 }, tags.count { $0 == 1 }])
    #expect(data.all.joined().flatMap(\.classes).contains(-1))
    #expect(throws: DatasetError.sequences(file: "f.npz", .labelsPerStep)) {
      try load(bytes, source: "sequences")
    }
  }

  @Test func aFileThatIsAlreadyDividedKeepsItsParts() throws {
    func arrays(_ from: Int, _ to: Int, _ ending: String) -> [(String, [UInt8])] {
      [
        (
          "x" + ending,
          NumpyBytes.array(
            "<f4", [to - from, 4, 2],
            NumpyBytes.floats(Array(Self.values[(from * 8)..<(to * 8)])))
        ),
        ("y" + ending, NumpyBytes.array("|u1", [to - from], Array(Self.classes[from..<to]))),
      ]
    }
    let test = arrays(0, 12, "_train") + arrays(14, 20, "_test")
    #expect(try load(ZipBytes(test + arrays(12, 14, "_val")).bytes).sizes == [12, 2, 6])
    let data = try load(ZipBytes(test).bytes) { $0.split = [0.5, 0.25, 0.25] }
    #expect(data.sizes == [8, 4, 6] || data.sizes == [9, 3, 6])
  }

  @Test func aLoneArrayTakesTheLabelsBesideIt() throws {
    let scratch = try Scratch()
    try scratch.write("X_all.npy", Self.inputs)
    #expect(
      scratch.message(DataConfiguration(file: "X_all.npy"))
        == "X_all.npy: no labels: there is only one array; save both with numpy.savez(FILE, x=..., "
        + "y=...), or name a .npy file of labels as data.label")
    try scratch.write("y_all.npy", Self.labels)
    let data = try scratch.load(DataConfiguration(file: "X_all.npy"))
    #expect(data.classes == ["0", "1"])
    try scratch.write("other.npy", Self.labelled[0].1)
    var named = DataConfiguration(file: "X_all.npy")
    named.label = "other.npy"
    #expect(try scratch.load(named).classes == ["grün", "rot"])
  }

  @Test func inputsCanBeChosenByNumber() throws {
    let bytes = ZipBytes([("x", Self.inputs), ("y", Self.labels)]).bytes
    let data = try load(bytes) { $0.columns = ["2"] }
    #expect(data.shape.features == 1)
    #expect(throws: DatasetError.self) { try load(bytes) { $0.columns = ["3"] } }
  }
}
