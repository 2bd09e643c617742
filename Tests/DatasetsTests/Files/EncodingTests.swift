import Datasets
import Testing

/// Text that is not in UTF-8 is read by its name, never guessed.
struct EncodingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private let table = "Städte;Wert\n" + (0..<60).map { "Köln;\($0 * 7 % 11)\n" }.joined()

  private func bytes(_ text: String, _ encoding: String) -> [UInt8] {
    let units = Array(text.utf16)
    return switch encoding {
    case "utf-16le": units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    case "utf-16be": units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case "little mark": [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    case "big mark": [0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    // What is used here is below 256, where Latin-1 and Unicode are one.
    default: units.map { UInt8($0) }
    }
  }

  @Test(
    arguments: [
      ("windows-1252", "windows-1252"), ("latin1", "latin1"), ("ISO-8859-1", "latin1"),
      ("utf-16le", "utf-16le"), ("utf-16be", "utf-16be"), (nil, "little mark"), (nil, "big mark"),
    ] as [(String?, String)])
  func textIsRead(_ named: String?, _ written: String) throws {
    try scratch.write("f", bytes(table, written))
    try scratch.write("plain", table)
    var configuration = DataConfiguration(file: "f", target: "Wert", window: 4)
    configuration.encoding = named
    let data = try scratch.load(configuration)
    let plain = try scratch.load(DataConfiguration(file: "plain", target: "Wert", window: 4))
    #expect(data.all == plain.all)
    #expect(data.report.columns.map(\.name) == ["Städte", "Wert"])
    #expect(data.notes.contains { $0.hasPrefix("text in") })
    // The model's encoding is that of its data; a file in UTF-8 is read as such.
    let files = DataFiles(
      folders: [scratch.folder],
      encoding: data.description.encoding.map { TextEncoding($0, onlyWhereNotUTF8: true) })
    for file in ["f", "plain"] {
      let other = try SeriesSource.prepare(file, by: data.description, files: files) { _ in }
      #expect(data.example(other.examples, 0) == data.example(data.training, 0))
    }
  }

  /// A character on the border of what is read at a time is whole.
  @Test func noCharacterIsCut() throws {
    let text = String(repeating: "aé", count: 50_000)
    try scratch.write("f", bytes("x" + text, "latin1"))
    var configuration = DataConfiguration(source: "text", file: "f", length: 20)
    configuration.encoding = "latin1"
    #expect(try scratch.load(configuration).report.rows == 100_001)
  }

  @Test func whatIsWrongIsSaid() throws {
    try scratch.write("f", bytes(table, "latin1"))
    #expect(
      scratch.message(DataConfiguration(file: "f"))?.contains(
        "try --set data.encoding=windows-1252") == true)
    var configuration = DataConfiguration(file: "f")
    configuration.encoding = "klingon"
    #expect(
      scratch.message(configuration)?.hasPrefix("data.encoding: \"klingon\" is unknown") == true)
    configuration.encoding = "ascii"
    #expect(
      scratch.message(configuration)?.hasPrefix("f: the bytes at offset 2 are not ascii") == true)
  }
}
