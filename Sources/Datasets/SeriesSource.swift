/// `csv`: a time series from a table, a window of steps predicting the value `horizon` steps ahead.
package enum SeriesSource: DataSource {
  package static let name = "csv"
  package static let readsFile = true
  package static let about =
    "A table of numbers, a row a time step. A window of rows predicts the target `horizon` rows "
    + "ahead; the trivial predictor says that nothing changes (persistence)."
  package static let defaultLength: Int? = nil
  package static let defaultCount: Int? = nil
  package static let hasColumns = true

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    let split = try Split(configuration.split)
    progress("reading \(escaped(file))")
    let table = try Table(files.read(file))
    let choice = try ColumnChoice(
      table, target: configuration.target, columns: configuration.columns)
    var notes = tableNotes(table, choice)

    let ownValidation = configuration.validationFile != nil
    let ownTest = configuration.testFile != nil
    let parts = split.parts(
      of: table.rows, validationFile: ownValidation, testFile: ownTest)
    let reach = configuration.window + configuration.horizon
    if parts.training.count < reach || parts.validation?.isEmpty == true
      || parts.test?.isEmpty == true
    {
      let needed = split.leastCount(
        training: reach, validation: 1, test: 1, validationFile: ownValidation, testFile: ownTest)
      throw .tooFewRows(
        file: file, rows: table.rows, needed: needed, window: configuration.window,
        horizon: configuration.horizon)
    }

    let main = try SeriesColumns(table, choice, parts: parts)
    let scaling = SeriesScaling(main, training: parts.training)
    let scaled = scaling.apply(main)
    func windows(_ series: ScaledSeries, _ rows: Range<Int>) -> SeriesWindows {
      SeriesWindows(
        inputs: series.inputs, targets: series.target, features: choice.inputs.count,
        window: configuration.window, horizon: configuration.horizon,
        stride: configuration.stride, targetsIn: rows)
    }
    func part(
      _ rows: Range<Int>?, _ ownFile: String?, _ partName: String
    ) throws(DatasetError) -> (windows: SeriesWindows, series: SeriesColumns) {
      if let rows { return (windows(scaled, rows), main) }
      let own = ownFile ?? file
      progress("reading \(escaped(own))")
      let series = try ownSeries(
        Table(files.read(own)), like: table, choice, part: partName, needed: reach,
        configuration)
      notes.append("\(partName): \(escaped(own)), \(counted(series.rows, "row"))")
      notes += series.notes
      return (windows(scaling.apply(series), 0..<series.rows), series)
    }

    let training = windows(scaled, parts.training)
    let validation = try part(
      parts.validation, configuration.validationFile, "validation")
    let test = try part(parts.test, configuration.testFile, "test")
    notes += main.notes
    notes.append(
      "split in the order of time: \(training.count) training, \(validation.windows.count) "
        + "validation, \(test.windows.count) test windows of \(configuration.window) steps")
    notes.append(
      "scaled by the training part: mean \(short(scaling.target.mean)), standard deviation "
        + short(scaling.target.scale))

    let targetName = table.names[choice.target]
    return Dataset(
      source: name, kind: .series,
      summary: "\(escaped(stem(file))), window \(configuration.window)", notes: notes,
      shape: SequenceShape(
        timeSteps: configuration.window, features: choice.inputs.count, vocabulary: 0, outputs: 1,
        target: .values, everyStep: false),
      training: training, validation: validation.windows, test: test.windows,
      baseline: baseline(validation, test, scaling.target), scaler: scaling.target,
      vocabulary: nil, metrics: ["rmse", "mae"],
      forecastTitle: "\(escaped(targetName)), \(counted(configuration.horizon, "step")) ahead",
      description: DatasetDescription(
        source: name,
        columns: zip(choice.inputs, scaling.inputs).map { index, scaler in
          .init(name: table.names[index], mean: scaler.mean, scale: scaler.scale)
        },
        target: .init(
          name: targetName, mean: scaling.target.mean, scale: scaling.target.scale),
        window: configuration.window, horizon: configuration.horizon,
        preparation: ["linear interpolation", "standard scaling"]))
  }

  /// The same columns of the file that holds the validation or test part alone.
  private static func ownSeries(
    _ table: Table, like main: Table, _ choice: ColumnChoice, part: String, needed: Int,
    _ configuration: DataConfiguration
  ) throws(DatasetError) -> SeriesColumns {
    func column(_ index: Int) throws(DatasetError) -> Int {
      // By name where both files have names, by number else.
      let byName = main.dialect.hasHeader && table.dialect.hasHeader
      return try table.column(byName ? main.names[index] : "\(index + 1)")
    }
    var own = choice
    own.target = try column(choice.target)
    own.inputs = []
    for input in choice.inputs { own.inputs.append(try column(input)) }
    if table.rows < needed {
      throw .tooFewRows(
        file: table.file, rows: table.rows, needed: needed, window: configuration.window,
        horizon: configuration.horizon)
    }
    return try SeriesColumns(
      table, own, parts: Parts(training: 0..<table.rows, validation: nil, test: nil), name: part)
  }

  private static func baseline(
    _ validation: (windows: SeriesWindows, series: SeriesColumns),
    _ test: (windows: SeriesWindows, series: SeriesColumns), _ scaler: AffineScaler
  ) -> Baseline {
    let onValidation = Persistence(validation.windows, values: validation.series.target)
    let onTest = Persistence(test.windows, values: test.series.target)
    return Baseline(
      name: "persistence", validationLoss: onValidation.loss(scaler),
      testLoss: onTest.loss(scaler), validationMetrics: onValidation.metrics,
      testMetrics: onTest.metrics)
  }

  private static func tableNotes(_ table: Table, _ choice: ColumnChoice) -> [String] {
    let columns = table.names.count
    var notes = [
      "table: \(counted(table.rows, "row")), \(counted(columns, "column"))"
        + (columns > 1 ? ", \(table.dialect.delimiter.name) between them" : "")
        + (table.dialect.hasHeader ? ", names in the first line" : ", no names")
    ]
    if table.blankLines > 0 { notes.append("\(counted(table.blankLines, "blank line")) left out") }
    var target = "target: \(escaped(table.names[choice.target])) (column \(choice.target + 1))"
    if !choice.leftOut.isEmpty {
      target += "; not \(choice.leftOut.joined(separator: ", "))"
    }
    notes.append(target)
    if choice.inputs != [choice.target] {
      notes.append(
        "inputs: " + choice.inputs.map { escaped(table.names[$0]) }.joined(separator: ", "))
    }
    return notes
  }
}
