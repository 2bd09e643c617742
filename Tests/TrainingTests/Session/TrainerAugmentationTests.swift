import Datasets
import Engine
import Telemetry
import Testing
import Training

/// Augmentation in training: by lane, on training batches only, switched while training.
@Suite struct TrainerAugmentationTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Methods that act on data of a kind, among them the usual ones.
  private static let methods: [SmallData: [String]] = [
    .adding: ["jitter"], .csv: ["jitter", "scaling", "window_slice", "sign_flip"],
    .text: ["token_dropout", "token_replacement", "cut"],
  ]

  private func session(
    _ data: SmallData, _ cells: [String] = ["lstm"], threads: Int = 1,
    training: (inout TrainingConfiguration) -> Void = { _ in },
    lane: (inout LaneConfiguration) -> Void = { _ in }
  ) throws -> SmallSession {
    try SmallSession(
      data.dataset(in: scratch), cells, threads: threads, training: training, lane: lane)
  }

  /// All methods of a kind, for 7 of 10 sequences.
  private static func augment(_ lane: inout LaneConfiguration, _ data: SmallData) {
    lane.augmentation.isOn = true
    lane.augmentation.probability = 0.7
    for key in methods[data] ?? [] {
      lane.augmentation.methods[AugmentationRegistry.place(of: key)!].isChosen = true
    }
  }

  private func answers(_ session: SmallSession) -> [String] { session.events.compactMap(\.answer) }

  /// Lanes side by side: the one without is what it would be alone, equal ones are equal, and
  /// threads change nothing.
  @Test(arguments: SmallData.allCases)
  func lanesSideBySide(_ data: SmallData) throws {
    let alone = try session(data)
    alone.steps(30)
    var bits: [[LaneBits]] = []
    for threads in 1...3 {
      var number = 0
      let together = try session(
        data, ["lstm", "lstm", "lstm"], threads: threads,
        lane: {
          $0.name = "lstm-\(number)"
          if number > 0 { Self.augment(&$0, data) }
          number += 1
        })
      together.steps(30)
      bits.append(together.trainer.lanes.map { LaneBits($0) })
    }
    #expect(bits[0][0] == LaneBits(alone.lane))
    #expect(bits[0][1] == bits[0][2], "the same settings see the same batches")
    #expect(bits[0][1].weights != bits[0][0].weights)
    #expect(bits[0][1].weights.allSatisfy { Float(bitPattern: $0).isFinite })
    #expect(bits[1] == bits[0] && bits[2] == bits[0])
  }

  /// With a batch of its own for each of two lanes that differ.
  @Test func lanesThatDiffer() throws {
    let weak = try session(.csv, lane: { Self.augment(&$0, .csv) })
    weak.steps(20)
    var number = 0
    let both = try session(
      .csv, ["lstm", "lstm"],
      lane: {
        $0.name = "lstm-\(number)"
        Self.augment(&$0, .csv)
        if number == 0 { $0.augmentation.methods[0].strength = 1 }
        number += 1
      })
    both.steps(20)
    let lanes = both.trainer.lanes
    #expect(LaneBits(lanes[1]) == LaneBits(weak.lane))
    #expect(LaneBits(lanes[0]).weights != LaneBits(lanes[1]).weights)
  }

  /// Weights that are held still: what is measured plainly stays plain, the training loss does not.
  @Test(arguments: SmallData.allCases)
  func onTrainingBatchesOnly(_ data: SmallData) throws {
    func losses(_ augments: Bool) throws -> LaneBits {
      let session = try session(
        data,
        lane: {
          $0.model.freeze = data == .text ? ["embedding", "rnn.0", "head"] : ["rnn.0", "head"]
          if augments { Self.augment(&$0, data) }
        })
      session.steps(session.trainer.stepsPerEpoch)
      session.trainer.finish()
      return LaneBits(session.lane)
    }
    let (plain, augmented) = (try losses(false), try losses(true))
    #expect(plain.weights == augmented.weights)
    #expect(plain.losses[1...2] == augmented.losses[1...2])
    #expect(plain.losses[0] != augmented.losses[0])
  }

  @Test(arguments: [SmallData.adding, .text])
  func overTheWholeSet(_ data: SmallData) throws {
    let session = try session(
      data, training: { $0.batch = TrainingConfiguration.wholeSet },
      lane: {
        Self.augment(&$0, data)
      })
    let plain = try self.session(data, training: { $0.batch = TrainingConfiguration.wholeSet })
    for one in [session, plain] { one.steps(3) }
    let (a, b) = (LaneBits(session.lane), LaneBits(plain.lane))
    #expect(a.weights != b.weights && a.curve.allSatisfy { $0.isFinite })
  }

  /// In a text read as streams only what keeps positions acts, and states go on.
  @Test func streams() throws {
    func bits(_ key: String?) throws -> LaneBits {
      let session = try session(
        .text,
        training: {
          $0.truncate = 7
          $0.batch = 4
        })
      if let key { session.set("augmentation.\(key)", "on") }
      session.steps(session.trainer.stepsPerEpoch + 3)
      if key == "cut" {
        #expect(answers(session)[0].contains("continue from batch to batch"))
      }
      return LaneBits(session.lane)
    }
    let plain = try bits(nil)
    #expect(try bits("cut") == plain)
    #expect(try bits("token_dropout").weights != plain.weights)
    #expect(try bits("token_dropout") == bits("token_dropout"))
  }

  @Test func theKeyChoosesTheUsualMethods() throws {
    let session = try session(.csv)
    session.steps(2)
    session.set("augmentation", "on")
    session.trainer.apply(.all, .strengthen(key: "augmentation"))
    session.set("augmentation.scaling", "off")
    session.set("augmentation.jitter", "0.2")
    session.set("augmentation.jitter", "off")
    session.set("augmentation.on", "on")
    session.set("augmentation.probability", "1")
    #expect(
      answers(session) == [
        "augmentation = 0.5 at 2", "augmentation = 0.55 at 2", "augmentation.scaling = off at 2",
        "augmentation.jitter = 0.2 at 2", "augmentation.jitter = off at 2",
        "augmentation = 0.55 at 2", "augmentation = 1 at 2",
      ])
    let settings = session.lane.progress.augmentation
    #expect(settings.isOn && settings.probability == 1)
    #expect(settings.methods.map(\.isChosen) == [true] + Array(repeating: false, count: 11))
    let statuses = session.lane.progress.statuses
    #expect(statuses["augmentation.scaling"] == .applied(step: 2))
    #expect(statuses["augmentation"] == .applied(step: 2))
    #expect(
      session.lane.progress.interventions.map(\.label) == [
        "scale off", "jitter off", "7 augment 1",
      ])
    #expect(session.lane.state.progress.augmentation == settings)
  }

  @Test func rejectedCommandsSayWhyAndChangeNothing() throws {
    let session = try session(.csv)
    session.steps(2)
    let before = LaneBits(session.lane)
    session.set("augmentation.reversal", "on")
    session.set("augmentation.token_dropout", "0.2")
    session.set("augmentation.jitter", "7")
    session.set("augmentation", "1.5")
    #expect(
      answers(session) == [
        "augmentation.reversal = off at 2: the target comes after the window",
        "augmentation.token_dropout = off at 2: acts on tokens; these data are numbers",
        "augmentation.jitter = off at 2: 7 is outside 0.001 to 2",
        "augmentation = off at 2: 1.5 is outside 0.05 to 1",
      ])
    #expect(session.lane.progress.augmentation == AugmentationSettings())
    #expect(LaneBits(session.lane) == before)
    session.steps(9)
    let untouched = try self.session(.csv)
    untouched.steps(11)
    #expect(LaneBits(session.lane) == LaneBits(untouched.lane))
  }

  @Test(
    arguments: [
      (.csv, "reversal", "augmentation.reversal: the target comes after the window"),
      (.adding, "scaling", "augmentation.scaling: the answer to this task depends on every step"),
      (.text, "jitter", "augmentation.jitter: acts on numbers; these data are tokens"),
    ] as [(SmallData, String, String)])
  func aPresetThatAsksForTheImpossibleIsRefused(
    _ data: SmallData, _ key: String, _ reason: String
  ) throws {
    let error = #expect(throws: Trainer.Failure.self) {
      try session(
        data,
        lane: {
          $0.name = "one"
          $0.augmentation.methods[AugmentationRegistry.place(of: key)!].isChosen = true
        })
    }
    #expect(
      error?.description.hasPrefix("lane one: \(reason)") == true, "\(String(describing: error))")
  }

  @Test func aPresetWithoutAMethodHasTheUsualOnes() throws {
    let session = try session(.text, lane: { $0.augmentation.isOn = true })
    let place = try #require(AugmentationRegistry.place(of: "token_dropout"))
    #expect(session.lane.progress.augmentation.acts(place))
    session.steps(2)
  }

  /// The screen lists what the data bear, and shows what acts.
  @Test(arguments: SmallData.allCases)
  func whatIsOffered(_ data: SmallData) throws {
    let session = try session(data, lane: { Self.augment(&$0, data) })
    let mailbox = Mailbox()
    let driver = SessionDriver(
      session.trainer, mailbox: mailbox, scheduled: [], threads: 1)
    session.trainer.stop.raise(to: .finish)
    driver.run()
    let snapshot = try #require(mailbox.takeSnapshot())
    let info = try #require(snapshot.info)
    let offered = info.settings.filter { $0.key.hasPrefix("augmentation.") }
    #expect(
      Set(offered.map(\.key)) == Set((Self.methods[data] ?? []).map { "augmentation.\($0)" }))
    #expect(info.settings.contains { $0.key == "augmentation" && $0.digit == 7 })
    let settings = snapshot.lanes[0].settings
    #expect(settings.count == info.settings.count)
    for (setting, now) in zip(info.settings, settings) where setting.key.hasPrefix("augmentation") {
      #expect(now.on, "\(setting.key)")
    }
  }

  /// The same commands, restarts among them, give the same bits; settings outlive a restart.
  @Test func runsRepeat() throws {
    func run() throws -> LaneBits {
      let session = try session(.csv)
      session.steps(4)
      session.set("augmentation", "on")
      session.steps(9)
      session.trainer.apply(.all, .restart)
      #expect(session.lane.progress.augmentation.isOn)
      session.steps(12)
      return LaneBits(session.lane)
    }
    let (once, again) = (try run(), try run())
    #expect(once == again)
  }

  /// A lane that stopped early goes on with what augmentation was set to meanwhile.
  @Test func goingOnKeepsTheSettings() throws {
    let session = try SmallSession(
      SmallData.csv.dataset(in: scratch),
      lane: { ($0.earlyStopping.patience, $0.earlyStopping.minDelta) = (1, 100) })
    for _ in 0..<100 where session.lane.isTraining { session.steps(1) }
    #expect(!session.lane.isTraining)
    session.set("augmentation", "0.8")
    session.set("early_stopping", "off")
    #expect(session.lane.isTraining)
    #expect(session.lane.progress.augmentation.probability == 0.8)
    #expect(session.lane.progress.augmentation.isOn)
    session.steps(2)
  }

  @Test func aNewLaneHasThePresetsAugmentation() throws {
    let session = try session(.csv, lane: { Self.augment(&$0, .csv) })
    session.steps(2)
    session.trainer.apply(.all, .chooseCells(["lstm", "gru"]))
    #expect(session.trainer.lanes.map(\.progress.augmentation.isOn) == [true, true])
    session.steps(2)
  }
}
