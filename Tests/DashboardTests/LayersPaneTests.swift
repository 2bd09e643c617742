import Dashboard
import Telemetry
import Testing

@Suite struct LayersPaneTests {
  @Test(arguments: [
    ("rnn.weight_hh_l0", "layer 1", "weight_hh"),
    ("rnn.bias_ih_l1_reverse", "layer 2, backward", "bias_ih"),
    ("encoder.weight_ih_l2", "encoder layer 3", "weight_ih"),
    ("head.weight", "head", "weight"), ("embedding.weight", "embedding", "weight"),
    ("attention.w_q", "attention", "w_q"), ("gamma", "", "gamma"), ("", "", ""),
    ("a.b_l9999999999999999999", "a", "b_l9999999999999999999"), ("x._l", "x", "_l"),
  ])
  func names(_ name: String, _ group: String, _ label: String) {
    let parts = TensorName.parts(name)
    #expect(parts.group == group && parts.label == label)
  }

  @Test(arguments: [
    (Float(0.001), "good"), (1e-4, "good"), (0.01, "good"), (3e-5, "small"), (0.03, "large"),
    (1e-6, "too small"), (0.5, "too large"), (0, "no update"), (.nan, "NaN"), (.infinity, "NaN"),
    (-1, "NaN"),
  ])
  func verdicts(_ ratio: Float, _ word: String) {
    let tensor = TensorSnapshot(
      name: "head.weight", shape: [1], gradientNorm: 1, weightNorm: 1, updateNorm: ratio)
    #expect(UpdateRatio(tensor).word == word)
  }

  @Test func weightsOfNormZeroAndFrozenTensors() {
    var tensor = TensorSnapshot(name: "head.bias", shape: [1], gradientNorm: 1, updateNorm: 1)
    #expect(UpdateRatio(tensor).word == "near 0")
    tensor.isFrozen = true
    #expect(UpdateRatio(tensor).word == "frozen")
    #expect(UpdateRatio(TensorSnapshot(name: "head.bias", shape: [1])).word.isEmpty)
  }

  /// Whatever the length of the list and the size of the screen, the chosen tensor is in sight.
  @Test(arguments: [(160, 50), (120, 36), (80, 24), (66, 19)])
  func theChosenTensorIsInSight(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.language()
    snapshot.lanes[0].tensors = (0..<60).map {
      TensorSnapshot(name: "rnn.weight\($0 % 4)_l\($0 / 4)", shape: [4, 4], gradientNorm: 1)
    }
    var state = Fixture.state(columns, rows, snapshot)
    state.focus = .layers
    for i in 0..<60 {
      #expect(state.tensorCursor == i)
      #expect(text(render(state)).contains("▸ weight\(i % 4)"), "tensor \(i)")
      #expect(text(render(state)).contains("rnn.weight\(i % 4)_l\(i / 4)"), "tensor \(i)")
      _ = update(&state, .key(.down))
    }
    #expect(state.tensorCursor == 59)
    _ = update(&state, .key(.pageUp))
    #expect(state.tensorCursor == 49)
    _ = update(&state, .key(.home))
    #expect(state.tensorCursor == 0)
  }

  /// Side by side where there is room and all lanes are selected, else the one that is looked at.
  @Test func lanesSideBySide() {
    func lanes(_ columns: Int, _ selected: Int?) -> [Bool] {
      var state = Fixture.state(columns, 50)
      (state.focus, state.selectedLane) = (.layers, selected)
      let frame = text(render(state))
      return ["● rnn", "▲ lstm", "■ gru"].map { frame.contains($0) }
    }
    #expect(lanes(160, nil) == [true, true, true])
    #expect(lanes(160, 1) == [false, true, false])
    #expect(lanes(100, nil) == [true, false, false])
    #expect(lanes(100, 2) == [false, false, true])
  }

  @Test func arrowsChooseTheLane() {
    var state = Fixture.state(120, 36)
    state.focus = .layers
    _ = update(&state, .key(.right))
    #expect(state.selectedLane == 0)
    _ = update(&state, .key(.left))
    #expect(state.selectedLane == 2)
  }
}
