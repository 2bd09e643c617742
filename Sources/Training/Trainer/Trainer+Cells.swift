import Engine
import Telemetry

/// Lanes that come and go while a session runs.
extension Trainer {
  /// The cells that run from now on: lanes of other cells rest, cells without a lane get a new one.
  /// Either all of it is done or nothing.
  func choose(cells: [String]) throws(Failure) {
    var new: [Lane] = []
    for cell in cells where !(lanes + new).contains(where: { $0.info.cell == cell }) {
      new.append(try makeLane(LaneID(nextLane + new.count), cell))
    }
    for lane in lanes {
      let chosen = cells.contains(lane.info.cell)
      if !chosen, lane.isTraining { lane.progress.phase = .off }
      if chosen, lane.progress.phase == .off { lane.progress.phase = .training }
    }
    for lane in new { beginFile(of: lane) }
    lanes += new
    nextLane += new.count
  }

  /// A lane like the first one, with another cell.
  private func makeLane(_ id: LaneID, _ cell: String) throws(Failure) -> Lane {
    var configuration = preset.lanes[0]
    configuration.name = cell
    // The name also is that of the file saved, so no other lane may have it.
    var number = 1
    while lanes.contains(where: { $0.info.name == configuration.name }) {
      number += 1
      configuration.name = "\(cell)-\(number)"
    }
    configuration.model.cell = cell
    // Another cell's weights do not fit.
    configuration.model.from = nil
    let preparation = LanePreparation(
      augmentation: LaneAugmentation(augmenter.facts), weighting: classWeighting, scoring: scoring)
    return try makeLane(id, preparation.prepared(configuration))
  }

  /// A lane that joins the session.
  /// - Parameter start: the weights that its configuration's `model.from` names.
  func makeLane(
    _ id: LaneID, _ configuration: LaneConfiguration, start: [Float]? = nil,
    origin: LaneOrigin? = nil
  ) throws(Failure) -> Lane {
    let architecture = try LaneArchitectures(preset, dataset).architecture(configuration)
    try Memory.require(
      Memory.needed(
        architecture, timeSteps: batch.maxTimeSteps, targetSteps: batch.maxTargetSteps,
        batch: batch.maxSize))
    return Lane(
      id, configuration, architecture, sizes, classWeighting, start: start, origin: origin)
  }
}
