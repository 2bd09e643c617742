/// The chosen columns of one series as a frame, in the order of time.
struct SeriesFrame {
  private(set) var frame: Frame
  /// What was done on the way, a sentence each.
  private(set) var notes: [String]

  /// - Parameters:
  ///   - parts: places within the series; training first.
  ///   - categories: the kinds of each categorical input.
  init(
    _ table: Table, _ choice: ColumnChoice, _ rows: SeriesRows, _ group: SeriesRows.Group,
    parts: [Range<Int>], categories: [String: [String]]
  ) {
    let columns = rows.columns
    notes = group.clock?.notes ?? []
    let isInOrder = group.rows == nil && group.clock?.order == nil
    let order = isInOrder ? [] : (0..<group.count).map(group.row)
    func ordered<Value>(_ values: [Value]?, _ none: Value) -> [Value] {
      if isInOrder { return values ?? [] }
      return order.map { row in row < 0 ? none : values?[Int(row)] ?? none }
    }
    let segments = group.clock?.segments ?? [0..<group.count]
    var inputs: [Frame.Input] = []
    for (index, isCategory) in zip(choice.inputs, rows.isCategory) {
      let name = table.names[index]
      guard isCategory else {
        inputs.append(.init(name: name, values: ordered(columns.numbers[index], .nan)))
        continue
      }
      let texts = columns.kinds[index] ?? []
      let known = categories[name] ?? []
      inputs += Self.indicators(name, ordered(columns.categories[index], -1), texts, known)
      let strange = Set(texts).subtracting(known).sorted()
      if !strange.isEmpty {
        notes.append(
          "\(escaped(name)): \(strange.prefix(5).map { escaped($0) }.joined(separator: ", ")) "
            + "not in the training part; fed as none of its kinds")
      }
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
