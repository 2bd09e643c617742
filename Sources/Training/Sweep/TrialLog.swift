import Foundation

/// What the JSON lines of one trial have said so far.
package struct TrialLog: Sendable, Equatable {
  package struct Best: Sendable, Equatable {
    package var loss: Double
    package var epoch: Int
    package var step: Int
    /// The primary metric at that validation.
    package var metric: Double?

    package init(loss: Double, epoch: Int, step: Int, metric: Double?) {
      (self.loss, self.epoch, self.step, self.metric) = (loss, epoch, step, metric)
    }
  }

  /// One validation, for curves.
  package struct Validation: Sendable, Equatable {
    package var epoch: Int
    package var step: Int
    package var seconds: Double
    package var trainLoss: Double?
    /// NaN where it was not finite.
    package var loss: Double
  }

  package private(set) var lane: String?
  package private(set) var parameters: Int?
  /// The sizes of its layers, as trained.
  package private(set) var hidden: [Int]?
  /// The name of the primary metric, and the kind of data.
  package private(set) var metricName: String?
  package private(set) var kind: String?
  package private(set) var trainingCount: Int?
  package private(set) var seconds = 0.0
  package private(set) var epoch = 0
  package private(set) var step = 0
  package private(set) var trainLoss: Double?
  package private(set) var validation: Validation?
  package private(set) var best: Best?
  /// "diverged at step 120 in rnn.0"
  package private(set) var divergence: String?
  /// The `reason` of the end.
  package private(set) var endReason: String?
  /// How the process ended, where that was noted.
  package private(set) var exit: Exit?
  private var lastMetric: Double?

  package struct Exit: Sendable, Equatable {
    /// Of the process; 128 + signal where one ended it.
    package var status: Int
    /// What it said on standard error, at last.
    package var reason: String?

    package init(status: Int, reason: String?) {
      self.status = status
      self.reason = reason
    }

    /// The line that is put behind the trial's own.
    package var line: String {
      var line = JSONLine()
      line.text("event", "exit")
      line.whole("status", status)
      line.text("reason", reason)
      return line.line
    }
  }

  package enum Outcome: Sendable, Equatable {
    /// It has to be run, or run again.
    case unfinished
    case scored(Best)
    /// Run again it would fail again.
    case failed(String)
  }

  package init() {}

  /// The lines of a file.
  package init(lines: String) {
    for line in lines.split(separator: "\n") { take(String(line)) }
  }

  /// Takes the next line.
  /// - Returns: the validation that it told of.
  @discardableResult
  package mutating func take(_ line: String) -> Validation? {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let event = object["event"] as? String
    else { return nil }
    func whole(_ key: String) -> Int? { (object[key] as? NSNumber)?.intValue }
    func number(_ key: String) -> Double? { (object[key] as? NSNumber)?.doubleValue }
    seconds = number("seconds") ?? seconds
    switch event {
    case "start":
      metricName = object["metric"] as? String
      let first = (object["lanes"] as? [[String: Any]])?.first
      lane = first?["lane"] as? String
      parameters = (first?["parameters"] as? NSNumber)?.intValue
      hidden = (first?["hidden"] as? [NSNumber])?.map(\.intValue)
      let data = object["data"] as? [String: Any]
      kind = data?["kind"] as? String
      trainingCount = (data?["train"] as? NSNumber)?.intValue
    case "progress":
      (epoch, step) = (whole("epoch") ?? epoch, whole("step") ?? step)
      trainLoss = number("train_loss") ?? trainLoss
    case "validation":
      (epoch, step) = (whole("epoch") ?? epoch, whole("step") ?? step)
      trainLoss = number("train_loss")
      let metrics = object["val_metrics"] as? [String: Any]
      lastMetric = metricName.flatMap { (metrics?[$0] as? NSNumber)?.doubleValue }
      let found = Validation(
        epoch: epoch, step: step, seconds: seconds, trainLoss: trainLoss,
        loss: number("val_loss") ?? .nan)
      validation = found
      return found
    case "improved":
      if let loss = number("val_loss") {
        best = Best(
          loss: loss, epoch: whole("epoch") ?? epoch, step: whole("step") ?? step,
          metric: lastMetric)
      }
    case "diverged":
      let layer = object["layer"] as? String
      divergence = "diverged at step \(whole("step") ?? step)" + (layer.map { " in \($0)" } ?? "")
    case "end": endReason = object["reason"] as? String
    case "exit": exit = Exit(status: whole("status") ?? 1, reason: object["reason"] as? String)
    default: break
    }
    return nil
  }

  /// What the trial came to, from what it said and how it ended.
  package var outcome: Outcome {
    if let divergence, endReason == "diverged" { return .failed(divergence) }
    if let exit, exit.status == 65 || exit.status == 64 {
      return .failed(exit.reason ?? "exit code \(exit.status)")
    }
    guard let endReason, endReason != "interrupted", exit?.status ?? 0 == 0 else {
      return .unfinished
    }
    return best.map { .scored($0) } ?? .failed("no validation loss was finite")
  }
}
