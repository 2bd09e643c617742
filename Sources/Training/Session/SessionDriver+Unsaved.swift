import Telemetry

/// Models that cannot be saved at the end. (When best models are written otherwise: `ModelStore`;
/// checkpoints: `SessionDriver+Checkpoints`.)
extension SessionDriver {
  /// In the dashboard the user is asked; without one, or in a hurry, unsaved models are written to
  /// another place.
  func saveTheRest() {
    guard let store = trainer.store, !store.writeAll() else { return }
    while trainer.stop.mayAsk, let answer = ask(store) {
      switch answer {
      case .again: if store.writeAll() { return tellAlerts() }
      case .elsewhere: if store.writeElsewhere() { return tellAlerts() }
      case .giveUp: return
      }
    }
    store.writeElsewhere()
    tellAlerts()
  }

  /// - Returns: nil if nobody is left to answer.
  private func ask(_ store: ModelStore) -> Command.SaveChoice? {
    guard let mailbox else { return nil }
    tellAlerts()
    unsaved = UnsavedSnapshot(
      lanes: store.unsaved.map(\.lane), reason: store.unsaved.map(\.reason).first ?? "",
      elsewhere: store.elsewhere)
    defer { unsaved = nil }
    while trainer.stop.mayAsk {
      publish(force: true)
      mailbox.waitForCommands()
      // Anything else that was sent comes too late.
      for command in mailbox.takeCommands() {
        if case .save(let choice) = command.action { return choice }
      }
    }
    return nil
  }
}
