import Datasets
import Engine
import Foundation

/// What a lane came to, for the table at the end and the saved model.
package struct LaneResult: Sendable {
  package var lane: String
  package var state: String
  package var bestEpoch: Int?
  package var validationLoss: Float?
  package var testLoss: Float?
  package var testMetrics: [TrainingEvent.Metric]
  /// The trivial predictors, the one drawn first.
  package var baselines: [Baseline]
  /// The file saved, or why there is none.
  package var file: Result<String, SaveFailure>
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

extension Trainer {
  /// What the lanes came to; every lane has ended by then.
  package func results() -> [LaneResult] {
    lanes.map { lane in
      var diverged = false
      if case .diverged = lane.progress.phase { diverged = true }
      let best = lane.progress.earlyStopping
      return LaneResult(
        lane: lane.info.name, state: lane.endReason ?? "off",
        bestEpoch: best.bestLoss == nil ? nil : best.bestEpoch, validationLoss: best.bestLoss,
        testLoss: lane.progress.testLoss, testMetrics: lane.testMetrics,
        baselines: scoring.baselines,
        file: lane.saved ?? .failure(SaveFailure("nothing learned yet", isLoss: false)),
        diverged: diverged)
    }
  }

  /// The lane's file. A name that looks like an earlier lane's, without what a file name cannot
  /// have, gets a number.
  private func file(of lane: Lane, in folder: RunFolder) -> String {
    let path = folder.file(lane: lane.info.name)
    let place = lanes.firstIndex { $0 === lane } ?? 0
    let isTaken = lanes[..<place].contains { folder.file(lane: $0.info.name) == path }
    return isTaken ? folder.file(lane: "\(place + 1)-\(lane.info.name)") : path
  }

  /// Writes the lane's best weights.
  func save(_ lane: Lane) -> Result<String, SaveFailure> {
    guard let folder else { return .failure(SaveFailure("no folder to save in")) }
    guard lane.progress.step > 0 else {
      return .failure(SaveFailure("nothing learned yet", isLoss: false))
    }
    if lane.bestWeights == nil, case .diverged = lane.progress.phase {
      return .failure(SaveFailure("diverged before its first validation", isLoss: false))
    }
    let path = file(of: lane, in: folder)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = (try? encoder.encode(dataset.description)).flatMap {
      String(data: $0, encoding: .utf8)
    }
    let model = ModelFile(
      architecture: lane.network.architecture,
      weights: lane.bestWeights ?? lane.network.weights.array, data: data,
      inference: InferenceSettings(lane.plan))
    do {
      try model.write(to: path)
      return .success(path)
    } catch {
      return .failure(SaveFailure(error.description))
    }
  }
}
