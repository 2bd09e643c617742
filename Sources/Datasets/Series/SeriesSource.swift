/// `csv`: a time series from a table, a window of steps predicting the values `horizon` steps
/// ahead.
package enum SeriesSource: DataSource {
  package static let name = "csv"
  package static let about =
    "A table of numbers, one row per time step. A window of rows predicts the targets `horizon` "
    + "rows ahead; trivial predictors repeat the last value (persistence) or the value of one "
    + "season ago."
  /// A cell of two bytes ("7,") becomes a number of 8, and is prepared.
  private static let growth = 5.0
  package static let keys: Set<DataKey> = DataKey.ofFiles.union(DataKey.ofTables).union([
    .target, .columns, .known, .calendar, .time, .gaps, .sequence, .scaleBy, .layout, .window,
    .horizon, .stride, .season,
    .prepare,
  ])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    progress("reading \(escaped(file))")
    var configuration = configuration
    let (wide, doubt) = try Self.wide(&configuration, files: files)
    let source = try files.openTable(
      file, wide: wide, options: configuration.table, progress: progress)
    try files.requireMemory(of: source, growth: growth)
    let table = try Table(source, options: configuration.table, progress: progress)
    configuration.fill(from: source.conversion?.roles)
    let choice = try ColumnChoice(table, configuration)
    var series = try SeriesSet(
      table, choice, configuration, doubt: doubt, files: files, progress: progress)
    series.description.wide = wide
    let stride = configuration.stride
    let training = series.windows(part: 0, stride: stride)
    let mainNotes = tableNotes(table, series.choice, panel: series.panel) + series.notes
    var notes = mainNotes
    if let doubt { notes.append("rows are read as time steps; \(doubt)") }

    func part(
      _ place: Int, _ own: String?, _ title: String
    ) throws(DatasetError) -> (windows: [SeriesWindows], names: [String]) {
      guard let own else {
        return (series.windows(part: place, stride: stride, total: table.rows), series.names)
      }
      let source = try files.openTable(
        own, wide: wide, options: configuration.table, progress: progress)
      try files.requireMemory(of: source, growth: growth)
      let other = try Table(
        source, options: configuration.table, given: series.description.readings ?? [:],
        progress: progress)
      let prepared = try SeriesSet(other, as: series.description, files: files, progress: progress)
      notes.append("\(title): \(escaped(own)), \(counted(other.rows, "row"))")
      notes += partNotes(
        title, tableNotes(other, prepared.choice, panel: prepared.panel) + prepared.notes,
        besides: mainNotes)
      let windows = prepared.windows(part: 0, stride: stride, total: other.rows)
      if windows.allSatisfy({ $0.count == 0 }) {
        throw .tooFewRows(file: own, Shortage(prepared, windowMayChange: true))
      }
      return (windows, prepared.names)
    }
    let (validation, validationNames) = try part(1, configuration.validationFile, "validation")
    let (test, testNames) = try part(2, configuration.testFile, "test")
    try requireWindows([training, validation, test], of: series, configuration, doubt: doubt)
    if let first = series.series.first {
      notes += first.steps.map { step in
        "\(step.name): \(step.effect)"
          + (series.series.count > 1 ? " (\(escaped(first.id ?? "")))" : "")
      }
    }
    let parts = [
      PanelWindows.joined(training, names: series.names),
      PanelWindows.joined(validation, names: validationNames),
      PanelWindows.joined(test, names: testNames),
    ]
    notes.append(
      "split in the order of time\(series.panel.isEmpty ? "" : ", each series by itself"): "
        + "\(parts[0].count) training, \(parts[1].count) validation, \(parts[2].count) test windows "
        + "of \(configuration.window) steps")
    let target = table.names[series.choice.targets[0]]
    let others = series.choice.targets.count - 1
    let predicted = escaped(target) + (others > 0 ? " and \(others) more" : "")
    let targets = series.choice.targets.map { table.names[$0] }
    return Dataset(
      source: name, kind: .series, file: escaped(stem(file)),
      summary: "\(predicted), window \(configuration.window)", notes: notes,
      shape: SequenceShape(
        timeSteps: configuration.window, features: series.series[0].data.features, vocabulary: 0,
        outputs: series.choice.targets.count, target: .values, everyStep: false),
      training: parts[0], validation: parts[1], test: parts[2],
      baselines: NaiveForecast.baselines(training, validation, test, season: series.season),
      targetNames: others > 0 ? targets : [], vocabulary: nil, metrics: series.metrics,
      forecastTitle: "\(predicted), \(counted(configuration.horizon, "step")) ahead",
      description: DatasetDescription(source: name, series: series.description),
      report: SeriesReport(series, configuration).report(training, validation, test))
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard let series = description.series else { throw .notOfFiles(source: description.source) }
    let source = try files.openTable(
      file, wide: series.wide, options: TableOptions().missing(as: series.readings),
      progress: progress)
    try files.requireMemory(of: source, growth: growth)
    let table = try Table(source, given: series.readings ?? [:], progress: progress)
    let prepared = try SeriesSet(table, as: series, files: files, progress: progress)
    // Rows as they are in the file, without those that were put into gaps; then those still to
    // come.
    let all = prepared.windows(part: 0, onlyKnown: false)
    let windows = PanelWindows(all, names: prepared.names) { place, row in
      let one = prepared.series[place]
      return one.isInFile(row) ? one.rowNumber(row) : table.rows + row - one.frame.rows + 1
    }
    if windows.count == 0 {
      throw .tooFewRows(file: file, Shortage(prepared, windowMayChange: false))
    }
    var notes = tableNotes(table, prepared.choice, panel: prepared.panel) + prepared.notes
    if let note = forecastNote(prepared) { notes.append(note) }
    let hasClock = prepared.choice.clock != nil
    let isPanel = !prepared.panel.isEmpty
    let members = prepared.series
    return PreparedFile(
      kind: .series,
      shape: SequenceShape(
        timeSteps: series.window, features: prepared.series[0].data.features, vocabulary: 0,
        outputs: series.targets.count, target: .values, everyStep: false),
      examples: windows,
      baselines: NaiveForecast.baselines(all, all, all, season: series.season),
      targetNames: prepared.choice.targets.map { table.names[$0] }, metrics: prepared.metrics,
      notes: notes + prepared.series[0].steps.map { "\($0.name): \($0.effect)" },
      keyNames: ["row"]
        + (isPanel ? [prepared.panel.map { table.names[$0] }.joined(separator: " / ")] : [])
        + (prepared.choice.clock.map { [$0.name] } ?? []),
      keys: { index in
        let (place, row) = windows.target(index)
        let one = members[place]
        // Rows still to come of several series have no number in the file.
        let number =
          isPanel && !one.isInFile(row)
          ? "+\(row - one.frame.rows + 1)" : "\(one.rowNumber(row))"
        return [number] + (isPanel ? [one.id ?? ""] : []) + (hasClock ? [one.date(row)] : [])
      })
  }

  /// How rows that are not there yet are predicted, where they need columns known ahead of time.
  private static func forecastNote(_ set: SeriesSet) -> String? {
    guard !set.choice.known.isEmpty else { return nil }
    let ahead = set.series.reduce(0) { $0 + $1.rowsAhead }
    let names = set.choice.known.map { escaped(set.table.names[$0]) }.joined(separator: ", ")
    if ahead == 0 {
      return
        "nothing is predicted after the last row, where \(names) is not known: add rows with it "
        + "and without the target"
    }
    let horizon = set.description.horizon
    let beyond = set.series.reduce(0) { $0 + max(0, $1.rowsAhead - horizon) }
    if beyond == 0 { return nil }
    return "\(counted(beyond, "row")) at the end \(beyond == 1 ? "is" : "are") not predicted: the "
      + "model looks \(counted(horizon, "row")) ahead (data.horizon)"
  }

  /// The columns of a table with a series a row; and a note where rows are read as steps and may be
  /// series.
  private static func wide(
    _ configuration: inout DataConfiguration, files: DataFiles
  ) throws(DatasetError) -> (WideColumns?, doubt: String?) {
    guard let file = configuration.file else { return (nil, nil) }
    try configuration.layout?.refuse(ofArrays: true, with: "a table", file: file)
    guard let found = try WideFinding.of(file, configuration, files: files) else {
      return (nil, nil)
    }
    // A label is nothing to forecast.
    if configuration.layout == .wide || found.isCertain && found.columns.label == nil {
      (configuration.sequence, configuration.label) = ([], nil)
      return (found.columns, nil)
    }
    return (nil, found.doubt)
  }

  /// Throws if a part has no window, with the reason.
  private static func requireWindows(
    _ windows: [[SeriesWindows]], of series: SeriesSet, _ configuration: DataConfiguration,
    doubt: String?
  ) throws(DatasetError) {
    guard let place = windows.firstIndex(where: { $0.allSatisfy { $0.count == 0 } }) else { return }
    let (table, one) = (series.table, series.series[0])
    if !series.series.contains(where: { $0.parts[place].contains(where: $0.data.isKnown) }) {
      throw .allMissing(
        file: table.file, column: table.names[series.choice.targets[0]],
        part: ["training", "validation", "test"][place])
    }
    if Shortage.stretch(of: series) != nil {
      throw .tooFewRows(
        file: table.file, Shortage(series, windowMayChange: true, part: place))
    }
    // Rows that were left out, and those that differences need before the first one.
    let isPanel = !series.panel.isEmpty
    let rows = isPanel ? series.series.map(\.frame.rows).max() ?? 0 : table.rows
    let used = one.data.segments.first?.lowerBound ?? 0
    let shortage = try Shortage(
      isPanel ? .longestSeries(of: series.series.count) : .table, rows: rows,
      lost: used + (isPanel ? 0 : table.rows - one.data.rows), configuration, doubt: doubt)
    throw .tooFewRows(
      file: table.file, shortage ?? Shortage(series, windowMayChange: true))
  }

  /// A note that rows are taken in file order, and which column looks like a clock that cannot be
  /// read.
  private static func clockNote(_ table: Table) -> String? {
    // One that is there was switched off.
    if table.columns.contains(where: \.isClock) { return nil }
    let named = table.columns.indices.first { index in
      table.dialect.hasHeader && TimeNames.contains(table.names[index])
        && !table.columns[index].isNumeric
    }
    let stand = "rows are taken as equal steps, in the order of the file"
    guard let named else { return "no column is a clock: \(stand)" }
    let example =
      table.columns[named].finding?.firstOther.map { " (\"\(escaped($0.text))\")" } ?? ""
    return "\(escaped(table.names[named])) is not read as times\(example): \(stand)"
  }

  private static func tableNotes(
    _ table: Table, _ choice: ColumnChoice, panel: [Int]
  ) -> [String] {
    var notes = table.notes
    let targets = choice.targets.map { "\(escaped(table.names[$0])) (column \($0 + 1))" }
    var target = "target: " + targets.joined(separator: ", ")
    if !choice.leftOut.isEmpty {
      target += "; not \(choice.leftOut.joined(separator: ", "))"
    }
    notes.append(target)
    if choice.clock == nil, let note = clockNote(table) { notes.append(note) }
    let own = choice.inputs.dropLast(choice.known.count)
    if Array(own) != choice.targets {
      notes.append("inputs: " + own.map { escaped(table.names[$0]) }.joined(separator: ", "))
    }
    let others = choice.others(of: table, besides: panel)
    if !others.isEmpty {
      notes.append(
        "not fed: \(listed(others.map { table.names[$0] }, most: 6))"
          + "; --set data.columns=all feeds \(others.count == 1 ? "it" : "them")")
    }
    if !choice.known.isEmpty {
      notes.append(
        "known ahead of time, fed up to the predicted row: "
          + choice.known.map { escaped(table.names[$0]) }.joined(separator: ", "))
    }
    notes += table.readingNotes(choice.targets + choice.inputs)
    let constant = choice.inputs.filter { table.columns[$0].isConstant }
    if !constant.isEmpty {
      notes.append(
        "constant, so it tells nothing: "
          + constant.map { escaped(table.names[$0]) }.joined(separator: ", "))
    }
    return notes
  }
}
