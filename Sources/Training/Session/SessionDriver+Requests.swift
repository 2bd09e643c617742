import Telemetry

/// What is asked of the session, by keys or in advance.
extension SessionDriver {
  func applyScheduled() {
    while let next = own.scheduled.first, next.step <= trainer.sessionStep {
      own.scheduled.removeFirst()
      perform(next.request, by: .at, id: nil)
      if trainer.stop.isRaised { return }
    }
  }

  func takeCommands() {
    guard let mailbox, mailbox.hasCommands else { return }
    for command in mailbox.takeCommands() {
      defer { answered = max(answered, command.id) }
      if case .save = command.action { continue }
      var request = SessionRequest(command.action)
      if case .lane(let id) = command.lanes {
        // A lane that is not there any more is answered, not recorded.
        guard let lane = trainer.lanes.first(where: { $0.info.id == id }) else {
          trainer.apply(command.lanes, command.action, id: command.id)
          continue
        }
        request.lane = lane.info.name
      }
      perform(request, by: .keys, id: command.id)
    }
    publish(force: true)
  }

  func put(_ request: SessionRequest, by sender: RecordedRequest.Sender) {
    put(
      .request(
        RecordedRequest(
          seconds: trainer.seconds, at: trainer.sessionStep, request: request, by: sender)))
  }

  /// - Parameter id: of the command, for the answers; nil: it was scheduled.
  private func perform(_ request: SessionRequest, by sender: RecordedRequest.Sender, id: Int?) {
    // Without a screen there is nobody who could go on.
    if request.action == .pause, mailbox == nil { return }
    let lanes = trainer.selection(of: request.lane)
    // An end is written behind the last checkpoint; what is not there any more to be put back is
    // answered, not recorded: another run may have it still.
    if request.action != .stop, trainer.whyNoReturn(lanes, request.action) == nil {
      put(request, by: sender)
    }
    switch request.action {
    case .pause:
      own.isPaused = true
      trainer.pause()
    case .resume:
      own.isPaused = false
      trainer.resume()
    case .singleStep:
      guard own.isPaused, !trainer.hasEnded else { return }
      trainer.resume()
      step()
      trainer.pause()
    case .slower: own.pacer.slow(from: trainer.pace.rate)
    case .faster: own.pacer.hasten()
    case .stop:
      stopBy = sender
      trainer.stop.raise(to: .finish)
    case .save: break
    case .set, .strengthen, .weaken, .restart, .chooseCells:
      trainer.apply(lanes, request.action, id: id)
    case .undo, .redo, .rewind, .fork:
      trainer.apply(lanes, request.action, id: id)
      record { $0.putFrame(trainer) }
    }
  }
}
