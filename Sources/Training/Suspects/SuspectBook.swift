import Telemetry

/// The rules' memory of a lane, so that a suspect neither flickers nor is reported too
/// soon.
package struct SuspectBook: Sendable, Equatable, Codable {
  private struct Entry: Sendable, Equatable, Codable {
    var present = 0
    var absent = 0
    var suspect: Suspect?
    /// Reported and not cleared yet; a suspect that explains this one may hide it.
    var isTold = false
  }

  package enum Change: Sendable, Equatable {
    case raised(Suspect)
    case cleared(Suspect)
  }

  private var entries: [Suspect.Kind: Entry] = [:]
  /// Reported suspects, the most certain first.
  package private(set) var suspects: [Suspect] = []

  package init() {}

  /// - Parameter rules: those to evaluate; the others keep their findings.
  /// - Returns: newly reported and newly cleared suspects.
  package mutating func look(
    _ lane: LaneEvidence, rules: [any SuspectRule.Type] = SuspectRegistry.all
  ) -> [Change] {
    var lane = lane
    lane.told = Set(entries.filter { $0.value.suspect != nil }.keys)
    var changes: [Change] = []
    for rule in rules {
      let before = entries[rule.kind]
      note(rule.look(lane), rule, lane)
      guard let old = before?.suspect, entries[rule.kind]?.suspect == nil else { continue }
      if before?.isTold == true { changes.append(.cleared(old)) }
      entries[rule.kind]?.isTold = false
    }
    let known = Set(entries.filter { $0.value.suspect != nil }.keys)
    suspects = SuspectRegistry.all.compactMap { rule in
      rule.explainedBy.isDisjoint(with: known) ? entries[rule.kind]?.suspect : nil
    }
    for suspect in suspects where entries[suspect.kind]?.isTold == false {
      entries[suspect.kind]?.isTold = true
      changes.append(.raised(suspect))
    }
    return changes
  }

  /// Clears everything that was reported.
  package mutating func clear() -> [Change] {
    let told = SuspectRegistry.all.compactMap { rule in
      entries[rule.kind].flatMap { $0.isTold ? $0.suspect : nil }
    }
    self = SuspectBook()
    return told.map(Change.cleared)
  }

  /// Takes back one of them.
  /// - Returns: nil where it was not told.
  package mutating func clear(_ kind: Suspect.Kind) -> Change? {
    suspects.removeAll { $0.kind == kind }
    guard let entry = entries.removeValue(forKey: kind), entry.isTold else { return nil }
    return entry.suspect.map(Change.cleared)
  }

  private mutating func note(
    _ finding: SuspectFinding, _ rule: any SuspectRule.Type, _ lane: LaneEvidence
  ) {
    var entry = entries[rule.kind] ?? Entry()
    switch finding {
    case .present(let value, let text, let advice):
      (entry.present, entry.absent) = (entry.present + 1, 0)
      if entry.suspect != nil || entry.present >= rule.patience {
        entry.suspect = Suspect(
          kind: rule.kind, step: entry.suspect?.step ?? lane.step, value: value, text: text,
          advice: advice)
      }
    case .unclear: break
    case .absent:
      (entry.present, entry.absent) = (0, entry.absent + 1)
      if entry.absent >= rule.clearance { entry.suspect = nil }
    }
    entries[rule.kind] = entry
  }
}
