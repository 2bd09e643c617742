import Engine
import Foundation
import Testing
import Training

/// A probe of pairs, by taking a batch apart.
@Suite struct PairProbeTests {
  private func model(_ cell: String, _ attention: DecoderAttentionKind) -> ModelFile {
    let architecture = ModelArchitecture.encoderDecoder(
      EncoderDecoderArchitecture(
        encoder: StackShape(cell: cell, bidirectional: true, input: 3, hidden: [4, 2]),
        sourceVocabulary: 7, decoderCell: "gru", decoderHidden: [3, 4], decoderEmbedding: 2,
        targetVocabulary: 6, startToken: 0, attention: attention))
    let count = architecture.parameterCount ?? 0
    return ModelFile(
      architecture: architecture, weights: (0..<count).map { sin(Float($0) * 1.7) * 0.6 })
  }

  private func tokens(_ steps: Int, _ size: Int, _ kinds: Int) -> TensorFile.Tensor {
    .init([steps, size], integers: (0..<steps * size).map { Int64(($0 * 5 + $0 / 3) % kinds) })
  }

  private func run(
    _ model: ModelFile, _ tensors: [String: TensorFile.Tensor]
  ) throws -> [String: TensorFile.Tensor] {
    try Probe(model, batch: TensorFile(tensors: tensors), path: "batch").run(nil).tensors
  }

  private func floats(_ tensor: TensorFile.Tensor?) throws -> [Float] {
    guard case .floats(let values) = try #require(tensor).values else { return [] }
    return values
  }

  private func near(_ a: [Float], _ b: [Float], _ what: String) {
    #expect(a.count == b.count && !a.isEmpty, "\(what)")
    let worst = zip(a, b).map { abs($0 - $1) }.max() ?? 0
    #expect(worst < 1e-5, "\(what): \(worst)")
  }

  @Test(arguments: ["rnn", "lstm", "gru", "two_stage"], DecoderAttentionKind.allCases)
  func aShortPairIsAsIfAlone(_ cell: String, _ attention: DecoderAttentionKind) throws {
    let model = model(cell, attention)
    let (steps, targetSteps, short, shortTarget) = (5, 4, 3, 2)
    let (source, target) = (tokens(steps, 2, 7), tokens(targetSteps, 2, 6))
    let both = try run(
      model,
      [
        "source": source, "target": target,
        "source_lengths": .init([2], integers: [Int64(steps), Int64(short)]),
        "target_lengths": .init([2], integers: [Int64(targetSteps), Int64(shortTarget)]),
      ])
    #expect(both["encoder.h_l0"]?.shape == [5, 2, 8] && both["decoder.h_l1"]?.shape == [4, 2, 4])
    #expect(both["outputs"]?.shape == [4, 2, 6])
    #expect(both["encoder.final_h_l1_reverse"]?.shape == [2, 2])
    #expect(both["decoder.gate_z_l0"]?.shape == [4, 2, 3])
    #expect((both["encoder.c_l0"] != nil) == (cell == "lstm"))
    #expect(both["attention"]?.shape == (attention == .none ? nil : [2, 4, 5]))
    #expect(both["decoder.grad_h_norm_l1"]?.shape == [4])
    #expect(both["encoder.grad_h_norm_l0_reverse"]?.shape == [5])
    for slice in try #require(EncoderDecoderLayout(model)).names {
      #expect(both["grad." + slice] != nil, "\(slice)")
    }
    func column(_ tensor: TensorFile.Tensor?, _ b: Int, _ count: Int) throws -> [Float] {
      let values = try floats(tensor)
      let width = values.count / (2 * (tensor?.shape[0] ?? 1))
      return (0..<count).flatMap { t in values[(t * 2 + b) * width..<(t * 2 + b + 1) * width] }
    }
    func integers(_ tensor: TensorFile.Tensor, _ b: Int, _ count: Int) -> TensorFile.Tensor {
      guard case .integers(let values) = tensor.values else { return tensor }
      return .init([count, 1], integers: (0..<count).map { values[$0 * 2 + b] })
    }
    var losses: [Float] = []
    for (b, lengths) in [(0, (steps, targetSteps)), (1, (short, shortTarget))] {
      let alone = try run(
        model,
        [
          "source": integers(source, b, lengths.0), "target": integers(target, b, lengths.1),
        ])
      for (name, count) in [
        ("encoder.h_l0", lengths.0), ("encoder.h_l1", lengths.0), ("decoder.h_l0", lengths.1),
        ("decoder.h_l1", lengths.1), ("decoder.gate_n_l1", lengths.1), ("outputs", lengths.1),
      ] {
        near(try column(both[name], b, count), try floats(alone[name]), "\(name) of \(b)")
      }
      if attention != .none {
        let weights = try floats(both["attention"])
        var own: [Float] = []
        for t in 0..<lengths.1 {
          let first = (b * 4 + t) * 5
          own += weights[first..<first + lengths.0]
        }
        near(own, try floats(alone["attention"]), "attention of \(b)")
      }
      losses.append(try floats(alone["loss"])[0])
    }
    near(try floats(both["loss"]), [(losses[0] * 4 + losses[1] * 2) / 6], "loss")
    // Past its end a pair is silent.
    let silent = try column(both["decoder.h_l1"], 1, 4).dropFirst(2 * 4)
    #expect(silent.allSatisfy { $0 == 0 })
  }

  /// The tensors of a model file, by its own words.
  private struct EncoderDecoderLayout {
    let names: [String]

    init?(_ file: ModelFile) {
      guard case .encoderDecoder = file.architecture else { return nil }
      let model = file.architecture.makeModel(timeSteps: 1, targetSteps: 1, batch: 1)
      names = model.layout.slices.map(\.name)
    }
  }

  @Test func stepsOnABatchOfPairs() throws {
    let model = model("lstm", .additive)
    let probe = try Probe(
      model, batch: TensorFile(tensors: ["source": tokens(5, 20, 7), "target": tokens(4, 20, 6)]),
      path: "batch")
    let out = probe.run(
      Probe.Optimization(
        optimizer: Adam.self, options: Adam.defaults, rate: 0.05, steps: 60,
        regularization: Regularization())
    ).tensors
    let losses = try floats(out["losses"])
    #expect(losses.count == 60 && losses[59] < losses[0] / 2)
    near([try floats(out["loss"])[0]], [losses[0]], "the first loss")
  }

  @Test func faultsOfABatchAreNamed() throws {
    let good = ["source": tokens(5, 2, 7), "target": tokens(4, 2, 6)]
    let cases: [(String, TensorFile.Tensor?, String)] = [
      ("source", nil, "is missing"), ("target", nil, "is missing"),
      ("source", tokens(5, 2, 9), "ids outside 0..<7"),
      ("target", tokens(4, 2, 9), "outside 0..<6"),
      ("target", tokens(4, 3, 6), "[U, 2] is needed"),
      ("source", .init([5, 2], [Float](repeating: 0, count: 10)), "I64"),
      ("source_lengths", .init([2], integers: [0, 5]), "values in 1...5"),
      ("target_lengths", .init([2], integers: [1, 5]), "values in 1...4"),
      ("lengths", .init([2], integers: [1, 5]), "source, target, source_lengths, target_lengths"),
      ("initial_h_l0", .init([2, 4], [Float](repeating: 0, count: 8)), "is not an input"),
    ]
    for (name, tensor, reason) in cases {
      var tensors = good
      tensors[name] = tensor
      do {
        _ = try Probe(model("gru", .dot), batch: TensorFile(tensors: tensors), path: "b")
        Issue.record("\(name) was taken")
      } catch {
        #expect("\(error)".contains(reason) && "\(error)".contains(name), "\(error)")
      }
    }
  }
}
