import Telemetry
import Testing
import Training

/// Sentences over results that are made up, one of each kind.
@Suite struct VerdictTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: VerdictRule
    var lanes: [LaneFinding]
    var text: String
    var outcomes: [String: RunVerdict.Outcome]

    init(
      _ rule: VerdictRule, _ lanes: [LaneFinding], _ text: String,
      _ outcomes: [String: RunVerdict.Outcome]
    ) {
      (self.rule, self.lanes, self.text, self.outcomes) = (rule, lanes, text, outcomes)
    }
    var testDescription: String { text }
  }

  private static func rule(
    _ measure: VerdictRule.Measure, _ predictor: String, test: Float?, validation: Float? = nil,
    accuracy: Float? = nil, canBeLearned: Bool = true, rivals: [VerdictRule.Rival] = []
  ) -> VerdictRule {
    func reference(_ loss: Float?) -> VerdictRule.Reference {
      .init(
        StandingRule(
          predictorLoss: loss, scoresAccuracy: measure == .accuracy, predictorAccuracy: accuracy,
          canBeLearned: canBeLearned), rivals: rivals)
    }
    return VerdictRule(
      measure, predictor: predictor, validation: reference(validation ?? test),
      test: reference(test))
  }

  static let mean = rule(.loss, "predicting the mean", test: 0.1667, validation: 0.17)
  static let perfect = rule(.loss, "predicting the mean", test: 0)
  static let unknown = rule(.loss, "predicting the mean", test: .nan)
  static let series = rule(.loss, "persistence", test: 0.0139, canBeLearned: false)
  static let rivalled = rule(
    .loss, "persistence", test: 0.0139, canBeLearned: false,
    rivals: [.init("the seasonal naive forecast (12 rows)", loss: 0.01)])
  static let classes = rule(.accuracy, "the most frequent class", test: 0.693, accuracy: 0.512)
  static let rare = rule(.accuracy, "the most frequent class", test: 0.2, accuracy: 0.952)
  static let language = rule(.nats, "the unigram model", test: 2.84)

  private static func lane(
    _ name: String, _ loss: Float?, right accuracy: Float? = nil, _ end: LaneFinding.End = .done,
    step: Int = 600, on part: Scoring.Part = .test, overfit: Overfit? = nil,
    validation: Float? = nil
  ) -> LaneFinding {
    LaneFinding(
      name, end, step: step, score: loss.map { .init(part, loss: $0, accuracy: accuracy) },
      overfit: overfit, validation: validation.map { .init(.validation, loss: $0) })
  }

  static let solved =
    "0.000617 on the test part (best weights), 270 times below predicting the mean"
  static let overfit = Overfit(epoch: 12, rise: 0.2104, share: 0.4, fall: 0.1, gap: 0.3)

  static let cases: [Case] = [
    // One lane, a number.
    Case(mean, [lane("gru", 0.000617)], "solved it: \(solved)", ["gru": .solved]),
    Case(
      mean, [lane("gru", 0.000617, on: .validation)],
      "solved it: 0.000617 on validation (best weights), 280 times below predicting the mean",
      ["gru": .solved]),
    Case(
      mean, [lane("gru", 0)],
      "solved it: loss 0 on the test part (best weights), where predicting the mean has 0.167",
      ["gru": .solved]),
    Case(
      mean, [lane("gru", 0.02)],
      "88 % better than predicting the mean: loss 0.0200 against 0.167 on the test part (best weights)",
      ["gru": .better]),
    Case(
      series, [lane("gru", 0.0092)],
      "34 % better than persistence: loss 0.00920 against 0.0139 on the test part (best weights)",
      ["gru": .better]),
    Case(
      series, [lane("gru", 0.0000001)],
      "99.999 % better than persistence: loss 1.00e-07 against 0.0139 on the test part (best weights)",
      ["gru": .better]),
    Case(
      series, [lane("gru", 0.0143)],
      "still on the line of persistence: loss 0.0143 against 0.0139 on the test part (best weights)",
      ["gru": .onBaseline]),
    Case(
      series, [lane("gru", 0.0186)],
      "34 % worse than persistence: loss 0.0186 against 0.0139 on the test part (best weights)",
      ["gru": .worse]),
    Case(
      series, [lane("gru", 0.05)],
      "3.6 times the loss of persistence: loss 0.0500 against 0.0139 on the test part (best weights)",
      ["gru": .worse]),
    Case(
      series, [lane("gru", 1e30)],
      "over a million times the loss of persistence: loss 1.00e+30 against 0.0139 on the test part (best weights)",
      ["gru": .worse]),
    Case(
      rivalled, [lane("gru", 0.012)],
      "14 % better than persistence: loss 0.0120 against 0.0139 on the test part (best weights); "
        + "the seasonal naive forecast (12 rows) is better still: loss 0.0100", ["gru": .better]),
    // A predictor that cannot be beaten, or none.
    Case(
      perfect, [lane("gru", 0.0123)],
      "worse than predicting the mean, whose loss is 0: 0.0123 on the test part (best weights)",
      ["gru": .worse]),
    Case(
      perfect, [lane("gru", 0)],
      "as good as predicting the mean: both have a loss of 0 on the test part (best weights)",
      ["gru": .onBaseline]),
    Case(
      perfect, [lane("gru", 0.0123), lane("rnn", 0.2)],
      "no lane beats predicting the mean, whose loss is 0 (best: gru, 0.0123 on the test part (best weights))",
      ["gru": .worse, "rnn": .worse]),
    Case(unknown, [lane("gru", 0.0123)], "loss 0.0123 on the test part (best weights)", [:]),
    Case(
      unknown, [lane("rnn", 0.2), lane("gru", 0.0123)],
      "best: gru, loss 0.0123 on the test part (best weights)",
      [:]),
    // One lane, classes.
    Case(
      classes, [lane("gru", 0.001, right: 1)],
      "solved it: 100 % right on the test part (best weights), the most frequent class 51.2 %",
      ["gru": .solved]),
    Case(
      classes, [lane("gru", 0.1, right: 0.9997)],
      "solved it: 99.97 % right on the test part (best weights), the most frequent class 51.2 %",
      ["gru": .solved]),
    Case(
      classes, [lane("gru", 0.456, right: 0.781)],
      "better than the most frequent class: 78.1 % right against 51.2 % on the test part (best weights), "
        + "loss 34 % lower", ["gru": .better]),
    Case(
      rare, [lane("gru", 0.12, right: 0.952)],
      "40 % better than the most frequent class in loss, but right no more often: "
        + "95.2 % right against 95.2 % on the test part (best weights)", ["gru": .better]),
    Case(
      rare, [lane("gru", 0.12, right: 0.9)],
      "40 % better than the most frequent class in loss, but right less often: "
        + "90 % right against 95.2 % on the test part (best weights)", ["gru": .better]),
    Case(
      classes, [lane("gru", 0.69, right: 0.6)],
      "hardly better than the most frequent class (loss 0.4 % lower): 60 % right against 51.2 % "
        + "on the test part (best weights)",
      ["gru": .onBaseline]),
    Case(
      classes, [lane("gru", 0.9, right: 0.55)],
      "30 % worse than the most frequent class in loss: 55 % right against 51.2 % on the test part (best weights)",
      ["gru": .worse]),
    // One lane, a language.
    Case(
      language, [lane("gru", 1.93)],
      "0.910 nats a token below the unigram model: 1.93 against 2.84 on the test part (best weights)",
      ["gru": .better]),
    Case(
      language, [lane("gru", 2.8)],
      "still on the line of the unigram model: 2.80 against 2.84 nats a token on the test part (best weights)",
      ["gru": .onBaseline]),
    Case(
      language, [lane("gru", 3.34)],
      "0.500 nats a token above the unigram model: 3.34 against 2.84 on the test part (best weights)",
      ["gru": .worse]),
    Case(
      language, [lane("gru", 0.02)],
      "solved it: 0.0200 nats a token on the test part (best weights), 2.82 below the unigram model",
      ["gru": .solved]),
    // How one lane ended.
    Case(mean, [lane("gru", nil)], "not scored", [:]),
    Case(
      mean, [lane("gru", nil, .interrupted, step: 0)],
      "interrupted before the first step: not scored", [:]),
    Case(
      mean, [lane("gru", 0.18, .interrupted, step: 3)],
      "interrupted at step 3: 8 % worse than predicting the mean: loss 0.180 against 0.167 "
        + "on the test part (best weights)", ["gru": .worse]),
    Case(mean, [lane("gru", nil, .diverged, step: 7)], "diverged at step 8", ["gru": .diverged]),
    Case(
      series, [lane("gru", 0.0092, .diverged, step: 7)],
      "diverged at step 8; before that 34 % better than persistence: loss 0.00920 against 0.0139 "
        + "on the test part (best weights)", ["gru": .diverged]),
    Case(
      series, [lane("gru", 0.0092, overfit: overfit)],
      "34 % better than persistence: loss 0.00920 against 0.0139 on the test part (best weights); "
        + "overfit from epoch 12: validation rose 0.21 while training fell", ["gru": .better]),
    // The two parts disagree.
    Case(
      series, [lane("gru", 0.0092, validation: 0.02)],
      "34 % better than persistence: loss 0.00920 against 0.0139 on the test part (best weights); "
        + "on the validation part worse than persistence", ["gru": .better]),
    Case(
      series, [lane("gru", 0.0092, validation: 0.0137)],
      "34 % better than persistence: loss 0.00920 against 0.0139 on the test part (best weights); "
        + "on the validation part within 5 % of persistence", ["gru": .better]),
    Case(
      series, [lane("lstm", 0.012, validation: 0.02), lane("gru", 0.0092, validation: 0.009)],
      "gru is 34 % better than persistence: loss 0.00920 against 0.0139 on the test part (best weights); "
        + "lstm is better, too; on the validation part lstm is worse than persistence",
      ["gru": .better, "lstm": .better]),
    Case(
      mean, [lane("gru", 0.01, validation: 0.02)],
      "94 % better than predicting the mean: loss 0.0100 against 0.167 on the test part (best weights)",
      ["gru": .better]),
    Case(
      mean, [lane("lstm", 0.05, validation: 0.05), lane("gru", 0.02, validation: 0.01)],
      "gru is 88 % better than predicting the mean: loss 0.0200 against 0.167 on the test part "
        + "(best weights); lstm is better, too; on the validation part gru is solved",
      ["gru": .better, "lstm": .better]),
    // Several lanes.
    Case(
      mean, [lane("rnn", 0.167), lane("lstm", 0.166), lane("gru", 0.000617)],
      "gru solved it: \(solved); lstm and rnn are still on that line",
      ["gru": .solved, "lstm": .onBaseline, "rnn": .onBaseline]),
    Case(
      mean,
      [
        lane("a", 0.1), lane("b", 0.16), lane("c", 0.3), lane("d", nil, .diverged, step: 11),
        lane("lstm", 0.001), lane("gru", 0.0006),
      ],
      "gru and lstm solved it (best: gru, 0.000600 on the test part (best weights), 280 times below "
        + "predicting the mean); a is 40 % better than that line; b is still on that line; "
        + "c is worse than that line; d diverged at step 12",
      [
        "gru": .solved, "lstm": .solved, "a": .better, "b": .onBaseline, "c": .worse,
        "d": .diverged,
      ]),
    Case(
      mean, (1...6).map { lane("l\($0)", 0.001 * Float($0)) },
      "l1, l2, l3 and 3 more solved it (best: l1, 0.00100 on the test part (best weights), 170 times below "
        + "predicting the mean)",
      Dictionary(uniqueKeysWithValues: (1...6).map { ("l\($0)", .solved) })),
    Case(
      series, [lane("lstm", 0.0186), lane("gru", 0.0143)],
      "no lane beats persistence (best: gru, 2.9 % worse on the test part (best weights))",
      ["gru": .onBaseline, "lstm": .worse]),
    Case(
      series, [lane("lstm", 0.0139), lane("gru", 0.0135)],
      "no lane is more than 5 % better than persistence (best: gru, 2.9 % better on the test part (best weights))",
      ["gru": .onBaseline, "lstm": .onBaseline]),
    Case(
      series, [lane("lstm", 0.0139), lane("gru", 0.0139)],
      "no lane beats persistence (best: lstm, equal on the test part (best weights))",
      ["gru": .onBaseline, "lstm": .onBaseline]),
    Case(
      series, [lane("lstm", 0.5), lane("gru", 0.05)],
      "no lane beats persistence (best: gru, 3.6 times its loss on the test part (best weights))",
      ["gru": .worse, "lstm": .worse]),
    Case(
      series, [lane("lstm", 0.012), lane("gru", 0.0092), lane("rnn", 0.0139)],
      "gru is 34 % better than persistence: loss 0.00920 against 0.0139 on the test part (best weights); "
        + "lstm is better, too; rnn is still on that line",
      ["gru": .better, "lstm": .better, "rnn": .onBaseline]),
    Case(
      classes, [lane("lstm", 0.95, right: 0.5), lane("gru", 0.9, right: 0.55)],
      "no lane beats the most frequent class in loss (least loss: gru, 30 % worse, "
        + "55 % right against 51.2 % on the test part (best weights))",
      ["gru": .worse, "lstm": .worse]),
    Case(
      classes, [lane("gru", 0.2, right: 0.995), lane("lstm", 0.1, right: 0.97)],
      "gru solved it: 99.5 % right on the test part (best weights), the most frequent class 51.2 %; "
        + "lstm is 86 % better than that line in loss", ["gru": .solved, "lstm": .better]),
    Case(
      language, [lane("lstm", 3), lane("gru", 2.86)],
      "no lane beats the unigram model (best: gru, 0.0200 nats a token above it on the test part (best weights))",
      ["gru": .onBaseline, "lstm": .worse]),
    Case(
      mean, [lane("gru", nil, .interrupted, step: 3), lane("rnn", nil, .interrupted, step: 3)],
      "interrupted at step 3: nothing was scored", [:]),
    Case(
      mean, [lane("gru", 0.18, .interrupted, step: 3), lane("rnn", 0.2, .interrupted, step: 4)],
      "interrupted: no lane beats predicting the mean (best: gru, 8 % worse on the test part (best weights))",
      ["gru": .worse, "rnn": .worse]),
    Case(
      mean, [lane("gru", 0.16), lane("rnn", nil, .interrupted, step: 3)],
      "gru is still on the line of predicting the mean: loss 0.160 against 0.167 on the test part (best weights); "
        + "rnn was interrupted; rnn was not scored", ["gru": .onBaseline]),
    Case(
      mean, [lane("gru", 0.18), lane("rnn", 0.2), lane("lstm", nil)],
      "no lane that was scored beats predicting the mean (best: gru, 8 % worse on the test part (best weights)); "
        + "lstm was not scored", ["gru": .worse, "rnn": .worse]),
    Case(
      mean, [lane("rnn", nil, .diverged, step: 7), lane("gru", nil, .diverged, step: 2)],
      "every lane diverged: rnn at step 8, gru at step 3", ["rnn": .diverged, "gru": .diverged]),
    Case(
      mean, [lane("rnn", nil, .diverged, step: 7), lane("gru", 0.000617, .diverged, step: 20)],
      "every lane diverged: gru at step 21, rnn at step 8; before that gru solved it: \(solved)",
      ["rnn": .diverged, "gru": .diverged]),
    Case(
      mean, [lane("rnn", 0.167), lane("gru", 0.000617, .diverged, step: 300)],
      "gru solved it: \(solved); rnn is still on that line; gru diverged later, at step 301",
      ["gru": .diverged, "rnn": .onBaseline]),
    Case(
      mean, [lane("rnn", 0.167, .takenOut), lane("gru", 0.000617)],
      "gru solved it: \(solved); rnn was taken out", ["gru": .solved, "rnn": .onBaseline]),
    Case(
      series,
      [lane("lstm", 0.0186, overfit: overfit), lane("gru", 0.0143), lane("rnn", 0.02)],
      "no lane beats persistence (best: gru, 2.9 % worse on the test part (best weights)); "
        + "lstm overfit from epoch 12: validation rose 0.21 while training fell",
      ["gru": .onBaseline, "lstm": .worse, "rnn": .worse]),
    Case(
      mean, [lane("\u{1B}[31m", 0.167), lane("gru", 0.000617)],
      "gru solved it: \(solved); \\u{1B}[31m is still on that line",
      ["gru": .solved, "\u{1B}[31m": .onBaseline]),
  ]

  @Test(arguments: cases)
  func theSentence(_ example: Case) {
    let verdict = example.rule.verdict(example.lanes, lane: nil)
    #expect(verdict.text == example.text)
    let outcomes = Dictionary(
      uniqueKeysWithValues: verdict.outcome.entries.map { ($0.name, $0.value) })
    #expect(outcomes == example.outcomes)
  }

  /// Whatever comes together, nothing absurd is said, and nothing that the numbers do not say.
  @Test func anyResultsMakeASentence() {
    let losses: [Float?] = [nil, 0, 1e-30, 0.001, 0.0139, 0.16, 0.69, 2.84, 50, 3e38]
    let ends: [LaneFinding.End] = [.done, .interrupted, .takenOut, .diverged]
    var random = SystemRandomNumberGenerator()
    for rule in [
      Self.mean, Self.perfect, Self.unknown, Self.series, Self.rivalled, Self.classes, Self.rare,
      Self.language,
    ] {
      for _ in 0..<400 {
        let lanes = (0..<Int.random(in: 1...6, using: &random)).map { place in
          Self.lane(
            "lane\(place)", losses.randomElement(using: &random) ?? nil,
            right: [0.00001, 0.5, 0.952, 0.999999, 1].randomElement(using: &random),
            ends.randomElement(using: &random) ?? .done,
            step: Int.random(in: 0...9, using: &random),
            on: Bool.random(using: &random) ? .test : .validation,
            overfit: Bool.random(using: &random) ? Self.overfit : nil)
        }
        let verdict = rule.verdict(lanes, lane: nil)
        let text = verdict.text
        #expect(!text.isEmpty && !text.contains("  ") && !text.contains("; ;"), "\(text)")
        for word in ["nan", "inf ", " 0 %", "-"] where !text.contains("e-") {
          #expect(!text.contains(word), "\(text)")
        }
        let ahead = verdict.outcome.entries.contains { $0.value == .solved || $0.value == .better }
        if ahead { #expect(!text.contains("no lane"), "\(text)") }
        if text.contains("solved it") {
          #expect(verdict.outcome.entries.contains { $0.value == .solved || $0.value == .diverged })
        }
      }
    }
  }

  @Test func theBestComesFirst() {
    let lanes = [
      Self.lane("a", nil), Self.lane("b", 0.1), Self.lane("c", 0.05, on: .validation),
      Self.lane("d", 0.1),
    ]
    #expect(Self.mean.order(lanes) == [2, 1, 3, 0])
    #expect(Self.mean.verdict(lanes, lane: nil).outcome.entries.map(\.name) == ["c", "b", "d"])
  }
}

/// What a trainer tells at its end.
@Suite struct TrainerVerdictTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func verdicts(
    _ session: SmallSession, until end: (SessionDriver) -> Void = { $0.run() }
  ) -> [RunVerdict] {
    var verdicts: [RunVerdict] = []
    let driver = SessionDriver(
      session.trainer, mailbox: nil, scheduled: [], threads: 1,
      listeners: [{ if case .verdict(let e) = $0.event { verdicts.append(e) } }])
    end(driver)
    return verdicts
  }

  @Test(arguments: SmallData.allCases)
  func eachLaneThenAllOfThem(_ data: SmallData) throws {
    let session = try SmallSession(data.dataset(in: scratch), ["rnn", "gru"]) { $0.maxSteps = 6 }
    let verdicts = verdicts(session)
    #expect(verdicts.map(\.lane) == ["rnn", "gru", nil])
    let all = try #require(verdicts.last)
    #expect(Set(all.outcome.entries.map(\.name)) == ["rnn", "gru"])
    for verdict in verdicts.dropLast() {
      #expect(verdict.outcome.entries.map(\.name) == [verdict.lane])
      #expect(verdict.outcome.entries.first?.value == all.outcome[verdict.lane ?? ""])
      #expect(verdict.text.hasSuffix("on the test part (best weights)"), "\(verdict.text)")
    }
    let results = session.trainer.sessionResults()
    #expect(results.verdict == all)
    #expect(results.ranked.map(\.lane) == all.outcome.entries.map(\.name))
    switch data {
    case .adding: #expect(results.use == .evaluate && all.text.contains("predicting the mean"))
    case .text: #expect(results.use == .generate && all.text.contains("the unigram model"))
    case .csv: #expect(all.text.contains("the seasonal naive forecast"))
    }
  }

  /// A second signal skips the scores: the best validation is told, and says so.
  @Test func withoutScoresItIsTheValidation() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch), ["gru"])
    session.steps(10)
    session.trainer.stop.raise(to: .hurry)
    session.trainer.finish()
    let verdict = session.trainer.verdict()
    #expect(verdict.text.hasPrefix("interrupted at step 10: "))
    #expect(verdict.text.hasSuffix("on validation (best weights)"), "\(verdict.text)")
    let results = session.trainer.sessionResults()
    #expect(results.lanes[0].testLoss == nil && results.seed == 1)
  }

  @Test func beforeTheFirstStepNothingIsClaimed() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch), ["gru", "rnn"])
    session.trainer.stop.raise(to: .hurry)
    session.trainer.finish()
    #expect(
      session.trainer.verdict()
        == RunVerdict(
          lane: nil, outcome: NamedValues([]),
          text: "interrupted before the first step: nothing was scored"))
  }

  @Test func aLaneThatRestsIsTakenOut() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch), ["gru", "rnn"])
    session.steps(10)
    session.trainer.apply(.all, .chooseCells(["gru"]))
    session.trainer.finish()
    #expect(session.trainer.results().map(\.reason) == [.interrupted, nil])
    #expect(session.trainer.verdict().text.contains("rnn was taken out"))
  }

  /// The dashboard has it while every lane has ended, and no longer when one goes on.
  @Test func theScreenHasItWhileAllHaveEnded() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch), ["rnn", "gru"]) {
      $0.maxSteps = 5
    }
    let mailbox = Mailbox()
    let stop = session.trainer.stop
    var told: [String?] = []
    let driver = SessionDriver(
      session.trainer, mailbox: mailbox, scheduled: [], threads: 1,
      listeners: [
        { timed in
          guard case .verdict(let e) = timed.event else { return }
          told.append(e.lane)
          guard e.lane == nil else { return }
          if told.count == 3 {
            mailbox.send(Command(id: 1, lanes: .lane(0), action: .restart))
          } else {
            stop.raise(to: .finish)
            mailbox.nudge()
          }
        }
      ])
    driver.run()
    #expect(told == ["rnn", "gru", nil, "rnn", nil])
    let snapshot = try #require(mailbox.takeSnapshot())
    #expect(snapshot.verdict == session.trainer.verdict())
    #expect(snapshot.log.last?.text == snapshot.verdict?.text)
  }
}
