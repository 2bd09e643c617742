import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// Pairs of sequences from the data to the file and back.
@Suite struct PairTrainingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Three of four letters and the same backwards.
  private func reversal() throws -> Dataset {
    let letters = Array("abcd")
    let rows = (0..<64).map { number -> String in
      let word = String([letters[number / 16], letters[number / 4 % 4], letters[number % 4]])
      return "\(word),\(String(word.reversed()))\n"
    }
    let text = String(repeating: rows.joined(), count: 4)
    let file = try scratch.write("words.csv", ("word,back\n" + text).utf8)
    var configuration = DataConfiguration(source: "pairs", file: file)
    configuration.table.header = .on
    return try loadDataset(configuration, relativeTo: []) { _ in }
  }

  private func session(
    _ data: Dataset, epochs: Int, threads: Int = 1,
    lane: (inout LaneConfiguration) -> Void = { _ in }
  ) throws -> SmallSession {
    try SmallSession(
      data, ["gru"], threads: threads,
      training: {
        ($0.batch, $0.learningRate, $0.maxEpochs) = (16, 0.02, epochs)
      },
      lane: {
        $0.model.hidden = [24]
        lane(&$0)
      })
  }

  private func run(_ session: SmallSession) {
    while !session.trainer.hasEnded { session.trainer.step() }
  }

  @Test(arguments: DecoderAttentionKind.allCases, [false, true])
  func reversalIsLearnedToTheLastLetter(_ kind: DecoderAttentionKind, _ isFed: Bool) throws {
    if kind == .none, isFed { return }
    let session = try session(reversal(), epochs: 30) {
      $0.model.decoder.attention = kind
      $0.model.decoder.feedsInput = isFed
    }
    run(session)
    let end = try #require(session.events.compactMap(\.ended).last)
    #expect(end.testMetrics["exact_match"] == 1, "\(end.testMetrics.entries)")
    #expect(end.testMetrics["token_accuracy"] == 1 && end.testMetrics["cer"] == 0)
    let validated = try #require(session.events.compactMap(\.validated).first)
    #expect(validated.metrics.map(\.name).prefix(2) == ["exact_match", "token_accuracy"])
    // For the screen: source, answer, and what it should have been.
    guard case .answers(let answers) = session.lane.output else {
      Issue.record("no answers are shown")
      return
    }
    #expect(answers.examples.count == 8 && answers.exactAnswers == answers.count)
    #expect(answers.exact.count == 1 && answers.exact[0].shortest == 3)
    for example in answers.examples {
      #expect(example.isExact && example.answer == example.source.reversed())
      #expect(
        (1...5).contains(example.alternatives.count)
          && example.alternatives[0].answer == example.target)
      #expect((example.attention != nil) == (kind != .none))
      guard let attention = example.attention else { continue }
      #expect(attention.rows == 4 && attention.columns == 3 && attention.weights.count == 12)
      for row in 0..<4 {
        #expect(abs(attention.weights[row * 3..<row * 3 + 3].reduce(0, +) - 1) < 1e-4)
      }
    }
    // The decoder's attention is seen there.
    #expect(session.lane.attention == nil)
    let positions = try #require(session.lane.lossByPosition)
    #expect(positions.timeSteps == 4 && positions.losses.allSatisfy { $0 < 0.1 })
  }

  @Test func theSameBitsOnAnyNumberOfThreads() throws {
    let data = try reversal()
    func bits(_ threads: Int) throws -> LaneBits {
      let session = try session(data, epochs: 2, threads: threads) {
        $0.training.teacherForcing = 0.5
        $0.model.decoder.cell = "lstm"
        $0.model.bidirectional = true
      }
      run(session)
      return LaneBits(session.lane)
    }
    #expect(try bits(1) == bits(2))
  }

  @Test func teacherForcingMatters() throws {
    let data = try reversal()
    func weights(_ share: Float) throws -> [Float] {
      let session = try session(data, epochs: 1) { $0.training.teacherForcing = share }
      session.steps(8)
      return session.lane.model.weights.array
    }
    #expect(try weights(1) != weights(0.5))
    #expect(try weights(0.5) == weights(0.5))
  }

  @Test func fileEvaluationAndPrediction() throws {
    let data = try reversal()
    let session = try session(data, epochs: 6) { $0.model.decoder.attention = .additive }
    run(session)
    let best = try #require(session.lane.best)
    let encoder = JSONEncoder()
    let path = scratch.file("m.safetensors")
    try ModelFile(
      architecture: session.lane.architecture, weights: best.weights,
      data: String(decoding: try encoder.encode(data.description), as: UTF8.self)
    ).write(to: path)
    let tensors = try TensorFile(contentsOf: path)
    #expect(tensors.metadata["rnn-tui"]?.contains("\"format\":2") == true)
    #expect(
      Set(tensors.tensors.keys.map { $0.prefix { $0 != "." } }).isSuperset(
        of: ["encoder", "decoder"]))
    let model = try TrainedModel(contentsOf: path)
    #expect(model.architecture == session.lane.architecture)
    #expect(model.file.weights == best.weights)
    // All rows of the file, scored and answered.
    let file = try model.prepare(scratch.file("words.csv"))
    let vocabulary = try #require(file.targetVocabulary)
    let runner = try ModelRunner(
      model, file.shape, count: file.examples.count, threads: 1)
    let score = runner.score(file.examples, Scoring(file))
    let exact = try #require(score.metrics.first { $0.name == "exact_match" }?.value)
    let table = PredictionTable(file)
    #expect(table.header == ["word", "back", "predicted"])
    var right = 0
    try runner.write(for: file.examples, file.shape, vocabulary, .greedy) {
      let row = table.rows($0, $1)[0]
      right += row[1] == row[2] ? 1 : 0
      #expect(String(row[0].reversed()) == row[1])
      return true
    }
    #expect(exact == Double(right) / 256 && right > 20, "\(right)")
    // The end of the lane was scored by the same.
    let end = try #require(session.events.compactMap(\.ended).last)
    #expect(end.testLoss?.isFinite == true)
  }

  /// The score of an answer: its mean log probability, its end among it.
  private func score(
    _ decoder: StepwiseDecoder, _ encoded: DecoderStates, _ answer: [Int32], most: Int
  ) -> Double {
    var (states, last, sum) = (encoded, decoder.startToken, 0.0)
    let wanted = Array((answer + [0]).prefix(most))
    for token in wanted {
      let step = decoder.step([last], states)
      let top = Double(step.logits.max() ?? 0)
      let all = log(step.logits.reduce(0) { $0 + exp(Double($1) - top) }) + top
      sum += Double(step.logits[Int(token)]) - all
      (states, last) = (step.states, token)
    }
    return sum / Double(wanted.count)
  }

  @Test(arguments: [2, 4]) func aBeamNeverScoresBelowGreedy(_ width: Int) throws {
    let data = try reversal()
    let session = try session(data, epochs: 1)
    run(session)
    let path = scratch.file("m.safetensors")
    try ModelFile(
      architecture: session.lane.architecture, weights: session.lane.model.weights.array,
      data: String(decoding: try JSONEncoder().encode(data.description), as: UTF8.self)
    ).write(to: path)
    let model = try TrainedModel(contentsOf: path)
    let file = try model.prepare(scratch.file("words.csv"))
    let vocabulary = try #require(file.targetVocabulary)
    let runner = try ModelRunner(
      model, file.shape, count: 256, threads: 1)
    func answers(_ beam: Int?) throws -> [[Int32]] {
      var all: [[Int32]] = []
      let search = beam.map { AnswerSearch.beam(width: $0, answers: $0, lengthPower: 1) } ?? .greedy
      try runner.write(for: file.examples, file.shape, vocabulary, search) { _, answers in
        all.append(answers[0].tokens)
        #expect(answers.count <= beam ?? 1 && Set(answers.map(\.tokens)).count == answers.count)
        let scores = answers.compactMap(\.score)
        #expect(scores == scores.sorted(by: >) && (beam == nil) == scores.isEmpty)
        return all.count < 64
      }
      return all
    }
    let (greedy, beam) = (try answers(nil), try answers(width))
    #expect(greedy != beam, "an untrained network has no clear answers")
    guard case .encoderDecoder(let architecture) = model.architecture else { return }
    let network = EncoderDecoder(architecture, timeSteps: 3, targetSteps: 4, batch: 1)
    network.take(weights: model.file.weights)
    let batch = Batch(architecture, timeSteps: 3, targetSteps: 4, size: 1)
    for index in 0..<64 {
      batch.fill { file.examples.write(index, pass: 0, to: $0, column: 0) }
      let decoder = StepwiseDecoder(network, PassJob())
      let encoded = decoder.encode(batch)
      let (one, other) = (
        score(decoder, encoded, greedy[index], most: 4),
        score(decoder, encoded, beam[index], most: 4)
      )
      #expect(other >= one - 1e-5, "\(greedy[index]): \(one), \(beam[index]): \(other)")
    }
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let data = try reversal()
    func message(_ data: Dataset, _ change: (inout LaneConfiguration) -> Void) -> String {
      do {
        _ = try session(data, epochs: 1, lane: change)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    #expect(message(data) { $0.model.attention = .dot }.contains("gru: model.attention: is only"))
    #expect(message(data) { $0.model.freeze = ["head"] }.contains("model.freeze: is not available"))
    #expect(
      message(data) {
        $0.model.decoder.attention = .none
        $0.model.decoder.feedsInput = true
      }.contains("model.decoder.input_feeding: input feeding needs an attention"))
    #expect(
      message(data) {
        $0.model.decoder.attention = .dot
        $0.model.bidirectional = true
      }.contains("model.decoder.attention: dot attention needs as many columns"))
    #expect(message(data) { $0.model.decoder.sharesEmbedding = true } == "no error")
    #expect(message(data) { $0.training.classWeights.isOn = true }.contains("class_weights"))
    let dates = try loadDataset(DataConfiguration(source: "dates", count: 60), relativeTo: []) {
      _ in
    }
    #expect(
      message(dates) { $0.model.decoder.sharesEmbedding = true }
        .contains("model.share_embeddings: needs one vocabulary on both sides; the source has 44"))
    let adding = try SmallData.adding.dataset(in: scratch)
    #expect(message(adding) { $0.model.decoder.cell = "rnn" }.contains("model.decoder.cell: needs"))
    #expect(
      message(adding) { $0.training.teacherForcing = 0.5 }.contains(
        "training.teacher_forcing: needs"))
  }

  @Test func architecturesOfFormat2() throws {
    let architecture = ModelArchitecture.encoderDecoder(
      EncoderDecoderArchitecture(
        encoder: StackShape(
          cell: "gru", options: CellOptions(), bidirectional: true, input: 3, hidden: [2, 3]),
        sourceVocabulary: 5, decoderCell: "lstm", decoderHidden: [4], decoderEmbedding: 3,
        targetVocabulary: 6, startToken: 1, attention: .general, feedsInput: true))
    let path = scratch.file("m.safetensors")
    let count = try #require(architecture.parameterCount)
    try ModelFile(architecture: architecture, weights: (0..<count).map { Float($0) }).write(
      to: path)
    let back = try ModelFile(contentsOf: path)
    #expect(back.architecture == architecture && back.weights.count == count)
    var file = try TensorFile(contentsOf: path)
    let json = try #require(file.metadata["rnn-tui"])
    for (old, new, says) in [
      (
        "\"kind\":\"encoder_decoder\"", "\"kind\":\"tree\"",
        "key kind: must be network or encoder_decoder in format 2"
      ),
      ("\"start_token\":1", "\"start_token\":9", "key kind: encoder_decoder: the start token is 9"),
      ("\"format\":2", "\"format\":3", "key format: is newer than this version reads (2)"),
      ("\"format\":2", "\"format\":1", "is not a key of the format"),
      ("\"target_vocabulary\":6", "\"target_vocabulary\":7", "has shape"),
    ] {
      file.metadata["rnn-tui"] = json.replacing(old, with: new)
      try file.write(to: path)
      let error = #expect(throws: ModelFileError.self) { try ModelFile(contentsOf: path) }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
  }
}

/// Targets that are sentences, and such that are not.
@Suite struct PairScoringTests {
  private func scoring(_ source: String) throws -> Scoring {
    Scoring(try loadDataset(DataConfiguration(source: source, count: 60), relativeTo: []) { _ in })
  }

  /// BLEU counts runs of four words: where no target has one, it is neither shown nor followed.
  @Test func bleuIsThereWhereTargetsAreSentences() throws {
    #expect(try scoring("translate").metrics.contains { $0 == BLEU.self })
    let letters = try scoring("backwards")
    #expect(!letters.metrics.contains { $0 == BLEU.self })
    #expect(letters.metrics.contains { $0 == ChrF.self })
    let configuration = DataConfiguration(source: "backwards", count: 60)
    let data = try loadDataset(configuration, relativeTo: []) { _ in }
    do {
      _ = try SmallSession(
        data, ["gru"], training: { $0.batch = 8 }, lane: { $0.earlyStopping.monitor = "bleu" })
      Issue.record("BLEU is followed")
    } catch {
      #expect("\(error)".contains("early_stopping.monitor") && "\(error)".contains("exact_match"))
    }
  }
}
