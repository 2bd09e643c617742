import Datasets
import Telemetry

extension RunCurves {
  private static let columns = [
    "lane", "attempt", "step", "epoch", "seconds", "first_step", "train_loss", "train_loss_min",
    "train_loss_max", "nonfinite_losses", "val_loss", "train_loss_plain", "learning_rate",
    "grad_norm", "grad_norm_clipped",
  ]

  /// A line of names, then one line per point; unknown values are empty, non-finite ones `nan`,
  /// `inf` or `-inf`. The metrics come last.
  package var csv: String {
    let names = Self.columns + metricNames.map { "val_" + $0 }
    var text = CSVText.line(names) + "\n"
    for point in all {
      func word(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
      var words = [
        point.lane, word(point.attempt), word(point.step), word(point.epoch), word(point.seconds),
        word(point.first), word(point.trainLoss), word(point.trainMinimum),
        word(point.trainMaximum), word(point.nonfinite), word(point.validationLoss),
        word(point.plainLoss), word(point.learningRate), word(point.gradientNorm),
        word(point.gradientNormClipped),
      ]
      words += metricNames.map { word(point.metrics[$0]) }
      text += CSVText.line(words) + "\n"
    }
    return text
  }

  /// A list of objects, one per line; unknown and non-finite values are null, the latter with their
  /// names in `nonfinite`.
  package var json: String {
    let lines = all.map { JSONLine.text($0, .exact) }
    return "[" + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n") + "]\n"
  }
}

extension RunCurves.Point: Encodable {
  private enum CodingKeys: String, CodingKey {
    case lane, attempt, step, epoch, seconds
    case first = "first_step"
    case trainLoss = "train_loss"
    case trainMinimum = "train_loss_min"
    case trainMaximum = "train_loss_max"
    case nonfinite = "nonfinite_losses"
    case validationLoss = "val_loss"
    case plainLoss = "train_loss_plain"
    case learningRate = "learning_rate"
    case gradientNorm = "grad_norm"
    case gradientNormClipped = "grad_norm_clipped"
    case metrics = "val_metrics"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lane, forKey: .lane)
    try container.encode(attempt, forKey: .attempt)
    try container.encode(step, forKey: .step)
    try container.encode(epoch, forKey: .epoch)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(first, forKey: .first)
    try container.encode(trainLoss, forKey: .trainLoss)
    try container.encode(trainMinimum, forKey: .trainMinimum)
    try container.encode(trainMaximum, forKey: .trainMaximum)
    try container.encode(nonfinite, forKey: .nonfinite)
    try container.encode(validationLoss, forKey: .validationLoss)
    try container.encode(plainLoss, forKey: .plainLoss)
    try container.encode(learningRate, forKey: .learningRate)
    try container.encode(gradientNorm, forKey: .gradientNorm)
    try container.encode(gradientNormClipped, forKey: .gradientNormClipped)
    try container.encode(metrics, forKey: .metrics)
  }
}
