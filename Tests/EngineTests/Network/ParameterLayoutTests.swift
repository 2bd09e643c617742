import Engine
import Testing

struct ParameterLayoutTests {
  /// FORMATS.md's names and shapes.
  @Test func namesAndShapes() {
    let layout = ParameterLayout(
      Architecture(
        cell: "lstm", input: 3, hidden: [5, 7], vocabulary: 11, outputs: 2, loss: "ce"), gates: 4)
    let want: [(String, [Int], ParameterLayout.Kind, Int?)] = [
      ("embedding.weight", [11, 3], .embedding, nil),
      ("rnn.weight_ih_l0", [20, 3], .input, 0),
      ("rnn.weight_hh_l0", [20, 5], .recurrent, 0),
      ("rnn.bias_ih_l0", [20], .bias, 0),
      ("rnn.bias_hh_l0", [20], .bias, 0),
      ("rnn.weight_ih_l1", [28, 5], .input, 1),
      ("rnn.weight_hh_l1", [28, 7], .recurrent, 1),
      ("rnn.bias_ih_l1", [28], .bias, 1),
      ("rnn.bias_hh_l1", [28], .bias, 1),
      ("head.weight", [2, 7], .head, nil),
      ("head.bias", [2], .bias, nil),
    ]
    #expect(layout.slices.count == want.count)
    for (slice, (name, shape, kind, layer)) in zip(layout.slices, want) {
      #expect(slice.name == name && slice.shape == shape)
      #expect(slice.kind == kind && slice.layer == layer)
    }
  }

  @Test(arguments: EngineCase.all.filter { $0.noise == .none })
  func slicesFillTheBlock(_ c: EngineCase) throws {
    let cell = try #require(CellRegistry.named(c.cell))
    let layout = ParameterLayout(c.architecture, gates: cell.gates.count)
    var end = 0
    for slice in layout.slices {
      #expect(slice.range.lowerBound == end)
      #expect(slice.range.count == slice.shape.reduce(1, *))
      end = slice.range.upperBound
    }
    #expect(end == layout.count)
    #expect(layout.embedding == nil || layout.embedding == layout.slices.first)
    #expect(layout.layers.count == c.hidden.count)
  }
}
