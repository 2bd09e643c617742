import Telemetry

/// States that lanes can be put back to: just before every intervention, and after every
/// validation. What is dropped is determined by `UndoConfiguration` alone, oldest first; the state
/// before a lane's newest intervention stays.
struct UndoBook {
  let rule: UndoConfiguration
  /// In the order in which their first states were kept.
  private var lanes: [Lane] = []
  /// Counts the states kept: newer ones have larger numbers.
  private var nextNumber = 0
  /// The steps at which the lanes of a run were resumed: nothing before them is kept.
  private(set) var resumedAt: [LaneID: Int] = [:]

  private struct Lane {
    let id: LaneID
    /// Oldest first.
    var kept: [KeptState] = []
    /// The last one is the first to be redone.
    var left: [LeftState] = []

    init(_ id: LaneID) { self.id = id }

    var bytes: Int { kept.reduce(0) { $0 + $1.bytes } + left.reduce(0) { $0 + $1.bytes } }
    /// The state before the newest intervention.
    var newestIntervention: Int? { kept.lastIndex { $0.reason.command != nil } }
    /// The oldest state that may be dropped.
    var oldest: Int? { kept.indices.first { $0 != newestIntervention } }

    /// Validations before a step, since the lane began or was restarted.
    func validations(before step: Int) -> [Int] {
      let begin = (kept.lastIndex { $0.reason.isRestart } ?? -1) + 1
      return (begin..<kept.count).filter { kept[$0].reason == .validation && kept[$0].step < step }
    }
  }

  init(_ rule: UndoConfiguration) { self.rule = rule }

  private func lane(_ id: LaneID) -> Lane? { lanes.first { $0.id == id } }

  private mutating func change<Result>(_ id: LaneID, _ body: (inout Lane) -> Result) -> Result {
    if let place = lanes.firstIndex(where: { $0.id == id }) { return body(&lanes[place]) }
    lanes.append(Lane(id))
    return body(&lanes[lanes.count - 1])
  }

  /// The run is resumed from a file, which holds no kept states.
  /// - Parameter steps: where its lanes are.
  mutating func begin(at steps: [LaneID: Int]) { (lanes, resumedAt) = ([], steps) }

  /// A lane is removed from the session.
  mutating func forget(_ id: LaneID) { lanes.removeAll { $0.id == id } }

  // MARK: keeping

  mutating func keep(_ state: KeptState, of id: LaneID) {
    var state = state
    state.number = nextNumber
    nextNumber += 1
    change(id) { lane in
      lane.kept.append(state)
      if state.reason.command != nil { lane.left = [] }
    }
    trim()
  }

  private mutating func trim() {
    for place in lanes.indices {
      while lanes[place].kept.count > rule.states, let oldest = lanes[place].oldest {
        lanes[place].kept.remove(at: oldest)
      }
    }
    var bytes = lanes.reduce(0) { $0 + $1.bytes }
    while bytes > rule.megabytes * 1_000_000 {
      // Undone states go first, then the oldest.
      if let place = lanes.firstIndex(where: { !$0.left.isEmpty }) {
        bytes -= lanes[place].left.removeFirst().bytes
      } else if let (place, oldest) = oldest {
        bytes -= lanes[place].kept.remove(at: oldest).bytes
      } else {
        return
      }
    }
  }

  /// The oldest state of all lanes that may be dropped.
  private var oldest: (lane: Int, place: Int)? {
    lanes.indices.compactMap { lane in lanes[lane].oldest.map { (lane, $0) } }
      .min { lanes[$0.0].kept[$0.1].number < lanes[$1.0].kept[$1.1].number }
  }

  // MARK: putting back

  /// The newest command that changed one of the given lanes and can be undone.
  func newestCommand(of ids: [LaneID]) -> Int? {
    ids.compactMap { id in
      lane(id).flatMap { lane in lane.newestIntervention.flatMap { lane.kept[$0].reason.command } }
    }.max()
  }

  /// The newest command that put one of the given lanes back and can be redone.
  func newestReturn(of ids: [LaneID]) -> Int? {
    ids.compactMap { lane($0)?.left.last?.command }.max()
  }

  /// Where a lane was before a command; nil if the command did not change it.
  func place(before command: Int, of id: LaneID) -> Int? {
    lane(id)?.kept.lastIndex { $0.reason.command == command }
  }

  /// A lane after its newest validation with a finite loss; nil if none is kept since it began or
  /// was restarted.
  func newestFiniteValidation(of id: LaneID) -> KeptState? {
    lane(id).flatMap { lane in
      lane.validations(before: .max).lazy.map { lane.kept[$0] }
        .last { $0.state.progress.lastValidationLoss?.isFinite == true }
    }
  }

  /// The validation this many before a step of a lane; nil if it is not kept.
  func place(validations count: Int, before step: Int, of id: LaneID) -> Int? {
    let places = lane(id)?.validations(before: step) ?? []
    return places.count < count ? nil : places[places.count - count]
  }

  func validations(before step: Int, of id: LaneID) -> Int {
    lane(id)?.validations(before: step).count ?? 0
  }

  /// A lane returns to a kept state. States kept since then are stored with the state it leaves.
  /// - Parameters:
  ///   - now: the state it leaves.
  ///   - command: the command that requests it.
  mutating func goBack(to place: Int, of id: LaneID, from now: KeptState, by command: Int)
    -> KeptState
  {
    let number = nextNumber
    let state = change(id) { (lane) -> KeptState in
      let state = lane.kept[place]
      // A validation stays in place; a change is gone.
      let since = state.reason == .validation ? place + 1 : place
      lane.left.append(
        LeftState(
          undone: state.place, command: command, state: now, kept: Array(lane.kept[since...]),
          nextNumber: number))
      lane.kept.removeSubrange(since...)
      return state
    }
    trim()
    return state
  }

  /// Reverts what a command put back; nil if it did not put the lane back.
  mutating func goForward(_ command: Int, of id: LaneID) -> LeftState? {
    change(id) { (lane) -> LeftState? in
      guard let left = lane.left.last, left.command == command else { return nil }
      lane.left.removeLast()
      // States kept since then belong to the abandoned path.
      lane.kept.removeAll { $0.number >= left.nextNumber }
      lane.kept += left.kept
      return left
    }
  }

  /// - Parameter step: of the lane.
  func snapshot(of id: LaneID, step: Int) -> UndoSnapshot? {
    guard let lane = lane(id) else { return nil }
    var snapshot = UndoSnapshot()
    snapshot.undo = lane.newestIntervention.flatMap { lane.kept[$0].place }
    snapshot.redo = lane.left.last.map {
      UndoSnapshot.Place(label: $0.undone?.label ?? "rewind", step: $0.state.step)
    }
    snapshot.rewind = lane.validations(before: step).last.map { lane.kept[$0].step }
    snapshot.states = lane.kept.count + lane.left.reduce(0) { $0 + 1 + $1.kept.count }
    snapshot.bytes = lane.bytes
    return snapshot
  }
}
