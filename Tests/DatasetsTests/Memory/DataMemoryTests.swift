import Datasets
import Foundation
import Testing

/// What does not fit is refused before it is read or made.
@Suite struct DataMemoryTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func message(_ configuration: DataConfiguration, available: Double) -> String? {
    do throws(DatasetError) {
      _ = try loadDataset(
        configuration, relativeTo: [scratch.folder], memory: DataMemory { available },
        progress: { _ in })
      return nil
    } catch {
      return error.description
    }
  }

  static let generated = DataSources.all.filter { !$0.readsFile }.map { $0.name }

  @Test(arguments: generated) func whatIsGeneratedIsBounded(_ name: String) throws {
    let source = try #require(DataSources.named(name))
    let isSeries = source.keys.contains(.horizon)
    let count = isSeries ? 1_500_000 : 90_000_000
    let found = message(DataConfiguration(source: name, count: count), available: 50e6)
    let start = "data.count \(count): needs about "
    #expect(found?.hasPrefix(start) == true, "\(found ?? "nothing")")
    #expect(found?.hasSuffix("50 MB are available; reduce data.count") == true)
    // Words are said once and held, where other tasks draw an example when it is asked for.
    let usual = name == "spoken" ? 250e6 : 50e6
    #expect(message(DataConfiguration(source: name), available: usual) == nil)
  }

  private static let rows = 4000
  static let files: [(name: String, text: String)] = [
    ("csv", (0..<rows).map { "\($0 % 7),\($0 % 5)\n" }.joined()),
    ("text", String(repeating: "some text that has a few words\n", count: rows)),
    (
      "labelled_text",
      "label,text\n"
        + (0..<rows).map { "\($0 % 2 == 0 ? "ham" : "spam"),word\($0) and more\n" }.joined()
    ),
    (
      "sequences",
      "id,label,x\n"
        + (0..<rows).map { "s\($0 / 8),\($0 / 8 % 2),\($0 % 7)\n" }.joined()
    ),
    ("tagged", String(repeating: "the\tD\ndog\tN\nran\tV\n\n", count: rows)),
  ]

  @Test(arguments: files.indices) func aFileThatIsReadIsBounded(_ place: Int) throws {
    let (name, text) = Self.files[place]
    try scratch.write("f", text)
    let small = Double(text.utf8.count) * 2
    let found = message(DataConfiguration(source: name, file: "f"), available: small)
    #expect(found?.hasPrefix("f: needs about ") == true, "\(name): \(found ?? "nothing")")
    #expect(found?.hasSuffix("use a part of the file") == true)
    let enough = message(DataConfiguration(source: name, file: "f"), available: small * 10)
    #expect(enough == nil, "\(name): \(enough ?? "")")
  }

  /// A small archive that says that it holds 973 MB, named and recognised by its content.
  @Test(arguments: ["sequences", nil]) func anArchiveIsNotUnpackedBeyondMemory(
    _ source: String?
  ) throws {
    let zero = [UInt8](repeating: 0, count: 1 << 20)
    var zip = ZipBytes([("x", zero), ("y", zero)], deflated: true)
    for place in zip.members.indices { zip.members[place].size = 973_000_000 }
    try scratch.write("a.npz", zip.bytes)
    let found = message(DataConfiguration(source: source, file: "a.npz"), available: 300e6)
    #expect(found?.hasPrefix("a.npz: ") == true, "\(found ?? "nothing")")
    #expect(
      found?.hasSuffix(
        ".npy: needs about 2.9 GB of memory; 300 MB are available; save fewer values, or a smaller "
          + "type") == true, "\(found ?? "nothing")")
  }

  @Test(arguments: [false, true]) func anArrayIsNotReadBeyondMemory(_ isArchive: Bool) throws {
    let array = NumpyBytes.array(
      "<f4", [100, 25], NumpyBytes.floats([Float](repeating: 1, count: 2500)))
    let labels = NumpyBytes.array(
      "<i4", [100], (0..<100).flatMap { NumpyBytes.bytes(Int32($0 % 2)) })
    if isArchive {
      try scratch.write("X.npy", ZipBytes([("x", array), ("y", labels)]).bytes)
    } else {
      try scratch.write("X.npy", array)
      try scratch.write("y.npy", labels)
    }
    let configuration = DataConfiguration(source: "sequences", file: "X.npy")
    #expect(message(configuration, available: 20_000)?.contains("needs about 1 MB") == true)
    #expect(message(configuration, available: 100_000) == nil)
  }
}
