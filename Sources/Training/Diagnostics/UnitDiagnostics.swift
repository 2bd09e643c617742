import Engine
import Telemetry

/// Behaviour of the gates and units of one recurrence, over the inspections of one row of the
/// gradient map.
struct UnitDiagnostics {
  private let layer: Int
  private let isReverse: Bool
  private let part: String?
  private let units: Int
  private let cell: any RecurrentCell
  struct State: Sendable, Codable {
    var sums: UnitSums
    var snapshot: LayerSnapshot?
  }
  var state: State
  var snapshot: LayerSnapshot? { state.snapshot }

  init(_ recurrence: Recurrence) {
    (layer, isReverse, part) = (recurrence.layer, recurrence.isReverse, recurrence.part)
    units = recurrence.units
    cell = recurrence.cell
    state = State(sums: UnitSums(gates: cell.gates.count))
  }

  mutating func reset() {
    state.sums.reset()
    state.snapshot = nil
  }

  mutating func collect(_ recurrence: Recurrence) { state.sums.add(recurrence) }

  mutating func finishRow() {
    let sums = state.sums
    guard sums.count > 0 else { return }
    state.snapshot = LayerSnapshot(
      layer: layer, isReverse: isReverse, part: part,
      gates: cell.gates.enumerated().filter { $0.element.isSigmoid }.map { i, gate in
        GateSnapshot(
          letter: String(gate.letter), name: gate.name, role: GateRole(gate.role),
          open: share(3 * i + 1),
          closed: share(3 * i),
          mean: share(3 * i + 2))
      }, deadUnits: sums.deadUnits, units: units,
      saturatedStates: cell.stateBounds == nil ? nil : Float(sums.saturatedStates / sums.count))
    state.sums.reset()
  }

  private func share(_ place: Int) -> Float { Float(state.sums.gates[place] / state.sums.count) }
}

extension GateRole {
  /// Nil for what is not a gate.
  fileprivate init?(_ role: Gate.Role) {
    switch role {
    case .forget: self = .forget
    case .keep: self = .keep
    case .replace: self = .replace
    case .input: self = .input
    case .output: self = .output
    case .reset: self = .reset
    case .content: return nil
    }
  }
}
