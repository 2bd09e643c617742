import Engine
import Foundation
import Testing
import Training

/// Probe against figures of PyTorch in double precision.
@Suite struct ProbeReferenceTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/reference").standardizedFileURL

  static let cases: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let cases = all.filter { $0.hasPrefix("torch_") }
    if cases.isEmpty { print("ProbeTests: no reference figures in \(folder.path); skipped") }
    return cases.sorted()
  }()

  private struct Run: Decodable {
    var optimizer: String
    var name: String
    var steps: Int
    var learningRate: Float
    var momentum: Float
    var nesterov: Bool
    var weightDecay: Float
  }
  private struct Description: Decodable {
    var runs: [Run]
  }

  @Test(arguments: cases)
  func agrees(_ name: String) throws {
    let folder = Self.folder.appendingPathComponent(name)
    func path(_ file: String) -> String { folder.appendingPathComponent(file).path }
    let model = try ModelFile(contentsOf: path("model.safetensors"))
    let batch = try TensorFile(contentsOf: path("batch.safetensors"))
    let expected = try TensorFile(contentsOf: path("expected.safetensors")).tensors
    let probe = try Probe(model, batch: batch, path: "batch")

    let plain = probe.run(nil).tensors
    let figures = expected.filter { !$0.key.contains(".step") }
    #expect(figures.count > 5)
    for (key, wanted) in figures {
      compare(plain[key], wanted, key, limit: key.hasPrefix("grad") ? 1e-4 : 1e-5)
    }

    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let description = try decoder.decode(
      Description.self, from: Data(contentsOf: folder.appendingPathComponent("case.json")))
    for run in description.runs {
      let trained = probe.run(try optimization(run)).tensors
      let prefix = "\(run.name).step\(run.steps)."
      let figures = expected.filter { $0.key.hasPrefix(prefix) }
      #expect(figures.count == model.layout.slices.count)
      for (key, wanted) in figures {
        compare(trained["updated." + key.dropFirst(prefix.count)], wanted, key, limit: 1e-4)
      }
    }
  }

  private func optimization(_ run: Run) throws -> Probe.Optimization {
    let optimizer = try #require(OptimizerRegistry.named(run.optimizer))
    var options = optimizer.defaults
    options.momentum = run.momentum
    options.nesterov = run.nesterov
    options.decay = run.weightDecay
    var none = Regularization()
    for i in none.settings.indices { none.settings[i].isOn = false }
    return Probe.Optimization(
      optimizer: optimizer, options: options, rate: run.learningRate, steps: run.steps,
      regularization: none)
  }

  /// The norm of the difference over the larger of the wanted norm and 1e-3.
  private func compare(
    _ found: TensorFile.Tensor?, _ wanted: TensorFile.Tensor, _ key: String, limit: Double
  ) {
    guard let found else {
      Issue.record("\(key) is missing")
      return
    }
    #expect(found.shape == wanted.shape, "\(key)")
    guard case .floats(let a) = found.values, case .floats(let b) = wanted.values else {
      Issue.record("\(key) must hold floats")
      return
    }
    let difference = zip(a, b).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
    let norm = b.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    let error = difference / max(norm, 1e-3)
    #expect(error <= limit, "\(key) is off by \(error)")
  }
}

/// Lengths and initial states, by taking a batch apart.
@Suite struct ProbeTests {
  private static let cells = CellRegistry.all.map { $0.name }

  private func model(_ cell: String, head: Architecture.Head = .every) -> ModelFile {
    let architecture = Architecture(
      cell: cell, input: 2, hidden: [4, 3], head: head, outputs: 2, loss: "mse")
    let count = architecture.parameterCount ?? 0
    return ModelFile(
      architecture: .network(architecture), weights: (0..<count).map { sin(Float($0) * 1.7) * 0.6 })
  }

  /// Numbers that differ everywhere: [T, B, width].
  private func numbers(_ steps: Int, _ size: Int, _ width: Int, _ phase: Float) -> [Float] {
    (0..<steps * size * width).map { cos(Float($0) * 0.9 + phase) }
  }

  private func run(_ model: ModelFile, _ tensors: [String: TensorFile.Tensor]) throws
    -> [String: [Float]]
  {
    let probe = try Probe(model, batch: TensorFile(tensors: tensors), path: "batch")
    return probe.run(nil).tensors.mapValues {
      if case .floats(let values) = $0.values { return values }
      return []
    }
  }

  private func close(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>, _ what: String) {
    #expect(a.count == b.count && !a.isEmpty, "\(what)")
    for (x, y) in zip(a, b) where !(abs(x - y) <= 2e-6 + 2e-5 * abs(y)) {
      Issue.record("\(what): \(x) is not \(y)")
      return
    }
  }

  @Test(arguments: cells)
  func aShortSequenceIsAsIfAlone(_ cell: String) throws {
    let model = model(cell)
    let (steps, short) = (5, 3)
    let (inputs, targets) = (numbers(steps, 2, 2, 0), numbers(steps, 2, 2, 1))
    let both = try run(
      model,
      [
        "inputs": .init([steps, 2, 2], inputs), "targets": .init([steps, 2, 2], targets),
        "lengths": .init([2], integers: [Int64(steps), Int64(short)]),
      ])
    /// Column 1 of [T, 2, width], its first steps.
    func column(_ values: [Float], _ width: Int, _ b: Int, _ count: Int) -> [Float] {
      (0..<count).flatMap { t in values[(t * 2 + b) * width..<(t * 2 + b + 1) * width] }
    }
    var losses: [Float] = []
    var gradients: [[String: [Float]]] = []
    for (b, length) in [(0, steps), (1, short)] {
      let alone = try run(
        model,
        [
          "inputs": .init([length, 1, 2], column(inputs, 2, b, length)),
          "targets": .init([length, 1, 2], column(targets, 2, b, length)),
        ])
      for (k, width) in [(0, 4), (1, 3)] {
        let states = column(try #require(both["h_l\(k)"]), width, b, length)
        close(states[...], try #require(alone["h_l\(k)"])[...], "h_l\(k) of \(b)")
        let last = try #require(both["final_h_l\(k)"])[b * width..<(b + 1) * width]
        close(last, states.suffix(width), "final_h_l\(k) of \(b)")
      }
      losses.append(try #require(alone["loss"]?.first))
      gradients.append(alone)
    }
    // The mean is over all valid steps.
    let share = Float(steps) / Float(steps + short)
    let loss = share * losses[0] + (1 - share) * losses[1]
    close(try #require(both["loss"])[...], [loss], "loss")
    for key in both.keys where key.hasPrefix("grad.") && key != "grad.inputs" {
      let (a, b) = (try #require(gradients[0][key]), try #require(gradients[1][key]))
      let wanted = zip(a, b).map { share * $0 + (1 - share) * $1 }
      close(try #require(both[key])[...], wanted[...], key)
    }
    // Past its end a sequence is silent.
    for t in short..<steps {
      for k in [0, 1] {
        let width = k == 0 ? 4 : 3
        let states = try #require(both["h_l\(k)"])[(t * 2 + 1) * width..<(t * 2 + 2) * width]
        #expect(states.allSatisfy { $0 == 0 })
      }
      for (key, values) in both where key.hasPrefix("c_l") || key.hasPrefix("gate_") {
        let width = values.count / (steps * 2)
        #expect(values[(t * 2 + 1) * width..<(t * 2 + 2) * width].allSatisfy { $0 == 0 })
      }
      let gradient = try #require(both["grad.inputs"])[(t * 2 + 1) * 2..<(t * 2 + 2) * 2]
      #expect(gradient.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: cells)
  func aSequenceGoesOnFromItsInitialStates(_ cell: String) throws {
    let model = model(cell, head: .last)
    // More than one shard of sequences.
    let (steps, cut, size) = (6, 2, 19)
    let inputs = numbers(steps, size, 2, 0.3)
    let targets = TensorFile.Tensor([size, 2], numbers(1, size, 2, 2))
    let whole = try run(
      model, ["inputs": .init([steps, size, 2], inputs), "targets": targets])
    let split = cut * size * 2
    let first = try run(
      model, ["inputs": .init([cut, size, 2], Array(inputs[..<split])), "targets": targets])
    var tensors: [String: TensorFile.Tensor] = [
      "inputs": .init([steps - cut, size, 2], Array(inputs[split...])), "targets": targets,
    ]
    for (key, values) in first where key.hasPrefix("final_") {
      let name = "initial_" + key.dropFirst("final_".count)
      tensors[name] = .init([size, values.count / size], values)
    }
    #expect(tensors.count == (cell == "lstm" ? 6 : 4))
    let second = try run(model, tensors)
    for key in ["loss", "outputs", "final_h_l0", "final_h_l1"] {
      close(try #require(second[key])[...], try #require(whole[key])[...], key)
    }
    #expect(second["outputs"] != first["outputs"])
  }

  @Test(arguments: [AttentionKind.additive, .dot], [1, 4])
  func attentionLooksBackFromEveryStep(_ kind: AttentionKind, _ steps: Int) throws {
    let architecture = Architecture(
      cell: "gru", input: 2, hidden: [3], attention: kind, head: .every, outputs: 1, loss: "mse")
    let count = architecture.parameterCount ?? 0
    let model = ModelFile(
      architecture: .network(architecture), weights: (0..<count).map { sin(Float($0) * 1.7) })
    let lengths = [steps, max(1, steps - 1)]
    let out = try Probe(
      model,
      batch: TensorFile(tensors: [
        "inputs": .init([steps, 2, 2], numbers(steps, 2, 2, 0)),
        "targets": .init([steps, 2, 1], numbers(steps, 2, 1, 1)),
        "lengths": .init([2], integers: lengths.map { Int64($0) }),
      ]), path: "batch"
    ).run(nil)
    let attention = try #require(out.tensors["attention"])
    #expect(attention.shape == [2, steps, steps])
    guard case .floats(let weights) = attention.values else { return }
    for b in 0..<2 {
      for i in 0..<steps {
        let row = weights[(b * steps + i) * steps..<(b * steps + i + 1) * steps]
        let seen = i < lengths[b] ? i + 1 : 0
        #expect(row.prefix(seen).allSatisfy { $0 > 0 })
        #expect(row.dropFirst(seen).allSatisfy { $0 == 0 })
        #expect(abs(row.reduce(0, +) - (seen > 0 ? 1 : 0)) < 1e-5)
      }
    }
  }

  @Test func aBatchTooLargeForTheMemoryIsRefused() throws {
    let architecture = Architecture(
      cell: "rnn", input: 1, hidden: [1], vocabulary: 2, attention: .dot, head: .every, outputs: 1,
      loss: "mse")
    let model = ModelFile(
      architecture: .network(architecture),
      weights: Array(repeating: 0.1, count: architecture.parameterCount ?? 0))
    // What each of so many steps looks at alone would take 64 TB.
    let steps = 4_000_000
    let batch = TensorFile(tensors: [
      "inputs": .init([steps, 1], integers: Array(repeating: 0, count: steps)),
      "targets": .init([steps, 1, 1], Array(repeating: 0, count: steps)),
    ])
    do {
      _ = try Probe(model, batch: batch, path: "b")
      Issue.record("must be refused")
    } catch {
      #expect(error.description.hasPrefix("b: tensor inputs needs about "))
      #expect(error.description.contains(" of memory with this model; "))
    }
  }

  @Test func badBatchesAreRefused() throws {
    let model = model("gru")
    let good: [String: TensorFile.Tensor] = [
      "inputs": .init([2, 1, 2], [1, 2, 3, 4]), "targets": .init([2, 1, 2], [1, 2, 3, 4]),
    ]
    func message(_ change: (inout [String: TensorFile.Tensor]) -> Void) -> String? {
      var tensors = good
      change(&tensors)
      do {
        _ = try Probe(model, batch: TensorFile(tensors: tensors), path: "b")
        return nil
      } catch {
        return error.description
      }
    }
    #expect(message { _ in } == nil)
    #expect(message { $0["inputs"] = nil } == "b: tensor inputs is missing")
    #expect(message { $0["targets"] = nil } == "b: tensor targets is missing")
    #expect(
      message { $0["inputs"] = .init([2, 1, 3], [0, 0, 0, 0, 0, 0]) }
        == "b: tensor inputs has shape [2, 1, 3]; [T, B, 2] is needed")
    #expect(
      message { $0["inputs"] = .init([0, 1, 2], [] as [Float]) }
        == "b: tensor inputs has shape [0, 1, 2]; [T, B, 2] is needed")
    #expect(
      message { $0["inputs"] = .init([2, 1, 2], integers: [0, 0, 0, 0]) }
        == "b: tensor inputs must have type F32")
    #expect(
      message { $0["targets"] = .init([1, 2], [0, 0]) }
        == "b: tensor targets has shape [1, 2]; [2, 1, 2] is needed")
    for bad in [0, 3, -1, Int64.max] {
      #expect(
        message { $0["lengths"] = .init([1], integers: [bad]) }
          == "b: tensor lengths must be I64 [1] with values in 1...2")
    }
    #expect(
      message { $0["initial_c_l0"] = .init([1, 4], [0, 0, 0, 0]) }
        == "b: tensor initial_c_l0 is not an input of a probe")
    #expect(
      message { $0["initial_h_l0"] = .init([1, 3], [0, 0, 0]) }
        == "b: tensor initial_h_l0 must be F32 [1, 4]")
  }

  @Test func tokensOutsideTheVocabularyAreRefused() throws {
    let architecture = Architecture(
      cell: "rnn", input: 2, hidden: [2], vocabulary: 3, outputs: 3, loss: "ce")
    let model = ModelFile(
      architecture: .network(architecture),
      weights: Array(repeating: 0.1, count: architecture.parameterCount ?? 0))
    func message(token: Int64, target: Int64) -> String? {
      do {
        _ = try Probe(
          model,
          batch: TensorFile(tensors: [
            "inputs": .init([1, 1], integers: [token]), "targets": .init([1], integers: [target]),
          ]), path: "b")
        return nil
      } catch {
        return error.description
      }
    }
    #expect(message(token: 2, target: 2) == nil)
    for bad in [3, -1, Int64.max, Int64.min] {
      #expect(message(token: bad, target: 0) == "b: tensor inputs has ids outside 0..<3")
      #expect(message(token: 0, target: bad) == "b: tensor targets has classes outside 0..<3")
    }
  }
}
