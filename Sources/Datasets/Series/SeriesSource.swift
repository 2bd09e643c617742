/// `csv`: a time series from a table, a window of steps predicting the values `horizon` steps ahead.
package enum SeriesSource: DataSource {
  package static let name = "csv"
  package static let about =
    "A table of numbers, a row a time step. A window of rows predicts the targets `horizon` rows "
    + "ahead; trivial predictors say that nothing changes (persistence), or that it is as it was a "
    + "season ago."
  /// A cell of two bytes ("7,") becomes a number of 8, and is prepared.
  private static let growth = 5.0
  package static let keys: Set<DataKey> = DataKey.ofFiles.union(DataKey.ofTables).union([
    .target, .columns, .time, .gaps, .sequence, .scaleBy, .layout, .window, .horizon, .stride,
    .season,
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
    // A format may say itself which series a row belongs to.
    if configuration.sequence == nil { configuration.sequence = source.conversion?.roles.sequence }
    if configuration.targets.isEmpty, configuration.columns.isEmpty,
      let steps = source.conversion?.roles.inputs?.first
    {
      configuration.targets = [steps]
    }
    let choice = try ColumnChoice(table, configuration)
    let tooFew = tooFew(table, configuration, split: try Split(configuration))
    if case .tooFewRows(_, let rows, let needed, _, _) = tooFew, rows < needed { throw tooFew }
    var series = try SeriesSet(table, choice, configuration, files: files, progress: progress)
    series.description.wide = wide
    let stride = configuration.stride
    let training = series.windows(part: 0, stride: stride)
    var notes = tableNotes(table, series.choice) + series.notes + doubt

    func part(_ place: Int, _ own: String?, _ title: String) throws(DatasetError) -> [SeriesWindows]
    {
      guard let own else {
        return series.windows(part: place, stride: stride, total: table.rows)
      }
      let source = try files.openTable(
        own, wide: wide, options: configuration.table, progress: progress)
      try files.requireMemory(of: source, growth: growth)
      let other = try Table(
        source, options: configuration.table, given: series.description.readings ?? [:],
        progress: progress)
      let prepared = try SeriesSet(other, as: series.description, files: files, progress: progress)
      notes.append("\(title): \(escaped(own)), \(counted(other.rows, "row"))")
      let windows = prepared.windows(part: 0, stride: stride, total: other.rows)
      if windows.allSatisfy({ $0.count == 0 }) {
        throw Self.tooFew(other, configuration, split: nil)
      }
      return windows
    }
    let validation = try part(1, configuration.validationFile, "validation")
    let test = try part(2, configuration.testFile, "test")
    try requireWindows([training, validation, test], of: series, configuration)
    if let first = series.series.first {
      notes += first.steps.map { step in
        "\(step.name): \(step.effect)"
          + (series.series.count > 1 ? " (\(escaped(first.id ?? "")))" : "")
      }
    }
    let parts = [training, validation, test].map(PanelWindows.joined)
    notes.append(
      "split in the order of time\(series.panel == nil ? "" : ", each series by itself"): "
        + "\(parts[0].count) training, \(parts[1].count) validation, \(parts[2].count) test windows "
        + "of \(configuration.window) steps")
    if let scores = series.scores(of: test) { notes.append(scores) }
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
      targetNames: others > 0 ? targets : [], vocabulary: nil, metrics: ["rmse", "mae"],
      forecastTitle: "\(predicted), \(counted(configuration.horizon, "step")) ahead",
      description: DatasetDescription(source: name, series: series.description),
      report: SeriesReport(series, configuration).report(training, validation, test))
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard let series = description.series else { throw .notOfFiles(source: description.source) }
    let source = try files.openTable(file, wide: series.wide, progress: progress)
    try files.requireMemory(of: source, growth: growth)
    let table = try Table(source, given: series.readings ?? [:], progress: progress)
    let prepared = try SeriesSet(table, as: series, files: files, progress: progress)
    // Rows as they stand in the file, without those that were put into gaps; then those still to come.
    let all = prepared.windows(part: 0, onlyKnown: false)
    let windows = PanelWindows(all) { place, row in
      let one = prepared.series[place]
      return row < one.frame.rows ? one.rowNumber(row) : table.rows + row - one.frame.rows + 1
    }
    if windows.count == 0 {
      var configuration = DataConfiguration()
      (configuration.window, configuration.horizon) = (series.window, series.horizon)
      throw tooFew(table, configuration, split: nil)
    }
    let hasClock = prepared.choice.clock != nil
    let isPanel = prepared.panel != nil
    let members = prepared.series
    return PreparedFile(
      kind: .series,
      shape: SequenceShape(
        timeSteps: series.window, features: prepared.series[0].data.features, vocabulary: 0,
        outputs: series.targets.count, target: .values, everyStep: false),
      examples: windows,
      baselines: NaiveForecast.baselines(all, all, all, season: series.season),
      targetNames: prepared.choice.targets.map { table.names[$0] }, metrics: ["rmse", "mae"],
      notes: tableNotes(table, prepared.choice) + prepared.notes
        + prepared.series[0].steps.map { "\($0.name): \($0.effect)" },
      keyNames: ["row"] + (prepared.panel.map { [table.names[$0]] } ?? [])
        + (prepared.choice.clock.map { [$0.name] } ?? []),
      keys: { index in
        let (place, row) = windows.target(index)
        let one = members[place]
        // Rows still to come of several series have no number in the file.
        let number =
          isPanel && row >= one.frame.rows
          ? "+\(row - one.frame.rows + 1)" : "\(one.rowNumber(row))"
        return [number] + (isPanel ? [one.id ?? ""] : []) + (hasClock ? [one.date(row)] : [])
      })
  }

  /// The columns of a table with a series a row; and a note where rows are read as steps and may be
  /// series.
  private static func wide(
    _ configuration: inout DataConfiguration, files: DataFiles
  ) throws(DatasetError) -> (WideColumns?, [String]) {
    guard let file = configuration.file else { return (nil, []) }
    try configuration.layout?.refuse(ofArrays: true, with: "a table", file: file)
    guard let found = try WideFinding.of(file, configuration, files: files) else {
      return (nil, [])
    }
    // A label is nothing to forecast.
    if configuration.layout == .wide || found.isCertain && found.columns.label == nil {
      (configuration.sequence, configuration.label) = (nil, nil)
      return (found.columns, [])
    }
    return (nil, [found.doubt])
  }

  /// Throws where a part has no window, with the reason.
  private static func requireWindows(
    _ windows: [[SeriesWindows]], of series: SeriesSet, _ configuration: DataConfiguration
  ) throws(DatasetError) {
    guard let place = windows.firstIndex(where: { $0.allSatisfy { $0.count == 0 } }) else { return }
    let (table, one) = (series.table, series.series[0])
    if !series.series.contains(where: { $0.parts[place].contains(where: $0.data.isKnown) }) {
      throw .allMissing(
        file: table.file, column: table.names[series.choice.targets[0]],
        part: ["training", "validation", "test"][place])
    }
    // Rows that were left out, and those that differences need before the first one.
    let lost =
      series.panel == nil
      ? table.rows - one.data.rows + (one.data.segments.first?.lowerBound ?? 0) : 0
    throw Self.tooFew(table, configuration, split: try Split(configuration), lost: lost)
  }

  private static func tooFew(
    _ table: Table, _ configuration: DataConfiguration, split: Split?, lost: Int = 0
  ) -> DatasetError {
    let reach = configuration.window + configuration.horizon + lost
    let needed =
      split?.leastCount(
        training: reach, validation: 1, test: 1,
        validationFile: configuration.validationFile != nil,
        testFile: configuration.testFile != nil) ?? reach
    return .tooFewRows(
      file: table.file, rows: table.rows, needed: needed, window: configuration.window,
      horizon: configuration.horizon)
  }

  private static func tableNotes(_ table: Table, _ choice: ColumnChoice) -> [String] {
    var notes = table.notes
    let targets = choice.targets.map { "\(escaped(table.names[$0])) (column \($0 + 1))" }
    var target = "target: " + targets.joined(separator: ", ")
    if !choice.leftOut.isEmpty {
      target += "; not \(choice.leftOut.joined(separator: ", "))"
    }
    notes.append(target)
    if choice.inputs != choice.targets {
      notes.append(
        "inputs: " + choice.inputs.map { escaped(table.names[$0]) }.joined(separator: ", "))
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
