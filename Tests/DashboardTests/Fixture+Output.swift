import Dashboard
import Foundation
import Telemetry

extension Fixture {
  static let classNames = [
    "spam", "ham", "news", "weather", "sports", "politics", "science", "music", "film", "travel",
    "food", "health", "business", "technology", "gardening", "history", "law", "chess", "poetry",
    "astronomy", "others",
  ]

  /// A classifier that is right most of the time and takes each class for its neighbours.
  static func confusion(_ classes: Int, scale: Int = 40, others: Int = 0) -> Confusion {
    var noise = Noise(state: UInt64(classes))
    var counts = [Int](repeating: 0, count: classes * classes)
    for truth in 0..<classes {
      let total = Double(scale) * (1 + 3 / Double(truth + 1))
      for answer in 0..<classes {
        let away = Double(abs(truth - answer))
        let share = truth == answer ? 0.86 : 0.1 * exp(-away) * (1 + noise.next())
        counts[truth * classes + answer] = Int(total * share)
      }
    }
    func sum(_ line: (Int) -> Int) -> Int { (0..<classes).reduce(0) { $0 + counts[line($1)] } }
    let hits = (0..<classes).map { Float(counts[$0 * classes + $0]) }
    let recall = (0..<classes).map { i in hits[i] / Float(sum { i * classes + $0 }) }
    let precision = (0..<classes).map { i in hits[i] / Float(sum { $0 * classes + i }) }
    let f1 = zip(recall, precision).map { 2 * $0 * $1 / ($0 + $1) }
    var names = (0..<classes).map { classNames[$0 % 21] }
    if others > 0 { names[classes - 1] = "\(others) others" }
    return Confusion(
      classes: names, others: others, counts: counts, precision: precision, recall: recall, f1: f1,
      accuracy: hits.reduce(0, +) / Float(counts.reduce(0, +)),
      macroF1: f1.reduce(0, +) / Float(classes), baselineName: "most frequent class",
      baselineAccuracy: 0.21, unit: "sequences", step: 1824)
  }

  /// The lanes of the adding problem, with classes to tell apart.
  static func classes(_ count: Int, scale: Int = 40, others: Int = 0) -> SessionSnapshot {
    var snapshot = adding()
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].output = .confusion(confusion(count, scale: scale, others: others))
      snapshot.lanes[i].metric = [0.41, 0.86, 0.9725][i]
    }
    snapshot.info?.kind = .classes
    snapshot.info?.data = "messages, \(count) classes"
    snapshot.info?.lossName = "cross entropy, nats"
    snapshot.info?.lossScale = .linear
    snapshot.info?.baselineName = "most frequent class"
    snapshot.info?.baselineLoss = 0.1667
    snapshot.info?.metric = MetricInfo(name: "accuracy", isShare: true, baseline: 0.21)
    return snapshot
  }

  /// A series with one target and dates.
  static func series() -> SessionSnapshot {
    var snapshot = targets(["pollution"])
    for i in snapshot.lanes.indices {
      guard case .forecast(var forecasts) = snapshot.lanes[i].output else { continue }
      forecasts[0].target = ""
      forecasts[0].title = "sunspots, 1 step ahead"
      forecasts[0].baselineRMSE = 2.9
      forecasts[0].places?.dates = (0..<200).map {
        let month = $0 % 12 + 1
        return "\(1950 + $0 / 12)-" + (month < 10 ? "0" : "") + String(month)
      }
      snapshot.lanes[i].output = .forecast(forecasts)
    }
    snapshot.info?.data = "sunspots, window 48"
    snapshot.info?.baselineName = "persistence"
    return snapshot
  }

  /// A series with several targets.
  static func targets(_ names: [String]) -> SessionSnapshot {
    var snapshot = adding()
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].output = .forecast(
        names.enumerated().map { place, name in
          let truth = (0..<200).map { Float(sin(Double($0) / Double(9 + 5 * place)) * 20 + 50) }
          return Forecast(
            title: "pollution, 1 step ahead", target: name,
            places: ForecastPlaces(
              unit: "rows", rows: Array(1801...2000), dates: [], partCount: 600, total: 2400),
            truth: truth,
            forecast: truth.map { $0 * 0.96 }, rmse: 2.1 + Float(place), mae: 1.7 + Float(place),
            baselineRMSE: nil, overTime: true)
        })
      snapshot.lanes[i].metric = 3.62
    }
    snapshot.info?.kind = .series
    snapshot.info?.metric = MetricInfo(name: "rmse", isShare: false, baseline: 6.41)
    return snapshot
  }
}
