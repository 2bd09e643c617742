import Engine
import Telemetry

/// Lanes that come and go while a session runs.
extension Trainer {
  /// Sets the cells to run from now on: lanes of other cells rest, cells without a lane get a new
  /// one. Either everything is done or nothing.
  func choose(cells: [String]) throws(Failure) {
    var new: [Lane] = []
    let freeSeats = freeSeats(cells.count)
    for cell in cells where !(lanes + new).contains(where: { $0.info.cell == cell }) {
      new.append(try makeLane(LaneID(nextLane + new.count), cell, freeSeats[new.count]))
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

  /// A lane like the first one, but with another cell.
  private func makeLane(_ id: LaneID, _ cell: String, _ seat: Int) throws(Failure) -> Lane {
    var configuration = preset.lanes[0]
    configuration.name = cell
    var number = 1
    while isTaken(configuration.name) {
      number += 1
      configuration.name = "\(cell)-\(number)"
    }
    configuration.model.cell = cell
    // Another cell's weights do not fit.
    configuration.model.from = nil
    let preparation = LanePreparation(
      augmentation: LaneAugmentation(augmenter.facts), weighting: classWeighting, scoring: scoring)
    return try makeLane(id, preparation.prepared(configuration), seat: seat)
  }

  /// A lane's name is used for its curves and its file: it must differ from that of every current
  /// and removed lane.
  func isTaken(_ name: String) -> Bool {
    lanes.contains { $0.info.name == name } || removed.contains(name)
  }

  /// Removes lanes from the session for good. What they learned stays in their files.
  func remove(_ chosen: [Lane]) {
    guard let first = chosen.first else {
      return tell(nil, .remove, "", sessionStep, Self.noSuchLane)
    }
    guard chosen.count < lanes.count else {
      let reason =
        lanes.count == 1
        ? "it is the only lane; stop (q) ends the session"
        : "one lane must stay; [ and ] select one, or LANE:remove"
      return tell(
        lanes.count == 1 ? first.info.name : nil, .remove, "", first.progress.step, reason)
    }
    for lane in chosen {
      // Immediately: an interrupted run that is resumed no longer knows the lane.
      if let slot = offer(lane) { store?.write(slot) }
      lanes.removeAll { $0 === lane }
      undo.forget(lane.info.id)
      removed.append(lane.info.name)
      tell(lane.info.name, .remove, "", lane.progress.step, nil)
    }
  }

  /// The first seats without a lane.
  func freeSeats(_ count: Int) -> [Int] {
    let taken = Set(lanes.map(\.info.seat))
    return Array((0..<lanes.count + count).filter { !taken.contains($0) }.prefix(count))
  }

  /// A lane that joins the session.
  /// - Parameter start: the weights that its configuration's `model.from` names.
  func makeLane(
    _ id: LaneID, _ configuration: LaneConfiguration, seat: Int, start: [Float]? = nil,
    origin: LaneOrigin? = nil
  ) throws(Failure) -> Lane {
    let architecture = try LaneArchitectures(preset, dataset).architecture(configuration)
    try MemoryEstimate.require(
      MemoryEstimate.needed(
        architecture, timeSteps: batch.maxTimeSteps, targetSteps: batch.maxTargetSteps,
        batch: batch.maxSize))
    return Lane(
      id, configuration, architecture, sizes, classWeighting, seat: seat, start: start,
      origin: origin)
  }
}
