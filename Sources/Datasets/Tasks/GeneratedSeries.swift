/// A time series that the program computes: one long run of values, divided in the order of time.
/// A window of T values predicts the one `horizon` steps ahead.
protocol GeneratedSeries: DataSource {
  /// "Mackey-Glass".
  static var title: String { get }
  /// What a value is called: "x".
  static var quantity: String { get }
  static var usualLength: Int { get }
  static var usualCount: Int { get }

  /// The first `count` values that `seed` gives, all finite.
  static func values(_ count: Int, seed: UInt64) -> [Double]
}

extension GeneratedSeries {
  static var defaultLength: Int? { usualLength }
  static var defaultCount: Int? { usualCount }
  static var keys: Set<DataKey> { DataKey.ofTasks.union([.horizon]) }

  /// The most values that are held; 12 bytes each.
  private static var mostValues: Int { 10_000_000 }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let length = configuration.length ?? usualLength
    let count = configuration.count ?? usualCount
    let horizon = configuration.horizon
    try configuration.require("data.length", length, in: 1...1_000_000)
    let split = try Split(configuration)
    let least = split.leastCount(training: length + horizon, validation: 1, test: 1)
    try configuration.require("data.count", count, in: least...max(least, mostValues))
    progress("computing \(counted(count, "value"))")

    let values = Self.values(count, seed: configuration.seed)
    let parts = split.parts(of: count)
    let scaler = AffineScaler(fitting: values[parts.training])
    let scaled = values.map(scaler.apply)
    func windows(_ rows: Range<Int>?) -> SeriesWindows {
      SeriesWindows(
        inputs: scaled, targets: scaled, features: 1, window: length, horizon: horizon, stride: 1,
        scaler: scaler, targetsIn: rows ?? 0..<0)
    }
    let training = windows(parts.training)
    let validation = windows(parts.validation)
    let test = windows(parts.test)
    let column = DatasetDescription.Column(
      name: quantity, mean: scaler.mean, scale: scaler.scale)
    return Dataset(
      source: name, kind: .series, summary: "\(title), T \(length)",
      notes: notes(configuration, count, training, validation, test, scaler),
      shape: SequenceShape(
        timeSteps: length, features: 1, vocabulary: 0, outputs: 1, target: .values,
        everyStep: false),
      training: training, validation: validation, test: test,
      baselines: [baseline(validation, test, values, scaler)], metrics: ["rmse", "mae"],
      forecastTitle: "\(title), \(counted(horizon, "step")) ahead",
      description: DatasetDescription(
        source: name, columns: [column], target: column, window: length, horizon: horizon,
        length: length, preparation: ["standard scaling"]),
      report: report(values, parts, [training, validation, test], horizon: horizon))
  }

  private static func notes(
    _ configuration: DataConfiguration, _ count: Int, _ training: SeriesWindows,
    _ validation: SeriesWindows, _ test: SeriesWindows, _ scaler: AffineScaler
  ) -> [String] {
    var notes = [
      "generated: \(count) values; split in the order of time: \(training.count) training, "
        + "\(validation.count) validation, \(test.count) test windows of "
        + counted(training.window, "step"),
      "scaled by the training part: mean \(short(scaler.mean)), standard deviation "
        + short(scaler.scale),
    ]
    if let folds = configuration.folds {
      notes.append(
        "fold \(configuration.fold ?? 1) of \(folds): trained on what lies before its validation "
          + "part")
    }
    return notes
  }

  private static func baseline(
    _ validation: SeriesWindows, _ test: SeriesWindows, _ values: [Double], _ scaler: AffineScaler
  ) -> Baseline {
    let onValidation = Persistence(validation, values: values)
    let onTest = Persistence(test, values: values)
    return Baseline(
      name: "persistence", validationLoss: onValidation.loss(scaler),
      testLoss: onTest.loss(scaler), validationMetrics: onValidation.metrics,
      testMetrics: onTest.metrics)
  }

  private static func report(
    _ values: [Double], _ parts: Parts, _ windows: [SeriesWindows], horizon: Int
  ) -> DataReport {
    let count = values.count
    let starts = [parts.training.lowerBound, parts.validation?.lowerBound, parts.test?.lowerBound]
    func picture(_ title: String, _ rows: Range<Int>, parts: [Double]) -> DataReport.Picture {
      let points = min(400, rows.count)
      return DataReport.Picture(
        title: title,
        series: [
          .init(
            name: quantity,
            values: (0..<points).map {
              Float(values[rows.lowerBound + $0 * rows.count / points])
            })
        ], parts: parts)
    }
    return DataReport(
      source: name, task: "\(quantity), \(counted(horizon, "step")) ahead", rows: count,
      rowsName: "values",
      columns: [
        .init(
          name: quantity, role: .inputAndTarget, kind: "number", present: count, missing: 0,
          minimum: values.min(), mean: values.reduce(0) { $0 + $1 / Double(count) },
          maximum: values.max())
      ],
      parts: zip(
        ["training", "validation", "test"],
        zip(
          windows,
          [
            parts.training, parts.validation ?? 0..<0, parts.test ?? 0..<0,
          ])
      ).map { name, part in
        DataReport.Part(
          name: name, examples: part.0.count,
          place: "values \(part.1.lowerBound + 1) to \(part.1.upperBound)")
      },
      pictures: [
        picture(
          "the whole series", 0..<count,
          parts: starts.map { Double($0 ?? 0) / Double(count) }),
        picture("its first values", 0..<min(count, 400), parts: []),
      ])
  }
}
