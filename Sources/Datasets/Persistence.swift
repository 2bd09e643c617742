/// How well the value `horizon` rows before does as a forecast of each window's target.
struct Persistence {
  var squared = 0.0
  var absolute = 0.0
  var count = 0

  /// `values` [rows] in data units, all of them numbers.
  init(_ windows: SeriesWindows, values: [Double]) {
    count = windows.count
    for index in 0..<windows.count {
      let row = windows.targetRow(index)
      let error = values[row] - values[row - windows.horizon]
      squared += error * error / Double(count)
      absolute += error.magnitude / Double(count)
    }
  }

  var metrics: [Baseline.Metric] { [("rmse", squared.squareRoot()), ("mae", absolute)] }

  /// Mean squared error of scaled values.
  func loss(_ scaler: AffineScaler) -> Float {
    Float(squared / (scaler.scale * scaler.scale))
  }
}
