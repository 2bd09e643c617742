import Telemetry
import Training

/// Prints events while training without a screen: data on standard output, as lines of text or JSON.
struct HeadlessReport {
  let json: Bool
  let out: LineWriter
  private let lines = EventLines()

  init(json: Bool, out: LineWriter) {
    self.json = json
    self.out = out
  }

  func take(_ timed: TimedEvent) {
    guard json else {
      for line in lines.text(timed) { out.write(line) }
      return
    }
    if timed.event.isPrintedAsJSON { out.write(JSONLine.text(timed)) }
  }
}
