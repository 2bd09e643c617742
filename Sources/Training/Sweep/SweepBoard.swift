import Datasets
import Telemetry

/// A sweep as the dashboard draws it: every combination is a lane.
package struct SweepBoard {
  package static let mostLogEntries = 300

  private let info: SessionInfo
  private let heads: [String]
  private let widths: [Int]
  /// As last drawn, with the versions shown.
  private var lanes: [LaneSnapshot]
  private var versions: [Int]
  private var rankingVersion = -1
  package private(set) var log: [LogEntry] = []
  private var leader: Int?

  package init(_ grid: SweepGrid, threads: Int) {
    let showsLanes = grid.lanes.count > 1 || grid.axes.isEmpty
    heads = (showsLanes ? ["lane"] : []) + grid.axes.map(\.label)
    let columns =
      (showsLanes ? [grid.lanes.map(\.name)] : []) + grid.axes.map { $0.values.map(\.text) }
    widths = columns.map { $0.map(\.count).max() ?? 0 }
    let trials =
      "\(grid.combinations.count) combination\(grid.combinations.count == 1 ? "" : "s") x "
      + "\(grid.folds) fold\(grid.folds == 1 ? "" : "s")"
    info = SessionInfo(
      preset: grid.base.name, title: "Sweep: " + grid.base.title,
      about:
        "Each row is a combination, scored by the mean of its best "
        + (grid.monitor.map { "\($0.name) on the validation part" } ?? "validation losses")
        + " over the folds, best on top; ± is their standard deviation. Above: the losses of the "
        + "running folds. q stops and keeps what is done; the same command continues.",
      data: "sweep, " + trials,
      dataNotes: grid.axes.map { axis in
        "\(axis.key): " + axis.values.map(\.text).joined(separator: ", ")
      } + grid.notes,
      kind: .task, lossName: "loss", lossScale: .linear, baselineName: "", baselineLoss: nil,
      timeSteps: 0,
      batch: grid.base.training.batch, stepsPerEpoch: 1, maxEpochs: grid.base.training.maxEpochs,
      maxSteps: grid.base.training.maxSteps, lossAtEveryStep: false, gradientEvery: 1,
      threads: threads, seed: grid.base.training.seed, settings: [], cells: [])
    // Copies share the empty curves of this one.
    var lane = LaneSnapshot(
      info: LaneInfo(
        id: LaneID(0), name: "", cell: "", hidden: [], parameters: 0, hasCellState: false))
    let curve = Series(capacity: 2)
    (lane.trainCurve, lane.validationCurve, lane.plainCurve) = (curve, curve, curve)
    lanes = grid.combinations.indices.map { place in
      lane.info.id = LaneID(place)
      return lane
    }
    versions = Array(repeating: -1, count: grid.combinations.count)
  }

  // MARK: the log

  /// A log line about a trial that has ended.
  package mutating func tell(_ place: Int, _ progress: SweepProgress, seconds: Double) {
    let trial = progress.grid.trial(place)
    let start = progress.grid.folds > 1 ? "fold \(trial.fold): " : ""
    let winner = progress.ranking.order.first.flatMap {
      progress.ranking.ranks[$0] == 1 ? $0 : nil
    }
    defer { leader = winner }
    switch progress.states[place] {
    case .failed(let reason):
      add(seconds, trial.combination, .diverged, start + "failed: " + reason)
    case .done:
      guard let best = progress.logs[place]?.best else { return }
      let score = progress.ranking.monitor.flatMap { monitor in
        best.monitored.map { "\(monitor.name) \(Numbers.fullLoss(Float($0)))" }
      }
      let leads = winner == trial.combination && leader != winner
      add(
        seconds, trial.combination, leads ? .improved : .note,
        start + "\(score ?? Numbers.fullLoss(Float(best.loss))) at epoch \(best.epoch)"
          + (leads ? ", leads now" : ""))
    default: break
    }
  }

  package mutating func note(_ text: String, kind: LogEntry.Kind = .note, seconds: Double) {
    push(LogEntry(seconds: seconds, lane: nil, kind: kind, text: text))
  }

  private mutating func add(
    _ seconds: Double, _ combination: Int, _ kind: LogEntry.Kind, _ text: String
  ) {
    push(LogEntry(seconds: seconds, lane: Self.name(combination), kind: kind, text: text))
  }

  private mutating func push(_ entry: LogEntry) {
    if log.count == Self.mostLogEntries { log.removeFirst() }
    log.append(entry)
  }

  private static func name(_ combination: Int) -> String { "#\(combination + 1)" }

  // MARK: the snapshot

  package mutating func snapshot(
    _ progress: SweepProgress, seconds: Double, secondsLeft: Double?, alert: String? = nil
  ) -> SessionSnapshot {
    var info = info
    (info.lossName, info.lossScale) = Self.loss(progress)
    let failures = progress.failures.count
    let sweep = SweepSnapshot(
      heads: heads, widths: widths, folds: progress.grid.folds, trials: progress.grid.trialCount,
      done: progress.doneCount, failed: failures, order: progress.ranking.order,
      monitor: progress.grid.monitor?.name)
    let isOver = sweep.done + sweep.failed == sweep.trials
    for place in lanes.indices {
      let isNew = versions[place] != progress.versions[place]
      if isNew { update(place, progress) }
      if isNew || rankingVersion != progress.rankingVersion {
        lanes[place].combination = combination(place, progress, isOver: isOver)
      }
    }
    (versions, rankingVersion) = (progress.versions, progress.rankingVersion)
    return SessionSnapshot(
      phase: isOver ? .done : .training, info: info,
      lanes: lanes, log: log, seconds: seconds, secondsLeft: isOver ? nil : secondsLeft,
      alert: alert,
      sweep: sweep)
  }

  /// The name and the scale that the trials' own dashboard would use for the loss.
  private static func loss(_ progress: SweepProgress) -> (String, LossScale) {
    switch (progress.kind, progress.metricName) {
    case (.series, _), (.task, "mse"): ("MSE", .logarithmic)
    case (.language, _), (.classes, _), (.task, "accuracy"): ("cross entropy, nats", .linear)
    default: ("loss", .linear)
    }
  }

  /// Where the running fold is, and its curves; after its end, its result.
  private mutating func update(_ place: Int, _ progress: SweepProgress) {
    let grid = progress.grid
    var lane = lanes[place]
    lane.info.name = Self.name(place)
    lane.info.parameters = progress.ranking.entries[place].parameters ?? 0
    let running = progress.runningFold(of: place)
    lane.phase = running == nil ? .finished : .training
    if let fold = running ?? progress.curves[place]?.fold,
      let log = progress.logs[grid.place(combination: place, fold: fold)]
    {
      lane.info.parameters = log.parameters ?? lane.info.parameters
      (lane.step, lane.epoch) = (log.step, log.epoch)
      lane.trainLoss = log.trainLoss.map { Float($0) }
      lane.validationLoss = log.validation.map { Float($0.loss) }
      lane.stepsPerEpoch = stepsPerEpoch(log, progress)
    }
    if let curve = progress.curves[place] {
      (lane.validationCurve, lane.trainCurve) = (curve.validation, curve.train)
    }
    let best = progress.curves[place]?.best
    (lane.bestLoss, lane.bestStep, lane.bestEpoch) = (
      best.map { Float($0.loss) }, best?.step, best?.epoch
    )
    lane.bestMetric = best?.monitored.map { Float($0) }
    lanes[place] = lane
  }

  private func combination(
    _ place: Int, _ progress: SweepProgress, isOver: Bool
  ) -> CombinationSnapshot {
    let entry = progress.ranking.entries[place]
    let combination = progress.grid.combinations[place]
    let spread = entry.spread
    let lanes = heads.count > progress.grid.axes.count ? [combination.lane] : []
    return CombinationSnapshot(
      values: lanes + combination.values.map(\.text), state: state(place, progress),
      scores: entry.scores.map { $0.map { Float($0) } }, mean: spread.map { Float($0.mean) },
      deviation: spread?.deviation.map { Float($0) },
      standardError: spread?.standardError.map { Float($0) },
      rank: progress.ranking.ranks[place], isBest: isOver && place == progress.ranking.winner,
      isSimplest: isOver && place == progress.ranking.simplest)
  }

  private func state(
    _ place: Int, _ progress: SweepProgress
  ) -> CombinationSnapshot.State {
    if let failure = progress.failure(of: place) {
      return .failed(fold: failure.fold, reason: failure.reason)
    }
    let folds = progress.runningFolds(of: place)
    if !folds.isEmpty { return .running(folds: folds) }
    return progress.ranking.entries[place].isComplete ? .done : .waiting
  }

  /// Exact if a validation is at the end of an epoch.
  private func stepsPerEpoch(_ log: TrialLog, _ progress: SweepProgress) -> Int {
    if progress.grid.base.training.validateEvery == .epoch, let last = log.validation,
      last.epoch > 0
    {
      return max(1, last.step / last.epoch)
    }
    let batch = progress.grid.base.training.batch
    guard batch > 0, let count = log.trainingCount else { return 1 }
    return max(1, (count + batch - 1) / batch)
  }
}
