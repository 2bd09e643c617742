/// The windows of a series, divided in the order of time or by files.
struct SeriesParts {
  /// A part that is scored: its windows, and the target [rows] in data units for the baseline.
  typealias Scored = (windows: SeriesWindows, target: [Double])

  let training: SeriesWindows
  let validation: Scored
  let test: Scored
  let scaling: SeriesScaling
  let notes: [String]

  /// Divides `table`, and reads the files that replace its validation or test part.
  ///
  /// Scaling is fitted on the training rows. Throws where a part has no window, and what the files
  /// throw.
  init(
    _ configuration: DataConfiguration, _ table: Table, _ choice: ColumnChoice, files: DataFiles,
    progress: (String) -> Void
  ) throws(DatasetError) {
    let parts = try Self.split(configuration, table)
    let series = try SeriesColumns(table, choice, parts: parts)
    let scaling = SeriesScaling(series, training: parts.training)
    let scaled = try scaling.apply(series, of: table, choice)
    self.scaling = scaling
    var notes: [String] = []

    func part(
      _ rows: Range<Int>?, _ file: String?, _ name: String
    ) throws(DatasetError) -> Scored {
      if let rows {
        return (Self.windows(scaled, rows, configuration, scaling.target), series.target)
      }
      guard let file else { throw .fileNeeded(source: SeriesSource.name) }
      progress("reading \(escaped(file))")
      let own = try Table(files.readTable(file))
      let ownChoice = try Self.sameColumns(choice, of: table, in: own)
      let reach = configuration.window + configuration.horizon
      try Self.require(reach, rowsOf: own, configuration)
      let ownSeries = try SeriesColumns(
        own, ownChoice, parts: Parts(training: 0..<own.rows, validation: nil, test: nil),
        name: name)
      notes.append("\(name): \(escaped(file)), \(counted(own.rows, "row"))")
      notes += ownSeries.notes
      let ownScaled = try scaling.apply(ownSeries, of: own, ownChoice)
      return (
        Self.windows(ownScaled, 0..<own.rows, configuration, scaling.target), ownSeries.target
      )
    }

    training = Self.windows(scaled, parts.training, configuration, scaling.target)
    validation = try part(parts.validation, configuration.validationFile, "validation")
    test = try part(parts.test, configuration.testFile, "test")
    notes += series.notes
    notes.append(
      "split in the order of time: \(training.count) training, \(validation.windows.count) "
        + "validation, \(test.windows.count) test windows of \(configuration.window) steps")
    notes.append(
      "scaled by the training part: mean \(short(scaling.target.mean)), standard deviation "
        + short(scaling.target.scale))
    self.notes = notes
  }

  private static func windows(
    _ series: ScaledSeries, _ rows: Range<Int>, _ configuration: DataConfiguration,
    _ scaler: AffineScaler
  ) -> SeriesWindows {
    SeriesWindows(
      inputs: series.inputs, targets: series.target,
      features: series.inputs.count / series.target.count, window: configuration.window,
      horizon: configuration.horizon, stride: configuration.stride, scaler: scaler, targetsIn: rows)
  }

  /// The rows of the parts; throws `.tooFewRows` where one of them would have no window.
  private static func split(
    _ configuration: DataConfiguration, _ table: Table
  ) throws(DatasetError) -> Parts {
    let split = try Split(configuration)
    let ownValidation = configuration.validationFile != nil
    let ownTest = configuration.testFile != nil
    let parts = split.parts(of: table.rows, validationFile: ownValidation, testFile: ownTest)
    let reach = configuration.window + configuration.horizon
    if parts.training.count >= reach, parts.validation?.isEmpty != true,
      parts.test?.isEmpty != true
    {
      return parts
    }
    let needed = split.leastCount(
      training: reach, validation: 1, test: 1, validationFile: ownValidation, testFile: ownTest)
    throw tooFew(table, needed, configuration)
  }

  private static func require(
    _ needed: Int, rowsOf table: Table, _ configuration: DataConfiguration
  ) throws(DatasetError) {
    if table.rows < needed { throw tooFew(table, needed, configuration) }
  }

  private static func tooFew(
    _ table: Table, _ needed: Int, _ configuration: DataConfiguration
  ) -> DatasetError {
    .tooFewRows(
      file: table.file, rows: table.rows, needed: needed, window: configuration.window,
      horizon: configuration.horizon)
  }

  /// The columns of `choice` in another file: by name where both have names, by number else.
  private static func sameColumns(
    _ choice: ColumnChoice, of table: Table, in other: Table
  ) throws(DatasetError) -> ColumnChoice {
    let byName = table.dialect.hasHeader && other.dialect.hasHeader
    func reference(_ index: Int) -> String { byName ? table.names[index] : "\(index + 1)" }
    return try ColumnChoice(
      other, target: reference(choice.target), columns: choice.inputs.map(reference))
  }
}
