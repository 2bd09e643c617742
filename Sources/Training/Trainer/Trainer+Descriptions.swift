import Datasets
import Telemetry

/// Descriptions of the run, its classes and its progress, as events and notes.
extension Trainer {
  /// A description of the run, for its first event.
  package func start(threads: Int) -> RunStart {
    RunStart(
      preset: preset.name, seed: preset.training.seed, threads: threads,
      metric: dataset.metrics.first ?? "loss",
      lanes: lanes.map {
        .init(
          lane: $0.info.name, cell: $0.info.cell, hidden: $0.info.hidden,
          parameters: $0.info.parameters)
      },
      data: .init(
        kind: dataset.kind, train: dataset.training.count, validation: dataset.validation.count,
        test: dataset.test.count,
        baseline: NamedValues(scoring.baselines.first?.testMetrics ?? [])))
  }

  /// The class weights of lanes that have some.
  var classNotes: [String] {
    var notes: [String] = []
    for lane in lanes {
      guard let note = classWeighting.note(lane.progress.classWeights), !notes.contains(note)
      else { continue }
      notes.append(note)
    }
    return notes
  }

  /// The progress of the lanes at work.
  var progressEvents: [RunEvent] {
    let rate = pace.rate
    return lanes.filter { $0.isTraining }.map {
      .progress(
        LaneProgressed(
          lane: $0.info.name, epoch: $0.epoch, step: $0.progress.step,
          trainLoss: $0.progress.interval?.loss, stepsPerSecond: rate))
    }
  }
}
