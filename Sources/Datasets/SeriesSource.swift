/// `csv`: a time series from a table, a window of steps predicting the value `horizon` steps ahead.
package enum SeriesSource: DataSource {
  package static let name = "csv"
  package static let about =
    "A table of numbers, a row a time step. A window of rows predicts the target `horizon` rows "
    + "ahead; the trivial predictor says that nothing changes (persistence)."
  package static let keys: Set<DataKey> = DataKey.ofFiles.union([
    .target, .columns, .window, .horizon, .stride, .prepare,
  ])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    progress("reading \(escaped(file))")
    let table = try Table(files.readTable(file))
    let choice = try ColumnChoice(
      table, target: configuration.targets.first, columns: configuration.columns)
    let parts = try SeriesParts(configuration, table, choice, files: files, progress: progress)
    let scaling = parts.scaling
    let targetName = table.names[choice.target]
    return Dataset(
      source: name, kind: .series,
      summary: "\(escaped(stem(file))), window \(configuration.window)",
      notes: tableNotes(table, choice) + parts.notes,
      shape: SequenceShape(
        timeSteps: configuration.window, features: choice.inputs.count, vocabulary: 0, outputs: 1,
        target: .values, everyStep: false),
      training: parts.training, validation: parts.validation.windows, test: parts.test.windows,
      baselines: [baseline(parts)], vocabulary: nil,
      metrics: ["rmse", "mae"],
      forecastTitle: "\(escaped(targetName)), \(counted(configuration.horizon, "step")) ahead",
      description: DatasetDescription(
        source: name,
        columns: zip(choice.inputs, scaling.inputs).map { index, scaler in
          .init(name: table.names[index], mean: scaler.mean, scale: scaler.scale)
        },
        target: .init(
          name: targetName, mean: scaling.target.mean, scale: scaling.target.scale),
        window: configuration.window, horizon: configuration.horizon,
        preparation: ["linear interpolation", "standard scaling"]),
      report: DataReport(
        source: name, file: file, task: "the target ahead", rows: table.rows,
        parts: [
          .init(name: "training", examples: parts.training.count),
          .init(name: "validation", examples: parts.validation.windows.count),
          .init(name: "test", examples: parts.test.windows.count),
        ]))
  }

  private static func baseline(_ parts: SeriesParts) -> Baseline {
    let validation = Persistence(parts.validation.windows, values: parts.validation.target)
    let test = Persistence(parts.test.windows, values: parts.test.target)
    let scaler = parts.scaling.target
    return Baseline(
      name: "persistence", validationLoss: validation.loss(scaler), testLoss: test.loss(scaler),
      validationMetrics: validation.metrics, testMetrics: test.metrics)
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
