import Datasets
import Testing

/// Several series in one table: no window crosses, each has its own parts and statistics.
struct SeriesPanelTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Series k has values near 1000 k; `isByDate`: a row of each series for every day.
  private func panel(_ sizes: [Int], isByDate: Bool = false, id: (Int) -> String) -> String {
    func row(_ series: Int, _ step: Int) -> String {
      let date = CivilDate(days: 18_000 + step)
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let day = "\(date.year)-\(two(date.month))-\(two(date.day))"
      return "\(id(series)),\(day),\(1000 * series + step * step * (series + 3) % 97)\n"
    }
    var rows: [String] = []
    if isByDate {
      for step in 0..<(sizes.max() ?? 0) {
        for series in sizes.indices where step < sizes[series] { rows.append(row(series, step)) }
      }
    } else {
      for series in sizes.indices { rows += (0..<sizes[series]).map { row(series, $0) } }
    }
    return "shop,day,sales\n" + rows.joined()
  }

  private func configuration(
    _ change: (inout DataConfiguration) -> Void = { _ in }
  ) -> DataConfiguration {
    var configuration = DataConfiguration(source: "csv", file: "f", window: 5, horizon: 2)
    configuration.prepare = []
    change(&configuration)
    return configuration
  }

  /// One series with a season does not give it to those without.
  @Test(arguments: [(1, nil), (2, 12)] as [(Int, Int?)])
  func theSeasonIsThatOfMost(_ seasonal: Int, _ season: Int?) throws {
    func value(_ series: Int, _ step: Int) -> Int {
      let noise = (step * 7919 + series * 104_729) * (step + 31) % 1009 % 101
      return series < seasonal ? 500 * (step % 12) + noise : noise
    }
    let rows = (0..<3).flatMap { series in
      (0..<120).map { "s\(series),\($0),\(value(series, $0))" }
    }
    try scratch.write("f", "shop,step,sales\n" + rows.joined(separator: "\n"))
    let data = try scratch.load(
      configuration {
        $0.sequence = ["shop"]
        $0.targets = ["sales"]
      })
    #expect(data.description.series?.season == season, "\(data.notes)")
  }

  @Test(arguments: [false, true]) func noWindowCrosses(_ isByDate: Bool) throws {
    try scratch.write("f", panel([50, 80, 60], isByDate: isByDate) { "s\($0)" })
    let data = try scratch.load(configuration())
    #expect(data.forecastTitle == "sales, 2 steps ahead")
    // Eight tenths, one and one of each; the first six rows of a series are no targets.
    #expect(data.training.count == (40 - 6) + (64 - 6) + (48 - 6))
    #expect(data.validation.count == 5 + 8 + 6 && data.test.count == 5 + 8 + 6)
    for part in data.all {
      for example in part {
        let series = Set((example.inputs + example.values).map { Int($0) / 1000 })
        #expect(series.count == 1)
      }
    }
    #expect(
      data.notes.contains { $0.hasPrefix("3 series by shop, rows: s0 (50), s1 (80), s2 (60)") })
    // The same as of series that were read one by one.
    let text = panel([50, 80, 60]) { "s\($0)" }.split(separator: "\n")
    var squared = 0.0
    var count = 0.0
    for series in 0..<3 {
      let values = text.filter { $0.hasPrefix("s\(series),") }.map {
        Double($0.split(separator: ",")[2]) ?? 0
      }
      for row in values.count * 9 / 10..<values.count {
        squared += (values[row] - values[row - 2]) * (values[row] - values[row - 2])
        count += 1
      }
    }
    let persistence = try #require(data.baselines.first { $0.name == "persistence" })
    #expect(abs(persistence.testMetrics[0].value - (squared / count).squareRoot()) < 1e-9)
  }

  @Test func eachIsScaledByItselfOrAllAlike() throws {
    try scratch.write("f", panel([60, 60]) { "s\($0)" })
    func largest(_ scaleBy: ScaleBy) throws -> Float {
      let data = try scratch.load(
        configuration {
          $0.prepare = [PreparationStep("scale", "standard")]
          $0.scaleBy = scaleBy
        })
      #expect((data.description.series?.panel?.steps == nil) == (scaleBy == .all))
      return data.all.joined().flatMap(\.inputs).map(\.magnitude).max() ?? 0
    }
    // About 1000 lies between the series: by themselves their values spread as far as anything.
    #expect(try largest(.series) > 1.5)
    #expect(try largest(.all) < 1.3)
  }

  /// A part with a file of its own has the series of that file, more or fewer than the main one.
  @Test(arguments: [["s1"], ["new", "s1", "s0", "other", "more"]])
  func partsHaveTheirOwnSeries(_ own: [String]) throws {
    try scratch.write("f", panel([60, 60, 60]) { "s\($0)" })
    try scratch.write("g", panel(own.map { _ in 30 }) { own[$0] })
    let data = try scratch.load(configuration { ($0.validationFile, $0.testFile) = ("g", "g") })
    for part in [data.validation, data.test] {
      #expect(part.series == own)
      #expect(Set((0..<part.count).map(part.series(of:))) == Set(own.indices))
    }
    #expect(data.training.series == ["s0", "s1", "s2"])
    #expect(data.notes.contains("validation: g, \(30 * own.count) rows"))
    #expect(data.notes.contains { $0.hasPrefix("validation: \(own.count) series by shop, rows:") })
    // Keys are no columns that could be fed.
    #expect(!data.notes.contains { $0.contains("not fed") }, "\(data.notes)")
  }

  /// Ids on the first row of each series, as merged cells of a spreadsheet are saved.
  @Test(arguments: [false, true]) func anIdHoldsForTheRowsBelow(_ isNamed: Bool) throws {
    let full = panel([60, 60, 60]) { "s\($0)" }
    var seen: Set<Substring> = []
    let merged = full.split(separator: "\n").map { line -> String in
      let id = line.prefix { $0 != "," }
      return (seen.insert(id).inserted ? String(line) : String(line.dropFirst(id.count))) + "\n"
    }
    try scratch.write("f", merged.joined())
    let data = try scratch.load(configuration { if isNamed { $0.sequence = ["shop"] } })
    #expect(data.training.series == ["s0", "s1", "s2"])
    #expect(data.notes.contains("shop: 177 empty cells read as the id above"))
    try scratch.write("g", full)
    #expect(try scratch.load(configuration { $0.file = "g" }).all == data.all)
    // A row that lacks its id is none of these.
    var rows = full.split(separator: "\n").map(String.init)
    rows[70] = String(rows[70].dropFirst(2))
    try scratch.write("f", rows.joined(separator: "\n"))
    let message = scratch.message(configuration { $0.sequence = ["shop"] })
    #expect(message?.hasPrefix("f, line 71, column shop: does not say which sequence") == true)
    rows[1] = String(rows[1].dropFirst(2))
    try scratch.write("f", rows.joined(separator: "\n"))
    #expect(
      scratch.message(configuration { $0.sequence = ["shop"] })?.hasPrefix("f, line 2, column shop")
        == true)
  }

  /// Gaps are what they are in each series, in another file too.
  @Test func gapsAreThoseOfEachSeries() throws {
    func rows(_ id: String, _ gap: Int) -> String {
      (0..<80).map { step in
        let date = CivilDate(days: 18_000 + step + (gap > 0 && step >= 40 ? gap : 0))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(id),\(date.year)-\(two(date.month))-\(two(date.day)),\(step * step % 97)\n"
      }.joined()
    }
    let text = "shop,day,sales\n" + rows("a", 0) + rows("b", 9)
    try scratch.write("f", text)
    let data = try scratch.load(configuration())
    let file = try SeriesSource.prepare(
      "f", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    #expect(data.description.series?.panel?.gaps == ["b": .split])
    let windows = (0..<file.examples.count).count { file.keys($0)[1] == "b" }
    // Six rows at the beginning of each stretch are no targets; two are still to come.
    #expect(windows == 80 - 12 + 2)
  }

  @Test func whatNeverChangesInASeriesIsNoTarget() throws {
    let text = panel([60, 60], isByDate: true) { "s\($0)" }.split(separator: "\n").enumerated().map
    {
      row, line in
      row == 0
        ? "a,b,c,\(line)"
        : "\(line.hasPrefix("s0") ? "1,7,30" : "2,8,40"),\(line)"
    }
    try scratch.write("f", text.joined(separator: "\n"))
    let data = try scratch.load(configuration { $0.sequence = ["shop"] })
    #expect(data.forecastTitle.hasPrefix("sales"))
    #expect(data.notes.contains { $0.contains("c (constant within each series)") })
  }

  @Test func anotherFileIsReadAlike() throws {
    try scratch.write("f", panel([60, 60]) { "s\($0)" })
    let data = try scratch.load(
      configuration { $0.prepare = [PreparationStep("scale", "standard")] })
    try scratch.write("g", panel([60, 30]) { ["s0", "new"][$0] })
    let files = DataFiles(folders: [scratch.folder])
    let other = try SeriesSource.prepare("g", by: data.description, files: files) { _ in }
    #expect(other.keyNames == ["row", "shop", "day"])
    #expect(other.keys(0) == ["7", "s0", "2019-04-20"])
    #expect(other.notes.contains { $0.contains("1 series not in the training data (new)") })
    // Two rows of each are still to come.
    let last = (0..<other.examples.count).suffix(4).map(other.keys)
    #expect(last.map { $0[0] } == ["+1", "+1", "+2", "+2"])
    #expect(last.map { $0[1] }.sorted() == ["new", "new", "s0", "s0"])
    #expect(data.example(other.examples, 0).inputs == data.example(data.training, 0).inputs)
  }

  @Test func whatTellsThemApartIsNamedOrFound() throws {
    // Numbers name the series as well; then it has to be asked for.
    let text = panel([40, 40]) { "\($0 + 7)" }
    try scratch.write("f", text)
    #expect(try scratch.load(configuration()).notes.contains { $0.hasPrefix("2 series by shop") })
    #expect(
      try scratch.load(configuration { $0.sequence = ["SHOP"] }).notes
        .contains { $0.hasPrefix("2 series by shop") })
    // Nothing tells them apart.
    let nameless = text.split(separator: "\n").map {
      $0.split(separator: ",").dropFirst().joined(separator: ",") + "\n"
    }
    try scratch.write("f", nameless.joined())
    let message = try #require(scratch.message(configuration()))
    #expect(message.contains("the clock restarts at row 41: several series in one table"))
    #expect(message.contains("--set data.sequence=COLUMN") && message.contains("data.time=off"))
    #expect(try scratch.load(configuration { $0.time = "off" }).report.rows == 80)
  }

  @Test func aSeriesThatIsTooShortIsLeftOut() throws {
    try scratch.write("f", panel([40, 4, 40]) { "s\($0)" })
    let data = try scratch.load(configuration())
    #expect(data.notes.contains { $0.hasPrefix("1 series of fewer than") && $0.hasSuffix(": s1") })
    #expect(data.training.count == 2 * (32 - 6))
    try scratch.write("f", panel([8, 8]) { "s\($0)" })
    #expect(
      scratch.message(configuration())?.hasPrefix("f: the longest of 2 series has 8 rows") == true)
  }
}

/// The clock of a series.
struct SeriesClockTests {
  private func load(
    _ rows: [String], _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f", "when,a\n" + rows.joined())
    var configuration = DataConfiguration(
      source: "csv", file: "f", target: "a", window: 4, prepare: [])
    change(&configuration)
    return try scratch.load(configuration)
  }

  private func hours(_ range: some Sequence<Int>) -> [String] {
    range.map { hour in
      let date = CivilDate(days: 19_000 + hour / 24)
      return "\(date.year)-\(date.month)-\(date.day) \(hour % 24):00,\(hour)\n"
    }
  }

  @Test func windowsDoNotCrossGaps() throws {
    let rows = hours(Array(0..<100) + Array(150..<250))
    let data = try load(rows)
    #expect(
      data.notes.contains { $0.hasPrefix("1 gap, the longest 2.1 days before row 101; windows do") }
    )
    for example in data.all.joined() {
      let values = example.inputs + example.values
      #expect(zip(values, values.dropFirst()).allSatisfy { $1 == $0 + 1 })
    }
    #expect(data.training.count + data.validation.count + data.test.count == 200 - 8)
    #expect(try load(rows) { $0.gaps = .bridge }.sizes.reduce(0, +) == 200 - 4)
    // Fifty rows are put in; they are no targets, and what is fed there is filled.
    let filled = try load(rows) {
      $0.gaps = .fill
      $0.prepare = [PreparationStep("missing", "linear")]
    }
    #expect(filled.sizes.reduce(0, +) == 200 - 4)
    #expect(filled.notes.contains { $0.contains("50 rows put in gaps") })
    for example in filled.all.joined() where example.inputs.allSatisfy({ $0 > 99 && $0 < 149 }) {
      // The straight line over the gap, or, where its end is not known yet, the last number.
      #expect(example.inputs.allSatisfy { $0 == 99 } || example.inputs[0] > 99)
    }
  }

  /// Where many windows would be lost, gaps are bridged, and that is said.
  @Test func manyGapsAreBridged() throws {
    let rows = hours((0..<200).filter { $0 % 7 != 0 || $0 % 3 == 0 })
    let data = try load(rows)
    #expect(data.notes.contains { $0.contains("windows cross gaps as if there were none: only") })
  }

  @Test func dayOrMonthIsDecidedOrRefused() throws {
    let decided = (1...60).map { "\($0 % 28 + 1)/\($0 / 28 + 1)/2020,\($0 * $0 % 31)\n" }
    #expect(try load(decided).notes.contains { $0.contains("the day first") })
    let open = (0..<60).map { "\($0 % 12 + 1)/\($0 * 5 % 12 + 1)/2020,\($0 * $0 % 31)\n" }
    #expect {
      try load(open)
    } throws: {
      "\($0)".contains("may begin with the day or with the month")
        && "\($0)".contains("--set data.time=off")
    }
    #expect(try load(open) { $0.time = "off" }.report.rows == 60)
  }

  /// Date and time apart, date and hour, parts of a date; the row behind the end has a date.
  @Test(arguments: [
    ("date,time,a", "2020-01-0%d,%h:00,%v", "2020-01-03 2:00"),
    ("day,hour,a", "2020-01-0%d,%h,%v", "2020-01-03 2"),
    ("year,month,day,hour,a", "2020,1,%d,%h,%v", "2020-01-03 02:00"),
    ("<DATE>,<TIME>,a", "2020010%d,%H0000,%v", "20200103 020000"),
    ("ts,a", "%e,%v", "1578016800"),
  ])
  func columnsMakeAClock(_ header: String, _ pattern: String, _ next: String) throws {
    let scratch = try Scratch()
    let rows = (0..<50).map { row in
      let hour = row % 24
      return pattern.replacing("%d", with: "\(row / 24 + 1)").replacing("%h", with: "\(hour)")
        .replacing("%H", with: hour < 10 ? "0\(hour)" : "\(hour)")
        .replacing("%e", with: "\(1_577_836_800 + row * 3600)").replacing("%v", with: "\(row % 7)")
        + "\n"
    }
    try scratch.write("f", header + "\n" + rows.joined())
    let data = try scratch.load(DataConfiguration(source: "csv", file: "f", window: 4))
    #expect(data.forecastTitle == "a, 1 step ahead")
    #expect(data.notes.contains { $0.hasPrefix("a row every 1 hour") }, "\(data.notes)")
    let files = DataFiles(folders: [scratch.folder])
    let whole = try SeriesSource.prepare("f", by: data.description, files: files) { _ in }
    #expect(whole.keys(whole.examples.count - 1)[1] == next)
  }
}

/// Tables of several series that nothing but their times shows.
struct HiddenPanelTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func day(_ step: Int) -> String {
    let date = CivilDate(days: 18_000 + step)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  private func write(_ head: String, _ rows: [String]) throws {
    try scratch.write("f", head + "\n" + rows.map { $0 + "\n" }.joined())
  }

  private var plain: DataConfiguration { DataConfiguration(source: "csv", file: "f", window: 5) }

  /// Keys that are numbers, by date; a column that is the same all through a series is no target.
  @Test(arguments: [2, 3, 6]) func aKeyOfNumbersIsNoTarget(_ count: Int) throws {
    let rows = (0..<60).flatMap { step in
      (1...count).map { "\(day(step)),\($0),\($0 * 1000 + 17),\(step * $0 * 7 % 29)" }
    }
    try write("date,region,fips,y", rows)
    let data = try scratch.load(plain)
    #expect(data.forecastTitle == "y, 1 step ahead")
    #expect(data.notes.contains { $0.hasPrefix("\(count) series by region") }, "\(data.notes)")
    var asked = plain
    asked.sequence = ["region"]
    #expect(try scratch.load(asked).forecastTitle == "y, 1 step ahead")
  }

  /// Series that overlap in a few of their times.
  @Test func aSmallOverlapIsSeen() throws {
    let rows =
      (0..<100).map { "\(day($0)),A,\($0 * 7 % 29)" }
      + (90..<190).map { "\(day($0)),B,\($0 * 5 % 31)" }
    try write("date,shop,y", rows)
    #expect(try scratch.load(plain).notes.contains { $0.hasPrefix("2 series by shop") })
  }

  /// Three keys: no two of them tell the series apart, and nothing is mixed in silence.
  @Test func threeKeysAreRefusedUnlessTheyAreNamed() throws {
    let rows = (0..<60).flatMap { step in
      (0..<8).map { "\(day(step)),\($0 / 4),\($0 / 2 % 2),\($0 % 2),\(step * ($0 + 3) % 29)" }
    }
    try write("date,store,item,size,y", rows)
    #expect(scratch.message(plain)?.contains("several series in one table") == true)
    var named = plain
    (named.sequence, named.targets) = (["store", "item", "size"], ["y"])
    #expect(
      try scratch.load(named).notes.contains { $0.hasPrefix("8 series by store and item and size") }
    )
  }

  /// A month, a quarter or an hour in words is no key.
  @Test(arguments: ["Month", "quarter", "hour"]) func aPartOfTheClockIsNoKey(_ name: String) throws
  {
    let rows = (0..<96).map { "\(1990 + $0 / 12),M\($0 % 12),\($0 * $0 % 31)" }
    try write("Year,\(name),y", rows)
    #expect(!(try scratch.load(plain).notes.contains { $0.contains("series by") }))
  }

  /// Commas in the numbers of a table that has no other cells.
  @Test(arguments: [
    ("visitors", "5,759"), ("wert", "29,80"), ("date,v", "2021-01-01,91,17"),
  ]) func aCommaInANumberIsNoDelimiter(_ head: String, _ row: String) throws {
    try write(head, [String](repeating: row, count: 60))
    #expect(scratch.message(DataConfiguration(file: "f")) != nil)
  }

  @Test(arguments: ["Country,Code,1960,1961,1962,1963", "region,2001,2002,2003,2004,2005"])
  func yearsAreNames(_ head: String) throws {
    let words = head.split(separator: ",").count { Int($0) == nil }
    let cells = head.split(separator: ",").count
    try write(
      head,
      (0..<60).map { row in
        (0..<cells).map { $0 < words ? "w\(row)" : "\(row * ($0 + 3) % 37)" }.joined(separator: ",")
      })
    let data = try scratch.load(DataConfiguration(source: "csv", file: "f", window: 4))
    #expect(data.report.rows == 60)
    #expect(data.report.columns.map(\.name) == head.split(separator: ",").map(String.init))
  }
}

extension HiddenPanelTests {
  /// What is missing in one series is filled in it, though the others call for nothing.
  @Test func oneSeriesMayHaveGaps() throws {
    let rows = (0..<3).flatMap { series in
      (0..<60).map { step in
        "\(day(step)),s\(series),\(series == 2 && step % 9 == 4 ? "" : "\(step * (series + 3) % 29)")"
      }
    }
    try write("date,shop,y", rows)
    let data = try scratch.load(plain)
    #expect(data.description.series?.steps.first?.step == PreparationStep("missing", "linear"))
  }

  @Test func timeIsNoTarget() throws {
    try write("date,y", (0..<60).map { "\(day($0)),\($0 * 7 % 29)" })
    var asked = plain
    (asked.time, asked.targets) = ("y", ["y"])
    #expect(scratch.message(asked)?.contains("cannot be time and the target at once") == true)
  }

  /// A key that is misspelt is named, not another one.
  @Test func aMisspeltKeyIsNamed() throws {
    try write("engine,cycle,temp,state", (0..<60).map { "\($0 / 10),\($0 % 10),\($0 * 7 % 29),ok" })
    var asked = DataConfiguration(file: "f")
    (asked.sequence, asked.label) = (["engine"], "stat")
    #expect(scratch.message(asked)?.hasPrefix("f: no column \"stat\"") == true)
    asked = DataConfiguration(file: "f")
    asked.table.delimiter = .tab
    #expect(scratch.message(asked)?.contains("the source \"text\"") == false)
  }
}
