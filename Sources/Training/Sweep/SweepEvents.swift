import Telemetry

// The lines of `sweep --json`, with keys in this order.

struct SweepStart: Encodable {
  enum Event: String, Encodable { case start }
  var event = Event.start
  var seconds = 0.0
  var preset: String
  var folder: String
  var lanes: [String]
  /// Keys and their values.
  var over: NamedValues<[PresetNode]>
  var notes: [String]
  var folds: Int
  var combinations: Int
  var trials: Int
  var done: Int
  var jobs: Int
  var threads: Int
}

/// A combination's settings, inside other lines.
struct SweptCombination: Encodable {
  var number: Int
  var lane: String
  var values: NamedValues<PresetNode>
  /// The sizes of the layers as trained; nil until that is known.
  var hidden: [Int]?

  private enum CodingKeys: String, CodingKey {
    case number = "combination"
    case lane, values, hidden
  }
}

/// A trial has ended.
struct SweepTrialEnded: Encodable {
  enum State: String, Encodable { case done, failed }
  var seconds: Double
  var trial: String
  var combination: SweptCombination
  var fold: Int
  var parameters: Int?
  var state: State
  var loss: Double?
  var metricName: String?
  var metric: Double?
  var bestEpoch: Int?
  /// The metric that selects the best validation, and its value; nil: the loss.
  var monitor: String?
  var monitored: Double?
  var reason: String?

  private enum Key: String, CodingKey {
    case event, seconds, trial, fold, parameters, state, monitor
    case monitored = "best_val_metric"
    case loss = "val_loss"
    case metricName = "metric"
    case metric = "val_metric"
    case bestEpoch = "best_epoch"
    case reason
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode("trial", forKey: .event)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(trial, forKey: .trial)
    try combination.encode(to: encoder)
    try container.encode(fold, forKey: .fold)
    try container.encodeIfPresent(parameters, forKey: .parameters)
    try container.encode(state, forKey: .state)
    try container.encodeIfPresent(loss, forKey: .loss)
    try container.encodeIfPresent(metricName, forKey: .metricName)
    try container.encodeIfPresent(metric, forKey: .metric)
    try container.encodeIfPresent(bestEpoch, forKey: .bestEpoch)
    if let monitor { try container.encode(monitor, forKey: .monitor) }
    if let monitored { try container.encode(monitored, forKey: .monitored) }
    try container.encodeIfPresent(reason, forKey: .reason)
  }
}

/// A combination in the ranking.
struct SweepRanked: Encodable {
  var seconds: Double
  var rank: Int?
  var combination: SweptCombination
  var parameters: Int?
  var folds: Int
  var mean: Double?
  var deviation: Double?
  var standardError: Double?
  /// For each fold.
  var scores: [Double?]
  /// The metric of scores and mean; nil: the loss.
  var monitor: String?
  var metricName: String?
  var metricMean: Double?
  var metricDeviation: Double?
  var isBest: Bool
  var isSimplest: Bool
  var reason: String?

  private enum Key: String, CodingKey {
    case event, seconds, rank, parameters, folds, mean
    case deviation = "sd"
    case standardError = "se"
    case scores, monitor
    case metricName = "metric"
    case metricMean = "metric_mean"
    case metricDeviation = "metric_sd"
    case isBest = "best"
    case isSimplest = "simplest_within_one_se"
    case reason
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode("ranking", forKey: .event)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(rank, forKey: .rank)
    try combination.encode(to: encoder)
    try container.encodeIfPresent(parameters, forKey: .parameters)
    try container.encode(folds, forKey: .folds)
    try container.encodeIfPresent(mean, forKey: .mean)
    try container.encodeIfPresent(deviation, forKey: .deviation)
    try container.encodeIfPresent(standardError, forKey: .standardError)
    try container.encode(scores, forKey: .scores)
    if let monitor { try container.encode(monitor, forKey: .monitor) }
    try container.encodeIfPresent(metricName, forKey: .metricName)
    try container.encodeIfPresent(metricMean, forKey: .metricMean)
    try container.encodeIfPresent(metricDeviation, forKey: .metricDeviation)
    try container.encode(isBest, forKey: .isBest)
    try container.encode(isSimplest, forKey: .isSimplest)
    try container.encodeIfPresent(reason, forKey: .reason)
  }
}

struct SweepEnded: Encodable {
  enum Event: String, Encodable { case end }
  var event = Event.end
  var seconds: Double
  var reason: String
  var trials: Int
  var done: Int
  var failed: Int
  /// The winner's preset.
  var best: String?
}
