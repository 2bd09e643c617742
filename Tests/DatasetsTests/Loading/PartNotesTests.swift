import Datasets
import Testing

/// The assumptions about every file are reported, not only those about the first.
struct PartNotesTests {
  static let cases: [(source: String, main: String, other: String, note: String)] = [
    (
      "csv", "a\n" + (0..<80).map { "\($0 * $0 % 17).5\n" }.joined(),
      "a\n" + (0..<80).map { "\($0 * $0 % 13).5\n\n" }.joined(), "80 blank lines left out"
    ),
    (
      "labelled_text",
      (0..<40).map { "good thing \($0)\t\($0 % 2 == 0 ? "yes" : "no")\n" }.joined(),
      (0..<40).map { "good thing \($0)\t\($0 % 2 == 0 ? "yes" : "no")\n\n" }.joined(),
      "40 blank lines left out"
    ),
    (
      "pairs", "source\ttarget\n" + (0..<40).map { "good thing \($0)\tding \($0)\n" }.joined(),
      "source\ttarget\n" + (0..<40).map { "good thing \($0)\tding \($0)\n\n" }.joined(),
      "40 blank lines left out"
    ),
    (
      "sequences", sequences { "s\($0 / 4)" }, sequences { $0 % 4 == 0 ? "s\($0 / 4)" : "" },
      "id: 120 empty cells repeat the id above"
    ),
    (
      "text", String(repeating: "abcab cabba ", count: 60),
      "\u{FEFF}" + String(repeating: "abcab cabba ", count: 60),
      "a byte order mark at the start was left out"
    ),
  ]

  private static func sequences(_ id: (Int) -> String) -> String {
    "id,label,a\n"
      + (0..<160).map { "\(id($0)),\($0 / 4 % 2 == 0 ? "up" : "down"),\($0 * $0 % 17)\n" }.joined()
  }

  @Test(arguments: cases.indices, ["validation", "test"])
  func theFileOfAPartIsReportedOn(_ place: Int, _ part: String) throws {
    let (source, main, other, note) = Self.cases[place]
    let scratch = try Scratch()
    try scratch.write("f", main)
    try scratch.write("g", other)
    var configuration = DataConfiguration(source: source, file: "f")
    if source == "csv" { configuration.window = 4 }
    if source == "text" { configuration.length = 10 }
    if part == "test" { configuration.testFile = "g" } else { configuration.validationFile = "g" }
    let data = try scratch.load(configuration)
    #expect(data.notes.contains("\(part): \(note)"), "\(data.notes)")
    #expect(!data.notes.contains(note))
    // Nothing is said twice.
    if part == "test" { configuration.testFile = "f" } else { configuration.validationFile = "f" }
    let same = try scratch.load(configuration).notes
    #expect(same.count { $0.hasPrefix("\(part): ") } == 1, "\(same)")
  }

  @Test func encodingsAreThoseOfEveryFile() throws {
    let scratch = try Scratch()
    let text = String(repeating: "größe über äpfel ", count: 60)
    try scratch.write("f", text)
    try scratch.write(
      "g", text.utf16.reduce(into: [0xFF, 0xFE]) { $0 += [UInt8($1 & 255), UInt8($1 >> 8)] })
    let data = try scratch.load(
      DataConfiguration(source: "text", file: "f", testFile: "g", length: 10))
    #expect(data.notes.contains("test: text in UTF-16"), "\(data.notes)")
  }
}
