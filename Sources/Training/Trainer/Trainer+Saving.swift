import Telemetry

/// Which parts of the lanes are saved to files, and when.
extension Trainer {
  /// Offers a lane's best weights, or the current ones if it was never validated, to the store.
  /// - Returns: the file they go to; nil if there is none, or nothing to save.
  @discardableResult
  func offer(_ lane: Lane) -> ModelStore.Slot? {
    guard let store, let slot = lane.slot, whyNothingToSave(lane) == nil else { return nil }
    store.offer(lane.best ?? lane.bestModel(nil), to: slot)
    return slot
  }

  /// Approximate bytes of the files of all lanes.
  package var bytesOfModels: Int {
    lanes.reduce(0) { $0 + 4 * $1.info.parameters + 65_536 }
  }

  private func whyNothingToSave(_ lane: Lane) -> SaveFailure? {
    if store == nil { return SaveFailure("no folder to save in") }
    if lane.best != nil { return nil }
    if lane.progress.step == 0 { return SaveFailure("nothing learned yet", isLoss: false) }
    return lane.hasDiverged
      ? SaveFailure("diverged before its first validation", isLoss: false) : nil
  }

  /// The lane's file, or why there is none.
  func saved(_ lane: Lane) -> Result<String, SaveFailure> {
    if let failure = whyNothingToSave(lane) { return .failure(failure) }
    guard let store, let slot = lane.slot else {
      return .failure(SaveFailure("not written yet"))
    }
    return store.result(slot)
  }

  /// Before a restart: what the lane learned stays in its file, the new start gets the next.
  func beginNextAttempt(of lane: Lane) {
    // Immediately: an interrupted run that resumes after the restart no longer knows the old
    // weights.
    if lane.best != nil, let slot = offer(lane) { store?.write(slot) }
    if let slot = lane.slot, store?.isUsed(slot) == true { beginFile(of: lane) }
  }

  /// The lane's models go to the next file of its name.
  func beginFile(of lane: Lane) {
    lane.slot = store?.slot(lane: lane.info.name, lane.architecture)
  }
}

extension Lane {
  var hasDiverged: Bool { if case .diverged = progress.phase { true } else { false } }
}
