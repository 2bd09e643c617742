/// When checkpoints are written: `record.every`, and whenever the session ends. `RunArchive` writes
/// them in the background.
extension SessionDriver {
  var isCheckpointDue: Bool {
    guard archive != nil, kept.step != trainer.sessionStep else { return false }
    return switch trainer.preset.record.every {
    case .seconds(let interval): trainer.seconds - kept.seconds >= interval
    case .steps(let interval): trainer.sessionStep.isMultiple(of: interval)
    }
  }

  /// Starts writing a checkpoint in the background.
  func keep() {
    guard let archive, trainer.sessionStep > 0 else { return }
    kept = (trainer.seconds, trainer.sessionStep)
    archive.keep { state(reusing: &$0) }
  }
}
