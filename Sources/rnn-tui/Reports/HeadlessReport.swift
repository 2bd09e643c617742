import Datasets
import Telemetry
import Training

/// Prints events while training without a screen: data on standard output, as lines of text or JSON;
/// messages for the user on standard error.
final class HeadlessReport {
  let json: Bool
  let out: LineWriter
  let errors: LineWriter
  private let lines = EventLines()
  private var lastVerdict: String?
  /// Another process changed settings or lanes.
  private(set) var wasChanged = false

  init(json: Bool, out: LineWriter, errors: LineWriter) {
    self.json = json
    self.out = out
    self.errors = errors
  }

  func take(_ timed: TimedEvent) {
    switch timed.event {
    case .command(let e) where e.id != nil && e.reason == nil: wasChanged = true
    case .alert(let e): errors.write("rnn-tui: \(escaped(e.text, limit: 800))")
    case .note(let e) where e.topic == .saving:
      errors.write("rnn-tui: \(escaped(e.text, limit: 800))")
    default: break
    }
    guard json else {
      guard !repeatsVerdict(timed.event) else { return }
      for line in lines.text(timed) { out.write(line) }
      return
    }
    if timed.event.isPrintedAsJSON { out.write(JSONLine.text(timed)) }
  }

  /// With a single lane, its verdict is also the session's.
  private func repeatsVerdict(_ event: RunEvent) -> Bool {
    guard case .verdict(let e) = event else { return false }
    defer { lastVerdict = e.text }
    return e.lane == nil && e.text == lastVerdict
  }
}
