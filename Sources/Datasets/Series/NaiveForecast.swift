/// What the value some rows before does as a forecast: the last known one (persistence), or the one a
/// season before.
struct NaiveForecast {
  let name: String
  /// Rows back.
  let lag: Int

  static func persistence(horizon: Int) -> NaiveForecast {
    NaiveForecast(name: "persistence", lag: horizon)
  }

  /// The same row of the last season that is known when the forecast is made.
  static func seasonal(_ season: Int, horizon: Int) -> NaiveForecast {
    NaiveForecast(
      name: "seasonal naive, \(season) rows", lag: (horizon + season - 1) / season * season)
  }

  struct Score {
    var loss = 0.0
    var squared = 0.0
    var absolute = 0.0
  }

  /// Mean squared error as the network is scored, and in the data's own units, over all targets. Where
  /// nothing was known so far back, the window is passed over; nil where it is so for all, or a window
  /// begins too early.
  func score(_ windows: SeriesWindows) -> Score? {
    let data = windows.data
    var score = Score()
    var cells = 0.0
    for row in windows.targetRows.lazy.map(Int.init) where data.isKnown(row) {
      guard row >= lag else { return nil }
      for target in data.targets {
        let forecast = target.filled[row - lag]
        let said = target.forward(forecast, row: row)
        guard forecast.isFinite, said.isFinite else { continue }
        let miss = said - target.values[row]
        let error = forecast - target.filled[row]
        score.loss += miss * miss
        score.squared += error * error
        score.absolute += error.magnitude
        cells += 1
      }
    }
    guard cells > 0 else { return nil }
    return Score(
      loss: score.loss / cells, squared: score.squared / cells, absolute: score.absolute / cells)
  }

  static func metrics(_ score: Score) -> [Baseline.Metric] {
    [("rmse", score.squared.squareRoot()), ("mae", score.absolute)]
  }

  /// The forecasts that can be made for both parts, the one that does best on validation first.
  static func baselines(
    _ training: SeriesWindows, _ validation: SeriesWindows, _ test: SeriesWindows, season: Int?
  ) -> [Baseline] {
    let horizon = validation.horizon
    let forecasts =
      [persistence(horizon: horizon)] + (season.map { [seasonal($0, horizon: horizon)] } ?? [])
    let baselines = forecasts.compactMap { forecast -> Baseline? in
      guard let onValidation = forecast.score(validation), let onTest = forecast.score(test) else {
        return nil
      }
      return Baseline(
        name: forecast.name, validationLoss: Float(onValidation.loss),
        testLoss: Float(onTest.loss), validationMetrics: metrics(onValidation),
        testMetrics: metrics(onTest))
    }
    if baselines.isEmpty { return [mean(training, validation, test)] }
    return baselines.sorted { $0.validationLoss < $1.validationLoss }
  }

  /// The training targets' mean, as the network is to say it; where no forecast can look back.
  private static func mean(
    _ training: SeriesWindows, _ validation: SeriesWindows, _ test: SeriesWindows
  ) -> Baseline {
    let means = training.data.targets.map { target in
      let values = training.targetRows.map { target.values[Int($0)] }.filter(\.isFinite)
      return values.reduce(0) { $0 + $1 / Double(values.count) }
    }
    func score(_ windows: SeriesWindows) -> Score {
      var score = Score()
      let rows = windows.targetRows.lazy.map(Int.init).filter(windows.data.isKnown)
      let cells = Double(max(1, rows.count * means.count))
      for row in rows {
        for (target, mean) in zip(windows.data.targets, means) {
          let miss = mean - target.values[row]
          let error = target.undo(mean, row: row) - target.filled[row]
          score.loss += miss * miss / cells
          score.squared += error * error / cells
          score.absolute += error.magnitude / cells
        }
      }
      return score
    }
    let (onValidation, onTest) = (score(validation), score(test))
    return Baseline(
      name: "predicting the mean", validationLoss: Float(onValidation.loss),
      testLoss: Float(onTest.loss), validationMetrics: metrics(onValidation),
      testMetrics: metrics(onTest))
  }
}
