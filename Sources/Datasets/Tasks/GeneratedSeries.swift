import Telemetry

/// A time series that the program computes: one long run of values, divided in the order of time.
/// A window of T values predicts the one `horizon` steps ahead.
protocol GeneratedSeries: DataSource {
  /// "Mackey-Glass".
  static var title: String { get }
  /// The name of a value: "x".
  static var quantity: String { get }
  static var usualLength: Int { get }
  static var usualCount: Int { get }

  /// The first `count` values that `seed` gives, all finite.
  static func values(_ count: Int, seed: UInt64) -> [Double]
}

extension GeneratedSeries {
  static var defaultLength: Int? { usualLength }
  static var defaultCount: Int? { usualCount }
  static var keys: Set<DataKey> { DataKey.ofTasks.union([.horizon, .stride, .prepare]) }

  /// The most values that are held.
  private static var mostValues: Int { 2_000_000 }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let length = configuration.length ?? usualLength
    let count = configuration.count ?? usualCount
    let horizon = configuration.horizon
    let split = try Split(configuration)
    let least = split.leastCount(training: length + horizon, validation: 1, test: 1)
    try configuration.require(.count, count, in: least...max(least, mostValues))
    // Each value as it is computed, prepared, and trained on.
    try files.memory.require(
      40 * Double(count), for: "data.count \(count)", remedy: "reduce data.count")
    progress("computing \(counted(count, "value"))")

    let values = Self.values(count, seed: configuration.seed)
    let parts = split.parts(of: count)
    var frame = Frame(
      file: name, inputs: [.init(name: quantity, values: values)],
      targets: [TargetColumn(name: quantity, values: values, segments: [0..<count])],
      rows: count, segments: [0..<count],
      parts: [parts.training, parts.validation ?? 0..<0, parts.test ?? 0..<0])
    let run = try PreparationRun(
      configuration.prepare ?? [PreparationStep(Scaling.name, "standard")], on: &frame,
      PreparationContext(
        horizon: horizon, seed: configuration.seed, model: files.missingValueModel))
    let data = try SeriesData(frame)
    let windows = frame.parts.map { rows in
      var windows = SeriesWindows(
        data, window: length, horizon: horizon, stride: configuration.stride, targetsIn: rows)
      windows.places = RowPlaces(rows, of: count, number: frame.rowNumber)
      return windows
    }
    let (training, validation, test) = (windows[0], windows[1], windows[2])
    // Steps of the preparation may have used values up.
    if min(training.count, validation.count, test.count) == 0 {
      let lost = data.segments.first?.lowerBound ?? 0
      throw .tooFewRows(
        file: name,
        Shortage(
          .generated, rows: frame.rows, lost: lost,
          needed: try Split.rowsNeeded(configuration, window: length, lost: lost), window: length,
          horizon: horizon))
    }
    return Dataset(
      source: name, kind: .series, summary: "\(title), T \(length)",
      notes: notes(configuration, count, windows) + run.report.map { "\($0.name): \($0.effect)" },
      shape: SequenceShape(
        timeSteps: length, features: 1, vocabulary: 0, outputs: 1, target: .values,
        everyStep: false),
      training: training, validation: validation, test: test,
      baselines: NaiveForecast.baselines([training], [validation], [test], season: nil),
      metrics: ["rmse", "mae"], forecastTitle: "\(title), \(counted(horizon, "step")) ahead",
      description: DatasetDescription(
        source: name,
        series: SeriesDescription(
          columns: [quantity], targets: [quantity], categories: [:], window: length,
          horizon: horizon, steps: run.fitted),
        length: length),
      report: report(values, frame.parts, windows, run.report))
  }

  /// A model of such a series can be tried on a table that has a column of the same name.
  static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    try SeriesSource.prepare(file, by: description, files: files, progress: progress)
  }

  private static func notes(
    _ configuration: DataConfiguration, _ count: Int, _ windows: [SeriesWindows]
  ) -> [String] {
    var notes = [
      "generated: \(count) values; split in the order of time: \(windows[0].count) training, "
        + "\(windows[1].count) validation, \(windows[2].count) test windows of "
        + counted(windows[0].window, "step")
    ]
    if let folds = configuration.folds {
      notes.append(
        "fold \(configuration.fold ?? 1) of \(folds): trained on the values before its validation "
          + "part")
    }
    return notes
  }

  private static func report(
    _ values: [Double], _ parts: [Range<Int>], _ windows: [SeriesWindows],
    _ steps: [PreparationReport]
  ) -> DataReport {
    let count = values.count
    let horizon = windows[0].horizon
    return DataReport(
      source: name,
      task: "\(quantity), \(counted(horizon, "step")) ahead, from "
        + counted(windows[0].window, "value"),
      rows: count, rowsName: "values",
      columns: [
        .init(
          name: quantity, role: .inputAndTarget, kind: "number", present: count, missing: 0,
          minimum: values.min(), mean: values.reduce(0) { $0 + $1 / Double(count) },
          maximum: values.max())
      ],
      steps: steps,
      parts: ["training", "validation", "test"].enumerated().map { place, part in
        DataReport.Part(
          name: part, examples: windows[place].count,
          place: "values \(parts[place].lowerBound + 1) to \(parts[place].upperBound)")
      },
      pictures: [
        .init(
          title: "the whole series",
          series: [.init(name: quantity, values: SeriesReport.thinned(values))],
          parts: parts.dropFirst().map { Double($0.lowerBound) / Double(count) }),
        .init(
          title: "its first values",
          series: [.init(name: quantity, values: values.prefix(400).map { Float($0) })]),
      ])
  }
}
