import Telemetry

/// The log's lines, made from events; bounded.
package struct SessionLog {
  package static let most = 300

  package private(set) var entries: [LogEntry] = []

  package init() {}

  package mutating func add(_ event: TrainingEvent, seconds: Double) {
    func add(_ lane: String?, _ kind: LogEntry.Kind, _ text: String) {
      note(LogEntry(seconds: seconds, lane: lane, kind: kind, text: text))
    }
    switch event {
    case .validation: break
    case .improved(let lane, let epoch, _, let loss):
      add(lane, .improved, "best \(lossText(loss)) at epoch \(epoch)")
    case .noImprovement(let lane, let left):
      add(lane, .note, "no improvement" + (left.map { ", \($0) left" } ?? ""))
    case .earlyStop(let lane, let epoch, _, let bestEpoch, _):
      add(lane, .earlyStop, "stopped at epoch \(epoch), weights of epoch \(bestEpoch) restored")
    case .command(let lane, _, _, let label, let step, let reason):
      if let reason {
        add(lane, .rejected, "\(label) rejected: \(reason)")
      } else {
        add(lane, .intervention, "\(label) applied at step \(step)")
      }
    case .rateChanged(let lane, _, let rate, let reason):
      add(lane, .intervention, "lr \(SettingText.number(rate)) (\(reason))")
    case .diverged(let lane, let step, let layer, let timeStep, let what):
      let place = timeStep.map { "\(layer), t = \($0)" } ?? layer
      add(lane, .diverged, "diverged at step \(step): \(what) (\(place))")
    case .end(let lane, let reason, _, _, let testLoss, _, _, let model):
      add(lane, .ended, "ended (\(reasonText(reason))), test \(lossText(testLoss))")
      if case .failure(let failure) = model { add(lane, .warning, "not saved: \(failure)") }
    }
  }

  package mutating func note(_ entry: LogEntry) {
    if entries.count == Self.most { entries.removeFirst() }
    entries.append(entry)
  }

  private func reasonText(_ reason: String) -> String {
    reason.split(separator: "_").joined(separator: " ")
  }
}

/// A loss with four significant digits.
package func lossText(_ loss: Float) -> String {
  guard loss.isFinite else { return "not finite" }
  let size = abs(loss)
  if size >= 1e5 || (size > 0 && size < 1e-3) { return formatted("%.2e", loss) }
  let decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4
  return formatted("%.\(decimals)f", loss)
}
