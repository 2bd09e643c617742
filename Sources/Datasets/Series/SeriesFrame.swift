/// The chosen columns of one series as a frame, in the order of time.
struct SeriesFrame {
  private(set) var frame: Frame
  /// Notes on the preparation, a sentence each.
  private(set) var notes: [String]

  /// - Parameters:
  ///   - parts: places within the series; training first.
  ///   - categories: the kinds of each categorical input.
  ///   - horizon: rows ahead, by which columns known ahead of time are shifted.
  init(
    _ table: Table, _ choice: ColumnChoice, _ rows: SeriesRows, _ group: SeriesRows.Group,
    parts: [Range<Int>], categories: [String: [String]], calendar: [CalendarColumn], horizon: Int
  ) {
    let columns = rows.columns
    notes = group.clock?.notes ?? []
    let isInOrder = group.rows == nil && group.clock?.order == nil
    let order = isInOrder ? [] : (0..<group.count).map(group.row)
    func ordered<Value>(_ values: [Value]?, _ none: Value) -> [Value] {
      let values = values ?? []
      if isInOrder { return group.count == values.count ? values : Array(values[..<group.count]) }
      return order.map { row in row < 0 ? none : values[Int(row)] }
    }
    // Nothing is fed from rows after the last that is known, which only repeat it.
    let last = group.count + (group.ahead ?? 0) - 1
    let moved = (0..<group.count).map { group.row(min($0 + horizon, last)) }
    func ahead<Value>(_ values: [Value]?, _ none: Value) -> [Value] {
      moved.map { row in row < 0 ? none : values?[Int(row)] ?? none }
    }
    let whole = [0..<group.count]
    let segments = (group.clock?.segments ?? whole).map { $0.clamped(to: whole[0]) }
      .filter { !$0.isEmpty }
    var inputs: [Frame.Input] = []
    for (index, isCategory) in zip(choice.inputs, rows.isCategory) {
      let name = table.names[index]
      let isAhead = choice.known.contains(index)
      guard isCategory else {
        let values = columns.numbers[index]
        inputs.append(
          .init(name: name, values: isAhead ? ahead(values, .nan) : ordered(values, .nan)))
        continue
      }
      let texts = columns.kinds[index] ?? []
      let known = categories[name] ?? []
      let kinds = columns.categories[index]
      inputs += Self.indicators(
        name, isAhead ? ahead(kinds, -1) : ordered(kinds, -1), texts, known)
      let strange = Set(texts).subtracting(known).sorted()
      if !strange.isEmpty {
        notes.append(
          "\(escaped(name)): \(strange.prefix(5).map { escaped($0) }.joined(separator: ", ")) "
            + "not in the training part; fed as no known kind")
      }
    }
    if let clock = group.clock, !calendar.isEmpty {
      let times = (0..<group.count).compactMap { clock.time($0 + horizon) }
      inputs += calendar.flatMap { $0.inputs(times) }
    }
    let targets = choice.targets.map { index in
      TargetColumn(
        name: table.names[index], values: ordered(columns.numbers[index], .nan),
        segments: segments)
    }
    frame = Frame(
      file: table.file, inputs: inputs, targets: targets, rows: group.count, segments: segments,
      parts: parts, rowNumbers: isInOrder ? nil : order.map { $0 + 1 },
      rowHashes: columns.rowHashes.isEmpty ? [] : ordered(columns.rowHashes, 0))
  }

  /// One column of 0 and 1 for each kind.
  private static func indicators(
    _ name: String, _ places: [Int32], _ texts: [String], _ known: [String]
  ) -> [Frame.Input] {
    known.map { kind in
      let place = texts.firstIndex(of: kind).map { Int32($0) } ?? -2
      return Frame.Input(
        name: "\(name)=\(kind)", values: places.map { $0 == place ? 1 : 0 }, isIndicator: true)
    }
  }
}
