import Datasets
import Foundation
import Telemetry
import Training

/// Events as lines of text, for `--headless`.
struct EventLines {
  private let settings = SettingsTable()

  /// - Returns: none for events that are for machines only.
  func text(_ timed: TimedEvent) -> [String] {
    let time = Numbers.logTime(timed.seconds)
    func line(_ lane: String?, _ text: String) -> [String] {
      let name = (lane ?? "all")
        .padding(toLength: max(6, (lane ?? "").count), withPad: " ", startingAt: 0)
      return ["\(time)\(name) \(text)"]
    }
    switch timed.event {
    case .start(let e): return start(e)
    case .note(let e): return e.topic == .data ? ["  \(escaped(e.text, limit: 400))"] : []
    case .progress, .noImprovement, .alert, .notSaved: return []
    case .validation(let e):
      let metrics = e.metrics.entries.map { "\($0.name) \(Numbers.measured($0.value))" }
      return line(
        e.lane,
        "epoch \(e.epoch), step \(e.step): train \(Numbers.measured(e.trainLoss)), "
          + "validation \(Numbers.measured(e.validationLoss)) (\(metrics.joined(separator: ", "))), "
          + "|g| \(Numbers.measured(e.gradientNorm)), "
          + "\(Int(min(1e9, e.stepsPerSecond.rounded()))) steps/s")
    case .improved(let e):
      return line(
        e.lane,
        "best \(Self.best(e.validationLoss, e.monitor, e.metric)) at epoch \(e.epoch)")
    case .earlyStop(let e):
      return line(
        e.lane,
        "stopped early at epoch \(e.epoch); "
          + "best \(Self.best(e.bestLoss, e.monitor, e.bestMetric)) at epoch \(e.bestEpoch)")
    case .command(let e):
      let label = settings.label(of: e)
      let outcome =
        e.putsBack ? "\(label), now at step \(e.step)" : "\(label) applied at step \(e.step)"
      return line(e.lane, e.reason.map { "\(label) rejected: \($0)" } ?? outcome)
    case .effect(let e): return line(e.lane, e.text)
    case .learningRate(let e):
      return line(e.lane, "lr \(Numbers.setting(e.value)) (\(e.reason)) at step \(e.step)")
    case .diverged(let e):
      let place = e.timeStep.map { "\(e.layer), t = \($0)" } ?? e.layer
      return line(e.lane, "diverged at step \(e.step): \(e.what) (\(place))")
    case .suspect(let e):
      return line(e.lane, e.sentence + (e.state == .raised ? " · \(e.advice)" : ""))
    case .end(let e): return line(e.lane, end(e))
    case .verdict(let e): return line(e.lane, e.text)
    }
  }

  private func start(_ e: RunStart) -> [String] {
    let threads = e.threads == 1 ? "1 thread" : "\(e.threads) threads"
    return ["\(escaped(e.preset)): \(e.data.kind.rawValue), seed \(e.seed), \(threads)"]
      + e.lanes.map {
        "  \($0.lane): \($0.cell), hidden \($0.hidden), \($0.parameters) parameters"
      }
  }

  private func end(_ e: LaneEnded) -> String {
    func scored(_ text: String, _ name: String) -> String {
      text + (e.baselineMetrics[name].map { " (baseline \(Numbers.measured($0)))" } ?? "")
    }
    let test = e.testLoss.map { "test \(Numbers.measured($0))" }
    // A metric that repeats the loss in the same digits is not printed again.
    let (same, others) = e.testMetrics.entries.reduce(
      into: ([String](), [NamedValues<Double>.Entry]())
    ) {
      let says = test == "test \(Numbers.measured($1.value))"
      if says, MetricRegistry.named($1.name)?.restatesLoss == true {
        $0.0.append($1.name)
      } else {
        $0.1.append($1)
      }
    }
    let loss = test.map { test in same.first.map { scored(test, $0) } ?? test } ?? "not scored"
    let scores = others.map { scored("\($0.name) \(Numbers.measured($0.value))", $0.name) }
    return
      (["ended at step \(e.step) (\(e.reason.text)): \(loss)"] + scores
      + [e.model.map { "saved \(escaped($0, limit: 400))" } ?? "not saved"])
      .joined(separator: ", ")
  }

  /// "0.4123", or with a monitored metric: "f1 0.8123 (loss 0.4123)".
  private static func best(_ loss: Float, _ monitor: String?, _ metric: Float?) -> String {
    guard let monitor else { return Numbers.measured(loss) }
    return "\(monitor) \(Numbers.measured(metric)) (loss \(Numbers.measured(loss)))"
  }
}
