/// Reads the chosen columns of a table into a frame, in the order of time.
struct SeriesFrame {
  private(set) var frame: Frame
  /// What was done on the way, a sentence each.
  private(set) var notes: [String] = []
  /// [rows of the file] of the date column's text; empty where there is none.
  private(set) var dates: [String] = []

  /// The kinds of each categorical input, by the name of its column: fitted on the training part, or
  /// given.
  private(set) var categories: [String: [String]]
  /// Nil where the table has none.
  private(set) var clock: SeriesClock?

  /// - Parameters:
  ///   - parts: of the rows that are there; training first.
  ///   - categories: those of a model; nil: taken from the training part.
  init(
    _ table: Table, _ choice: ColumnChoice, _ configuration: DataConfiguration,
    parts: (Int) throws(DatasetError) -> [Range<Int>],
    categories given: [String: [String]]? = nil, wantsHashes: Bool,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var wanted = TableColumns.Wanted()
    let isCategory = choice.inputs.map { index in
      given.map { $0[table.names[index]] != nil } ?? ColumnChoice.isCategory(table.columns[index])
    }
    for (index, isCategory) in zip(choice.inputs, isCategory) {
      if isCategory { wanted.categories.insert(index) } else { wanted.numbers.insert(index) }
    }
    wanted.numbers.formUnion(choice.targets)
    wanted.clock = choice.clock
    wanted.rowHashes = wantsHashes
    let columns = try TableColumns(table, wanted, progress: progress)
    if let clock = choice.clock {
      self.clock = try SeriesClock(
        clock, columns.times, policy: configuration.gaps,
        reach: configuration.window + configuration.horizon, file: table.file)
      notes += self.clock?.notes ?? []
      dates = columns.timeTexts
    }
    let order = clock?.order
    let rows = order?.count ?? columns.rows
    /// Rows in the order of time; `none` for those that were put into gaps.
    func ordered<Value>(_ values: [Value], _ none: Value) -> [Value] {
      order?.map { $0 < 0 ? none : values[Int($0)] } ?? values
    }

    let ranges = try parts(rows)
    let segments = clock?.segments ?? [0..<rows]
    var inputs: [Frame.Input] = []
    var kinds = given ?? [:]
    for (index, isCategory) in zip(choice.inputs, isCategory) {
      let name = table.names[index]
      guard isCategory else {
        inputs.append(.init(name: name, values: ordered(columns.numbers[index] ?? [], .nan)))
        continue
      }
      let places = ordered(columns.categories[index] ?? [], -1)
      let texts = columns.kinds[index] ?? []
      let known: [String] =
        kinds[name]
        ?? Set(places[ranges.first ?? 0..<0].filter { $0 >= 0 }).map { texts[Int($0)] }.sorted()
        as [String]
      kinds[name] = known
      inputs += Self.indicators(name, places, texts, known)
      let strange = Set(texts).subtracting(known).sorted()
      if !strange.isEmpty {
        notes.append(
          "\(escaped(name)): \(strange.prefix(5).map { escaped($0) }.joined(separator: ", ")) "
            + "not in the training part; fed as none of its kinds")
      }
    }
    let targets = choice.targets.map { index in
      TargetColumn(
        name: table.names[index], values: ordered(columns.numbers[index] ?? [], .nan),
        segments: segments)
    }
    frame = Frame(
      file: table.file, inputs: inputs, targets: targets, rows: rows, segments: segments,
      parts: ranges, rowNumbers: order?.map { Int32($0 + 1) },
      rowHashes: wantsHashes ? ordered(columns.rowHashes, 0) : [])
    categories = kinds
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
