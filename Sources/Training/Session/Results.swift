import Datasets
import Telemetry

/// A lane's result, for the table at the end.
package struct LaneResult: Sendable {
  package var lane: String
  /// Nil: it was taken out.
  package var reason: EndReason?
  package var bestEpoch: Int?
  package var validationLoss: Float?
  package var testLoss: Float?
  package var testMetrics: [Baseline.Metric]
  /// The trivial predictors, the one drawn first.
  package var baselines: [Baseline]
  /// The file saved, or why there is none.
  package var file: Result<String, SaveFailure>
  /// The same of the lane before it was restarted, the oldest first.
  package var earlierFiles: [Result<String, SaveFailure>]
  package var diverged: Bool
}

package struct SaveFailure: Error, Equatable, CustomStringConvertible, Sendable {
  package let description: String
  /// True where something learned is lost.
  package let isLoss: Bool

  package init(_ description: String, isLoss: Bool = true) {
    self.description = description
    self.isLoss = isLoss
  }
}

extension [LaneResult] {
  /// Whether something learned is in no file.
  package var hasLoss: Bool {
    contains { result in
      ([result.file] + result.earlierFiles).contains {
        if case .failure(let failure) = $0 { failure.isLoss } else { false }
      }
    }
  }

  /// What the process exits with: 1 where something learned was lost, 3 where every lane diverged.
  package var exitCode: Int32 {
    hasLoss ? 1 : !isEmpty && allSatisfy { $0.diverged } ? 3 : 0
  }
}

extension Trainer {
  /// The lanes' results; every lane has ended by then.
  package func results() -> [LaneResult] {
    lanes.map { lane in
      let best = lane.progress.earlyStopping
      return LaneResult(
        lane: lane.info.name, reason: lane.endReason,
        bestEpoch: best.bestLoss == nil ? nil : best.bestEpoch, validationLoss: best.bestLoss,
        testLoss: lane.progress.testLoss, testMetrics: lane.testMetrics,
        baselines: scoring.baselines, file: saved(lane),
        earlierFiles: store?.results(ofLane: lane.info.name, but: lane.slot) ?? [],
        diverged: lane.hasDiverged)
    }
  }
}
