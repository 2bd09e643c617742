import Foundation
import Testing

/// `rnn-tui data`.
@Suite struct DataCommandTests {
  private static func waves(_ rows: Int = 200) -> String {
    "month,height\n"
      + (0..<rows).map { row in
        "\(row),\(row % 50 == 7 ? "" : "\(10 + 3 * sin(Double(row) / 5))")\n"
      }.joined()
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func tellsWhatIsInAFile() throws {
    let program = try Program()
    try program.folder.write(Self.waves(), to: "waves.csv")
    let result = try program.run(["data", "waves.csv"])
    #expect(result.status == 0 && result.errors == "")
    for part in ["waves.csv", "Columns", "height", "Preparation", "missing: linear", "Parts"] {
      #expect(result.output.contains(part), "\(part)")
    }
    #expect(!result.output.contains("\u{1B}"))
    #expect(result.lines.allSatisfy { $0.count <= 100 })
    // A preset's data, and another file in their place.
    let preset = try program.run(["data", "compare", "--set", "data.length=20"])
    #expect(preset.status == 0 && preset.output.contains("adding problem, T 20"))
    let other = try program.run(["data", "sunspots", "--data", "waves.csv", "--target", "height"])
    #expect(other.status == 0 && other.output.contains("height"))
  }

  @Test func inAnotherLocaleItIsASCII() throws {
    var program = try Program()
    try program.folder.write(Self.waves(), to: "waves.csv")
    for (locale, flags) in [("C", []), ("C.UTF-8", ["--ascii"])] {
      program.environment["LANG"] = locale
      let result = try program.run(["data", "waves.csv"] + flags)
      #expect(result.status == 0)
      #expect(result.output.unicodeScalars.allSatisfy { $0.value < 127 })
    }
  }

  @Test func jsonIsTheReport() throws {
    let program = try Program()
    try program.folder.write(Self.waves(), to: "waves.csv")
    let result = try program.run(["data", "waves.csv", "--json", "--set", "data.window=10"])
    #expect(result.status == 0 && result.errors == "")
    let report = try object(result.output)
    let columns = try #require(report["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String } == ["month", "height"])
    #expect(columns[1]["missing"] as? Int == 4)
    let steps = try #require(report["steps"] as? [[String: Any]])
    #expect(steps.contains { $0["name"] as? String == "missing: linear" })
    #expect(steps.allSatisfy { $0["rows_before"] is Int && $0["values_changed"] is Int })
    let parts = try #require(report["parts"] as? [[String: Any]])
    #expect(parts.map { $0["name"] as? String } == ["training", "validation", "test"])
    #expect(report["notes"] is [String] && report["task"] is String)
  }

  @Test(arguments: [
    (["data"], Int32(64), "needs a file or a preset"),
    (["data", "gone.csv"], 65, "gone.csv: no such file"),
    (["data", "empty.csv"], 65, "empty.csv: is empty"),
    (["data", "ragged.csv"], 65, "ragged.csv, line 101"),
    (["data", "waves.csv", "--target", "depth"], 65, "depth"),
    (["data", "waves.csv", "--set", "data.bogus=1"], 65, "unknown key"),
    (["data", "no.yaml"], 65, "no.yaml"),
    (["data", "."], 65, "labels.csv"),
  ])
  func refuses(_ arguments: [String], _ status: Int32, _ says: String) throws {
    let program = try Program()
    try program.folder.write(Self.waves(), to: "waves.csv")
    try program.folder.write("", to: "empty.csv")
    let rows = (0..<100).map { "\($0),\($0 * $0 % 17)\n" }.joined()
    try program.folder.write(rows + "7\n8,9\n", to: "ragged.csv")
    let result = try program.run(arguments)
    #expect(result.status == status && result.output == "")
    #expect(result.errors.contains(says), "\(result.errors)")
  }

  /// What a file calls its columns does not drive the terminal, in no form.
  @Test func namesCannotDriveATerminal() throws {
    let program = try Program()
    let rows = (0..<200).map { "\(sin(Double($0))),1\n" }.joined()
    try program.folder.write("a\u{1B}[31mb,c\u{9B}2J\n" + rows, to: "esc.csv")
    for flags in [[], ["--json"]] {
      let result = try program.run(["data", "esc.csv"] + flags)
      #expect(result.status == 0, "\(result.errors)")
      #expect(!result.output.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
      #expect(!result.output.contains("\u{1B}"))
    }
  }

  @Test func aClosedPipeIsAQuietEnd() throws {
    let program = try Program()
    try program.folder.write(Self.waves(), to: "waves.csv")
    let result = try program.shell("\"$0\" data waves.csv | head -n 1")
    #expect(result.status == 0 && result.errors == "" && result.lines.count == 1)
  }
}
