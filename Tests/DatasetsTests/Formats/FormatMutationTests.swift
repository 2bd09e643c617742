import Datasets
import Testing

/// Damaged files of every format are read, or refused with a reason. A trap would end the whole test
/// process.
struct FormatMutationTests {
  private static let mutations = 1000

  static let files: [(name: String, text: String)] = [
    (
      "JSON lines",
      (0..<40).map { "{\"x\": \($0 % 5).5, \"o\": {\"y\": null}, \"s\": \"\\u00e9 \($0)\"}\n" }
        .joined()
    ),
    (
      "JSON list",
      "["
        + (0..<40).map { "{\"text\": \"some words \($0)\", \"label\": \($0 % 2)}" }.joined(
          separator: ",\n")
        + "]"
    ),
    (
      "JSON of lists",
      (0..<40).map {
        "{\"label\": \"\($0 % 2)\", \"x\": [1, \($0), 2.5e1], \"y\": [0, null, -1]}\n"
      }
      .joined()
    ),
    (
      "ARFF",
      "% c\n@relation r\n@attribute x real\n@attribute 'a b' {u,'v w'}\n@attribute d date\n@data\n"
        + (0..<40).map { "\($0 * 7 % 5).5,'v w',\"2024-01-\($0 % 28 + 1)\"\n" }.joined()
    ),
    (
      ".ts",
      "#c\n@problemName p\n@timeStamps false\n@univariate false\n@dimensions 2\n@classLabel true a b\n"
        + "@data\n" + (0..<40).map { "1,\($0),?:2,3,\($0):\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    ),
    ("wide", WideTableTests.rows(40) { ["\($0 % 2)"] + WideTableTests.wave($0, 18) }),
    (
      "wide with names",
      (0..<20).map { "\"V\($0)\"" }.joined(separator: ",") + "\n"
        + WideTableTests.rows(40, { ["\"r\($0)\""] + WideTableTests.wave($0, 19 - $0 % 3) }, ",")
    ),
  ]

  private static let pieces = [
    "\"", "'", "{", "}", "[", "]", ",", ":", "\\", "\n", "\r\n", "\t", " ", "@", "%", "#", "?",
    "NaN",
    "null", "1e999", "-", "0", "\\u0000", "\\ud800", "é", "@data\n", "{\"x\": [1]}", "[[",
    "\u{FEFF}",
    "99999999999999999999", "true", "@attribute z relational\n", "@timeStamps true\n",
  ].map { Array($0.utf8) }

  private static func damage(_ text: inout [UInt8], _ random: inout SeededRandom) {
    func place() -> Int { random.index(below: max(1, text.count)) }
    if text.isEmpty { return }
    switch random.index(below: 6) {
    case 0: text.removeSubrange(place()...)
    case 1: text[place()] = UInt8(random.index(below: 256))
    case 2: text.insert(contentsOf: pieces[random.index(below: pieces.count)], at: place())
    case 3:
      let start = place()
      text.removeSubrange(start..<min(text.count, start + 1 + random.index(below: 30)))
    case 4:
      let start = place()
      let copy = text[start..<min(text.count, start + 1 + random.index(below: 60))]
      text.insert(contentsOf: Array(copy), at: place())
    default: text.swapAt(place(), place())
    }
  }

  private static func load(_ scratch: Scratch, isWide: Bool) throws(DatasetError) {
    var configuration = DataConfiguration(file: "f")
    if isWide { configuration.layout = .wide }
    let found = try recognise(configuration, relativeTo: [scratch.folder])
    if found.source == "csv" { configuration.window = 3 }
    _ = try scratch.load(configuration)
  }

  @Test(arguments: files.indices) func damagedFilesEndInDataOrAnError(_ place: Int) throws {
    let scratch = try Scratch()
    var random = SeededRandom(seed: UInt64(place) + 11)
    var read = 0
    var refused = 0
    for _ in 0..<Self.mutations {
      var text = Array(Self.files[place].text.utf8)
      for _ in 0...random.index(below: 4) { Self.damage(&text, &random) }
      try scratch.write("f", text)
      let isWide = random.chance(0.2)
      do throws(DatasetError) {
        try Self.load(scratch, isWide: isWide)
        read += 1
      } catch {
        #expect(!error.description.isEmpty)
        refused += 1
      }
    }
    #expect(read > 0 && refused > 0, "\(Self.files[place].name): \(read) read, \(refused) refused")
  }

  /// Cut off anywhere.
  @Test(arguments: files.indices) func truncatedFilesEndInDataOrAnError(_ place: Int) throws {
    let scratch = try Scratch()
    let text = Array(Self.files[place].text.utf8)
    for count in stride(from: 0, to: text.count, by: 1 + text.count / 500) {
      try scratch.write("f", Array(text[..<count]))
      do throws(DatasetError) {
        try Self.load(scratch, isWide: false)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
