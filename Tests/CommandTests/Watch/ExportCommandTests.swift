import Foundation
import Testing
import Training

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `export`, compared with what the session said.
@Suite struct ExportCommandTests {
  private func recorded() throws -> RecordedFolder {
    try RecordedFolder(
      requests: ["9:regularizers.dropout=0.3", "17:gru:restart"], steps: 40,
      sets: [
        "data.count=200", "data.length=8", "model.hidden=[4]", "training.validate_every=5",
      ])
  }

  private func table(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
    guard let names = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  /// The columns of the CSV hold, to the bit, the curves that the screen draws.
  @Test func csvHasTheCurves() throws {
    let recorded = try recorded()
    let program = try Program()
    let run = try program.run(["export", recorded.run, "--to", "curves.csv"])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let rows = table(program.folder.text("curves.csv"))
    let last = try #require(recorded.live.last?.snapshot)
    for lane in last.lanes {
      let name = lane.info.name
      let attempt = name == "gru" ? "2" : "1"
      let own = rows.filter { $0["lane"] == name && $0["attempt"] == attempt }
      let train = own.filter { $0["train_loss"]?.isEmpty == false }
      #expect(train.map { $0["step"] } == lane.trainCurve.buckets.map { "\($0.lastStep)" })
      #expect(
        train.compactMap { $0["train_loss"].flatMap { Double($0) } }
          == lane.trainCurve.buckets.map(\.exactMean))
      let validated = own.filter { $0["val_loss"]?.isEmpty == false }
      #expect(validated.map { $0["step"] } == lane.validationCurve.buckets.map { "\($0.lastStep)" })
      #expect(
        validated.compactMap { $0["val_loss"].flatMap { Float($0) } }
          == lane.validationCurve.buckets.map(\.mean))
      #expect(validated.allSatisfy { $0["learning_rate"]?.isEmpty == false })
      #expect(own.contains { $0["grad_norm"]?.isEmpty == false })
      #expect(own.map { Int($0["step"] ?? "") ?? -1 }.isAscending)
    }
    // What there was before a lane was restarted is there too.
    let gru = rows.filter { $0["lane"] == "gru" && $0["attempt"] == "1" }
    #expect(gru.count { $0["train_loss"]?.isEmpty == false } == 17)
    #expect(rows.allSatisfy { Double($0["epoch"] ?? "") != nil })
  }

  /// What was taken back is there, and what came in its place.
  @Test func csvHasBothWays() throws {
    let recorded = try RecordedFolder(
      requests: ["9:regularizers.dropout=0.3", "17:gru:undo"], steps: 40,
      sets: [
        "data.count=200", "data.length=8", "model.hidden=[4]", "training.validate_every=5",
      ])
    let program = try Program()
    #expect(try program.run(["export", recorded.run, "--to", "curves.csv"]).status == 0)
    let rows = table(program.folder.text("curves.csv"))
    func steps(_ lane: String, _ attempt: String) -> [Int] {
      rows.filter {
        $0["lane"] == lane && $0["attempt"] == attempt && $0["train_loss"]?.isEmpty == false
      }.compactMap { $0["step"].flatMap { Int($0) } }
    }
    #expect(steps("gru", "1") == Array(1...17) && steps("gru", "2") == Array(10...40))
    #expect(steps("lstm", "1") == Array(1...40) && steps("lstm", "2").isEmpty)
  }

  @Test func jsonSaysTheSame() throws {
    let recorded = try recorded()
    let program = try Program()
    for words in [["--to", "curves.csv"], ["--to", "curves", "--format", "json"]] {
      #expect(try program.run(["export", recorded.run] + words).status == 0)
    }
    let rows = table(program.folder.text("curves.csv"))
    let parsed = try JSONSerialization.jsonObject(with: Data(program.folder.text("curves").utf8))
    let objects = try #require(parsed as? [[String: Any]])
    #expect(objects.count == rows.count)
    for (row, object) in zip(rows, objects) {
      #expect(row["lane"] == object["lane"] as? String)
      for name in ["attempt", "step", "epoch", "train_loss", "val_loss", "grad_norm"] {
        let number = (object[name] as? NSNumber)?.doubleValue
        let word = row[name].flatMap { Double($0) }
        #expect(word.map { Float($0) } == number.map { Float($0) }, "\(name)")
      }
    }
  }

  @Test func aDivergedLaneIsWritten() throws {
    let recorded = try RecordedFolder(
      "compare", steps: 12,
      sets: [
        "data.count=200", "data.length=8", "model.hidden=[4]", "training.learning_rate=100",
        "training.optimizer=sgd", "regularizers.clip=off",
      ])
    let program = try Program()
    let text = recorded.lines.map {
      $0.contains("\"curve\"") && $0.contains("\"first\": 2,")
        ? $0.replacing(/"mean": [^,}]+/, with: "\"mean\": null, \"nonfinite_losses\": 1") : $0
    }
    try recorded.write(text.map { $0 + "\n" }.joined())
    #expect(try program.run(["export", recorded.run, "--to", "a.csv"]).status == 0)
    let rows = table(program.folder.text("a.csv"))
    #expect(rows.contains { $0["nonfinite_losses"] == "1" && $0["train_loss"] == "" })
  }

  @Test func textAndPictureAreTheScreen() throws {
    let recorded = try recorded()
    let program = try Program()
    for words in [
      ["--to", "a.txt"], ["--to", "b.txt", "--at", "20", "--size", "80x24"], ["--to", "a.svg"],
      ["--to", "light.SVG", "--theme", "light", "--size", "160x50"],
    ] {
      let run = try program.run(["export", recorded.run] + words)
      #expect(run.status == 0, "\(run.errors)")
    }
    let rows = program.folder.text("a.txt").split(
      separator: "\n", omittingEmptySubsequences: false)
    // As on the run's own screen: each lane has its 40 steps, after a restart of one in 57 of the session.
    #expect(rows.count == 37 && rows[0].contains("ended") && rows[0].contains("step 40"))
    #expect(rows.contains { $0.contains(/gru.* [0-9]\.[0-9]+/) })
    #expect(!program.folder.text("a.txt").contains("q quit"), "a picture names no keys")
    let earlier = program.folder.text("b.txt").split(separator: "\n")
    #expect(earlier[0].contains("◀ step 20 of 57") && !earlier[0].contains("End:"))
    // Every letter of the text is in the picture, and the picture is whole.
    for (name, columns, height) in [("a.svg", 120, 36), ("light.SVG", 160, 50)] {
      let svg = program.folder.text(name)
      #expect(svg.contains("viewBox=\"0 0 \(columns * 8) \(height * 16)\""))
      let words = try Words(svg)
      #expect(words.paths > 5 && words.all.allSatisfy { $0.columns * 8 == $0.length })
      guard name == "a.svg" else { continue }
      for word in ["Loss", "rnn", "lstm", "gru", "ended"] {
        #expect(words.all.contains { $0.text.contains(word) }, "\(word)")
      }
      #expect(!words.all.contains { $0.text.contains { "│━┃⣀█▁".contains($0) } })
    }
  }

  /// The texts of a picture.
  private final class Words: NSObject, XMLParserDelegate {
    private(set) var all: [(text: String, length: Int, columns: Int)] = []
    private(set) var paths = 0
    private var length: Int?
    private var text = ""

    init(_ svg: String) throws {
      super.init()
      let parser = XMLParser(data: Data(svg.utf8))
      parser.delegate = self
      try #require(parser.parse(), "the picture is well-formed")
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      if name == "path" { paths += 1 }
      if name == "text" { (length, text) = (attributes["textLength"].flatMap { Int($0) }, "") }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if length != nil { text += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      guard name == "text", let length else { return }
      all.append((text, length, text.unicodeScalars.count))
      self.length = nil
    }
  }

  @Test(
    arguments: [
      (["--to", "a.png"], 64, "does not end in a format (csv, json, svg, txt): add one"),
      (["--to", "a.csv", "--format", "svg"], 64, "a.csv means csv, but --format is svg"),
      (["--to", "a.csv", "--at", "3"], 64, "--at is for pictures (svg, txt), but this is csv"),
      (["--to", "a.json", "--size", "80x24"], 64, "--size is for pictures (svg, txt)"),
      (["--to", "a.txt", "--theme", "light"], 64, "--theme is for svg, but this is txt"),
      (["--to", "a.svg", "--size", "8x8"], 64, "'8x8' is invalid"),
      (["--to", "a.svg", "--at", "-3"], 64, "--at"),
      (["--to", ""], 64, "--to needs a file name"),
      (["--to", "nowhere/a.csv"], 1, "nowhere/a.csv"),
    ] as [([String], Int32, String)])
  func whatDoesNotGoTogetherIsNamed(_ words: [String], _ status: Int32, _ text: String) throws {
    let recorded = try RecordedFolder(steps: 2)
    let program = try Program()
    let run = try program.run(["export", recorded.run] + words)
    #expect(run.status == status && run.errors.contains(text), "\(run.errors)")
    #expect(program.folder.files(".").allSatisfy { !$0.hasPrefix("a.") })
  }

  @Test func aRunIsNeverReplaced() throws {
    let recorded = try RecordedFolder(steps: 2)
    let before = try Data(contentsOf: URL(fileURLWithPath: recorded.run + "/manifest.json"))
    let run = try Program().run(
      ["export", recorded.run, "--to", recorded.run + "/manifest.json"])
    #expect(run.status == 65 && run.errors.contains("manifest.json belongs to a run"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: recorded.run + "/manifest.json")) == before)
    let other = try Program().run(["export", "nowhere", "--to", "a.csv"])
    #expect(other.status == 65 && other.errors.contains("nowhere: there is no such folder"))
  }
}

extension [Int] {
  fileprivate var isAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
