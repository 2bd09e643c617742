import Datasets
import Foundation
import Testing

/// Files larger than the window that moves over them.
struct RowBytesTests {
  /// 10 MB and more in rows of odd lengths, so that rows lie across every window's end.
  private func rows(_ count: Int = 1_000_000) -> String {
    var text = "name,a\n"
    text.reserveCapacity(count * 18)
    for row in 0..<count {
      text += row % 5 == 0 ? "\"k,\(row)\"" : row % 7 == 0 ? "\u{00E9}\u{4E2D}\(row)" : "k\(row)"
      text += ",\(row * row % 97)\n"
    }
    return text
  }

  @Test func everyRowIsReadOnce() throws {
    let scratch = try Scratch()
    try scratch.write("f", "\u{FEFF}" + rows())
    var told: [String] = []
    let heard = Heard()
    let data = try loadDataset(
      DataConfiguration(source: "csv", file: "f", target: "a", window: 4),
      relativeTo: [scratch.folder]
    ) { heard.add($0) }
    told = heard.texts
    #expect(data.report.rows == 1_000_000)
    #expect(data.sizes.reduce(0, +) == 1_000_000 - 4)
    #expect(told.contains { $0.hasPrefix("reading f: 8 of ") })
    for index in [0, 300_000, 555_555] {
      let row = index + 4
      let value = data.training.inUnits(
        data.example(data.training, index).values[0], of: index, output: 0)
      #expect(abs(value - Double(row * row % 97)) < 1e-3)
    }
  }

  private final class Heard: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [String] = []
    func add(_ text: String) { lock.withLock { all.append(text) } }
    var texts: [String] { lock.withLock { all } }
  }

  /// Faults far behind are told with their own line and offset.
  @Test func faultsAreTold() throws {
    let scratch = try Scratch()
    let good = rows()
    let bytes = good.utf8.count
    let cases: [(String, [UInt8], String)] = [
      (
        "NUL", [0x31, 0x2C, 0x00],
        "NUL byte at offset \(bytes + 2); " + DatasetErrorTests.binary
      ),
      (
        "not UTF-8", [0xC3, 0x0A],
        "byte 0xC3 at offset \(bytes) is not UTF-8; " + DatasetErrorTests.encodings
      ),
      (
        "ragged", Array("1,2,3\n".utf8),
        "3 cells, but line 1 has 2; every row needs the same number"
      ),
    ]
    for (name, tail, message) in cases {
      try scratch.write("f", Array(good.utf8) + tail)
      #expect(
        scratch.message(DataConfiguration(source: "csv", file: "f", target: "a"))
          == "f, line 1000002: " + message, "\(name)")
    }
  }

  /// A row may be as long as it may be, wherever it lies, and no longer.
  @Test func longRowsAreBounded() throws {
    let scratch = try Scratch()
    let limit = 1 << 20
    for (spaces, fails) in [(limit - 100, false), (limit + 100, true)] {
      let long = String(repeating: " ", count: spaces)
      try scratch.write("f", rows() + "x,\(long)5\n" + "y,6\n")
      let found = scratch.message(DataConfiguration(source: "csv", file: "f", target: "a"))
      #expect(
        found
          == (fails ? "f, line 1000002: longer than 1048576 bytes, the most a row may have" : nil))
    }
  }
}
