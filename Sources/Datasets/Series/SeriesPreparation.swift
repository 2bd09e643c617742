import Telemetry

/// A series from a table to numbers that can be fed: columns chosen, steps run.
struct SeriesPreparation {
  let data: SeriesData
  let choice: ColumnChoice
  let season: Int?
  /// Training, validation and test rows, those in other files empty.
  let parts: [Range<Int>]
  let notes: [String]
  let steps: [PreparationReport]
  let description: SeriesDescription
  let frame: Frame

  /// Fits and runs the configuration's steps, or those that the training part calls for.
  init(
    _ table: Table, _ choice: ColumnChoice, _ configuration: DataConfiguration,
    files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let split = try Split(configuration)
    let asked = configuration.prepare
    let read = try SeriesFrame(
      table, choice, configuration,
      parts: { rows in
        let parts = split.parts(
          of: rows, validationFile: configuration.validationFile != nil,
          testFile: configuration.testFile != nil)
        return [parts.training, parts.validation ?? 0..<0, parts.test ?? 0..<0]
      }, wantsHashes: asked?.contains(PreparationStep(Duplicates.name, "rows")) == true,
      progress: progress)
    var frame = read.frame
    var notes = read.notes
    let target = frame.targets[0]
    let training = frame.training.map { target.isKnown[$0] ? target.filled[$0] : .nan }
    season =
      configuration.season
      ?? Season.recognise(
        training, candidates: read.clock?.steps.seasons ?? [])
    let automatic = AutomaticPreparation(
      hasGaps: frame.inputs.contains { $0.values.contains(where: \.isNaN) }, training: training,
      season: season,
      spare: training.count - configuration.window - configuration.horizon - 8)
    if asked == nil { notes += automatic.reasons.map { "prepared automatically: \($0)" } }
    let run = try PreparationRun(
      asked ?? automatic.steps, on: &frame,
      PreparationContext(
        horizon: configuration.horizon, seed: configuration.seed, model: files.missingValueModel))
    self.choice = choice
    self.notes = notes
    self.frame = frame
    data = try SeriesData(frame)
    parts = frame.parts
    steps = run.report
    dates = read.dates
    clock = read.clock
    description = SeriesDescription(
      columns: choice.inputs.map { table.reference($0) },
      targets: choice.targets.map { table.reference($0) },
      time: configuration.time, categories: read.categories,
      window: configuration.window, horizon: configuration.horizon, season: season,
      steps: run.fitted, readings: table.readings(choice.inputs + choice.targets),
      isDayFirst: choice.clock?.isDayFirst, gaps: read.clock?.gaps ?? configuration.gaps)
  }

  /// Runs the steps of `description` on another table with the same columns.
  init(
    _ table: Table, as description: SeriesDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var configuration = DataConfiguration()
    configuration.targets = description.targets
    configuration.columns = description.columns
    configuration.time = description.time
    configuration.gaps = description.gaps
    (configuration.window, configuration.horizon) = (description.window, description.horizon)
    let wanted =
      description.columns + description.targets
      + (description.time.map { $0 == TableClock.off ? [] : [$0] } ?? [])
    let missing = wanted.filter { (try? table.column($0)) == nil }
    if !missing.isEmpty {
      throw .otherColumns(
        file: table.file, missing: Array(Set(missing)).sorted(), found: table.names)
    }
    choice = try ColumnChoice(table, configuration, isDayFirst: description.isDayFirst)
    let read = try SeriesFrame(
      table, choice, configuration, parts: { _ in [0..<0] }, categories: description.categories,
      wantsHashes: description.steps.contains {
        $0.step == PreparationStep(Duplicates.name, "rows")
      }, progress: progress)
    var frame = read.frame
    let run = try PreparationRun(
      applying: description.steps, to: &frame,
      PreparationContext(horizon: description.horizon, seed: 0, model: files.missingValueModel))
    self.frame = frame
    data = try SeriesData(frame)
    season = description.season
    parts = [0..<frame.rows]
    notes = read.notes
    steps = run.report
    self.description = description
    dates = read.dates
    clock = read.clock
  }

  /// [rows of the file]; empty where it has no column of dates.
  let dates: [String]

  /// Nil where the table has none.
  let clock: SeriesClock?

  /// The row's number in the file, from 1; behind the end it goes on.
  func rowNumber(_ row: Int) -> Int {
    row < frame.rows ? frame.rowNumber(row) : fileRows + row - frame.rows + 1
  }

  private var fileRows: Int { frame.rowNumbers.map { Int($0.max() ?? 0) } ?? frame.rows }

  /// The date of a row, as the file writes it or would; empty where it has no clock.
  func date(_ row: Int) -> String {
    if row >= frame.rows { return clock?.text(behind: row - frame.rows + 1) ?? "" }
    let number = frame.rowNumber(row)
    return dates.indices.contains(number - 1) ? dates[number - 1] : ""
  }

  /// Where rows stand in the file.
  /// - Parameter total: rows of the file.
  func places(of rows: Range<Int>, total: Int) -> RowPlaces {
    RowPlaces(rows, of: total, number: rowNumber, dates: dates)
  }

  /// All windows with their targets in `rows`.
  func windows(_ rows: Range<Int>, stride: Int = 1, onlyKnown: Bool = true) -> SeriesWindows {
    SeriesWindows(
      data, window: description.window, horizon: description.horizon, stride: stride,
      targetsIn: rows, onlyKnown: onlyKnown)
  }
}
