import Datasets
import Telemetry

/// The results of a session, for its end.
package struct SessionResults: Sendable {
  package var preset: String
  /// Of everything random; nil where lanes have seeds of their own.
  package var seed: UInt64?
  package var lanes: [LaneResult]
  /// The files of lanes that were taken out for good.
  package var removed: [RemovedResult] = []
  /// Places in `lanes`, the best one first.
  package var order: [Int]
  package var verdict: RunVerdict
  package var use: ModelUse
  /// The folder that it is recorded in; nil: it is not.
  package var record: String?
  /// It was ended before its time, and can go on.
  package var isResumable = false

  package init(
    preset: String, seed: UInt64?, lanes: [LaneResult], order: [Int], verdict: RunVerdict,
    use: ModelUse
  ) {
    (self.preset, self.seed, self.lanes, self.order) = (preset, seed, lanes, order)
    (self.verdict, self.use) = (verdict, use)
  }

  /// The best one first.
  package var ranked: [LaneResult] { order.map { lanes[$0] } }
}

/// The files of a lane that is not there any more.
package struct RemovedResult: Sendable {
  package var lane: String
  package var files: [Result<String, SaveFailure>]
}

/// The next use of a session's models.
package enum ModelUse: Sendable, Equatable {
  /// A generated task is scored on its own test part.
  case evaluate
  /// A language model writes.
  case generate
  /// The data's file, as it is found from the current folder.
  case predict(file: String)
}

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
  /// The metric by which its best epoch is the best; nil: the validation loss.
  package var monitor: String?

  package init(
    lane: String, reason: EndReason?, bestEpoch: Int?, validationLoss: Float?, testLoss: Float?,
    testMetrics: [Baseline.Metric] = [], baselines: [Baseline] = [],
    file: Result<String, SaveFailure>, earlierFiles: [Result<String, SaveFailure>] = [],
    diverged: Bool = false, monitor: String? = nil
  ) {
    self.monitor = monitor
    (self.lane, self.reason, self.bestEpoch) = (lane, reason, bestEpoch)
    (self.validationLoss, self.testLoss) = (validationLoss, testLoss)
    (self.testMetrics, self.baselines) = (testMetrics, baselines)
    (self.file, self.earlierFiles, self.diverged) = (file, earlierFiles, diverged)
  }
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

extension SessionResults {
  /// Lanes of which something learned is in no file, and why.
  package var losses: [(lane: String, failure: SaveFailure)] {
    let files =
      lanes.map { ($0.lane, [$0.file] + $0.earlierFiles) } + removed.map { ($0.lane, $0.files) }
    return files.flatMap { lane, files in
      files.compactMap {
        if case .failure(let failure) = $0, failure.isLoss { (lane, failure) } else { nil }
      }
    }
  }

  package var exitStatus: ExitStatus {
    if !losses.isEmpty { return .failure }
    return !lanes.isEmpty && lanes.allSatisfy { $0.diverged } ? .diverged : .done
  }
}

extension Trainer {
  /// The lanes' results, in their order; every lane has ended by then.
  package func results() -> [LaneResult] {
    lanes.map { lane in
      let best = lane.progress.earlyStopping
      return LaneResult(
        lane: lane.info.name, reason: lane.end.wasTakenOut ? nil : lane.end.reason,
        bestEpoch: best.bestLoss == nil ? nil : best.bestEpoch, validationLoss: best.bestLoss,
        testLoss: lane.progress.testLoss, testMetrics: lane.end.testMetrics.entries,
        baselines: scoring.baselines, file: saved(lane),
        earlierFiles: store?.results(ofLane: lane.info.name, but: lane.slot) ?? [],
        diverged: lane.hasDiverged, monitor: best.monitor?.name)
    }
  }

  package func sessionResults() -> SessionResults {
    let seeds = Set(preset.lanes.map(\.training.seed))
    var results = SessionResults(
      preset: preset.name, seed: seeds == [preset.training.seed] ? preset.training.seed : nil,
      lanes: results(), order: order(), verdict: verdict(), use: use)
    results.removed = removed.map {
      RemovedResult(lane: $0, files: store?.results(ofLane: $0, but: nil) ?? [])
    }
    return results
  }

  private var use: ModelUse {
    if dataset.kind == .language { return .generate }
    guard dataset.description.generated == nil, let file = preset.data.file,
      let path = try? DataFiles(folders: preset.dataFolders).path(of: file)
    else { return .evaluate }
    return .predict(file: path)
  }
}
