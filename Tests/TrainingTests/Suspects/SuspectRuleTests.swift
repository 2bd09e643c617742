import Datasets
import Telemetry
import Testing
import Training

/// Each rule at numbers of sick and of healthy trainings.
struct SuspectRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: any SuspectRule.Type
    let verdict: Verdict
    let lane: LaneEvidence

    init(
      _ rule: any SuspectRule.Type, _ verdict: Verdict, _ name: String,
      _ change: (inout LaneEvidence) -> Void
    ) {
      testDescription = "\(rule.kind.rawValue), \(verdict): \(name)"
      (self.rule, self.verdict) = (rule, verdict)
      var lane = SuspectRuleTests.healthy
      change(&lane)
      self.lane = lane
    }
  }

  enum Verdict { case present, unclear, absent }

  /// An LSTM that has left the predictor and goes on improving.
  static let healthy: LaneEvidence = {
    var lane = LaneEvidence()
    (lane.step, lane.epochs, lane.cell, lane.isGated) = (2000, 10, "lstm", true)
    (lane.standing, lane.predictorName, lane.predictorLoss) = (.ahead, "predicting the mean", 1)
    lane.validation = [0.9, 0.8, 0.7, 0.62, 0.55, 0.5, 0.46, 0.43, 0.41, 0.39]
    lane.plain = [0.89, 0.79, 0.69, 0.61, 0.53, 0.49, 0.44, 0.41, 0.39, 0.37]
    lane.reach = Reach(reaches: 90, of: 100)
    lane.layers = [
      LayerSnapshot(
        layer: 0,
        gates: [
          GateSnapshot(letter: "f", name: "forget", open: 0.5, closed: 0.05, mean: 0.8),
          GateSnapshot(letter: "i", name: "input", open: 0.2, closed: 0.3, mean: 0.4),
        ], deadUnits: 1, units: 64, saturatedStates: 0.1)
    ]
    lane.tensors = [
      LaneEvidence.TensorEvidence(name: "rnn.weight_hh_l0", startNorm: 8, norm: 11, update: 0.01),
      LaneEvidence.TensorEvidence(name: "rnn.weight_ih_l0", startNorm: 4, norm: 5, update: 0.006),
    ]
    (lane.norm, lane.normClipped, lane.clippedShare) = (1.4, 0.9, 0.4)
    lane.regularizers = ["clip"]
    (lane.rate, lane.baseRate, lane.stopsEarly) = (0.001, 0.001, true)
    return lane
  }()

  static func confusion(_ counts: [Int]) -> Confusion {
    Confusion(
      classes: ["ham", "spam"], counts: counts, precision: [1, .nan], recall: [1, 0], f1: [1, 0],
      accuracy: 0.87, macroF1: 0.4, unit: "sequences", step: 900)
  }

  static let flat: [Float] = [1, 1.01, 1, 1.02, 1.01, 1]

  static func gates(_ open: Float, _ closed: Float) -> [LayerSnapshot] {
    [
      LayerSnapshot(
        layer: 0,
        gates: [GateSnapshot(letter: "f", name: "forget", open: open, closed: closed, mean: 0.5)],
        units: 64)
    ]
  }

  /// A layer with one gate all on one side.
  static func stuck(_ letter: String, _ mean: Float) -> LayerSnapshot {
    LayerSnapshot(
      layer: 0,
      gates: [
        GateSnapshot(
          letter: letter, name: "update", open: mean > 0.9 ? 1 : 0, closed: mean < 0.1 ? 1 : 0,
          mean: mean)
      ], deadUnits: 64, units: 64)
  }

  static let cases: [Case] = [
    Case(ExplodingSuspect.self, .present, "5974 at step 3") {
      $0.explosion = Explosion(step: 3, norm: 5974, seconds: 1)
    },
    Case(ExplodingSuspect.self, .present, "3e6, clipped to 1") {
      $0.explosion = Explosion(step: 61, norm: 3e6, clipped: 1, seconds: 1)
    },
    Case(ExplodingSuspect.self, .present, "long ago, and the states at their bounds since") {
      $0.explosion = Explosion(step: 3, norm: 5974, seconds: 1, isRecent: false)
      $0.layers = [LayerSnapshot(layer: 0, units: 64, saturatedStates: 1)]
    },
    Case(ExplodingSuspect.self, .absent, "long ago") {
      $0.explosion = Explosion(step: 3, norm: 5974, seconds: 1, isRecent: false)
    },
    Case(DeadUnitsSuspect.self, .present, "62 of 64") { $0.layers[0].deadUnits = 62 },
    Case(DeadUnitsSuspect.self, .absent, "6 of 64") { $0.layers[0].deadUnits = 6 },
    Case(DeadUnitsSuspect.self, .absent, "26 of 64") { $0.layers[0].deadUnits = 26 },
    Case(DeadUnitsSuspect.self, .present, "26 of 64, when it is told already") {
      ($0.layers[0].deadUnits, $0.told) = (26, [.deadUnits])
    },
    Case(SaturatedGatesSuspect.self, .present, "85 %, when it is told already") {
      ($0.layers, $0.told) = (gates(0.5, 0.35), [.saturatedGates])
    },
    Case(DeadUnitsSuspect.self, .absent, "of a lane that has learned") {
      ($0.layers[0].deadUnits, $0.standing) = (62, .learned(step: 9))
    },
    Case(RateTooHighSuspect.self, .present, "174 times the start") {
      ($0.tensors[0].norm, $0.validation) = (174 * 8, [1.2, 0.9, 1.1, 1.3, 1.2])
      $0.plain = $0.validation
    },
    Case(RateTooHighSuspect.self, .present, "3 times the start, and the states at their bounds") {
      $0.layers = [LayerSnapshot(layer: 0, units: 64, saturatedStates: 0.93)]
      ($0.tensors[0].norm, $0.validation) = (24, Self.flat)
      $0.plain = $0.validation
    },
    Case(RateTooHighSuspect.self, .absent, "the states at their bounds from the start") {
      $0.layers = [LayerSnapshot(layer: 0, units: 64, saturatedStates: 0.93)]
      $0.validation = Self.flat
      $0.plain = $0.validation
    },
    Case(RateTooHighSuspect.self, .absent, "174 times the start, of two units") {
      ($0.tensors[0].norm, $0.validation) = (174 * 8, [1.2, 0.9, 1.1, 1.3, 1.2])
      ($0.plain, $0.layers[0].units) = ($0.validation, 2)
    },
    Case(RateTooHighSuspect.self, .absent, "174 times the start, and a schedule at its end") {
      ($0.tensors[0].norm, $0.validation) = (174 * 8, [1.2, 0.9, 1.1, 1.3, 1.2])
      ($0.plain, $0.rate) = ($0.validation, 1e-5)
    },
    Case(RateTooHighSuspect.self, .present, "updates of a tenth, loss hops") {
      for i in $0.tensors.indices { $0.tensors[i].update = $0.tensors[i].norm / 10 }
      $0.validation = [1.2, 0.9, 1.1, 1.3, 1.0]
      $0.plain = $0.validation
    },
    Case(RateTooHighSuspect.self, .present, "thrown back") {
      $0.validation = [1.3, 0.69, 1.86, 1.8, 1.9, 2.0]
      $0.plain = [1.3, 0.68, 1.9, 1.8, 1.95, 2.0]
    },
    Case(RateTooHighSuspect.self, .absent, "only the validation rose") {
      $0.validation = [1.3, 0.69, 1.86, 1.8, 1.9, 2.0]
      $0.plain = [1.3, 0.68, 0.5, 0.4, 0.3, 0.2]
    },
    Case(RateTooHighSuspect.self, .absent, "updates of a tenth, loss falls") {
      for i in $0.tensors.indices { $0.tensors[i].update = $0.tensors[i].norm / 10 }
    },
    Case(RateTooHighSuspect.self, .absent, "usual updates, loss stands") {
      $0.validation = [1, 1, 1, 1, 1]
    },
    Case(SaturatedGatesSuspect.self, .present, "96 %") {
      ($0.layers, $0.validation) = (gates(0.5, 0.46), Self.flat)
    },
    Case(SaturatedGatesSuspect.self, .present, "85 % on the predictor") {
      ($0.layers, $0.validation, $0.standing) = (gates(0.5, 0.35), Self.flat, .onPredictor)
    },
    Case(SaturatedGatesSuspect.self, .absent, "all open is a memory") {
      $0.layers = gates(0.97, 0.02)
    },
    Case(SaturatedGatesSuspect.self, .present, "an update gate that keeps every state") {
      $0.layers = [stuck("z", 1)]
      ($0.standing, $0.validation) = (.onPredictor, Self.flat)
    },
    Case(SaturatedGatesSuspect.self, .present, "and no unit ever changes, a little below the mean")
    {
      $0.layers = [stuck("z", 1)]
    },
    Case(SaturatedGatesSuspect.self, .absent, "units that change, before it had its time") {
      ($0.layers, $0.standing) = ([stuck("z", 1)], .early)
      $0.layers[0].deadUnits = 3
    },
    Case(SaturatedGatesSuspect.self, .absent, "an update gate that keeps for long") {
      $0.layers = [stuck("z", 0.95)]
      ($0.standing, $0.validation) = (.onPredictor, Self.flat)
    },
    Case(SaturatedGatesSuspect.self, .present, "a forget gate that forgets all") {
      $0.layers = [stuck("f", 0.0003)]
      ($0.standing, $0.validation) = (.onPredictor, Self.flat)
    },
    Case(SaturatedGatesSuspect.self, .absent, "a forget gate that keeps all") {
      $0.layers = [stuck("f", 0.9999)]
      ($0.standing, $0.validation) = (.onPredictor, Self.flat)
    },
    Case(SaturatedGatesSuspect.self, .absent, "70 %") { $0.layers = gates(0.4, 0.3) },
    Case(SaturatedGatesSuspect.self, .absent, "85 %") { $0.layers = gates(0.5, 0.35) },
    Case(SaturatedGatesSuspect.self, .present, "states of a plain RNN") {
      $0.layers = [LayerSnapshot(layer: 0, units: 64, saturatedStates: 0.97)]
      $0.validation = Self.flat
    },
    Case(ClassIgnoredSuspect.self, .present, "the rare class is never answered") {
      ($0.accuracy, $0.predictorAccuracy, $0.validation) = (0.87, 0.87, Self.flat)
      $0.confusion = confusion([870, 0, 130, 0])
    },
    Case(ClassIgnoredSuspect.self, .present, "1 of 130 is found") {
      ($0.accuracy, $0.predictorAccuracy, $0.validation) = (0.87, 0.87, Self.flat)
      $0.confusion = confusion([870, 0, 129, 1])
    },
    Case(ClassIgnoredSuspect.self, .absent, "it may still come: the loss falls") {
      $0.validation = [0.9, 0.8, 0.6, 0.45, 0.3]
      $0.confusion = confusion([870, 0, 130, 0])
    },
    Case(ClassIgnoredSuspect.self, .present, "13 of 130 are found, when it is told already") {
      ($0.accuracy, $0.predictorAccuracy, $0.validation) = (0.87, 0.87, Self.flat)
      ($0.confusion, $0.told) = (confusion([870, 0, 117, 13]), [.classIgnored])
    },
    Case(ClassIgnoredSuspect.self, .absent, "it is answered") {
      $0.validation = Self.flat
      $0.confusion = confusion([860, 10, 90, 40])
    },
    Case(ClassIgnoredSuspect.self, .absent, "half of the examples: nothing is learned at all") {
      ($0.accuracy, $0.predictorAccuracy, $0.validation) = (0.5, 0.5, Self.flat)
      $0.confusion = confusion([500, 0, 500, 0])
    },
    Case(ClassIgnoredSuspect.self, .absent, "a class of three examples") {
      $0.validation = Self.flat
      $0.confusion = confusion([870, 0, 3, 0])
    },
    Case(VanishingSuspect.self, .present, "15 of 100 on the predictor") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 15, of: 100))
      ($0.validation, $0.cell, $0.isGated) = (Self.flat, "rnn", false)
    },
    Case(VanishingSuspect.self, .absent, "15 of 100, and gates that may still open") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 15, of: 100))
      $0.validation = Self.flat
    },
    Case(VanishingSuspect.self, .present, "15 of 100, and gates that had their time") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 15, of: 100))
      $0.validation = Self.flat + Self.flat
    },
    Case(VanishingSuspect.self, .present, "3 of 100 through gates") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 3, of: 100))
      $0.validation = Self.flat
    },
    Case(VanishingSuspect.self, .absent, "40 of 100") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 40, of: 100))
      $0.validation = Self.flat
    },
    Case(VanishingSuspect.self, .absent, "it was ahead and fell back") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 15, of: 100))
      $0.validation = [1, 0.7, 0.99]
    },
    Case(VanishingSuspect.self, .absent, "15 of 100 of a lane that learns") {
      $0.reach = Reach(reaches: 15, of: 100)
    },
    Case(VanishingSuspect.self, .absent, "all of it on the predictor") {
      ($0.standing, $0.validation) = (.onPredictor, Self.flat)
    },
    Case(VanishingSuspect.self, .absent, "attention is a direct way") {
      ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: 1, of: 100, isDirect: true))
      $0.validation = Self.flat
    },
    Case(OverfittingSuspect.self, .present, "validation turned") {
      $0.validation = [0.9, 0.7, 0.6, 0.7, 0.85, 1.0, 1.2]
      $0.plain = [0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1]
    },
    Case(OverfittingSuspect.self, .present, "by heart, however much validation hops") {
      $0.validation = [1.6, 1.5, 0.9, 1.2, 1.85, 1.1, 2.2, 1.5, 1.9, 1.4, 1.7]
      $0.plain = [1.4, 1.2, 0.3, 0.4, 0.25, 0.2, 0.17, 0.1, 0.05, 0.04, 0.03]
    },
    Case(OverfittingSuspect.self, .unclear, "it hops, and training has not got far ahead") {
      $0.validation = [1.6, 1.5, 0.9, 1.2, 1.85, 1.1, 2.2, 1.5, 1.9, 1.4, 1.7]
      $0.plain = [1.4, 1.2, 0.7, 0.6, 0.65, 0.6, 0.5, 0.6, 0.55, 0.5, 0.45]
    },
    Case(OverfittingSuspect.self, .absent, "of a task that is solved") {
      $0.standing = .learned(step: 9)
      $0.validation = [0.9, 0.7, 0.6, 0.7, 0.85, 1.0, 1.2]
      $0.plain = [0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1]
    },
    Case(OverfittingSuspect.self, .absent, "both rise") {
      $0.validation = [0.9, 0.7, 0.6, 0.7, 0.85, 1.0, 1.2]
      $0.plain = [0.9, 0.7, 0.5, 0.6, 0.8, 0.9, 1.1]
    },
    Case(OverfittingSuspect.self, .absent, "validation stands") {
      $0.validation = [0.9, 0.7, 0.6, 0.601, 0.602, 0.6, 0.601]
      $0.plain = [0.9, 0.7, 0.5, 0.4, 0.4, 0.3, 0.3]
    },
    Case(RateTooLowSuspect.self, .present, "crawls") {
      for i in $0.tensors.indices { $0.tensors[i].update = 1e-4 }
      $0.validation = [1.5, 1.499, 1.498, 1.497, 1.496, 1.495]
    },
    Case(RateTooLowSuspect.self, .absent, "usual updates") {
      $0.validation = [1.5, 1.499, 1.498, 1.497, 1.496, 1.495]
    },
    Case(RateTooLowSuspect.self, .absent, "the end of a schedule") {
      for i in $0.tensors.indices { $0.tensors[i].update = 1e-4 }
      $0.rate = 1e-5
    },
    Case(AlwaysClippedSuspect.self, .present, "from 14 to 0.01") {
      ($0.norm, $0.normClipped, $0.clippedShare, $0.validation) = (14, 0.01, 1, Self.flat)
    },
    Case(AlwaysClippedSuspect.self, .absent, "from 14 to 0.01, and the loss falls") {
      ($0.norm, $0.normClipped, $0.clippedShare) = (14, 0.01, 1)
      $0.validation = [1, 0.9, 0.7, 0.5, 0.3]
    },
    Case(AlwaysClippedSuspect.self, .absent, "by a third") {
      ($0.norm, $0.normClipped, $0.clippedShare) = (1.33, 1, 1)
    },
    Case(WindowTooShortSuspect.self, .present, "a lag of 2000 rows") {
      $0.hiddenLag = LagFinding(
        target: "a very long name of a target", input: "a very long name of an input", lag: 2000,
        correlation: -0.99512, window: 1000, needed: 2000)
    },
    Case(WindowTooShortSuspect.self, .absent, "no such lag") { $0.hiddenLag = nil },
    Case(AlwaysClippedSuspect.self, .absent, "now and then") {
      ($0.norm, $0.normClipped, $0.clippedShare) = (14, 1, 0.4)
    },
    Case(WorseThanBaselineSuspect.self, .present, "a third worse") {
      ($0.standing, $0.validation) = (.onPredictor, [1.3, 1.31, 1.3, 1.32, 1.33])
    },
    Case(WorseThanBaselineSuspect.self, .absent, "on its way down") {
      ($0.standing, $0.validation) = (.onPredictor, [4, 3, 2.2, 1.6, 1.2])
    },
    Case(WorseThanBaselineSuspect.self, .present, "on its way down, when it is told already") {
      ($0.standing, $0.validation) = (.onPredictor, [4, 3, 2.2, 1.6, 1.2])
      $0.told = [.worseThanBaseline]
    },
    Case(WorseThanBaselineSuspect.self, .present, "on its way down, and far from there") {
      ($0.standing, $0.validation) = (.onPredictor, [44, 43, 42, 41, 40, 39])
    },
    Case(WorseThanBaselineSuspect.self, .absent, "on it") {
      ($0.standing, $0.validation) = (.onPredictor, [1, 1.01, 1.01])
    },
    Case(LimitReachedSuspect.self, .present, "both stand at 0.6") {
      $0.validation = [0.8, 0.7, 0.61, 0.605, 0.604, 0.606, 0.604, 0.605]
      $0.plain = [0.8, 0.7, 0.6, 0.6, 0.6, 0.599, 0.6, 0.6]
    },
    Case(LimitReachedSuspect.self, .absent, "still falling") { _ in },
    Case(LimitReachedSuspect.self, .unclear, "the latest is the best") {
      $0.validation = [0.8, 0.7, 0.61, 0.605, 0.604, 0.606, 0.604, 0.602]
      $0.plain = [0.8, 0.7, 0.6, 0.6, 0.6, 0.599, 0.6, 0.6]
    },
    Case(LimitReachedSuspect.self, .absent, "falling slowly, but steadily") {
      $0.validation = [0.8, 0.7, 0.606, 0.605, 0.604, 0.603, 0.602, 0.601]
      $0.plain = $0.validation
    },
    Case(LimitReachedSuspect.self, .absent, "near 0") {
      $0.validation = Array(repeating: 0.1, count: 8)
      $0.plain = $0.validation
    },
  ]

  @Test(arguments: cases) func look(_ c: Case) throws {
    switch c.rule.look(c.lane) {
    case .present(let value, let text, let advice):
      #expect(c.verdict == .present)
      // Never without a number, and never without a way on.
      #expect(value.isFinite && text.contains { $0.isNumber } && !advice.isEmpty)
      #expect(advice.count <= 40 && text.count <= 110, "\(text) · \(advice)")
    case .unclear: #expect(c.verdict == .unclear)
    case .absent: #expect(c.verdict == .absent)
    }
  }

  @Test(arguments: SuspectRegistry.all.map { $0.kind }) func aHealthyLaneIsLeftAlone(
    _ kind: Suspect.Kind
  ) throws {
    let rule = try #require(SuspectRegistry.all.first { $0.kind == kind })
    #expect(rule.look(Self.healthy) == .absent)
    // Nor is one of which nothing is known yet.
    if case .present = rule.look(LaneEvidence()) { Issue.record("told before any number") }
  }

  /// A key never undoes what is on already.
  @Test func theAdviceKnowsWhatIsOn() throws {
    var lane = try #require(
      Self.cases.first { $0.testDescription.contains("validation turned") }
    ).lane
    func advice() -> String? {
      guard case .present(_, _, let advice) = OverfittingSuspect.look(lane) else { return nil }
      return advice
    }
    #expect(advice() == "3 dropout, 4 recurrent dropout")
    lane.regularizers = ["dropout"]
    #expect(advice() == "4 recurrent dropout, 2 L2")
    lane.stopsEarly = false
    #expect(advice() == "4 recurrent dropout, 6 early stopping")
    (lane.regularizers, lane.stopsEarly) = (["dropout", "recurrent_dropout", "l2"], true)
    #expect(advice() == "more data or a smaller net")
  }

  /// Class weights are what a class that is ignored needs, unless they are on; and what is trained then
  /// is not the loss that is compared with the predictor's.
  @Test func theAdviceKnowsOfClassWeights() throws {
    for (rule, off, on) in [
      (
        ClassIgnoredSuspect.self as any SuspectRule.Type, "R: class weighting, or more epochs",
        "more of that class, or more epochs"
      ),
      (WorseThanBaselineSuspect.self, nil, "classes are weighted: judge by O"),
    ] as [(any SuspectRule.Type, String?, String)] {
      var lane = try #require(
        Self.cases.first { $0.rule.kind == rule.kind && $0.verdict == .present }
      ).lane
      for isOn in [false, true] {
        lane.weighsClasses = isOn
        guard case .present(_, _, let advice) = rule.look(lane) else {
          Issue.record("nothing is suspected")
          continue
        }
        #expect(isOn ? advice == on : off == nil ? advice != on : advice == off)
        #expect(advice.count <= 40)
      }
    }
  }

  /// Every kind has one rule with a sick and a healthy case.
  @Test func everyKindHasARule() {
    #expect(Set(SuspectRegistry.all.map { $0.kind }) == Set(Suspect.Kind.allCases))
    #expect(SuspectRegistry.all.count == Suspect.Kind.allCases.count)
    for rule in SuspectRegistry.all {
      let verdicts = Self.cases.filter { $0.rule.kind == rule.kind }.map(\.verdict)
      #expect(verdicts.contains(.present) && verdicts.contains(.absent))
    }
  }

  /// Numbers that training can produce when it goes wrong.
  @Test(arguments: [Float.nan, .infinity, -.infinity, 0, -1])
  func badNumbersDoNoHarm(_ bad: Float) {
    for c in Self.cases {
      var lane = c.lane
      lane.validation = lane.validation.map { _ in bad }
      lane.plain = lane.plain.map { _ in bad }
      lane.predictorLoss = bad
      lane.norm = bad
      lane.normClipped = bad
      for i in lane.tensors.indices {
        (lane.tensors[i].norm, lane.tensors[i].startNorm, lane.tensors[i].update) = (bad, bad, bad)
      }
      _ = c.rule.look(lane)
    }
  }
}
