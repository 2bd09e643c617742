import Telemetry

/// What rules remember of a lane, so that a suspect neither flickers nor is told too soon.
package struct SuspectBook: Sendable, Equatable {
  private struct Entry: Sendable, Equatable {
    var present = 0
    var absent = 0
    var suspect: Suspect?
  }

  package enum Change: Sendable, Equatable {
    case raised(Suspect)
    case cleared(Suspect)
  }

  private var entries: [Suspect.Kind: Entry] = [:]
  /// Those that are told, the most certain first.
  package private(set) var suspects: [Suspect] = []

  package init() {}

  /// - Parameter rules: those that look; the others keep what they said.
  /// - Returns: what is told now and was not, and the other way round.
  package mutating func look(
    _ lane: LaneEvidence, rules: [any SuspectRule.Type] = SuspectRegistry.all
  ) -> [Change] {
    for rule in rules { note(rule.look(lane), rule, lane) }
    let before = suspects
    let known = Set(entries.filter { $0.value.suspect != nil }.keys)
    suspects = SuspectRegistry.all.compactMap { rule in
      rule.explainedBy.isDisjoint(with: known) ? entries[rule.kind]?.suspect : nil
    }
    let gone = before.filter { old in !suspects.contains { $0.kind == old.kind } }
    let new = suspects.filter { now in !before.contains { $0.kind == now.kind } }
    return gone.map(Change.cleared) + new.map(Change.raised)
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
