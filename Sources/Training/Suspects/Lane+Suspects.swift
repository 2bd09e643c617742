import Engine
import Telemetry

extension Lane {
  func evidence(_ scoring: Scoring, _ rule: StandingRule) -> LaneEvidence {
    var evidence = LaneEvidence()
    evidence.step = progress.step
    evidence.epochs = epochsDone
    evidence.cell = info.cell
    evidence.isGated = model.recurrence(0).cell.gates.contains { $0.isSigmoid }
    evidence.kind = scoring.kind
    evidence.standing = progress.standing
    evidence.hiddenLag = scoring.hiddenLag
    if let name = scoring.baselines.first?.name { evidence.predictorName = name }
    evidence.predictorLoss = rule.predictorLoss
    if rule.scoresAccuracy { evidence.accuracy = progress.lastMetric }
    evidence.predictorAccuracy = rule.predictorAccuracy
    evidence.validation = progress.validationCurve.buckets.map(\.mean)
    evidence.plain = progress.plainCurve.buckets.map(\.mean)
    let perValidation = Double(progress.step) / Double(max(1, evidence.validation.count))
    evidence.epochsPerValidation = perValidation / Double(stepsPerEpoch)
    let gradients = diagnostics.snapshots
    if let place = gradients.shortestReach {
      evidence.reach = gradients[place].reach
      evidence.reachLayer = gradients.count > 1 ? gradients[place].layerName : nil
    }
    evidence.layers = diagnostics.layerSnapshots
    evidence.tensors = matrices
    evidence.explosion = progress.explosions.explosion
    evidence.norm = progress.interval?.norm
    evidence.normClipped = progress.interval?.normClipped
    evidence.clippedShare = progress.interval?.clippedShare ?? 0
    evidence.regularizers = Set(
      RegularizerRegistry.all.map { $0.key }.filter { progress.regularization[$0]?.isOn == true })
    evidence.rate = learningRate
    evidence.baseRate = progress.learningRate
    evidence.stopsEarly = progress.earlyStopping.on
    evidence.weighsClasses = progress.classWeights.isOn
    if case .confusion(let confusion) = output { evidence.confusion = confusion }
    return evidence
  }

  /// Tensors that learn, and whose norm is a measure for an update.
  private var matrices: [LaneEvidence.TensorEvidence] {
    guard diagnostics.tensors.taken > 0 else { return [] }
    return model.layout.slices.enumerated().compactMap { i, slice in
      guard slice.shape.count == 2, !model.parameters.isFrozen[i] else { return nil }
      let tensor = TensorSnapshot(
        name: slice.name, shape: slice.shape, weightNorm: diagnostics.tensors.weightNorms[i],
        updateNorm: diagnostics.tensors.updateNorms[i])
      guard !tensor.isNearZero else { return nil }
      return LaneEvidence.TensorEvidence(
        name: slice.name, startNorm: progress.startNorms[i], norm: tensor.weightNorm,
        update: tensor.updateNorm)
    }
  }
}
