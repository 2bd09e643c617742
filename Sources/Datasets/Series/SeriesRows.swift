/// The columns of a table of series as one pass reads them, and which rows belong to which series.
struct SeriesRows {
  struct Group {
    /// Nil: the whole table is one series.
    var id: String?
    /// Rows of the file from 0, in its order; nil: all of them.
    var rows: [Int32]?
    /// Nil if the table has none.
    var clock: SeriesClock?
    /// Rows with targets to learn from, and those between them.
    var count: Int
    /// Rows after these, without targets, whose columns known ahead of time are there; nil if there
    /// are no such columns.
    var ahead: Int?

    /// The row of the file from 0 that is the series' n-th in the order of time; -1: put into a
    /// gap.
    func row(_ place: Int) -> Int32 {
      let own = clock?.order.map { $0[place] } ?? Int32(place)
      return own < 0 ? -1 : rows.map { $0[Int(own)] } ?? own
    }
  }

  let columns: TableColumns
  /// For the chosen inputs.
  let isCategory: [Bool]
  private(set) var groups: [Group]
  /// The columns with the id of a row's series; empty: there is one series.
  private(set) var panel: [Int] = []
  private(set) var notes: [String] = []

  /// - Parameters:
  ///   - sequence: the column that was named; nil: recognised.
  ///   - categories: names of columns of words of a model; nil: as the columns are.
  ///   - gaps: what became of those of a model's own series.
  /// - Throws: if rows of several series cannot be told apart.
  init(
    _ table: Table, _ choice: ColumnChoice, _ configuration: DataConfiguration,
    categories given: [String: [String]]?, gaps: [String: GapPolicy] = [:], wantsHashes: Bool,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var wanted = TableColumns.Wanted()
    isCategory = choice.inputs.map { index in
      given.map { $0[table.names[index]] != nil } ?? ColumnChoice.isCategory(table.columns[index])
    }
    for (index, isCategory) in zip(choice.inputs, isCategory) {
      if isCategory { wanted.categories.insert(index) } else { wanted.numbers.insert(index) }
    }
    wanted.numbers.formUnion(choice.targets)
    wanted.clock = choice.clock
    wanted.rowHashes = wantsHashes
    for name in configuration.sequence { panel.append(try table.column(name)) }
    let inputs = wanted.categories
    let named = panel.isEmpty && choice.clock == nil ? Self.named(table, choice) : nil
    wanted.categories.formUnion(panel + (named.map { [$0] } ?? []))
    func read() throws(DatasetError) -> TableColumns {
      var columns = try TableColumns(table, wanted, progress: progress)
      for column in wanted.categories where !inputs.contains(column) { columns.fillDown(column) }
      return columns
    }
    var columns = try read()
    if let named, columns.isInBlocks(named) {
      panel = [named]
    } else if panel.isEmpty, choice.clock?.hasDates == true, Self.comeAgain(columns.times) {
      let candidates = Self.candidates(table, choice)
      wanted.categories.formUnion(candidates)
      columns = try read()
      panel = Self.panel(candidates, columns)
    }
    for column in panel {
      if let line = columns.missing[column] {
        throw .sequences(
          file: table.file, .noSequence(line: line, column: table.names[column]))
      }
      if let count = columns.filled[column] {
        notes.append(
          "\(escaped(table.names[column])): \(counted(count, "empty cell")) read as the id above")
      }
    }
    self.columns = columns
    groups = []
    for (id, rows) in members(columns.rows) {
      let clock = try choice.clock.map { (clock) throws(DatasetError) in
        try SeriesClock(
          clock, rows.map { $0.map { columns.times[Int($0)] } } ?? columns.times,
          isNamed: configuration.time != nil, policy: gaps[id ?? ""] ?? configuration.gaps,
          reach: configuration.window + configuration.horizon,
          file: table.file, number: { row in rows.map { Int($0[row]) + 1 } ?? row + 1 })
      }
      var group = Group(
        id: id, rows: rows, clock: clock,
        count: clock?.order?.count ?? rows?.count ?? columns.rows)
      if !choice.known.isEmpty { setApart(&group, choice) }
      groups.append(group)
    }
  }

  /// Rows at the end without any target are there to be predicted.
  private func setApart(_ group: inout Group, _ choice: ColumnChoice) {
    func isMissing(_ column: Int, _ row: Int32) -> Bool {
      if row < 0 { return true }
      if let numbers = columns.numbers[column] { return numbers[Int(row)].isNaN }
      return (columns.categories[column]?[Int(row)] ?? -1) < 0
    }
    let whole = group.count
    while group.count > 0,
      choice.targets.allSatisfy({ isMissing($0, group.row(group.count - 1)) })
    {
      group.count -= 1
    }
    let rows = (group.count..<whole).map(group.row)
    group.ahead = rows.prefix { row in !choice.known.contains { isMissing($0, row) } }.count
  }

  /// Rows by series, in the order in which series come first.
  private func members(_ count: Int) -> [(String?, [Int32]?)] {
    if panel.isEmpty { return [(nil, nil)] }
    let (places, ids) = columns.joined(panel)
    var rows = [[Int32]](repeating: [], count: ids.count)
    for (row, place) in places.enumerated() { rows[Int(place)].append(Int32(row)) }
    return zip(ids, rows).map { ($0, $1) }
  }

  /// Columns that may tell series apart: words that come again, and numbers that are not a
  /// measurement.
  private static func candidates(_ table: Table, _ choice: ColumnChoice) -> [Int] {
    let taken = Set(choice.clock?.columns ?? [])
    let found = table.columns.indices.filter { index in
      let column = table.columns[index]
      guard !taken.contains(index), let kinds = column.kinds?.count, kinds > 1,
        kinds * 2 <= table.rows, Self.hasIds(column),
        // The month or the hour in words is a part of the clock.
        !TimeNames.contains(table.names[index])
      else { return false }
      return !column.isNumeric || column.shape.areWhole
    }
    // The usual names first.
    func rank(_ index: Int) -> Int {
      SequenceNames.isSequence(table.names[index]) ? 0 : 1
    }
    return found.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  /// An id in every row, or each once: then it holds for the rows below.
  private static func hasIds(_ column: ColumnSummary) -> Bool {
    column.missing == 0 || column.present == column.kinds?.count
  }

  /// Whether so many times occur twice that there may be several series; a clock that is set back
  /// repeats an hour, no more.
  private static func comeAgain(_ times: [ClockTime]) -> Bool {
    let steps = zip(times, times.dropFirst())
    if steps.allSatisfy({ $0 < $1 }) || steps.allSatisfy({ $0 > $1 }) { return false }
    return repeated(times) * 50 > times.count
  }

  private static func repeated(_ times: [ClockTime]) -> Int {
    times.count - Set(times.lazy.map(\.seconds)).count
  }

  /// A column that is called like what tells series apart, where rows have no dates.
  private static func named(_ table: Table, _ choice: ColumnChoice) -> Int? {
    guard table.dialect.hasHeader else { return nil }
    return table.columns.indices.first { index in
      let (column, name) = (table.columns[index], table.names[index])
      guard
        SequenceNames.isSequence(name) || Self.units.contains(SequenceNames.plain(name)),
        !choice.targets.contains(index), !choice.inputs.contains(index),
        let kinds = column.kinds?.count, kinds > 1, Self.hasIds(column),
        !column.isNumeric || column.shape.areWhole
      else { return false }
      return kinds * leastRows <= table.rows
    }
  }

  /// Names of machines, people and places that are measured repeatedly.
  private static let units: Set<String> = [
    "unit", "unit_id", "unit_number", "unit_nr", "unitnumber", "engine", "engine_id", "machine",
    "machine_id", "device", "device_id", "sensor_id", "station", "station_id", "patient",
    "patient_id", "user", "user_id", "run", "run_id", "episode", "unique_id", "item_id", "ts_id",
  ]
  /// Rows of a series on average.
  private static let leastRows = 8

  /// The first of `candidates`, or the first two together, within whose series no time stands
  /// twice.
  private static func panel(_ candidates: [Int], _ columns: TableColumns) -> [Int] {
    let single = candidates.map { [$0] }
    let few = candidates.prefix(6)
    let pairs = few.indices.flatMap { one in
      few.indices.filter { $0 > one }.map { [few[one], few[$0]] }
    }
    let most = repeated(columns.times) / 100
    return (single + pairs).first { isPanel($0, columns, mostTwice: most) } ?? []
  }

  /// - Parameter mostTwice: times that may occur twice within a series.
  private static func isPanel(_ panel: [Int], _ columns: TableColumns, mostTwice: Int) -> Bool {
    struct Key: Hashable {
      var series: Int32
      var time: Double
    }
    if panel.contains(where: { columns.missing[$0] != nil }) { return false }
    let (places, ids) = columns.joined(panel)
    // As many series as rows would be none.
    guard ids.count * 2 <= places.count else { return false }
    var seen: Set<Key> = []
    seen.reserveCapacity(places.count)
    var twice = 0
    for (series, time) in zip(places, columns.times)
    where !seen.insert(Key(series: series, time: time.seconds)).inserted {
      twice += 1
      if twice > mostTwice { return false }
    }
    return true
  }

  /// The columns of numbers that stay the same within every series, by one pass over the file.
  func constantWithin(
    _ table: Table, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Set<Int> {
    let (places, ids) = columns.joined(panel)
    var left = table.columns.indices.filter {
      table.columns[$0].isNumeric && table.columns[$0].firstFault == nil
    }
    var first = left.map { _ in [Double](repeating: .nan, count: ids.count) }
    var reader = try TableReader(table, progress: progress)
    for series in places {
      guard try reader.next() else { break }
      var varies = false
      for (place, column) in left.enumerated() {
        let value = try reader.number(column)
        let known = first[place][Int(series)]
        if known.isNaN { first[place][Int(series)] = value }
        if !known.isNaN, !value.isNaN, known != value {
          left[place] = -1
          varies = true
        }
      }
      if varies {
        first = zip(left, first).filter { $0.0 >= 0 }.map(\.1)
        left.removeAll { $0 < 0 }
        if left.isEmpty { break }
      }
    }
    return Set(left)
  }

  mutating func keepGroups(_ isKept: (Group) -> Bool) { groups = groups.filter(isKept) }

  /// The kinds of each categorical input in the training rows of all series.
  /// - Parameter training: places within each group.
  func kinds(
    _ table: Table, _ choice: ColumnChoice, training: [Range<Int>]
  ) -> [String: [String]] {
    var kinds: [String: [String]] = [:]
    for (index, isCategory) in zip(choice.inputs, isCategory) where isCategory {
      let texts = columns.kinds[index] ?? []
      let places = columns.categories[index] ?? []
      var known: Set<Int32> = []
      for (group, range) in zip(groups, training) {
        for place in range {
          let row = group.row(place)
          if row >= 0, places[Int(row)] >= 0 { known.insert(places[Int(row)]) }
        }
      }
      kinds[table.names[index]] = known.map { texts[Int($0)] }.sorted()
    }
    return kinds
  }
}
