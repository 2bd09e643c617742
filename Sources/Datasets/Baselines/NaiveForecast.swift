/// The forecast that repeats the value some rows earlier: the last known one (persistence), or the
/// one a season before.
struct NaiveForecast {
  let name: String
  /// "the seasonal naive forecast (12 rows)".
  let inSentence: String
  /// Rows back.
  let lag: Int

  static func persistence(horizon: Int) -> NaiveForecast {
    NaiveForecast(name: "persistence", inSentence: "persistence", lag: horizon)
  }

  /// The same row of the last season that is known when the forecast is made.
  static func seasonal(_ season: Int, horizon: Int) -> NaiveForecast {
    NaiveForecast(
      name: "seasonal naive, \(season) rows",
      inSentence: "the seasonal naive forecast (\(season) rows)",
      lag: (horizon + season - 1) / season * season)
  }

  /// Errors, added up. In the data's own units they are taken target by target, each in its own:
  /// what is told is the mean over targets.
  struct Score {
    private struct Sum {
      var squared = 0.0
      var absolute = 0.0
      var count = 0.0
    }
    private var missed = 0.0
    private var cells = 0.0
    private var sums: [Sum]

    init(targets: Int) { sums = Array(repeating: Sum(), count: targets) }

    /// - Parameters:
    ///   - miss: as the network is scored.
    ///   - error: in the data's own units.
    mutating func add(_ target: Int, miss: Double, error: Double) {
      missed += miss * miss
      cells += 1
      sums[target].squared += error * error
      sums[target].absolute += error.magnitude
      sums[target].count += 1
    }

    var isEmpty: Bool { sums.contains { $0.count == 0 } }
    var loss: Double { missed / cells }
    var rmse: Double { mean { ($0.squared / $0.count).squareRoot() } }
    var mae: Double { mean { $0.absolute / $0.count } }

    private func mean(_ value: (Sum) -> Double) -> Double {
      sums.reduce(0) { $0 + value($1) } / Double(sums.count)
    }
  }

  /// Mean squared error as the network is scored, and errors in the data's own units, over the
  /// windows of all series. Where nothing was known so far back, the window is passed over; nil if
  /// it is so for all, or a window begins too early.
  func score(_ series: [SeriesWindows]) -> Score? {
    var score = Score(targets: series.first?.data.targets.count ?? 0)
    for windows in series {
      let data = windows.data
      for row in windows.targetRows.lazy.map(Int.init) where data.isKnown(row) {
        guard row >= lag else { return nil }
        for (place, target) in data.targets.enumerated() {
          let forecast = target.filled[row - lag]
          let said = target.forward(forecast, row: row)
          guard forecast.isFinite, said.isFinite else { continue }
          score.add(
            place, miss: (said - target.values[row]) / windows.spread(place, row).scale,
            error: forecast - target.filled[row])
        }
      }
    }
    return score.isEmpty ? nil : score
  }

  /// For all series together, and if there are several the mean of their errors.
  private static func metrics(_ score: Score, _ bySeries: [Score?]) -> [Baseline.Metric] {
    let pooled = [("rmse", score.rmse), ("mae", score.mae)]
    let known = bySeries.compactMap { $0 }
    guard bySeries.count > 1, !known.isEmpty else { return pooled }
    return pooled + [("rmse_macro", known.reduce(0) { $0 + $1.rmse / Double(known.count) })]
  }

  private static func baseline(
    _ name: String, inSentence: String? = nil, _ validation: [SeriesWindows],
    _ test: [SeriesWindows], _ score: ([SeriesWindows]) -> Score?
  ) -> Baseline? {
    guard let onValidation = score(validation), let onTest = score(test) else { return nil }
    let bySeries = test.map { score([$0]) }
    var baseline = Baseline(
      name: name, inSentence: inSentence, validationLoss: Float(onValidation.loss),
      testLoss: Float(onTest.loss),
      validationMetrics: metrics(onValidation, validation.map { score([$0]) }),
      testMetrics: metrics(onTest, bySeries))
    if test.count > 1 {
      baseline.testBySeries = bySeries.map { score in
        score.map { [("rmse", $0.rmse), ("mae", $0.mae)] } ?? []
      }
    }
    return baseline
  }

  /// The forecasts that can be made for both parts, the one that does best on validation first.
  static func baselines(
    _ training: [SeriesWindows], _ validation: [SeriesWindows], _ test: [SeriesWindows],
    season: Int?
  ) -> [Baseline] {
    let horizon = validation.first?.horizon ?? 1
    let forecasts =
      [persistence(horizon: horizon)] + (season.map { [seasonal($0, horizon: horizon)] } ?? [])
    let baselines = forecasts.compactMap { forecast in
      baseline(
        forecast.name, inSentence: forecast.inSentence, validation, test, forecast.score)
    }
    if baselines.isEmpty { return mean(training, validation, test).map { [$0] } ?? [] }
    return baselines.sorted { $0.validationLoss < $1.validationLoss }
  }

  /// The training targets' mean, as the network is to say it (of the window, where each is scaled
  /// by itself); where no forecast can look back. Nil if no target is known.
  private static func mean(
    _ training: [SeriesWindows], _ validation: [SeriesWindows], _ test: [SeriesWindows]
  ) -> Baseline? {
    let count = training.first?.data.targets.count ?? 0
    var sums = [Double](repeating: 0, count: count)
    var known = 0.0
    for windows in training {
      for row in windows.targetRows.lazy.map(Int.init) where windows.data.isKnown(row) {
        known += 1
        for place in 0..<count { sums[place] += windows.data.targets[place].values[row] }
      }
    }
    if known == 0 { return nil }
    let means = sums.map { $0 / known }
    func score(_ series: [SeriesWindows]) -> Score? {
      var score = Score(targets: means.count)
      for windows in series {
        for row in windows.targetRows.lazy.map(Int.init) where windows.data.isKnown(row) {
          for (place, (target, overall)) in zip(windows.data.targets, means).enumerated() {
            let spread = windows.spread(place, row)
            let mean = windows.data.windowScaling == nil ? overall : spread.mean
            score.add(
              place, miss: (mean - target.values[row]) / spread.scale,
              error: target.undo(mean, row: row) - target.filled[row])
          }
        }
      }
      return score.isEmpty ? nil : score
    }
    return baseline("predicting the mean", validation, test, score)
  }
}
