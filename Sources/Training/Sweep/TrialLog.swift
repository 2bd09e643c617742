import Telemetry

/// The facts that the JSON lines of one trial have reported so far.
package struct TrialLog: Sendable, Equatable {
  package struct Best: Sendable, Equatable {
    package var loss: Double
    package var epoch: Int
    package var step: Int
    /// The primary metric at that validation.
    package var metric: Double?
    /// The metric that selects the best validation, if it is not the loss.
    package var monitored: Double?

    package init(
      loss: Double, epoch: Int, step: Int, metric: Double?, monitored: Double? = nil
    ) {
      (self.loss, self.epoch, self.step, self.metric) = (loss, epoch, step, metric)
      self.monitored = monitored
    }
  }

  /// One validation, for curves.
  package struct Validation: Sendable, Equatable {
    package var epoch: Int
    package var step: Int
    package var seconds: Double
    package var trainLoss: Double?
    /// NaN if it was not finite.
    package var loss: Double
  }

  package private(set) var lane: String?
  package private(set) var parameters: Int?
  /// The sizes of its layers, as trained.
  package private(set) var hidden: [Int]?
  /// The name of the primary metric, and the kind of data.
  package private(set) var metricName: String?
  package private(set) var kind: DataKind?
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
  package private(set) var endReason: EndReason?
  /// How the process ended, if that was recorded.
  package private(set) var exit: Exit?
  private var lastMetric: Double?

  package struct Exit: Sendable, Equatable {
    /// Exit status of the process; 128 + signal if a signal ended it.
    package var status: Int
    /// Its last output on standard error.
    package var reason: String?

    package init(status: Int, reason: String?) {
      self.status = status
      self.reason = reason
    }

    /// The line added after the trial's own.
    package var line: String { JSONLine.text(ExitLine(status: status, reason: reason)) }
  }

  private struct ExitLine: Codable {
    enum Event: String, Codable { case exit }
    var event = Event.exit
    var status: Int
    var reason: String?
  }

  package enum Outcome: Sendable, Equatable {
    /// It has to be run, or run again.
    case unfinished
    case scored(Best)
    /// It would fail again if rerun.
    case failed(String)
  }

  package init() {}

  /// The lines of a file.
  package init(lines: String) {
    for line in lines.split(separator: "\n") { take(String(line)) }
  }

  /// Takes the next line; ignores lines that are not from a run.
  /// - Returns: the validation it reported.
  @discardableResult
  package mutating func take(_ line: String) -> Validation? {
    if let exit = try? JSONLine.value(ExitLine.self, line) {
      self.exit = Exit(status: exit.status, reason: exit.reason)
      return nil
    }
    guard let timed = try? JSONLine.value(TimedEvent.self, line) else { return nil }
    seconds = timed.seconds
    switch timed.event {
    case .start(let e):
      metricName = e.metric
      lane = e.lanes.first?.lane
      parameters = e.lanes.first?.parameters
      hidden = e.lanes.first?.hidden
      kind = e.data.kind
      trainingCount = e.data.train
    case .progress(let e):
      (epoch, step) = (e.epoch, e.step)
      trainLoss = e.trainLoss.map { Double($0) } ?? trainLoss
    case .validation(let e):
      (epoch, step) = (e.epoch, e.step)
      trainLoss = e.trainLoss.map { Double($0) }
      lastMetric = metricName.flatMap { e.metrics[$0] }
      let found = Validation(
        epoch: epoch, step: step, seconds: seconds, trainLoss: trainLoss,
        loss: Double(e.validationLoss))
      validation = found
      return found
    case .improved(let e):
      best = Best(
        loss: Double(e.validationLoss), epoch: e.epoch, step: e.step, metric: lastMetric,
        monitored: e.metric.map { Double($0) })
    case .diverged(let e): divergence = "diverged at step \(e.step) in \(e.layer)"
    case .end(let e): endReason = e.reason
    case .suspect, .note, .noImprovement, .earlyStop, .command, .effect, .learningRate, .alert,
      .notSaved, .verdict:
      break
    }
    return nil
  }

  /// A trial's result, from its lines and its exit.
  package var outcome: Outcome {
    if let divergence, endReason == .diverged { return .failed(divergence) }
    if let exit, exit.status == 65 || exit.status == 64 {
      return .failed(exit.reason ?? "exit code \(exit.status)")
    }
    guard let endReason, endReason != .interrupted, exit?.status ?? 0 == 0 else {
      return .unfinished
    }
    return best.map { .scored($0) } ?? .failed("no validation loss was finite")
  }
}
