import Datasets
import Testing

/// Files as people have them, which were misread before.
struct FieldFilesTests {
  private func load(
    _ name: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset? {
    guard let path = fieldFile(name) else { return nil }
    var configuration = DataConfiguration(file: path)
    change(&configuration)
    return try loadDataset(configuration, relativeTo: []) { _ in }
  }

  private func message(
    _ name: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) -> String? {
    do {
      _ = try load(name, change)
      return nil
    } catch { return "\(error)" }
  }

  @Test func newestFirst() throws {
    guard let data = try load("01-newest-first/desc.csv") else { return }
    #expect(data.report.columns[0].kind == "date" && data.report.columns[0].role == .time)
    #expect(data.test.place(of: data.test.count - 1)?.date == "2022-03-10")
    guard let path = fieldFile("01-newest-first/desc.csv") else { return }
    let files = DataFiles(folders: [])
    let whole = try SeriesSource.prepare(path, by: data.description, files: files) { _ in }
    #expect(whole.keys(whole.examples.count - 1) == ["801", "2022-03-11"])
    #expect(whole.keys(0)[0] == "1")
  }

  @Test func thousandsWithADot() {
    guard let said = message("02-thousands-dot/dotint.csv") else { return }
    #expect(said.contains("column Stueck: \"1.500\" may have a decimal mark or a thousands"))
  }

  @Test func severalSeries() throws {
    guard let data = try load("04-several-series-in-one-table/panel.csv") else { return }
    #expect(data.notes.contains { $0.hasPrefix("3 series by unique_id, rows: A (300), B (300)") })
    #expect(data.sizes == [3 * (240 - 32), 90, 90])
  }

  @Test(arguments: [
    ("pdindex", "value"), ("binance", "open"), ("finam", "<OPEN>"), ("rul", "s1"),
    ("d_compact", "value"),
  ]) func theTargetIsNoIndex(_ name: String, _ target: String) throws {
    guard let data = try load("05-target-is-an-index/\(name).csv") else { return }
    #expect(data.forecastTitle == "\(target), 1 step ahead")
  }

  @Test(arguments: [
    ("investing.csv", "Price", 2349.0), ("percent.csv", "rate", 2.0), ("eu2.csv", "Kurs", 12_000),
    ("cmapss.txt", "column 6", 640), ("fixed.txt", "column 2", 10),
  ]) func numbersAreRead(_ name: String, _ target: String, _ about: Double) throws {
    let number = target.hasPrefix("column ") ? String(target.dropFirst(7)) : target
    guard let data = try load("09-numbers-not-read-become-prose/\(name)", { $0.targets = [number] })
    else { return }
    let mean = try #require(data.report.columns.first { $0.name == target }?.mean)
    #expect(abs(mean / about - 1) < 0.3, "\(mean)")
    #expect(data.source == "csv")
  }

  @Test func anotherFormatIsNoProse() {
    guard let said = message("09-numbers-not-read-become-prose/toy.ts") else { return }
    #expect(said.contains("the .ts format"))
  }

  @Test func declaredColumnsAreEnough() throws {
    guard
      let data = try load(
        "11-declared-sequence-key-refused/engines.csv",
        { ($0.sequence, $0.label) = (["engine"], "state") })
    else { return }
    #expect(data.source == "sequences" && data.classes == ["ok", "worn"])
    #expect(data.sizes.reduce(0, +) == 60)
  }

  @Test func clocksAreSetBack() throws {
    guard let data = try load("12-dst-repeated-hour/dst.csv", { $0.window = 8 }) else { return }
    #expect(
      data.notes.contains { $0.hasPrefix("4 times of ts occur twice; the clock was set back") })
    #expect(!data.notes.contains { $0.hasPrefix("rows sorted") })
  }

  @Test func theSeasonIsADay() throws {
    guard
      let data = try load("14-season-missed/jena.csv", { ($0.targets, $0.horizon) = (["3"], 72) })
    else { return }
    #expect(data.description.series?.season == 144)
    #expect(abs(data.baseline.testMetrics[0].value - 0.44) < 0.01)
  }

  @Test(arguments: [("numbered.conll", 2), ("ontonotes.txt", 4)])
  func theWordIsAWord(_ name: String, _ cell: Int) throws {
    guard let data = try load("18-conll-word-column/\(name)") else { return }
    #expect(data.notes.contains { $0.contains("the word is cell \(cell), the tag") })
  }

  @Test(arguments: [("twopolar", "polarity", 2), ("reviews", "Score", 5)])
  func theLabelIsTheLikeliest(_ name: String, _ label: String, _ classes: Int) throws {
    guard let data = try load("19-label-column/\(name).csv") else { return }
    #expect(data.forecastTitle == label && data.classes.count == classes)
  }

  @Test func rowsOfNothingAreNone() throws {
    guard let data = try load("23-empty-rows-at-the-end/air.csv") else { return }
    #expect(data.report.rows == 2000)
    #expect(data.notes.contains("60 rows without any value left out"))
    #expect(data.notes.contains { $0.contains("-200 occurs") && $0.contains("is read as") })
  }

  /// Every file is read, or refused in words; none is prose.
  @Test func everySharedFileIsKnown() throws {
    let names = [
      "airline-passengers.csv", "daily-min-temperatures.csv", "monthly-sunspots.csv",
      "pollution.csv",
      "sms-spam.tsv",
    ]
    for name in names {
      guard let path = sharedData(name) else { continue }
      #expect(try recognise(DataConfiguration(file: path)).source != "text")
    }
  }
}
