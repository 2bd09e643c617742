import Telemetry

/// Several runs as one picture: their lanes side by side, named RUN/LANE, each with its own mark,
/// which it keeps while other lanes come and go.
package struct RunsSnapshot {
  /// For every lane that was shown.
  private var seats: [LaneID: Int] = [:]

  package init() {}

  /// A run as it is now.
  package struct Run: Sendable {
    package var name: String
    package var snapshot: SessionSnapshot
    /// Digest of inputs and targets.
    package var data: String

    package init(name: String, snapshot: SessionSnapshot, data: String) {
      (self.name, self.snapshot, self.data) = (name, snapshot, data)
    }
  }

  /// The shortest path endings that tell the runs apart.
  package static func names(of paths: [String]) -> [String] {
    let parts = paths.map { $0.split(separator: "/").map { String($0) } }
    let deepest = parts.map(\.count).max() ?? 1
    for depth in 1...max(1, deepest) {
      let names = parts.map { $0.suffix(depth).joined(separator: "/") }
      if Set(names).count == names.count { return names }
    }
    return paths.enumerated().map { "\($0.offset + 1)" }
  }

  package mutating func merged(_ runs: [Run]) -> SessionSnapshot {
    let numbered = runs.enumerated().filter {
      $0.element.snapshot.info != nil && !$0.element.snapshot.lanes.isEmpty
    }
    let (numbers, ready) = (numbered.map(\.offset), numbered.map(\.element))
    guard let firstInfo = ready.first?.snapshot.info else {
      return SessionSnapshot(phase: .preparing("waiting for the first frames"))
    }
    let infos = ready.compactMap(\.snapshot.info)
    let losses = LossUnit(infos)
    var info = firstInfo
    info.preset = runs.map(\.name).joined(separator: " + ")
    info.title = "\(runs.count) runs"
    info.about = ""
    info.data = Set(infos.map(\.data)).count == 1 ? info.data : "different data"
    info.dataNotes = []
    info.lossName = losses.name
    info.baselineLoss = losses.baseline
    if losses.isOverBaseline { info.baselineName = "its baseline" }
    if Set(infos.map { $0.metric?.name }).count > 1 { info.metric = nil }
    info.maxEpochs = infos.compactMap(\.maxEpochs).max()
    info.maxSteps = infos.compactMap(\.maxSteps).max()
    info.cells = []
    var merged = SessionSnapshot(phase: Self.phase(ready), info: info)
    merged.seconds = ready.map(\.snapshot.seconds).max() ?? 0
    for (number, (run, own)) in zip(numbers, zip(ready, infos)) {
      // The same while the runs are watched.
      func id(_ own: LaneID) -> LaneID { LaneID(number * Self.mostLanes + own.number) }
      for lane in run.snapshot.lanes {
        var lane = Self.lane(lane, of: run, own, in: info, losses)
        lane.info.origin = lane.info.origin.map { LaneOrigin(lane: id($0.lane), step: $0.step) }
        lane.info.id = id(lane.info.id)
        lane.info.givenSeat = seat(of: lane.info.id)
        merged.lanes.append(lane)
      }
      if let alert = run.snapshot.alert, merged.alert == nil {
        merged.alert = "\(run.name): \(alert)"
      }
    }
    merged.log = Self.log(ready) + Self.notes(ready, losses, seconds: merged.seconds)
    return merged
  }

  /// Number range for the lanes of one run.
  private static let mostLanes = 1_000_000

  private mutating func seat(of lane: LaneID) -> Int {
    if let seat = seats[lane] { return seat }
    let seat = seats.count
    seats[lane] = seat
    return seat
  }

  private static func phase(_ runs: [Run]) -> SessionPhase {
    let phases = runs.map(\.snapshot.phase)
    return phases.contains(.training) ? .training : phases.contains(.paused) ? .paused : .done
  }

  private static func lane(
    _ lane: LaneSnapshot, of run: Run, _ own: SessionInfo, in info: SessionInfo, _ losses: LossUnit
  ) -> LaneSnapshot {
    var lane = lane
    lane.info.name = "\(run.name)/\(lane.info.name)"
    lane.stepsPerEpoch = lane.stepsPerEpoch ?? own.stepsPerEpoch
    lane.settings = info.settings.map { setting in
      own.settings.firstIndex { $0.key == setting.key }.flatMap {
        lane.settings.indices.contains($0) ? lane.settings[$0] : nil
      } ?? SettingSnapshot(on: false, text: "-")
    }
    if info.metric == nil { (lane.metric, lane.testMetric) = (nil, nil) }
    losses.apply(to: &lane, of: own)
    return lane
  }

  private static func log(_ runs: [Run]) -> [LogEntry] {
    let all = runs.flatMap { run in
      run.snapshot.log.map { entry in
        var entry = entry
        if let lane = entry.lane {
          entry.lane = "\(run.name)/\(lane)"
        } else {
          entry.text = "\(run.name): \(entry.text)"
        }
        return entry
      }
    }
    return Array(all.sorted { $0.seconds < $1.seconds }.suffix(SessionLog.most))
  }

  /// Facts that a reader must know before comparing numbers.
  private static func notes(_ runs: [Run], _ losses: LossUnit, seconds: Double) -> [LogEntry] {
    var texts: [String] = []
    if losses.isOverBaseline {
      texts.append(
        "different losses: each is drawn relative to its own baseline (1: no better)")
    }
    if Set(runs.map(\.data)).count > 1 {
      texts.append("different data: losses are from different validation examples")
    }
    return texts.map { LogEntry(seconds: seconds, lane: nil, kind: .warning, text: $0) }
  }
}

/// How the losses of several runs are drawn: unchanged if they mean the same, otherwise each
/// divided by the loss of its own trivial predictor.
struct LossUnit {
  let name: String
  let baseline: Float?
  let isOverBaseline: Bool

  init(_ infos: [SessionInfo]) {
    let names = Set(infos.map(\.lossName))
    isOverBaseline =
      names.count > 1
      && infos.allSatisfy { ($0.baselineLoss ?? 0) > 0 && $0.baselineLoss?.isFinite == true }
    if isOverBaseline {
      (name, baseline) = ("loss over its own baseline", 1)
      return
    }
    name = names.count == 1 ? names.first ?? "loss" : infos.map(\.lossName).joined(separator: ", ")
    let baselines = Set(infos.map(\.baselineLoss))
    baseline = baselines.count == 1 ? infos.first?.baselineLoss : nil
  }

  func apply(to lane: inout LaneSnapshot, of info: SessionInfo) {
    guard isOverBaseline, let own = info.baselineLoss else { return }
    let factor = 1 / Double(own)
    lane.trainCurve = lane.trainCurve.scaled(by: factor)
    lane.validationCurve = lane.validationCurve.scaled(by: factor)
    lane.plainCurve = lane.plainCurve.scaled(by: factor)
    lane.earlier = lane.earlier.map {
      EarlierCurves(
        trainCurve: $0.trainCurve.scaled(by: factor),
        validationCurve: $0.validationCurve.scaled(by: factor))
    }
    func scale(_ path: WritableKeyPath<LaneFacts, Float?>) {
      lane.facts[keyPath: path] = lane.facts[keyPath: path].map { Float(Double($0) * factor) }
    }
    for path in [\LaneFacts.trainLoss, \.trainLossPlain, \.validationLoss, \.bestLoss, \.testLoss] {
      scale(path)
    }
    // They are in the loss's own unit.
    (lane.lossByPosition, lane.effect, lane.effectPending) = (nil, nil, nil)
  }
}
