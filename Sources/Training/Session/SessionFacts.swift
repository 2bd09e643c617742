import Datasets

/// What a session consists of, for the first lines of a run without a screen.
package struct SessionFacts: Sendable {
  package struct LaneFacts: Sendable {
    package var name: String
    package var cell: String
    package var hidden: [Int]
    package var parameters: Int
  }
  package var preset: String
  package var seed: UInt64
  package var threads: Int
  /// The name of the primary metric.
  package var metric: String
  package var lanes: [LaneFacts]
  package var kind: String
  package var data: String
  package var notes: [String]
  package var counts: (training: Int, validation: Int, test: Int)
  /// The trivial predictor on the test part.
  package var baseline: [TrainingEvent.Metric]
}

/// Where a lane stands, for a line of progress.
package struct LaneProgressFacts: Sendable {
  package var lane: String
  package var epoch: Int
  package var step: Int
  package var trainLoss: Float?
  package var stepsPerSecond: Double
}

extension Trainer {
  package func facts(threads: Int) -> SessionFacts {
    SessionFacts(
      preset: preset.name, seed: preset.training.seed, threads: threads,
      metric: dataset.metrics.first ?? "loss",
      lanes: lanes.map {
        .init(
          name: $0.info.name, cell: $0.info.cell, hidden: $0.info.hidden,
          parameters: $0.info.parameters)
      },
      kind: dataset.kind.rawValue, data: dataset.summary, notes: dataset.notes,
      counts: (dataset.training.count, dataset.validation.count, dataset.test.count),
      baseline: scoring.baselines.first?.testMetrics ?? [])
  }

  package var progressFacts: [LaneProgressFacts] {
    let rate = pace.rate
    return lanes.filter { $0.isTraining }.map {
      LaneProgressFacts(
        lane: $0.info.name, epoch: $0.epoch, step: $0.progress.step,
        trainLoss: $0.progress.interval?.loss, stepsPerSecond: rate)
    }
  }
}
