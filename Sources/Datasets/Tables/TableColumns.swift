/// The second pass over a table: the values of the columns that are used, and of no others.
struct TableColumns {
  /// [rows] for each column asked for, NaN where missing.
  private(set) var numbers: [Int: [Double]] = [:]
  /// [rows] for each column asked for: the place of the cell's text among `kinds`, -1 where missing.
  private(set) var categories: [Int: [Int32]] = [:]
  private(set) var kinds: [Int: [String]] = [:]
  /// [rows] for each column asked for.
  private(set) var texts: [Int: [String]] = [:]
  /// [rows], where a clock was asked for, and as the file writes them.
  private(set) var times: [ClockTime] = []
  private(set) var timeTexts: [String] = []
  /// [rows], where they were asked for.
  private(set) var rowHashes: [Int] = []
  private(set) var rows = 0

  /// What to read.
  struct Wanted {
    var numbers: Set<Int> = []
    var categories: Set<Int> = []
    var texts: Set<Int> = []
    var clock: TableClock?
    var rowHashes = false
  }

  /// Throws for a cell that is no number where one is wanted, and what reading rows throws.
  init(
    _ table: Table, _ wanted: Wanted, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var reader = try TableReader(table, progress: progress)
    for index in wanted.numbers {
      var values: [Double] = []
      values.reserveCapacity(table.rows)
      numbers[index] = values
    }
    for index in wanted.categories { categories[index] = [] }
    for index in wanted.texts { texts[index] = [] }
    var places: [Int: [String: Int32]] = [:]
    while try reader.next() {
      for index in wanted.numbers { numbers[index]?.append(try reader.number(index)) }
      for index in wanted.categories {
        let text = reader.text(index)
        if text.isEmpty {
          categories[index]?.append(-1)
          continue
        }
        let place = places[index, default: [:]][text] ?? Int32(places[index]?.count ?? 0)
        if places[index, default: [:]].updateValue(place, forKey: text) == nil {
          kinds[index, default: []].append(text)
        }
        categories[index]?.append(place)
      }
      for index in wanted.texts { texts[index]?.append(reader.text(index)) }
      if let clock = wanted.clock {
        times.append(try clock.time(reader))
        timeTexts.append(clock.text(reader))
      }
      if wanted.rowHashes { rowHashes.append(reader.rowHash) }
      rows += 1
    }
  }
}
