import Engine
import Telemetry
import Testing
import Training

/// What a session tells the screen about tensors, gates and attention.
@Suite struct LaneDiagnosticsTests {
  private func session(
    _ kind: SmallData, _ lane: @escaping (inout LaneConfiguration) -> Void
  ) throws -> SmallSession {
    let session = try SmallSession(
      kind.dataset(in: Scratch()), training: { $0.validateEvery = .steps(10) }, lane: lane)
    session.steps(30)
    return session
  }

  @Test(arguments: CellRegistry.names, [false, true])
  func everyTensorAndGateIsThere(_ cell: String, _ bidirectional: Bool) throws {
    let session = try session(.adding) {
      $0.model.cell = cell
      $0.model.hidden = [6, 4]
      $0.model.bidirectional = bidirectional
      $0.model.freeze = ["rnn.0"]
    }
    let snapshot = try #require(session.trainer.laneSnapshots().first)
    let network = session.lane.model
    #expect(snapshot.tensors.map(\.name) == network.layout.slices.map(\.name))
    for (tensor, slice) in zip(snapshot.tensors, network.layout.slices) {
      #expect(tensor.shape == slice.shape && tensor.histogram.total > 0)
      #expect(tensor.isFrozen == (slice.layer == 0))
      #expect((tensor.gradientNorm == 0) == (slice.layer == 0))
      #expect((tensor.updateNorm == 0) == (slice.layer == 0))
    }
    let directions = bidirectional ? 2 : 1
    #expect(snapshot.gradients.count == 2 * directions)
    #expect(
      snapshot.layers.map(\.layer) == (0..<2).flatMap { Array(repeating: $0, count: directions) })
    for (layer, gradient) in zip(snapshot.layers, snapshot.gradients) {
      #expect(layer.units == [6, 4][layer.layer])
      #expect(
        layer.gates.map(\.letter)
          == network.recurrence(0).cell.gates.filter(\.isSigmoid).map { String($0.letter) })
      for gate in layer.gates {
        #expect(gate.open + gate.closed <= 1 && (0...1).contains(gate.mean))
      }
      #expect(gradient.layer == layer.layer && gradient.isReverse == layer.isReverse)
    }
  }

  @Test(arguments: [AttentionKind.additive, .dot], [SmallData.adding, .text])
  func attentionSumsToOne(_ kind: AttentionKind, _ data: SmallData) throws {
    let session = try session(data) { $0.model.attention = kind }
    let attention = try #require(session.trainer.laneSnapshots().first?.attention)
    #expect(attention.rows == (data == .text ? .timeSteps : .sequences))
    #expect(attention.weights.count == attention.rowCount * attention.columns)
    for row in 0..<attention.rowCount {
      let weights = attention.weights[row * attention.columns..<(row + 1) * attention.columns]
      #expect(abs(weights.filter { $0 >= 0 }.reduce(0, +) - 1) < 1e-4)
      if data == .text { #expect(weights.count { $0 >= 0 } == row + 1) }
    }
  }

  @Test func costIsTheMedianDifference() {
    var cost = DiagnosticsCost()
    for step in 0..<200 { cost.add(seconds: step % 4 == 0 ? 0.012 : 0.010, looks: step % 4 == 0) }
    let share = cost.share(interval: 4) ?? 0
    #expect(abs(share - 0.002 / 0.042) < 1e-4)
    #expect(DiagnosticsCost().share(interval: 4) == nil)
  }

  /// Regularizers of probabilities say why they do nothing to numbers.
  @Test(arguments: ["label_smoothing", "confidence_penalty"])
  func whatNeedsClassesIsRefused(_ key: String) throws {
    let session = try SmallSession(SmallData.adding.dataset(in: Scratch()))
    session.set("regularizers.\(key)", "on")
    #expect(session.lane.progress.regularization[key]?.isOn == false)
    #expect(session.events.last?.answer?.contains("the targets are numbers") == true)
    let text = try SmallSession(SmallData.text.dataset(in: Scratch()))
    text.set("regularizers.\(key)", "on")
    #expect(text.lane.progress.regularization[key]?.isOn == true)
  }
}
