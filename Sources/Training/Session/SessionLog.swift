import Telemetry

/// The log's lines, made from events; bounded.
package struct SessionLog: Sendable, Codable {
  package static let most = 300

  package private(set) var entries: [LogEntry] = []
  private var lastVerdict: String?
  private static let settings = SettingsTable()

  package init() {}

  package mutating func add(_ entry: LogEntry) {
    if entries.count == Self.most { entries.removeFirst() }
    entries.append(entry)
  }

  package mutating func add(_ timed: TimedEvent) {
    func add(_ kind: LogEntry.Kind, _ text: String) {
      self.add(LogEntry(seconds: timed.seconds, lane: timed.event.lane, kind: kind, text: text))
    }
    switch timed.event {
    case .start, .progress, .validation: break
    case .note(let e): add(.note, e.text)
    case .improved(let e):
      add(.improved, "best \(bestText(e)) at epoch \(e.epoch)")
    case .noImprovement(let e):
      add(
        .note,
        "no improvement" + (e.monitor.map { " of \($0)" } ?? "")
          + (e.left.map { ", \($0) left" } ?? ""))
    case .earlyStop(let e):
      add(
        .earlyStop,
        "stopped at epoch \(e.epoch)" + (e.monitor.map { " by \($0)" } ?? "")
          + ", weights of epoch \(e.bestEpoch) restored")
    case .command(let e):
      let label = Self.settings.label(of: e)
      if let reason = e.reason {
        add(.rejected, "\(label) rejected: \(reason)")
      } else if e.putsBack {
        add(.intervention, "\(label) · at step \(e.step)")
      } else {
        add(.intervention, "\(label) applied at step \(e.step)")
      }
    case .effect(let e): add(.note, e.text)
    case .learningRate(let e):
      add(.intervention, "lr \(Numbers.setting(e.value)) (\(e.reason))")
    case .diverged(let e):
      let place = e.timeStep.map { "\(e.layer), t = \($0)" } ?? e.layer
      add(.diverged, "diverged at step \(e.step): \(e.what) (\(place))")
    case .suspect(let e): add(e.state == .raised ? .warning : .note, e.sentence)
    case .alert(let e): add(e.state == .raised ? .warning : .note, e.text)
    case .notSaved(let e): add(e.isLoss ? .warning : .note, "not saved: \(e.reason)")
    case .end(let e):
      add(
        .ended,
        "ended (\(e.reason.text))" + (e.testLoss.map { ", test \(Numbers.fullLoss($0))" } ?? ""))
    case .verdict(let e):
      // The result of an only lane is that of the session.
      if e.text != lastVerdict || e.lane != nil { add(.ended, e.text) }
      lastVerdict = e.text
    }
  }
}

/// "0.4123", or the monitored metric instead: "f1 0.8123 (loss 0.4123)".
private func bestText(_ e: LaneImproved) -> String {
  guard let monitor = e.monitor, let metric = e.metric else {
    return Numbers.fullLoss(e.validationLoss)
  }
  return "\(monitor) \(Numbers.fullLoss(metric)) (loss \(Numbers.fullLoss(e.validationLoss)))"
}
