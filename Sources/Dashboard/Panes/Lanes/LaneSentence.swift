import Telemetry

/// The state of a lane, or how it ended, in words.
package enum LaneSentence {
  /// From the longest to the shortest; a sentence is never cut, another one is taken.
  package static func all(_ lane: LaneSnapshot) -> [String] {
    switch lane.phase {
    case .training:
      let place = "epoch \(lane.epoch + 1), step \(Numbers.grouped(lane.step))"
      let news = standing(lane.standing).map { ["training: \(place), \($0)"] } ?? []
      return news + ["training: " + place, "training"]
    case .stoppedEarly(let epoch, let step, let best):
      let start = "stopped at epoch \(epoch)"
      let full = "\(start), step \(Numbers.grouped(step)): weights of epoch \(best) restored"
      let cause = lane.earlyStopping.monitor.map {
        ["\(full), the best \($0.name)", "\(start) by \($0.name), back to epoch \(best)"]
      }
      return (cause ?? []) + [
        full,
        "\(start), weights of epoch \(best) restored", "\(start), back to epoch \(best)",
        "\(start), back to \(best)", start,
        "stopped",
      ]
    case .diverged(let step, let layer, let timeStep, let what):
      let start = "diverged at step \(Numbers.grouped(step))"
      let place = timeStep.map { "\(layer), t \($0)" } ?? layer
      // "the gradient overflowed in rnn.0" names the layer already.
      let cause = what.contains(layer) ? what : "\(what) in \(layer)"
      let full = cause + (timeStep.map { ", t \($0)" } ?? "")
      return ["\(start): \(full)", "\(start): \(place)", "\(start): \(layer)", start, "diverged"]
    case .finished:
      let best = lane.bestEpoch.map { ", best epoch \($0)" } ?? ""
      let named = lane.earlyStopping.monitor.flatMap { monitor in
        lane.bestEpoch.map { ", best \(monitor.name) at epoch \($0)" }
      }
      return (named.map { ["done after epoch \(lane.epoch)\($0)", "done\($0)"] } ?? [])
        + ["done after epoch \(lane.epoch)\(best)", "done\(best)", "done"]
    case .off: return ["switched off (c)", "off"]
    }
  }

  /// How far the task is solved; nil while there is nothing to say.
  private static func standing(_ standing: Standing) -> String? {
    switch standing {
    case .early: nil
    case .onPredictor: "not 5 % better than the predictor"
    case .ahead: "better than the predictor"
    case .learned(let step): "learned at step \(Numbers.grouped(step))"
    }
  }

  package static func text(_ lane: LaneSnapshot, width: Int) -> String {
    let all = all(lane)
    return all.first { TextWidth.of($0) <= width } ?? all.last ?? ""
  }

  package static func style(_ state: LanePhase) -> Style {
    switch state {
    case .training: return Style()
    case .stoppedEarly: return Style(.warning, bold: true)
    case .diverged: return Style(.bad, bold: true)
    case .finished: return Style(.good)
    case .off: return Style(.muted)
    }
  }
}
