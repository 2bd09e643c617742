import Datasets
import Testing

/// Times, panels and names as people have them beside the usual ones.
struct UnusualClockTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func load(
    _ text: String, window: Int = 4, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    try scratch.write("f", text)
    var configuration = DataConfiguration(source: "csv", file: "f", window: window)
    configuration.prepare = []
    change(&configuration)
    return try scratch.load(configuration)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func value(_ row: Int) -> Int { row * row * 7 % 101 }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let name: String
    let cell: @Sendable (Int) -> String
    let step: String
  }

  static let clocks: [Case] = [
    Case(
      testDescription: "months with an M", name: "TIME_PERIOD",
      cell: { "\(2005 + $0 / 12)M\($0 % 12 < 9 ? "0" : "")\($0 % 12 + 1)" }, step: "1 month"),
    Case(
      testDescription: "weeks as numbers", name: "yearweek",
      cell: { "\((2015 + $0 / 50) * 100 + $0 % 50 + 1)" }, step: "1 week"),
    Case(
      testDescription: "years of two digits before and after 69", name: "date",
      cell: { "\($0 % 12 + 1)/15/\(65 + $0 / 12)" }, step: "1 month"),
  ]

  @Test(arguments: clocks, [false, true]) func isRead(_ clock: Case, _ isReversed: Bool) throws {
    let rows = (0..<96).map { "\(clock.cell($0)),\(value($0))\n" }
    let data = try load("\(clock.name),v\n" + (isReversed ? rows.reversed() : rows).joined())
    #expect(data.notes.contains { $0.hasPrefix("a row every \(clock.step)") }, "\(data.notes)")
    // In the order of time, whatever the file's.
    #expect(data.example(data.training, 0).inputs == (0..<4).map { Float(value($0)) })
  }

  @Test func aYearAndItsDays() throws {
    let rows = (0..<800).map { row in
      let date = CivilDate(days: 18_000 + row)
      return "\(date.year),\(date.dayOfYear),\(value(row))\n"
    }
    let data = try load("year,doy,v\n" + rows.reversed().joined())
    #expect(data.notes.contains { $0.hasPrefix("a row every 1 day (year, doy)") }, "\(data.notes)")
    #expect(data.example(data.training, 0).inputs == (0..<4).map { Float(value($0)) })
  }

  /// The first column of dates is no clock where its dates go back and forth.
  @Test func theClockIsTheOneThatGoesOn() throws {
    let rows = (0..<120).map { row in
      let birth = CivilDate(days: row * 7919 % 20_000)
      let visit = CivilDate(days: 18_000 + row)
      func text(_ date: CivilDate) -> String { "\(date.year)-\(two(date.month))-\(two(date.day))" }
      return "\(text(birth)),\(text(visit)),\(value(row))\n"
    }
    let data = try load("birthdate,visit,v\n" + rows.joined())
    #expect(data.notes.contains { $0.hasPrefix("a row every 1 day (visit)") }, "\(data.notes)")
  }

  @Test func aClockThatCannotBeReadIsSaid() throws {
    let rows = (0..<60).map { "\($0 % 28 + 1). Märchen 20\(two($0 % 90 + 10)),\(value($0))\n" }
    let data = try load("Datum,v\n" + rows.joined())
    #expect(
      data.notes.contains {
        $0.hasPrefix("Datum is not read as times") && $0.contains("in the order of the file")
      }, "\(data.notes)")
    let bare = try load("v,w\n" + (0..<60).map { "\(value($0)),1.5\n" }.joined())
    #expect(bare.notes.contains { $0.hasPrefix("no column is a clock") })
  }

  @Test func rowsBelowTheLastTimeAreNoRows() throws {
    let rows = (0..<60).map { row -> String in
      let date = CivilDate(days: 18_000 + row)
      return "\(date.year)-\(two(date.month))-\(two(date.day)),\(value(row))\n"
    }
    let data = try load("date,v\n" + rows.joined() + "Total,123456\nMean,51.5\n")
    #expect(
      data.notes.contains { $0 == "2 rows at the end without a time left out: Total, Mean" },
      "\(data.notes)")
    #expect(data.all.joined().allSatisfy { ($0.inputs + $0.values).allSatisfy { $0 <= 101 } })
    // In the middle it is a fault.
    let broken = rows[..<30] + ["soon,5\n"] + rows[30...]
    try scratch.write("f", "date,v\n" + broken.joined())
    let message = scratch.message(DataConfiguration(source: "csv", file: "f", window: 4))
    #expect(message?.contains("\"soon\"") == true)
  }

  // MARK: targets

  @Test(arguments: [
    ("date,min,max", "min"), ("zip,price", "price"), ("no,so2", "no"),
    ("account_number,paid", "paid"),
    ("lat,lon,depth", "depth"), ("week,sales", "sales"),
  ])
  func theTargetIsWhatIsMeasured(_ names: String, _ target: String) throws {
    let columns = names.split(separator: ",")
    let rows = (0..<80).map { row in
      columns.enumerated().map { place, name -> String in
        switch name {
        case "date":
          let date = CivilDate(days: 18_000 + row)
          return "\(date.year)-\(two(date.month))-\(two(date.day))"
        case "zip", "account_number": return "\(10_000 + row * 7919 % 80_000)"
        case "week": return "\(row * 31 % 52 + 1)"
        default: return "\(value(row + place)).5"
        }
      }.joined(separator: ",") + "\n"
    }
    let data = try load(names + "\n" + rows.joined())
    #expect(data.description.series?.targets == [target])
  }

  // MARK: series in one table

  /// Engines with a count of cycles and no dates.
  @Test func unitsWithoutDates() throws {
    let rows = (1...4).flatMap { unit in
      (1...40 + 10 * unit).map { "\(unit),\($0),\(1000 * unit + value($0))\n" }
    }
    let data = try load("unit,cycle,sensor\n" + rows.joined())
    #expect(data.description.series?.targets == ["sensor"])
    #expect(data.notes.contains { $0.hasPrefix("4 series by unit") }, "\(data.notes)")
    for example in data.all.joined() {
      #expect(Set((example.inputs + example.values).map { Int($0) / 1000 }).count == 1)
    }
  }

  private var shops: String {
    "date,store,item,sales\n"
      + (0..<70).flatMap { row -> [String] in
        let date = CivilDate(days: 18_000 + row)
        return (0..<6).map { series in
          "\(date.year)-\(two(date.month))-\(two(date.day)),\(series / 3),\("abc".map(String.init)[series % 3]),"
            + "\(1000 * series + value(row))\n"
        }
      }.joined()
  }

  @Test(arguments: [false, true]) func twoColumnsTogetherTellSeriesApart(_ isNamed: Bool) throws {
    let data = try load(shops) {
      $0.targets = ["sales"]
      if isNamed { $0.sequence = ["store", "item"] }
    }
    #expect(data.notes.contains { $0.hasPrefix("6 series by store and item") }, "\(data.notes)")
    #expect(
      data.training.series.sorted() == ["0 / a", "0 / b", "0 / c", "1 / a", "1 / b", "1 / c"])
    for example in data.all.joined() {
      #expect(Set((example.inputs + example.values).map { Int($0) / 1000 }).count == 1)
    }
    // The model file knows both.
    #expect(data.description.series?.panel?.columns == ["store", "item"])
    let file = try SeriesSource.prepare(
      "f", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(file.keyNames.contains("store / item") && file.examples.series.count == 6)
    // Scores of each, and their mean.
    let persistence = try #require(data.baselines.first { $0.name == "persistence" })
    #expect(persistence.testBySeries.count == 6)
    let mean = persistence.testBySeries.reduce(0) { $0 + $1[0].value / 6 }
    let macro = try #require(persistence.testMetrics.first { $0.name == "rmse_macro" })
    #expect(abs(macro.value - mean) < 1e-9 * mean)
  }
}
