import Datasets
import Foundation
import Telemetry
import Testing
import Training

@Suite struct SessionDriverTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func session(maxSteps: Int = 20) throws -> SmallSession {
    try SmallSession(SmallData.adding.dataset(in: scratch), ["rnn", "gru"]) {
      $0.maxSteps = maxSteps
    }
  }

  @Test func scheduledCommandsAreKeyPresses() throws {
    let pressed = try session()
    pressed.steps(3)
    pressed.set("regularizers.l2", "0.1")
    pressed.steps(4)
    pressed.set("training.learning_rate", "0.01")
    pressed.steps(13)

    let scheduled = try session()
    var answers: [String] = []
    let driver = SessionDriver(
      scheduled.trainer, mailbox: nil,
      scheduled: [
        ScheduledRequest(
          step: 7, SessionRequest(.set(key: "training.learning_rate", value: "0.01"))),
        ScheduledRequest(step: 3, SessionRequest(.set(key: "regularizers.l2", value: "0.1"))),
        ScheduledRequest(step: 7, SessionRequest(.set(key: "training.speed", value: "5"))),
        ScheduledRequest(step: 1000, SessionRequest(.set(key: "regularizers.l2", value: "off"))),
      ], threads: 1,
      listeners: [{ if let answer = $0.event.answer { answers.append(answer) } }])
    driver.run()
    #expect(
      answers == [
        "regularizers.l2 = 0.1 at 3", "training.learning_rate = 0.01 at 7",
        "training.speed = 5 at 7: no setting of this name can change while training",
      ])
    #expect(
      scheduled.trainer.lanes.map { LaneBits($0) } == pressed.trainer.lanes.map { LaneBits($0) })
    #expect(scheduled.trainer.hasEnded)
  }

  @Test func withoutAMailboxItEndsWithItsLanes() throws {
    let session = try session(maxSteps: 6)
    var seconds: [Double] = []
    let driver = SessionDriver(
      session.trainer, mailbox: nil, scheduled: [], threads: 1,
      listeners: [{ seconds.append($0.seconds) }])
    driver.run()
    #expect(session.trainer.lanes.allSatisfy { $0.progress.step == 6 })
    #expect(!seconds.isEmpty && seconds == seconds.sorted())
  }

  @Test func itStopsWhenItShould() throws {
    let session = try session(maxSteps: 1000)
    let stop = session.trainer.stop
    let driver = SessionDriver(
      session.trainer, mailbox: nil,
      scheduled: [
        ScheduledRequest(step: 4, SessionRequest(.set(key: "regularizers.l2", value: "0.1")))
      ], threads: 1,
      listeners: [{ if case .command = $0.event { stop.raise(to: .finish) } }])
    driver.run()
    #expect(session.trainer.lanes.allSatisfy { $0.progress.step == 4 })
    #expect(session.trainer.results().allSatisfy { $0.reason == .interrupted })
  }

  @Test func queuedCommandsAreTakenBetweenSteps() throws {
    let session = try session(maxSteps: 5)
    let mailbox = Mailbox()
    let stop = session.trainer.stop
    let driver = SessionDriver(
      session.trainer, mailbox: mailbox, scheduled: [], threads: 1,
      listeners: [
        { timed in
          guard case .command = timed.event else { return }
          stop.raise(to: .finish)
          mailbox.nudge()
        }
      ])
    for (id, action) in [
      .pause, .singleStep, .singleStep, .set(key: "regularizers.clip", value: "2"),
    ].enumerated() as EnumeratedSequence<[Command.Action]> {
      mailbox.send(Command(id: id, lanes: .all, action: action))
    }
    driver.run(news: [.alert(RunAlert(text: "cannot save", state: .raised))])
    let snapshot = try #require(mailbox.takeSnapshot())
    #expect(snapshot.phase == .done)
    #expect(snapshot.alert == "cannot save")
    #expect(snapshot.lanes.map(\.step) == [2, 2])
    #expect(snapshot.info?.settings.count == snapshot.lanes[0].settings.count)
    #expect(snapshot.lanes[0].interventions.map(\.label) == ["5 clip 2"])
    #expect(snapshot.log.contains { $0.text == "5 clip 2 applied at step 2" })
  }
}

@Suite struct WorkerTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func plan(_ data: DataConfiguration, maxSteps: Int?) -> Worker.Plan {
    var training = TrainingConfiguration()
    training.maxSteps = maxSteps
    training.maxEpochs = nil
    let lanes = ["rnn", "gru"].map { cell in
      var lane = LaneConfiguration(name: cell)
      lane.model.cell = cell
      lane.model.hidden = [5]
      lane.training = training
      lane.earlyStopping.on = false
      return lane
    }
    var preset = Preset(name: "small", data: data, training: training, lanes: lanes)
    preset.dataFolders = [scratch.path]
    return Worker.Plan(
      preset: preset, threads: 2, scheduled: [], saveFolder: scratch.file("run"))
  }

  private let adding = DataConfiguration(source: "adding", length: 10, count: 200)

  /// Takes snapshots until one is as wanted; nil when none was within a minute.
  private func wait(_ mailbox: Mailbox, until wanted: (SessionSnapshot) -> Bool) -> SessionSnapshot?
  {
    var descriptor = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
    while poll(&descriptor, 1, 60_000) == 1 {
      if let snapshot = mailbox.takeSnapshot(), wanted(snapshot) { return snapshot }
    }
    return nil
  }

  private func send(_ mailbox: Mailbox, _ action: Command.Action) {
    mailbox.send(Command(id: 1, lanes: .all, action: action))
  }

  @Test func trainsPausesStepsAndSaves() throws {
    let mailbox = Mailbox()
    let worker = Worker(plan(adding, maxSteps: nil), mailbox: mailbox) {}
    worker.start()
    #expect(
      wait(mailbox) { $0.phase == .training && $0.lanes.first.map { $0.step > 5 } == true } != nil)
    send(mailbox, .pause)
    let paused = try #require(wait(mailbox) { $0.phase == .paused })
    send(mailbox, .singleStep)
    let stepped = try #require(wait(mailbox) { $0.lanes[0].step != paused.lanes[0].step })
    #expect(stepped.phase == .paused)
    #expect(stepped.lanes.map(\.step) == paused.lanes.map { $0.step + 1 })
    send(mailbox, .resume)
    #expect(
      wait(mailbox) { $0.phase == .training && $0.lanes[0].step > stepped.lanes[0].step + 5 } != nil
    )
    guard case .ended(let session) = worker.finish() else {
      Issue.record("the session ends")
      return
    }
    let results = session.lanes
    #expect(results.map(\.reason) == [.interrupted, .interrupted])
    for result in results { _ = try ModelFile(contentsOf: try result.file.get()) }
  }

  @Test func anEndedSessionWaitsAndMayGoOn() throws {
    let mailbox = Mailbox()
    let worker = Worker(plan(adding, maxSteps: 12), mailbox: mailbox) {}
    worker.start()
    let done = try #require(wait(mailbox) { $0.phase == .done })
    #expect(done.lanes.allSatisfy { $0.step == 12 && $0.phase == .finished })
    send(mailbox, .restart)
    #expect(
      wait(mailbox) { $0.phase == .done && $0.lanes[0].earlier != nil && $0.lanes[0].step == 12 }
        != nil)
    guard case .ended(let session) = worker.finish() else {
      Issue.record("the session ends")
      return
    }
    let results = session.lanes
    #expect(results.map(\.reason) == [.maxSteps, .maxSteps])
  }

  @Test(arguments: [
    DataConfiguration(source: "csv", file: "nowhere.csv"), DataConfiguration(source: "tea"),
    DataConfiguration(),
  ])
  func badDataIsTold(_ data: DataConfiguration) throws {
    let mailbox = Mailbox()
    let worker = Worker(plan(data, maxSteps: 1), mailbox: mailbox) {}
    worker.start()
    guard case .failed(let reason) = worker.wait() else {
      Issue.record("there is nothing to train on")
      return
    }
    #expect(!reason.isEmpty)
    let snapshot = try #require(mailbox.takeSnapshot())
    #expect(snapshot.phase == .failed(reason))
    #expect(scratch.names.isEmpty, "no folder for a run that never was")
  }

  /// A folder that cannot be written at the end: whoever is there is asked, as long as it takes.
  @Test(arguments: [Command.SaveChoice.again, .giveUp])
  func whatCannotBeSavedIsAskedAbout(_ choice: Command.SaveChoice) throws {
    let mailbox = Mailbox()
    let worker = Worker(plan(adding, maxSteps: nil), mailbox: mailbox) {}
    worker.start()
    #expect(wait(mailbox) { $0.lanes.first?.bestLoss != nil } != nil)
    try scratch.replaceByFile("run")
    worker.stop(.finish, mayAsk: true)
    let asked = try #require(wait(mailbox) { $0.unsaved != nil }?.unsaved)
    #expect(asked.lanes == ["rnn", "gru"] && asked.elsewhere.first == "rnn-tui-run")
    #expect(asked.reason == "cannot save in \(scratch.file("run")): Not a directory")
    // What else was pressed comes too late.
    mailbox.send(Command(id: 1, lanes: .all, action: .restart))
    try FileManager.default.removeItem(atPath: scratch.file("run"))
    send(mailbox, .save(choice))
    guard case .ended(let session) = worker.wait() else {
      Issue.record("the session ends")
      return
    }
    let results = session.lanes
    #expect(session.losses.isEmpty == (choice != .giveUp))
    #expect(results.allSatisfy { $0.testLoss != nil })
    if choice == .again {
      for result in results { _ = try ModelFile(contentsOf: try result.file.get()) }
    }
  }

  /// Somebody who stops before there is anything to train need not wait for the data.
  @Test func loadingIsInterrupted() throws {
    let worker = Worker(
      plan(DataConfiguration(source: "adding", length: 100, count: 2_000_000), maxSteps: 1),
      mailbox: nil
    ) {}
    worker.start()
    guard case .interrupted = worker.finish() else {
      Issue.record("nothing was trained")
      return
    }
    #expect(scratch.names.isEmpty)
  }

  @Test func aFolderAskedForByNameMustBeWritable() throws {
    var plan = plan(adding, maxSteps: 1)
    plan.saveFolder = try scratch.write("file", [1])
    let worker = Worker(plan, mailbox: Mailbox()) {}
    worker.start()
    guard case .failed(let reason) = worker.wait() else {
      Issue.record("a file is no folder")
      return
    }
    #expect(reason == "cannot save in \(scratch.file("file")): Not a directory")
  }
}
