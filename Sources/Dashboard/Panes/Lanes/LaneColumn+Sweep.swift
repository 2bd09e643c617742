import Telemetry

extension LaneColumn {
  /// The columns of a sweep's combinations, in the order in which they stand.
  package static func all(of sweep: SweepSnapshot) -> [LaneColumn] {
    let values = sweep.heads.indices.map { place in
      let head = sweep.heads[place]
      let longest = sweep.widths.indices.contains(place) ? sweep.widths[place] : 0
      let width = min(20, max(longest, min(TextWidth.of(head), 10)))
      return LaneColumn(.sweep, head.shortened(to: width), width, rank: 0, isText: true) { lane in
        let values = lane.combination?.values ?? []
        return values.indices.contains(place) ? values[place].shortened(to: width) : ""
      }
    }
    return [
      LaneColumn(.sweep, "rank", 4, rank: 5) { $0.combination?.rank.map(String.init) ?? "-" },
      LaneColumn(.sweep, "no.", 5, rank: 4) { $0.info.name },
    ] + values + [
      LaneColumn(.sweep, "params", 7, rank: 8) { lane in
        lane.info.parameters > 0 ? Numbers.count(lane.info.parameters) : "-"
      },
      LaneColumn(.sweep, "epoch", 5, rank: 6) { running($0) ? String($0.epoch) : "-" },
      LaneColumn(.sweep, "train", 6, rank: 9) { running($0) ? Numbers.loss($0.trainLoss) : "-" },
      LaneColumn(.sweep, "val", 6, rank: 7) { running($0) ? Numbers.loss($0.validationLoss) : "-" },
      LaneColumn(.sweep, "folds", 5, rank: 3) { lane in
        "\(lane.combination?.scores.count { $0 != nil } ?? 0)/\(sweep.folds)"
      },
      LaneColumn(.sweep, "mean", 6, rank: 0) { Numbers.loss($0.combination?.mean) },
      LaneColumn(.sweep, "± sd", 6, rank: 2) { Numbers.loss($0.combination?.deviation) },
      LaneColumn(.sweep, "± se", 6, rank: 10) { Numbers.loss($0.combination?.standardError) },
      LaneColumn(.state, "state", 8, rank: 1, isText: true) { lane in
        lane.combination.map(word) ?? ""
      },
    ]
  }

  private static func running(_ lane: LaneSnapshot) -> Bool { lane.phase == .training }

  /// A combination's state in at most eight columns.
  package static func word(_ combination: CombinationSnapshot) -> String {
    switch combination.state {
    case .waiting: return "waiting"
    case .running(let folds):
      guard folds.count <= 2, folds.allSatisfy({ $0 < 10 }) || folds.count == 1 else {
        return "\(folds.count) folds"
      }
      return "fold " + folds.map(String.init).joined(separator: ",")
    case .failed: return "failed"
    case .done: return combination.isBest ? "best" : combination.isSimplest ? "simplest" : "done"
    }
  }
}
