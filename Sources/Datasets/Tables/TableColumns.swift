/// The second pass over a table: the values of the columns that are used, and of no others.
struct TableColumns {
  /// [rows] for each requested column, NaN if missing.
  private(set) var numbers: [Int: [Double]] = [:]
  /// [rows] for each requested column: the place of the cell's text among `kinds`, -1 where
  /// missing.
  private(set) var categories: [Int: [Int32]] = [:]
  private(set) var kinds: [Int: [String]] = [:]
  /// For columns requested as categories: the line of the first missing cell.
  private(set) var missing: [Int: Int] = [:]
  /// The cells that were given the id above, by column.
  private(set) var filled: [Int: Int] = [:]
  /// [rows] for each requested column.
  private(set) var texts: [Int: [String]] = [:]
  /// [rows], where a clock was requested, and as the file writes them.
  private(set) var times: [ClockTime] = []
  private(set) var timeTexts: [String] = []
  /// [rows], where they were requested.
  private(set) var rowHashes: [Int] = []
  private(set) var rows = 0
  /// The first words of rows at the end that have something else than a time where the clock is: a
  /// sum, a source. They are not rows.
  private(set) var footers: [String] = []
  private static let mostFooters = 3

  /// The columns to read.
  struct Wanted {
    var numbers: Set<Int> = []
    var categories: Set<Int> = []
    var texts: Set<Int> = []
    var clock: TableClock?
    var rowHashes = false
  }

  /// - Throws: `fault`, where rows with times follow or there are too many without.
  private static func footers(
    _ reader: inout TableReader, _ clock: TableClock, rowsLeft: Int, _ fault: DatasetError
  ) throws(DatasetError) -> [String] {
    guard case .notATime = fault, rowsLeft <= mostFooters, rowsLeft < reader.table.rows else {
      throw fault
    }
    var texts: [String] = []
    repeat {
      let cells = clock.columns.map(reader.text)
      if cells.allSatisfy(\.isEmpty) || (try? clock.time(reader)) != nil { throw fault }
      texts.append(cells.first ?? "")
    } while try reader.next()
    return texts
  }

  /// [rows] places among the kinds that several columns have together, "Oslo / 7"; -1 where one of
  /// them is missing.
  func joined(_ panel: [Int]) -> (places: [Int32], kinds: [String]) {
    guard let first = panel.first, panel.count > 1 else {
      return panel.first.map { (categories[$0] ?? [], kinds[$0] ?? []) } ?? ([], [])
    }
    var (places, texts) = (categories[first] ?? [], kinds[first] ?? [])
    for column in panel.dropFirst() {
      let own = kinds[column] ?? []
      var numbers: [Int64: Int32] = [:]
      var names: [String] = []
      for (row, other) in (categories[column] ?? []).enumerated() {
        guard places[row] >= 0, other >= 0 else {
          places[row] = -1
          continue
        }
        let key = Int64(places[row]) << 32 | Int64(other)
        if let known = numbers[key] {
          places[row] = known
        } else {
          let number = Int32(names.count)
          numbers[key] = number
          names.append("\(texts[Int(places[row])]) / \(own[Int(other)])")
          places[row] = number
        }
      }
      texts = names
    }
    return (places, texts)
  }

  /// Ids that occur only on the first row of each series, as merged cells of a spreadsheet do, hold
  /// for the rows below; not where one comes again, for then a row may lack its id.
  mutating func fillDown(_ column: Int) {
    guard missing[column] != nil, let places = categories[column], places.first != -1,
      places.count(where: { $0 >= 0 }) == kinds[column]?.count
    else { return }
    var above: Int32 = -1
    categories[column] = places.map { place in
      if place >= 0 { above = place }
      return above
    }
    filled[column] = places.count(where: { $0 < 0 })
    missing[column] = nil
  }

  /// Whether the rows of each kind of a column follow each other.
  func isInBlocks(_ column: Int) -> Bool {
    let places = categories[column] ?? []
    let blocks = zip(places, places.dropFirst()).count { $0 != $1 } + 1
    return blocks == kinds[column]?.count
  }

  /// Throws for a cell that is not a number where one is wanted, and what reading rows throws.
  init(
    _ table: Table, _ wanted: Wanted, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var reader = try TableReader(table, progress: progress)
    // In arrays next to each other: a look-up for every cell would cost more than reading it.
    let ofNumbers = wanted.numbers.sorted()
    var read = ofNumbers.map { _ in
      var values: [Double] = []
      values.reserveCapacity(table.rows)
      return values
    }
    defer { for (index, values) in zip(ofNumbers, read) { numbers[index] = values } }
    if wanted.clock != nil {
      times.reserveCapacity(table.rows)
      timeTexts.reserveCapacity(table.rows)
    }
    for index in wanted.categories { categories[index] = [] }
    for index in wanted.texts { texts[index] = [] }
    var places: [Int: [String: Int32]] = [:]
    while try reader.next() {
      if let clock = wanted.clock {
        do throws(DatasetError) {
          times.append(try clock.time(reader))
          timeTexts.append(clock.text(reader))
        } catch {
          footers = try Self.footers(&reader, clock, rowsLeft: table.rows - rows, error)
          break
        }
      }
      for (place, index) in ofNumbers.enumerated() { read[place].append(try reader.number(index)) }
      for index in wanted.categories {
        let text = reader.text(index)
        if text.isEmpty {
          categories[index]?.append(-1)
          if missing[index] == nil { missing[index] = reader.line }
          continue
        }
        let place = places[index, default: [:]][text] ?? Int32(places[index]?.count ?? 0)
        if places[index, default: [:]].updateValue(place, forKey: text) == nil {
          kinds[index, default: []].append(text)
        }
        categories[index]?.append(place)
      }
      for index in wanted.texts { texts[index]?.append(reader.text(index)) }
      if wanted.rowHashes { rowHashes.append(reader.rowHash) }
      rows += 1
    }
  }
}
