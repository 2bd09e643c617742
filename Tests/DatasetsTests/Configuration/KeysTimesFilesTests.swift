import Datasets
import Foundation
import Testing

/// Random keys on files of every kind: data, or a refusal that says why; never prose where a table is.
struct KeysTimesFilesTests {
  private struct File: Sendable {
    var name: String
    var bytes: [UInt8]
    /// Names that keys may take; some of them are of no column.
    var columns: [String]
    var isProse = false

    init(_ name: String, _ text: String, _ columns: [String], isProse: Bool = false) {
      self.init(name, Array(text.utf8), columns, isProse: isProse)
    }

    init(_ name: String, _ bytes: [UInt8], _ columns: [String], isProse: Bool = false) {
      (self.name, self.bytes, self.columns, self.isProse) = (name, bytes, columns, isProse)
    }
  }

  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  private static func day(_ row: Int) -> String {
    let date = CivilDate(days: 18_000 + row)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  private static func value(_ row: Int) -> Int { row * row * 7 % 101 }

  private static let files: [File] = [
    File(
      "daily",
      "day,a,b,kind\n"
        + lines(150) { "\(day($0)),\(value($0)),\($0 % 7).5,\("xyz".map { "\($0)" }[$0 % 3])" },
      ["day", "a", "b", "kind", "2", "9", "nothing", "b*", "all"]),
    File(
      "semicolons",
      "Datum;Wert\n" + lines(120) { "\($0 % 28 + 1).\($0 / 28 + 1).2021;\(value($0)),25" },
      ["Datum", "Wert", "1", "wert"]),
    File(
      "panel",
      "shop,day,sales,price\n"
        + lines(180) { "s\($0 / 60),\(day($0 % 60)),\(value($0)),\($0 % 5)" },
      ["shop", "day", "sales", "price"]),
    File("numbers", lines(120) { "\(value($0))" }, ["1", "column 1", "2"]),
    File(
      "spaces", lines(120) { "  \(value($0))  \($0 % 9).25   \(day($0))" }, ["1", "2", "3", "4"]),
    File(
      "reviews",
      "text,label\n"
        + lines(90) {
          "\"a \(["good", "bad"][$0 % 2]) film, number \($0) of many words\",\(["pos", "neg"][$0 % 2])"
        },
      ["text", "label", "1", "2", "title"]),
    File(
      "tabs", lines(90) { "\(["ham", "spam"][$0 % 2])\tsome words of message \($0 * 7)" },
      ["1", "2"]),
    File(
      "tagged", lines(120) { $0 % 6 == 5 ? "" : "word\($0 % 17) N \(["O", "B-X", "I-X"][$0 % 3])" },
      ["1", "2", "3", "tag"]),
    File(
      "long",
      "id,t,x,y,label\n"
        + lines(200) {
          "\($0 / 10),\($0 % 10),\(value($0)),\($0 % 3),\(["up", "down"][$0 / 10 % 2])"
        },
      ["id", "t", "x", "y", "label", "class"]),
    File(
      "decorated",
      "month,sum\n"
        + lines(60) {
          "\(2015 + $0 / 12)-\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1),\"$1,\(100 + value($0))\""
        },
      ["month", "sum"]),
    File(
      "ambiguous", "v,w\n" + lines(60) { $0 % 2 == 0 ? "1.\(100 + $0),5" : "\(900 + $0 % 90),6" },
      ["v", "w"]),
    File("ragged", "a,b\n1,2\n3,4,5\n6,7\n", ["a", "b"]),
    File("header", "a,b\n", ["a", "b"]),
    File("words", "city,river\n" + lines(40) { "town\($0),stream\($0 % 3)" }, ["city", "river"]),
    File("json", "{\n  \"a\": [1, 2,\n 3]\n}\n", ["a"]),
    File(
      "lines",
      lines(90) { "{\"text\": \"some words \($0)\", \"label\": \"\(["yes", "no"][$0 % 2])\"}" },
      ["text", "label"]),
    File("html", "<!DOCTYPE html>\n<html><body>no data</body></html>\n", []),
    File("empty", "", []),
    File("binary", [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3], []),
    File(
      "latin",
      Array("stra\u{E4}e,wert\n".unicodeScalars.map { UInt8($0.value) })
        + Array(lines(60) { "x,\(value($0))" }.utf8), ["wert"]),
    File(
      "prose",
      lines(60) { "It was the best of times, it was the worst of times; line \($0) said so." },
      ["1", "text"], isProse: true),
  ]

  /// The key's name below `data`, and a random value for it.
  private typealias Key = (
    name: String, set: @Sendable (inout DataConfiguration, inout SeededRandom, [String]) -> Void
  )

  private static func one<Value>(_ values: [Value], _ random: inout SeededRandom) -> Value {
    values[random.index(below: values.count)]
  }

  private static func column(_ columns: [String], _ random: inout SeededRandom) -> String {
    one(columns + ["", "no such column", "-1", "2-3"], &random)
  }

  private static let keys: [Key] = [
    ("source", { c, r, _ in c.source = one(DataSources.all.map { $0.name } + ["nothing"], &r) }),
    (
      "encoding",
      { c, r, _ in c.encoding = one(["latin1", "utf-8", "windows-1252", "utf-16", "klingon"], &r) }
    ),
    ("target", { c, r, n in c.targets = (0...r.index(below: 2)).map { _ in column(n, &r) } }),
    ("columns", { c, r, n in c.columns = (0...r.index(below: 3)).map { _ in column(n, &r) } }),
    ("known", { c, r, n in c.known = [column(n, &r)] }),
    ("calendar", { c, _, _ in c.calendar = true }),
    ("time", { c, r, n in c.time = one(n + ["off", "no such column"], &r) }),
    ("scale_by", { c, r, _ in c.scaleBy = one(ScaleBy.allCases, &r) }),
    ("gaps", { c, r, _ in c.gaps = one(GapPolicy.allCases, &r) }),
    ("label", { c, r, n in c.label = column(n, &r) }),
    ("text", { c, r, n in c.text = column(n, &r) }),
    ("sequence", { c, r, n in c.sequence = (0...r.index(below: 2)).map { _ in column(n, &r) } }),
    ("delimiter", { c, r, _ in c.table.delimiter = one(Delimiter.allCases, &r) }),
    ("decimal", { c, r, _ in c.table.decimal = one(DecimalMark.allCases, &r) }),
    ("thousands", { c, r, _ in c.table.thousands = one(ThousandsMark.allCases, &r) }),
    ("header", { c, r, _ in c.table.header = one([.on, .off, .lines(1), .lines(3)], &r) }),
    ("skip", { c, r, _ in c.table.skip = one([0, 1, 5, 1000], &r) }),
    (
      "missing_values", { c, r, _ in c.table.missingValues = one([[], ["0"], ["x", "-999"]], &r) }
    ),
    ("unit", { c, r, _ in c.tokens.unit = one(TokenOptions.Unit.allCases, &r) }),
    ("num_words", { c, r, _ in c.tokens.numWords = one([3, 10, 1000], &r) }),
    ("max_length", { c, r, _ in c.lengths.most = one([1, 5, 0, 2_000_000], &r) }),
    ("pad", { c, r, _ in c.lengths.pad = one(LengthOptions.Pad.allCases, &r) }),
    ("window", { c, r, _ in c.window = one([1, 4, 16, 0, 100_000], &r) }),
    ("horizon", { c, r, _ in c.horizon = one([1, 3, 0, 5000], &r) }),
    ("stride", { c, r, _ in c.stride = one([1, 3, -1], &r) }),
    ("season", { c, r, _ in c.season = one([2, 7, 1, 5000], &r) }),
    ("length", { c, r, _ in c.length = one([1, 8, 0], &r) }),
    ("count", { c, r, _ in c.count = one([1, 50, 0], &r) }),
    (
      "prepare",
      { c, r, _ in
        c.prepare = one(
          [
            [], [PreparationStep("scale", "standard")], [PreparationStep("missing", "linear")],
            [PreparationStep("difference", "1")], [PreparationStep("smooth", "x")],
          ], &r)
      }
    ),
    (
      "split",
      { c, r, _ in
        c.split = one([[0.5, 0.25, 0.25], [1, 0, 0], [0.2, 0.2], [0.9, 0.05, 0.05]], &r)
      }
    ),
    ("folds", { c, r, _ in c.folds = one([2, 5, 1, 200], &r) }),
  ]

  @Test(arguments: 0..<20) func endInDataOrInAReason(_ part: Int) throws {
    let scratch = try Scratch()
    for file in Self.files { try scratch.write(file.name, file.bytes) }
    var random = SeededRandom(seed: 77, stream: part)
    var loaded = 0
    for _ in 0..<500 {
      let file = Self.one(Self.files, &random)
      var configuration = DataConfiguration(file: file.name, window: 4)
      configuration.count = nil
      var written: Set<String> = ["window"]
      for _ in 0..<random.index(below: 5) {
        let key = Self.one(Self.keys, &random)
        if key.name == "source", random.index(below: 4) > 0 { continue }
        key.set(&configuration, &random, file.columns)
        written.insert(key.name)
      }
      let comment = Comment(rawValue: "\(file.name): \(configuration)")
      do throws(DatasetError) {
        let data = try scratch.load(configuration)
        loaded += 1
        #expect(data.training.count > 0, comment)
        // Text is what is said to be text, or is.
        let isGenerated = DataSources.named(data.source)?.readsFile == false
        #expect(
          data.source != TextSource.name || configuration.source == TextSource.name || file.isProse
            || isGenerated, comment)
      } catch {
        let text = error.description
        #expect(!text.isEmpty && text.count < 2000 && !text.contains("\n"), comment)
        // What is refused is what was written.
        if text.hasPrefix("data.") {
          let subject = text.dropFirst(5).prefix { $0.isLetter || $0 == "_" }
          #expect(
            written.contains(String(subject)) || ["file", "test", "validation"].contains(subject),
            "\(text) | \(comment)")
        }
      }
    }
    #expect(loaded > 25)
  }
}
