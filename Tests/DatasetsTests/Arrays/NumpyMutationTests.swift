import Datasets
import Testing

/// NumPy files may be anything: they are read, or refused with a reason. A trap would end the whole
/// test process.
struct NumpyMutationTests {
  private static let mutations = 3000

  private static let types = [
    "<f4", ">f4", "<f8", "<f2", "<i8", "|i1", "|u1", "<u8", "|b1", "<U3", ">U2", "|S4", "|O", "<c8",
    "<M8[s]", "", "f", "<f16", "<i99999999999999999999", "|V8", "<U1048576",
  ]
  private static let shapes = [
    "", "0,", "1,", "12,", "12", "12, 1", "12, 4", "12, 4, 2", "4, 12", "2, 4, 12", "0, 4", "12, 0",
    "-1,", "-1, -1", "1, 1, 1, 1", "9223372036854775807,", "9223372036854775807, 2",
    "4294967296, 4294967296", "0, 9223372036854775807", "12L,", "12.0,", "'12',", "(12,),", "None,",
    "1, 96", "96,", "48, 1, 2",
  ]

  private struct Content {
    var name: String
    var type: String
    var shape: String
    var order = "False"
    var data: [UInt8]

    var header: String {
      "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(shape)), }"
    }
  }

  /// 12 sequences of 4 steps and 2 inputs, with labels of each kind.
  private static func arrays(_ random: inout SeededRandom) -> [Content] {
    let inputs = Content(
      name: "x", type: "<f4", shape: "12, 4, 2",
      data: NumpyBytes.floats((0..<96).map { Float($0 * 7 % 13) }))
    let whole = (0..<12).flatMap { NumpyBytes.bytes(Int64($0 % 2)) }
    let labels: [Content] = [
      Content(name: "y", type: "<i8", shape: "12,", data: whole),
      Content(
        name: "y", type: "<U2", shape: "12,",
        data: NumpyBytes.text((0..<12).map { $0 % 2 == 0 ? "a" : "bb" }, width: 2)),
      Content(
        name: "y", type: "|u1", shape: "12, 3", data: (0..<36).map { $0 % 3 == $0 / 3 % 3 ? 1 : 0 }),
      Content(
        name: "y", type: "<i4", shape: "12, 4",
        data: (0..<48).flatMap { NumpyBytes.bytes(Int32($0 % 3)) }),
    ]
    var all = [inputs, labels[random.index(below: labels.count)]]
    if random.chance(0.4) {
      all.append(
        Content(
          name: "lengths", type: "<i4", shape: "12,",
          data: (0..<12).flatMap { NumpyBytes.bytes(Int32(1 + $0 % 4)) }))
    }
    return all
  }

  private static func damage(_ array: inout Content, _ random: inout SeededRandom) {
    switch random.index(below: 6) {
    case 0: array.type = types[random.index(below: types.count)]
    case 1: array.shape = shapes[random.index(below: shapes.count)]
    case 2: array.order = ["True", "true", "1", ""][random.index(below: 4)]
    case 3:
      // A type of its own size, so that the bytes are enough.
      array.type = ["<i4", ">f4", "<u4", "|S4", "<U1"][random.index(below: 5)]
    case 4:
      for _ in 0..<4 where !array.data.isEmpty {
        array.data[random.index(below: array.data.count)] = UInt8(random.index(below: 256))
      }
    default: array.data = Array(array.data.prefix(random.index(below: array.data.count + 1)))
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    guard !bytes.isEmpty else { return }
    let place = random.index(below: bytes.count)
    switch random.index(below: 5) {
    case 0: bytes[place] = UInt8(random.index(below: 256))
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.insert(contentsOf: [UInt8](repeating: 0xFF, count: 1 + place % 8), at: place)
    case 3: for next in place..<min(place + 4, bytes.count) { bytes[next] = 0xFF }
    default:
      // The directory at the end.
      let last = bytes.count - 1 - random.index(below: min(bytes.count, 120))
      for next in last..<min(last + 1 + place % 8, bytes.count) {
        bytes[next] = [0, 0xFF, 0x7F, 1][place % 4]
      }
    }
  }

  @Test(arguments: ["sequences", "tagged", "recognised"])
  func damagedFilesAreReadOrRefused(_ source: String) throws {
    let scratch = try Scratch()
    var refused = 0
    for seed in 0..<(Self.mutations / 3) {
      var random = SeededRandom(seed: UInt64(seed), stream: 11)
      var arrays = Self.arrays(&random)
      let alone = random.chance(0.3)
      if random.chance(0.7) { Self.damage(&arrays[random.index(below: arrays.count)], &random) }
      var files = arrays.map { NumpyBytes.file($0.header, $0.data) }
      var name = "f.npz"
      if alone {
        name = "X.npy"
        if random.chance(0.5) { Self.damage(&files[random.index(below: 2)], &random) }
        try scratch.write("X.npy", files[0])
        try scratch.write("y.npy", files[1])
      } else {
        var bytes = ZipBytes(
          zip(arrays.map(\.name), files).map { ($0, $1) }, deflated: random.chance(0.5)
        ).bytes
        if random.chance(0.5) { Self.damage(&bytes, &random) }
        try scratch.write(name, bytes)
      }
      let configuration = DataConfiguration(
        source: source == "recognised" ? nil : source, file: name)
      do throws(DatasetError) {
        let data = try scratch.load(configuration)
        _ = data.example(data.training, 0)
      } catch {
        refused += 1
        #expect(!error.description.isEmpty, "seed \(seed)")
      }
    }
    #expect(refused > Self.mutations / 9 && refused < Self.mutations / 3)
  }

  @Test func labelsWithoutAnAxisAreRefused() throws {
    let scratch = try Scratch()
    let inputs = NumpyBytes.array("<f4", [2, 3], NumpyBytes.floats([1, 2, 3, 4, 5, 6]))
    let label = NumpyBytes.array("<i8", [], NumpyBytes.bytes(Int64(1)))
    try scratch.write("f.npz", ZipBytes([("x", inputs), ("y", label)]).bytes)
    for source in ["sequences", "tagged", nil] {
      let message = scratch.message(DataConfiguration(source: source, file: "f.npz"))
      #expect(message?.contains("y: has the shape []; allowed: [N") == true, "\(message ?? "")")
    }
  }
}
