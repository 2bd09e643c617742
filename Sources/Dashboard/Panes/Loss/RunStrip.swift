import Telemetry

/// The events of a run on one row below the loss plot. The row covers the whole run, even if the
/// plot is zoomed in.
package struct RunStrip {
  /// In order of time; an event of several lanes at once counts as one.
  package let events: [StripEvent]
  private let state: State
  /// The running lanes.
  private let lanes: [LaneSnapshot]

  /// - Parameter isWhole: in a record, also includes events after the shown place: a frame omits
  ///   them, as they were unknown while the run trained.
  package init(_ state: State, isWhole: Bool = false) {
    self.state = state
    let newest = isWhole ? state.snapshot.newestLanes : nil
    lanes = (newest ?? state.lanes).filter { $0.phase != .off }
    var events: [StripEvent] = []
    var places: [StripEvent.ID: Int] = [:]
    // A sweep's lanes are averages over folds.
    guard state.snapshot.sweep == nil else {
      self.events = []
      return
    }
    for lane in lanes {
      func add(_ kind: StripEvent.Kind, _ step: Int, seconds: Double? = nil, _ text: String) {
        let seconds = seconds ?? lane.seconds(at: step)
        let x = state.timeView.x(
          step: step, seconds: seconds, stepsPerEpoch: state.stepsPerEpoch(lane))
        let id = StripEvent.ID(kind: kind, step: step, text: text)
        if let same = places[id] {
          events[same].lanes.append(lane.info.id)
        } else {
          places[id] = events.count
          events.append(
            StripEvent(
              kind: kind, step: step, seconds: seconds, x: x, lanes: [lane.info.id], text: text))
        }
      }
      for intervention in lane.interventions {
        add(.change, intervention.step, seconds: intervention.seconds, intervention.label)
      }
      for explosion in lane.explosions {
        add(
          .explosion, explosion.step, seconds: explosion.seconds,
          "|g| \(Numbers.norm(explosion.norm))")
      }
      if let origin = lane.info.origin { add(.fork, origin.step, "forked") }
      if let step = lane.bestStep { add(.best, step, "best validation") }
      switch lane.phase {
      case .stoppedEarly(_, let step, _): add(.stop, step, "stopped early")
      case .diverged(let step, _, _, _): add(.divergence, step, "diverged")
      case .training, .finished, .off: break
      }
    }
    self.events = events.sorted { ($0.x, $0.kind, $0.text) < ($1.x, $1.kind, $1.text) }
  }

  /// Whether there are any events, without building them: the footer asks at every frame.
  static func hasEvents(_ state: State) -> Bool {
    guard state.snapshot.sweep == nil else { return false }
    return (state.snapshot.newestLanes ?? state.lanes).contains { lane in
      switch lane.phase {
      case .off: false
      case .stoppedEarly, .diverged: true
      case .training, .finished:
        lane.bestStep != nil || !lane.interventions.isEmpty || !lane.explosions.isEmpty
          || lane.info.origin != nil
      }
    }
  }

  /// "gru, step 1 140: 5 clip 0.5".
  package func sentence(_ event: StripEvent) -> String {
    let isCommon = event.lanes.count == lanes.count && event.lanes.count > 1
    let names = lanes.filter { event.lanes.contains($0.info.id) }.map(\.info.name)
      .joined(separator: ", ")
    return (isCommon ? "" : names + ", ") + "step \(Numbers.grouped(event.step)): \(event.text)"
  }

  /// - Parameters:
  ///   - rect: one row, as wide as the plot.
  ///   - shown: the range of the x axis that the plot shows.
  func draw(into canvas: inout Canvas, _ rect: Rect, shown: ClosedRange<Double>) {
    guard rect.rows > 0, rect.columns > 0 else { return }
    let now =
      lanes.map { lane in
        state.timeView.x(
          step: lane.step, seconds: lane.trainCurve.buckets.last?.seconds ?? 0,
          stepsPerEpoch: state.stepsPerEpoch(lane))
      }.max() ?? 0
    let end = state.timeView.end(now: now)
    func column(_ x: Double) -> Int {
      let last = rect.columns - 1
      return rect.column + WholeNumber.of((x / end * Double(last)).rounded(), in: 0...max(0, last))
    }
    let isZoomed = state.timeView.zoom > 0
    for place in rect.column...column(now) {
      let isShown =
        isZoomed && place >= column(shown.lowerBound) && place <= column(shown.upperBound)
      canvas.put(isShown ? "━" : "─", place, rect.row, Style(.muted))
    }
    func ink(_ id: LaneID) -> Ink {
      state.lanes.firstIndex { $0.info.id == id }.map { .lane($0) } ?? .standard
    }
    for event in events.sorted(by: { $0.kind < $1.kind }) {
      let isChosen = state.eventCursor == event.id
      let ink: Ink =
        event.kind == .divergence || event.kind == .explosion
        ? .bad : event.lanes.count == 1 ? ink(event.lanes[0]) : .standard
      canvas.put(
        event.kind.letter, column(event.x), rect.row, Style(ink, bold: true, reverse: isChosen))
    }
    // The chosen one is always visible.
    if let chosen = events.first(where: { $0.id == state.eventCursor }) {
      canvas.put(
        chosen.kind.letter, column(chosen.x), rect.row, Style(.standard, bold: true, reverse: true))
    }
  }
}

extension LaneSnapshot {
  /// Seconds of training at a step.
  fileprivate func seconds(at step: Int) -> Double {
    let curve = trainCurve.isEmpty ? validationCurve : trainCurve
    return (curve.buckets.first { $0.lastStep >= step } ?? curve.buckets.last)?.seconds ?? 0
  }
}
