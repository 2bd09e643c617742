import Datasets
import Engine
import Telemetry

extension Trainer {
  /// The facts that are fixed for the session.
  package func sessionInfo(threads: Int) -> SessionInfo {
    return SessionInfo(
      preset: preset.name, title: preset.title, about: preset.about, data: data,
      dataNotes: dataset.notes, kind: dataset.kind,
      lossName: lanes.first?.model.loss.title ?? "loss", lossScale: lossScale,
      baselineName: dataset.baseline.name, baselineLoss: dataset.baseline.validationLoss,
      metric: metricInfo,
      timeSteps: dataset.shape.timeSteps,
      batch: batch.maxSize, stepsPerEpoch: stepsPerEpoch, maxEpochs: ends.maxEpochs,
      maxSteps: ends.maxSteps,
      lossAtEveryStep: dataset.shape.everyStep
        && !lanes.allSatisfy { $0.model.loss.scope == .alignment },
      gradientEvery: gradientEvery, threads: threads, seed: preset.training.seed,
      settings: offeredSettings.map(\.infoWithRange), cells: CellRegistry.names)
  }

  /// Squared errors fall by orders of magnitude; a cross entropy in nats does not.
  private var lossScale: LossScale {
    guard let loss = lanes.first?.model.loss else { return .linear }
    return loss.isProbabilistic || loss.isOfSequences ? .linear : .logarithmic
  }

  /// The data in a few words. A run named after its file does not name it twice.
  private var data: String {
    dataset.file == preset.name ? dataset.summary : dataset.title
  }

  private var metricInfo: MetricInfo? {
    scoring.beside.map { metric in
      MetricInfo(
        name: metric.name, short: metric.short, isShare: metric.isShare,
        baseline: scoring.baselines.first?.score(on: .validation)[metric.name].map { Float($0) })
    }
  }

  private func testMetric(of lane: Lane) -> Float? {
    guard let name = scoring.beside?.name else { return nil }
    return lane.end.testMetrics[name].map { Float($0) }
  }

  package func laneSnapshots() -> [LaneSnapshot] {
    let rate = pace.rate
    return lanes.map { lane in
      let p = lane.progress
      var snapshot = LaneSnapshot(info: lane.info)
      snapshot.facts = facts(lane, rate: rate)
      snapshot.trainCurve = p.trainCurve
      snapshot.validationCurve = p.validationCurve
      snapshot.plainCurve = p.plainCurve
      snapshot.earlier = p.earlier
      snapshot.interventions = p.interventions
      snapshot.gradients = lane.diagnostics.snapshots
      snapshot.tensors = TensorSnapshot.all(lane.diagnostics.tensors, lane.model)
      snapshot.layers = lane.diagnostics.layerSnapshots
      snapshot.attention = lane.attention
      snapshot.lossByPosition = lane.lossByPosition
      snapshot.undo = undo.snapshot(of: lane.info.id, step: p.step)
      snapshot.diagnosticsShare = diagnosticsCost.share(interval: gradientEvery)
      snapshot.settings = offeredSettings.map { setting in
        SettingSnapshot(
          on: setting.isOn(p), text: setting.form.shortText(p),
          status: p.statuses[setting.info.key] ?? .idle)
      }
      snapshot.output = lane.output
      return snapshot
    }
  }

  private func facts(_ lane: Lane, rate: Double) -> LaneFacts {
    let p = lane.progress
    var facts = LaneFacts()
    facts.phase = p.phase
    facts.step = p.step
    facts.epoch = lane.epochsDone
    facts.trainLoss = p.shownTrainLoss
    facts.trainLossPlain = p.lastPlainLoss
    facts.validationLoss = p.lastValidationLoss
    facts.metric = p.lastMetric
    facts.testMetric = testMetric(of: lane)
    facts.penalty = p.penalty
    facts.bestLoss = p.earlyStopping.bestLoss
    facts.bestMetric = p.earlyStopping.bestMetric
    if p.earlyStopping.bestLoss != nil {
      facts.bestStep = p.earlyStopping.bestStep
      facts.bestEpoch = p.earlyStopping.bestEpoch
    }
    facts.earlyStopping = EarlyStoppingSnapshot(
      on: p.earlyStopping.on, patience: p.earlyStopping.patience, left: p.earlyStopping.left,
      ghosts: p.ghosts.stops.map {
        PatienceGhost(
          patience: $0.patience, epoch: $0.epoch, step: $0.step, bestLoss: $0.bestLoss,
          bestMetric: $0.bestMetric)
      }, monitor: p.earlyStopping.monitor?.info)
    facts.gradientNorm = p.norm
    facts.gradientNormClipped = p.normClipped
    facts.clippedShare = p.clippedShare
    facts.largestNorm = p.largestNorm
    facts.largestNormStep = p.largestNormStep
    facts.explosions = p.explosions.all
    facts.standing = p.standing
    (facts.effect, facts.effectPending) = (p.effects?.newest, p.effects?.pending)
    facts.suspects = p.suspects.suspects
    facts.learningRate = lane.learningRate
    if lane.architecture.hasDecoder { facts.teacherForcing = lane.teacherForcing }
    facts.stepsPerSecond = lane.isTraining ? Float(rate) : 0
    facts.testLoss = p.testLoss
    return facts
  }
}
