import Engine
import Testing

struct ParameterLayoutTests {
  private func network(_ architecture: Architecture) -> Network {
    Network(architecture, timeSteps: 1, batch: 1)
  }

  private func layout(_ architecture: Architecture) -> ParameterLayout {
    network(architecture).layout
  }

  /// The tensors that options add, by name and shape.
  @Test func namesOfWhatOptionsAdd() {
    func added(_ a: Architecture) -> [String: [Int]] {
      Dictionary(uniqueKeysWithValues: layout(a).slices.map { ($0.name, $0.shape) })
    }
    var a = Architecture(cell: "lstm", input: 3, hidden: [5, 7], outputs: 2, loss: "mse")
    a.options.peephole = .diagonal
    #expect(added(a)["rnn.weight_peephole_l1"] == [3, 7])
    a.options.peephole = .full
    #expect(added(a)["rnn.weight_peephole_l1"] == [28, 7])
    a.bidirectional = true
    #expect(added(a)["rnn.weight_peephole_l1_reverse"] == [28, 7])
    #expect(added(a)["rnn.weight_ih_l0_reverse"] == [20, 3])
    #expect(added(a)["rnn.weight_ih_l1_reverse"] == [28, 10])
    #expect(added(a)["head.weight"] == [2, 14])
    a.attention = .additive
    #expect(added(a)["attention.weight_query"] == [14, 14])
    #expect(added(a)["attention.vector"] == [14])
    var two = Architecture(cell: "two_stage", input: 3, hidden: [5, 7], outputs: 2, loss: "mse")
    #expect(added(two)["rnn.weight_ho_l1"] == [7, 7] && added(two)["rnn.weight_xo_l1"] == [7, 5])
    #expect(added(two)["rnn.bias_o_l0"] == [5] && added(two)["rnn.weight_hc_l0"] == nil)
    two.options.context = true
    #expect(added(two)["rnn.weight_hc_l0"] == [5, 5] && added(two)["rnn.weight_co_l1"] == [7, 7])
  }

  /// FORMATS.md's names and shapes.
  @Test func namesAndShapes() {
    let layout = layout(
      Architecture(
        cell: "lstm", input: 3, hidden: [5, 7], vocabulary: 11, outputs: 2, loss: "ce"))
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
  func slicesFillTheBlock(_ c: EngineCase) {
    let layout = layout(c.architecture)
    var end = 0
    for slice in layout.slices {
      #expect(slice.range.lowerBound == end)
      #expect(slice.range.count == slice.shape.reduce(1, *))
      end = slice.range.upperBound
    }
    #expect(end == layout.count)
    let places = network(c.architecture).places
    #expect(places.embedding == nil || places.embedding == layout.slices.first)
    #expect(places.layers.count == c.architecture.recurrences)
    let head = [places.headWeight, places.headBias] + places.chain
    #expect(head == layout.slices.suffix(head.count))
    #expect(places.chain.isEmpty == (c.loss != "crf"))
  }
}
