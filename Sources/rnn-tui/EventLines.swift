import Datasets
import Foundation
import Training

/// An event as a line of JSON or of text.
enum EventLines {
  static func json(_ event: TrainingEvent, seconds: Double) -> String? {
    switch event {
    case .validation(let lane, let r):
      var line = JSONLine("validation", seconds: seconds)
      line.text("lane", lane)
      line.whole("epoch", r.epoch)
      line.whole("step", r.step)
      line.number("train_loss", r.trainLoss)
      line.number("train_loss_plain", r.trainLossPlain)
      line.number("val_loss", r.validationLoss)
      line.metrics("val_metrics", r.metrics)
      line.number("penalty", r.penalty)
      line.number("learning_rate", r.learningRate)
      line.number("grad_norm", r.gradientNorm)
      line.number("grad_norm_clipped", r.gradientNormClipped)
      line.number("clipped_share", r.clippedShare)
      line.number("steps_per_second", r.stepsPerSecond)
      return line.line
    case .improved(let lane, let epoch, let step, let loss):
      var line = JSONLine("improved", seconds: seconds)
      line.text("lane", lane)
      line.whole("epoch", epoch)
      line.whole("step", step)
      line.number("val_loss", loss)
      return line.line
    case .noImprovement:
      return nil
    case .earlyStop(let lane, let epoch, let step, let bestEpoch, let bestLoss):
      var line = JSONLine("early_stop", seconds: seconds)
      line.text("lane", lane)
      line.whole("epoch", epoch)
      line.whole("step", step)
      line.whole("best_epoch", bestEpoch)
      line.number("best_val_loss", bestLoss)
      return line.line
    case .command(let lane, let name, let value, _, let step, let reason):
      var line = JSONLine("command", seconds: seconds)
      if let lane { line.text("lane", lane) }
      line.text("name", name)
      line.text("value", value)
      line.text("state", reason == nil ? "applied" : "rejected")
      line.whole("step", step)
      line.text("reason", reason)
      return line.line
    case .rateChanged(let lane, let step, let rate, let reason):
      var line = JSONLine("learning_rate", seconds: seconds)
      line.text("lane", lane)
      line.whole("step", step)
      line.number("value", rate)
      line.text("reason", reason)
      return line.line
    case .diverged(let lane, let step, let layer, let timeStep, let what):
      var line = JSONLine("diverged", seconds: seconds)
      line.text("lane", lane)
      line.whole("step", step)
      line.text("layer", layer)
      line.whole("time_step", timeStep)
      line.text("what", what)
      return line.line
    case .end(
      let lane, let reason, let epoch, let step, let loss, let metrics, let baselines, let file):
      var line = JSONLine("end", seconds: seconds)
      line.text("lane", lane)
      line.text("reason", reason)
      line.whole("epoch", epoch)
      line.whole("step", step)
      line.number("test_loss", loss)
      line.metrics("test_metrics", metrics)
      line.metrics("baseline_metrics", baselines.first?.testMetrics ?? [])
      var others = JSONLine.Object()
      for baseline in baselines { others.metrics(baseline.name, baseline.testMetrics) }
      line.object("baselines", others)
      line.text("model", try? file?.get())
      return line.line
    }
  }

  static func text(_ event: TrainingEvent, seconds: Double) -> String? {
    let time = String(format: "%8.1f s  ", seconds)
    func lane(_ name: String?) -> String {
      (name ?? "all").padding(toLength: max(6, (name ?? "").count), withPad: " ", startingAt: 0)
    }
    switch event {
    case .validation(let name, let r):
      let metrics = r.metrics.map { "\($0.name) \(number($0.value))" }.joined(separator: ", ")
      return time + lane(name)
        + " epoch \(r.epoch), step \(r.step): train \(number(r.trainLoss)), "
        + "validation \(number(r.validationLoss)) (\(metrics)), |g| \(number(r.gradientNorm)), "
        + "\(Int(min(1e9, r.stepsPerSecond.rounded()))) steps/s"
    case .improved(let name, let epoch, _, let loss):
      return time + lane(name) + " best \(number(Double(loss))) at epoch \(epoch)"
    case .noImprovement: return nil
    case .earlyStop(let name, let epoch, _, let bestEpoch, let loss):
      return time + lane(name)
        + " stopped early at epoch \(epoch); best \(number(Double(loss))) at epoch \(bestEpoch)"
    case .command(let name, _, _, let label, let step, let reason):
      return time + lane(name)
        + (reason.map { " \(label) rejected: \($0)" } ?? " \(label) applied at step \(step)")
    case .rateChanged(let name, let step, let rate, let reason):
      return time + lane(name)
        + " lr \(SettingText.number(rate)) (\(reason)) at step \(step)"
    case .diverged(let name, let step, let layer, let timeStep, let what):
      let place = timeStep.map { "\(layer), t = \($0)" } ?? layer
      return time + lane(name) + " diverged at step \(step): \(what) (\(place))"
    case .end(let name, let reason, _, let step, let loss, let metrics, let baselines, let file):
      let scores = metrics.map { metric in
        let other = baselines.first?.testMetrics.first { $0.name == metric.name }
        return "\(metric.name) \(number(metric.value))"
          + (other.map { " (baseline \(number($0.value)))" } ?? "")
      }
      var saved = ""
      switch file {
      case .success(let path): saved = ", saved \(escaped(path, limit: 400))"
      case .failure(let failure): saved = ", not saved: \(failure)"
      case nil: break
      }
      return time + lane(name)
        + " ended at step \(step) (\(reason)): test \(number(Double(loss))), "
        + scores.joined(separator: ", ") + saved
    }
  }

  private static func number(_ value: Float?) -> String { number(value.map { Double($0) } ?? .nan) }

  static func number(_ value: Double) -> String {
    value.isFinite ? String(format: "%.4g", locale: nil, value) : "-"
  }
}
