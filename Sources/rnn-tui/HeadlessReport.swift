import Datasets
import Foundation
import Training

/// Prints what happens while training without a screen: data on standard output, a line each, as
/// text or JSON.
final class HeadlessReport {
  private let json: Bool
  private let out: LineWriter
  private var lastProgress = 0.0
  /// Seconds between two `progress` lines.
  private static let progressInterval = 10.0

  init(json: Bool, out: LineWriter) {
    self.json = json
    self.out = out
  }

  func start(_ facts: SessionFacts, seconds: Double) {
    guard json else {
      out.write(
        "\(escaped(facts.preset)): \(escaped(facts.data, limit: 200)), seed \(facts.seed), "
          + "\(facts.threads) thread(s)")
      for note in facts.notes { out.write("  \(escaped(note, limit: 400))") }
      for lane in facts.lanes {
        out.write(
          "  \(lane.name): \(lane.cell), hidden \(lane.hidden), "
            + "\(lane.parameters) parameters")
      }
      return
    }
    var line = JSONLine("start", seconds: seconds)
    line.text("preset", facts.preset)
    line.raw("seed", String(facts.seed))
    line.whole("threads", facts.threads)
    line.text("metric", facts.metric)
    let lanes = facts.lanes.map {
      "{\"lane\": \(jsonString($0.name)), \"cell\": \(jsonString($0.cell)), "
        + "\"hidden\": \($0.hidden), \"parameters\": \($0.parameters)}"
    }
    line.raw("lanes", "[\(lanes.joined(separator: ", "))]")
    var data = JSONLine.Object()
    data.text("kind", facts.kind)
    data.whole("train", facts.counts.training)
    data.whole("validation", facts.counts.validation)
    data.whole("test", facts.counts.test)
    data.metrics("baseline", facts.baseline)
    line.object("data", data)
    out.write(line.line)
  }

  func progress(_ lanes: [LaneProgressFacts], seconds: Double) {
    guard json, seconds - lastProgress >= Self.progressInterval else { return }
    lastProgress = seconds
    for lane in lanes {
      var line = JSONLine("progress", seconds: seconds)
      line.text("lane", lane.lane)
      line.whole("epoch", lane.epoch)
      line.whole("step", lane.step)
      line.number("train_loss", lane.trainLoss)
      line.number("steps_per_second", lane.stepsPerSecond)
      out.write(line.line)
    }
  }

  func event(_ event: TrainingEvent, seconds: Double) {
    out.write(
      json ? EventLines.json(event, seconds: seconds) : EventLines.text(event, seconds: seconds))
  }
}
