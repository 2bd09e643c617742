import Datasets
import Engine
import Telemetry
import Testing
import Training

/// Labels along the steps of numbers: generated tasks, their pictures, any number of threads.
@Suite struct LabelTrainingTests {
  private func data(_ source: String, count: Int = 300, length: Int = 3) throws -> Dataset {
    try loadDataset(
      DataConfiguration(source: source, length: length, count: count), relativeTo: []
    ) { _ in }
  }

  private func session(
    _ data: Dataset, epochs: Int, threads: Int = 1,
    lane: (inout LaneConfiguration) -> Void = { _ in }
  ) throws -> SmallSession {
    try SmallSession(
      data, ["gru"], threads: threads,
      training: { ($0.batch, $0.learningRate, $0.maxEpochs) = (16, 0.02, epochs) },
      lane: {
        $0.model.hidden = [24]
        $0.model.loss = .ctc
        lane(&$0)
      })
  }

  private func run(_ session: SmallSession) {
    while !session.trainer.hasEnded { session.trainer.step() }
  }

  /// Deterministic from the seed; targets fit their sources; a validation's picture holds together.
  @Test(arguments: ["dial", "plates"]) func tasksAreWhatTheySay(_ source: String) throws {
    let (one, same) = (try data(source), try data(source))
    #expect(one.digest == same.digest)
    var other = DataConfiguration(source: source, length: 3, count: 300)
    other.seed = 2
    #expect(try loadDataset(other, relativeTo: []) { _ in }.digest != one.digest)
    #expect(LabelFit(one).shortage(nil) == nil)
    let shortage = try #require(
      LabelFit(one).shortage(ConvolutionShape(channels: 1, stride: 60)))
    #expect(shortage.contains("of 300 examples are too short"))
    #expect(one.shape.vocabulary == 0 && one.shape.features == (source == "dial" ? 7 : 16))
    #expect(one.metrics.first == "ler")
    let ler = try #require(one.baseline.testMetrics.first { $0.name == "ler" }?.value)
    #expect((0.5...1.5).contains(ler))
    let repeats = (0..<one.training.count).contains { index in
      let labels = one.training.targetTokens(of: index) ?? []
      return zip(labels, labels.dropFirst()).contains { $0 == $1 }
    }
    #expect(repeats, "some label is said twice in a row")
  }

  @Test func dialledNumbersAreLearned() throws {
    let session = try session(data("dial", count: 800), epochs: 15)
    run(session)
    let end = try #require(session.events.compactMap(\.ended).last)
    #expect(end.testMetrics["ler"]! < 0.1, "\(end.testMetrics.entries)")
    #expect(end.testMetrics["token_accuracy"] == nil)
    #expect(end.testMetrics.map(\.name) == ["ler", "exact_match"])
    guard case .answers(let answers) = session.lane.output else {
      Issue.record("no answers are shown")
      return
    }
    for example in answers.examples {
      let spikes = try #require(example.spikes)
      #expect(example.source.isEmpty && example.attention == nil && spikes.isWhole)
      #expect(spikes.inputRows == 7 && spikes.steps == spikes.inputSteps)
      #expect(Set(spikes.labels) == Set(example.answer + example.target))
      let sums = (0..<spikes.columns).map { column in
        spikes.labels.indices.reduce(spikes.blank[column]) {
          $0 + spikes.probabilities[$1 * spikes.columns + column]
        }
      }
      #expect(sums.allSatisfy { $0 <= 1 + 1e-4 })
      #expect(spikes.input.allSatisfy { (0...1).contains($0) })
      // Every label of the answer is likely somewhere, and the likeliest way is among the beam's.
      for label in Set(example.answer) {
        let place = try #require(spikes.labels.firstIndex(of: label))
        let row = spikes.probabilities[place * spikes.columns..<(place + 1) * spikes.columns]
        #expect(row.max()! > 0.3, "\(label)")
      }
      #expect(example.alternatives.contains { $0.answer == example.answer })
      let scores = example.alternatives.map(\.score)
      #expect(scores == scores.sorted(by: >))
    }
    // Steps have no loss of their own.
    #expect(session.lane.lossByPosition == nil)
  }

  @Test(arguments: [ConvolutionShape?.none, ConvolutionShape(channels: 8, width: 5, stride: 2)])
  func theSameBitsOnAnyNumberOfThreads(_ shape: ConvolutionShape?) throws {
    let data = try data("plates", count: 120)
    func bits(_ threads: Int) throws -> LaneBits {
      let session = try session(data, epochs: 2, threads: threads) {
        $0.model.bidirectional = true
        $0.model.convolution.channels = shape?.channels
        $0.model.convolution.stride = shape?.stride ?? 1
      }
      run(session)
      return LaneBits(session.lane)
    }
    #expect(try bits(1) == bits(2))
  }

  /// Lanes that write beside lanes that lay labels along the steps of the same numbers.
  @Test func aDecoderReadsNumbersToo() throws {
    let session = try SmallSession(
      data("dial", count: 100), ["gru", "lstm"],
      training: { ($0.batch, $0.maxEpochs) = (16, 1) },
      lane: { if $0.name == "gru" { $0.model.loss = .ctc } })
    run(session)
    let ends = session.events.compactMap(\.ended)
    #expect(ends.count == 2)
    let metrics = Dictionary(uniqueKeysWithValues: ends.map { ($0.lane, $0.testMetrics) })
    #expect(metrics["gru"]?["token_accuracy"] == nil && metrics["lstm"]?["token_accuracy"] != nil)
  }

  /// The gradient's map has a row for what a convolution puts out, nearest to the inputs.
  @Test func theMapGoesOnThroughTheConvolution() throws {
    let session = try session(data("dial", count: 120), epochs: 3) {
      $0.model.convolution.channels = 6
      $0.model.convolution.stride = 2
      $0.model.hidden = [8, 8]
    }
    run(session)
    let gradients = session.trainer.laneSnapshots()[0].gradients
    #expect(gradients.map(\.layerName) == ["convolution", "layer 1", "layer 2"])
    #expect(gradients.allSatisfy { !$0.map.rows.isEmpty && $0.profile.contains { $0.isFinite } })
    #expect(gradients[0].profile.count == gradients[1].profile.count)
    #expect(gradients.shortestReach != 0)
    #expect(
      session.lane.model.layout.slices.map(\.name).prefix(2) == [
        "convolution.0.weight", "convolution.0.bias",
      ])
  }
}
