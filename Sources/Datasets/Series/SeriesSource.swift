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
    .target, .columns, .time, .gaps, .window, .horizon, .stride, .season, .prepare,
  ])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    progress("reading \(escaped(file))")
    let source = try files.open(file)
    try files.requireMemory(of: source, growth: growth)
    let table = try Table(source, options: configuration.table, progress: progress)
    let choice = try ColumnChoice(table, configuration)
    let tooFew = tooFew(table, configuration, split: try Split(configuration))
    if case .tooFewRows(_, let rows, let needed, _, _) = tooFew, rows < needed { throw tooFew }
    let series = try SeriesPreparation(
      table, choice, configuration, files: files, progress: progress)
    let stride = configuration.stride
    let training = series.windows(series.parts[0], stride: stride)
    var notes = tableNotes(table, series.choice) + series.notes

    func part(_ place: Int, _ own: String?, _ title: String) throws(DatasetError) -> SeriesWindows {
      guard let own else {
        var windows = series.windows(series.parts[place], stride: stride)
        windows.places = series.places(of: series.parts[place], total: table.rows)
        return windows
      }
      let source = try files.open(own)
      try files.requireMemory(of: source, growth: growth)
      let other = try Table(
        source, options: configuration.table, given: series.description.readings ?? [:],
        progress: progress)
      let prepared = try SeriesPreparation(
        other, as: series.description, files: files, progress: progress)
      notes.append("\(title): \(escaped(own)), \(counted(other.rows, "row"))")
      var windows = prepared.windows(prepared.parts[0], stride: stride)
      windows.places = prepared.places(of: prepared.parts[0], total: other.rows)
      if windows.count == 0 { throw Self.tooFew(other, configuration, split: nil) }
      return windows
    }
    let validation = try part(1, configuration.validationFile, "validation")
    let test = try part(2, configuration.testFile, "test")
    try requireWindows([training, validation, test], of: series, table, configuration)
    notes += series.steps.map { "\($0.name): \($0.effect)" }
    notes.append(
      "split in the order of time: \(training.count) training, \(validation.count) validation, "
        + "\(test.count) test windows of \(configuration.window) steps")
    let target = table.names[series.choice.targets[0]]
    let others = series.choice.targets.count - 1
    let predicted = escaped(target) + (others > 0 ? " and \(others) more" : "")
    let targets = series.choice.targets.map { table.names[$0] }
    return Dataset(
      source: name, kind: .series, file: escaped(stem(file)),
      summary: "\(predicted), window \(configuration.window)", notes: notes,
      shape: SequenceShape(
        timeSteps: configuration.window, features: series.data.features, vocabulary: 0,
        outputs: series.choice.targets.count, target: .values, everyStep: false),
      training: training, validation: validation, test: test,
      baselines: NaiveForecast.baselines(training, validation, test, season: series.season),
      targetNames: others > 0 ? targets : [], vocabulary: nil, metrics: ["rmse", "mae"],
      forecastTitle: "\(predicted), \(counted(configuration.horizon, "step")) ahead",
      description: DatasetDescription(source: name, series: series.description),
      report: SeriesReport(table, series, configuration).report(training, validation, test))
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard let series = description.series else { throw .notOfFiles(source: description.source) }
    let source = try files.open(file)
    try files.requireMemory(of: source, growth: growth)
    let table = try Table(source, given: series.readings ?? [:], progress: progress)
    let prepared = try SeriesPreparation(
      table, as: series, files: files, progress: progress)
    var windows = prepared.windows(prepared.parts[0], onlyKnown: false)
    // Rows as they stand in the file, without those that were put into gaps.
    windows.sort(by: prepared.rowNumber)
    let sorted = windows
    if windows.count == 0 {
      var configuration = DataConfiguration()
      (configuration.window, configuration.horizon) = (series.window, series.horizon)
      throw tooFew(table, configuration, split: nil)
    }
    let clock = prepared.choice.clock
    return PreparedFile(
      kind: .series,
      shape: SequenceShape(
        timeSteps: series.window, features: prepared.data.features, vocabulary: 0,
        outputs: series.targets.count, target: .values, everyStep: false),
      examples: windows,
      baselines: NaiveForecast.baselines(windows, windows, windows, season: series.season),
      targetNames: prepared.choice.targets.map { table.names[$0] }, metrics: ["rmse", "mae"],
      notes: tableNotes(table, prepared.choice) + prepared.notes
        + prepared.steps.map { "\($0.name): \($0.effect)" },
      keyNames: ["row"] + (clock.map { [$0.name] } ?? []),
      keys: { index in
        let row = sorted.targetRow(index)
        return ["\(prepared.rowNumber(row))"] + (clock == nil ? [] : [prepared.date(row)])
      })
  }

  /// Throws where a part has no window, with the reason.
  private static func requireWindows(
    _ windows: [SeriesWindows], of series: SeriesPreparation, _ table: Table,
    _ configuration: DataConfiguration
  ) throws(DatasetError) {
    guard let place = windows.firstIndex(where: { $0.count == 0 }) else { return }
    if !series.parts[place].contains(where: series.data.isKnown) {
      throw .allMissing(
        file: table.file, column: table.names[series.choice.targets[0]],
        part: ["training", "validation", "test"][place])
    }
    // Rows that were left out, and those that differences need before the first one.
    let lost = table.rows - series.data.rows + (series.data.segments.first?.lowerBound ?? 0)
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
