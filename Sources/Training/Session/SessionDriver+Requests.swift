import Telemetry

/// Requests to the session: by keys, scheduled, or from another process through the run's inbox.
extension SessionDriver {
  func applyScheduled() {
    while let next = own.scheduled.first, next.step <= trainer.sessionStep {
      own.scheduled.removeFirst()
      perform(next.request, by: .at)
      if trainer.stop.isRaised { return }
    }
  }

  func takeCommands() {
    takeKeys()
    takeSent()
  }

  private func takeKeys() {
    guard let mailbox, mailbox.hasCommands else { return }
    for command in mailbox.takeCommands() {
      defer { answered = max(answered, command.id) }
      if case .save = command.action { continue }
      var request = SessionRequest(command.action)
      if case .lane(let id) = command.lanes {
        // A lane that no longer exists gets an answer, but no record.
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

  // MARK: from other processes

  private func takeSent() {
    guard let inbox, inbox.hasArrivals else { return }
    for arrival in inbox.take() {
      var line = RecordedTaken(seconds: trainer.seconds)
      switch arrival {
      case .unreadable(let reason): line.refused = reason
      case .request(let sent):
        (line.id, line.from) = (sent.id, sent.from)
        if let reason = refusal(of: sent) {
          line.refused = "\(sent.request.text) refused: \(reason)"
        } else {
          perform(sent)
        }
      }
      put(.taken(line))
    }
    publish(force: true)
  }

  /// Refuses requests that arrive when nothing can be done any more.
  func refuseSent() {
    guard let inbox else { return }
    inbox.close()
    for case .request(let sent) in inbox.take() {
      put(
        .taken(
          RecordedTaken(
            seconds: trainer.seconds, id: sent.id, from: sent.from,
            refused: "\(sent.request.text) refused: the run has ended")))
    }
  }

  private func perform(_ sent: SentRequest) {
    keepStatesFromNowOn()
    // A lane that does not exist gets an answer, but no record.
    if sent.request.lane != nil, trainer.lanes(trainer.selection(of: sent.request.lane)).isEmpty {
      trainer.apply(.lane(LaneID(-1)), sent.request.action, id: sent.id)
      return
    }
    perform(sent.request, by: .sent, from: sent.from, id: sent.id)
  }

  /// Somebody may ask for any state.
  func keepStatesFromNowOn() {
    guard !own.isAsked else { return }
    own.isAsked = true
    chooseStates()
  }

  /// Why a request is refused without being applied.
  private func refusal(of sent: SentRequest) -> String? {
    guard sent.start == archive?.start else {
      return "the run was resumed after this was sent; look at it and send again"
    }
    if !isWatched, sent.request.action == .slower || sent.request.action == .faster {
      return "a run without its own screen trains at full speed; pause and step hold it"
    }
    let others = newestRequests.filter { $0.key != sent.from }.map(\.value).max() ?? 0
    return sent.isRelative && others > sent.seen
      ? "somebody else has changed the run since; look at it and send again" : nil
  }

  // MARK: performing

  func put(
    _ request: SessionRequest, by sender: RecordedRequest.Sender, from: String? = nil
  ) {
    put(
      .request(
        RecordedRequest(
          seconds: trainer.seconds, at: trainer.sessionStep, request: request, by: sender,
          from: from)))
    newestRequests[from ?? sender.rawValue] = recorder.reducer.lines
  }

  /// - Parameters:
  ///   - from: USER@HOST, if it was sent by another process.
  ///   - id: of the command, for the answers; nil: it was scheduled.
  private func perform(
    _ request: SessionRequest, by sender: RecordedRequest.Sender, from: String? = nil,
    id: Int? = nil
  ) {
    // A scheduled pause, with nobody at a screen who could resume.
    if request.action == .pause, sender == .at, !isWatched { return }
    let lanes = trainer.selection(of: request.lane)
    // A stop is recorded after the last checkpoint; an undo with nothing to restore is answered,
    // but not recorded: another run may still have that state.
    if request.action != .stop, trainer.whyNoReturn(lanes, request.action) == nil {
      put(request, by: sender, from: from)
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
      (stopBy, stopFrom) = (sender, from)
      trainer.stop.raise(to: .finish)
    case .save: break
    case .set, .strengthen, .weaken, .restart, .chooseCells:
      trainer.apply(lanes, request.action, id: id)
    case .undo, .redo, .rewind, .fork, .recover, .remove:
      // What the lane has not recorded yet must be recorded before it is removed.
      if request.action == .remove { record { $0.putFrame(trainer) } }
      trainer.apply(lanes, request.action, id: id)
      record { $0.putFrame(trainer) }
    }
  }
}
