import Datasets
import Engine
import Telemetry

extension Trainer {
  /// What is fixed for the session.
  package func sessionInfo(threads: Int) -> SessionInfo {
    return SessionInfo(
      preset: preset.name, title: preset.title, about: preset.about, data: data,
      dataNotes: dataset.notes, kind: dataset.kind,
      lossName: lanes.first?.network.loss.title ?? "loss", lossScale: lossScale,
      baselineName: dataset.baseline.name, baselineLoss: dataset.baseline.validationLoss,
      metric: metricInfo,
      timeSteps: dataset.shape.timeSteps,
      batch: batch.maxSize, stepsPerEpoch: stepsPerEpoch, maxEpochs: preset.training.maxEpochs,
      maxSteps: preset.training.maxSteps, lossAtEveryStep: dataset.shape.everyStep,
      gradientEvery: gradientEvery, threads: threads, seed: preset.training.seed,
      settings: offeredSettings.map(\.infoWithRange), cells: CellRegistry.names)
  }

  /// Squared errors fall by orders of magnitude; a cross entropy in nats does not.
  private var lossScale: LossScale {
    lanes.first?.network.loss.isProbabilistic ?? true ? .linear : .logarithmic
  }

  /// The data in a few words. A run that is named after its file does not name it twice.
  private var data: String {
    dataset.file == preset.name ? dataset.summary : dataset.title
  }

  private var metricInfo: MetricInfo? {
    scoring.beside.map { metric in
      MetricInfo(
        name: metric.name, isShare: metric.isShare,
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
      snapshot.phase = p.phase
      snapshot.step = p.step
      snapshot.epoch = lane.epochsDone
      snapshot.trainLoss = p.shownTrainLoss
      snapshot.trainLossPlain = p.lastPlainLoss
      snapshot.validationLoss = p.lastValidationLoss
      snapshot.metric = p.lastMetric
      snapshot.testMetric = testMetric(of: lane)
      snapshot.penalty = p.penalty
      snapshot.bestLoss = p.earlyStopping.bestLoss
      if p.earlyStopping.bestLoss != nil {
        snapshot.bestStep = p.earlyStopping.bestStep
        snapshot.bestEpoch = p.earlyStopping.bestEpoch
      }
      snapshot.earlyStopping = EarlyStoppingSnapshot(
        on: p.earlyStopping.on, patience: p.earlyStopping.patience, left: p.earlyStopping.left,
        ghosts: p.ghosts.stops.map {
          PatienceGhost(
            patience: $0.patience, epoch: $0.epoch, step: $0.step, bestLoss: $0.bestLoss)
        })
      snapshot.gradientNorm = p.norm
      snapshot.gradientNormClipped = p.normClipped
      snapshot.clippedShare = p.clippedShare
      snapshot.largestNorm = p.largestNorm
      snapshot.largestNormStep = p.largestNormStep
      snapshot.explosions = p.explosions.all
      snapshot.standing = p.standing
      snapshot.suspects = p.suspects.suspects
      snapshot.learningRate = lane.learningRate
      snapshot.stepsPerSecond = lane.isTraining ? Float(rate) : 0
      snapshot.trainCurve = p.trainCurve
      snapshot.validationCurve = p.validationCurve
      snapshot.plainCurve = p.plainCurve
      snapshot.earlier = p.earlier
      snapshot.interventions = p.interventions
      snapshot.gradients = lane.diagnostics.snapshots
      snapshot.tensors = TensorSnapshot.all(lane.diagnostics.tensors, lane.network)
      snapshot.layers = lane.diagnostics.layerSnapshots
      snapshot.attention = lane.attention
      snapshot.diagnosticsShare = diagnosticsCost.share(interval: gradientEvery)
      snapshot.settings = offeredSettings.map { setting in
        SettingSnapshot(
          on: setting.isOn(p), text: SettingText.number(setting.value(p)),
          status: p.statuses[setting.info.key] ?? .idle)
      }
      snapshot.output = lane.output
      snapshot.testLoss = p.testLoss
      return snapshot
    }
  }
}
