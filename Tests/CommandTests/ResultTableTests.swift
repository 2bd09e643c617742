import Dashboard
import Datasets
import Telemetry
import Testing
import Training
import rnn_tui

/// The end of a session on the main screen, of results that are made up.
@Suite struct ResultTableTests {
  private static func baseline(
    _ name: String, _ loss: Float, _ metrics: [Baseline.Metric]
  ) -> Baseline {
    Baseline(
      name: name, validationLoss: loss, testLoss: loss, validationMetrics: metrics,
      testMetrics: metrics)
  }

  private static func results(
    _ lanes: [LaneResult], order: [Int]? = nil, use: ModelUse = .evaluate,
    preset: String = "compare"
  ) -> SessionResults {
    SessionResults(
      preset: preset, seed: 1, lanes: lanes, order: order ?? Array(lanes.indices),
      verdict: RunVerdict(lane: nil, outcome: NamedValues([]), text: "a sentence"), use: use)
  }

  private static let folder = "runs/2026-01-31-2359-compare"

  private static func lane(
    _ name: String, _ loss: Float?, _ metrics: [Baseline.Metric], baselines: [Baseline],
    reason: EndReason? = .maxEpochs, file: Result<String, SaveFailure>? = nil,
    earlier: [Result<String, SaveFailure>] = []
  ) -> LaneResult {
    LaneResult(
      lane: name, reason: reason, bestEpoch: loss == nil ? nil : 12, validationLoss: loss,
      testLoss: loss, testMetrics: metrics, baselines: baselines,
      file: file ?? .success("\(folder)/\(name).safetensors"), earlierFiles: earlier)
  }

  @Test func theBestLaneComesFirstAndNoNumberTwice() {
    let mean = Self.baseline("predicting the mean", 0.1667, [("mse", 0.1667)])
    let lanes = [("rnn", Float(0.16684)), ("lstm", 0.02), ("gru", 0.000617)].map {
      Self.lane($0.0, $0.1, [("mse", Double($0.1))], baselines: [mean])
    }
    #expect(
      ResultTable(Self.results(lanes, order: [2, 1, 0])).lines == [
        "rnn-tui compare",
        "lane  ended       best epoch  validation      test",
        "gru   max epochs          12    0.000617  0.000617",
        "lstm  max epochs          12        0.02      0.02",
        "rnn   max epochs          12      0.1668    0.1668",
        "predicting the mean               0.1667    0.1667",
        "saved in runs/2026-01-31-2359-compare:",
        "  gru.safetensors, lstm.safetensors, rnn.safetensors",
      ])
  }

  @Test func whatWasNotSavedSaysWhy() {
    let lanes = [
      Self.lane(
        "gru", 0.5, [], baselines: [], reason: nil, file: .success("gru.2.safetensors"),
        earlier: [.success("gru.safetensors")]),
      Self.lane(
        "rnn", nil, [], baselines: [], reason: .diverged,
        file: .failure(SaveFailure("diverged before its first validation", isLoss: false))),
    ]
    #expect(
      ResultTable(Self.results(lanes)).lines.dropFirst(2) == [
        "gru   taken out          12         0.5   0.5",
        "rnn   diverged            -           -     -",
        "saved in .: gru.2.safetensors, gru.safetensors (gru, earlier)",
        "not saved: rnn (diverged before its first validation)",
      ])
  }

  /// Where a metric chose the best epochs, the table says so.
  @Test func whatChoseTheBestEpochIsNamed() {
    var lanes = [("rnn", Float(0.5)), ("gru", 0.25), ("lstm", 0.375)].map {
      Self.lane($0.0, $0.1, [], baselines: [])
    }
    for place in lanes.indices { lanes[place].monitor = "f1" }
    #expect(
      ResultTable(Self.results(lanes, order: [1, 2, 0])).lines[5...6] == [
        "Best epoch: the one with the best f1 on the validation part. Lanes are sorted by",
        "loss.",
      ])
    lanes[1].monitor = nil
    #expect(
      ResultTable(Self.results(lanes, order: [1, 2, 0])).lines[5...6] == [
        "Best epoch: the one with the best loss (gru), f1 (lstm, rnn) on the validation",
        "part. Lanes are sorted by loss.",
      ])
  }

  /// The widest that there is: every kind of data, names as long as they may be.
  @Test(arguments: [3, 12, 32], [0.000123456, 1_234_567.8])
  func itFitsInEightyColumns(_ letters: Int, _ value: Double) {
    for metrics in [
      ["rmse", "mae", "skill"], ["accuracy", "f1"],
      ["accuracy", "f1", "balanced_accuracy"],
      ["nats_per_token", "perplexity", "bits_per_character"], ["mse"],
    ] {
      let numbers = metrics.map { ($0, -value) }
      let baselines = [
        Self.baseline("seasonal naive, 12 rows", 0.1234567, numbers),
        Self.baseline("most frequent tag of each word", 0.1234567, numbers),
      ]
      let lanes = (0..<6).map { place in
        Self.lane(
          String(repeating: "l", count: letters - 1) + "\(place)", Float(value), numbers,
          baselines: baselines, reason: .interrupted)
      }
      let lines = ResultTable(Self.results(lanes)).lines
      #expect(lines.allSatisfy { TextWidth.of($0) <= ResultTable.width }, "\(lines)")
      // Rows of numbers are all as wide as the head.
      #expect(Set(lines[1...8].map { TextWidth.of($0) }).count == 1, "\(lines)")
      if letters == 32, metrics.count == 3 {
        #expect(lines[2].contains("…") || lines[2].contains(lanes[0].lane))
      }
    }
  }

  // MARK: commands

  private func commands(
    _ file: Result<String, SaveFailure>, _ use: ModelUse, again: [String] = ["train", "compare"],
    wasChanged: Bool = false
  ) -> [String] {
    let lanes = [Self.lane("gru", 0.5, [], baselines: [], file: file)]
    return NextCommands(
      Self.results(lanes, use: use), again: again, wasChanged: wasChanged, program: "rnn-tui",
      folder: "/home/me"
    ).lines
  }

  @Test func theBestModelGoesOnByItsKind() {
    let model = Result<String, SaveFailure>.success("\(Self.folder)/gru.safetensors")
    #expect(
      commands(model, .evaluate) == [
        "Evaluate the best lane's model (gru):",
        "  rnn-tui evaluate runs/2026-01-31-2359-compare/gru.safetensors",
        "The same run again:", "  rnn-tui train compare",
      ])
    #expect(
      commands(model, .generate)[1]
        == "  rnn-tui generate runs/2026-01-31-2359-compare/gru.safetensors")
    #expect(
      Array(commands(model, .predict(file: "/home/me/my data/sun spots.csv"))[1...2]) == [
        "  rnn-tui predict runs/2026-01-31-2359-compare/gru.safetensors \\",
        "    --data 'my data/sun spots.csv'",
      ])
  }

  @Test func pathsAreQuotedAndNeverOptions() {
    #expect(
      commands(.success("-x/it's.safetensors"), .predict(file: "./--a.csv"))[1]
        == #"  rnn-tui predict './-x/it'\''s.safetensors' --data ./--a.csv"#)
  }

  @Test func withoutAModelNothingIsProposedForIt() {
    #expect(
      commands(
        .failure(SaveFailure("no folder")), .evaluate,
        again: ["train", "--set", "a.b=c d", "--seed", "7"], wasChanged: true) == [
          "No model was saved.", "The same run again, without the changes made while it trained:",
          "  rnn-tui train --set 'a.b=c d' --seed 7",
        ])
  }

  @Test func longCommandsGoOnOnTheNextLine() {
    let again =
      ["train", "compare"]
      + (0..<6).flatMap { ["--set", "training.schedule={warmup: \($0), name: cosine}"] }
    let lines = commands(.failure(SaveFailure("x")), .evaluate, again: again).dropFirst(2)
    #expect(lines.count > 2)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.dropLast().allSatisfy { $0.hasSuffix(" \\") })
    #expect(lines.last?.hasSuffix("\\") == false)
  }
}
