import Foundation
import Testing
import Training

@Suite struct ModelStoreTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private var folder: RunFolder {
    get throws { try RunFolder(scratch.file("run"), preset: "small") }
  }

  private func session(_ cells: [String] = ["lstm"]) throws -> SmallSession {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch), cells) {
      $0.validateEvery = .steps(4)
      $0.maxSteps = 40
    }
    session.trainer.save(in: try folder)
    return session
  }

  private func model(_ name: String = "lstm") throws -> ModelFile {
    try ModelFile(contentsOf: scratch.file("run/\(name).safetensors"))
  }

  @Test func aFileSaysHowGoodItIs() throws {
    let session = try session()
    session.steps(8)
    session.trainer.finish()
    let score = try #require(try model().score)
    let best = try #require(session.lane.state.best)
    #expect(score.loss == best.validation?.loss && score.step == best.step)
    #expect(score.data.count == 16)
    #expect(score.data == (try SmallData.adding.dataset(in: scratch)).validationDigest)
    #expect(score.data != (try SmallData.csv.dataset(in: scratch)).validationDigest)
  }

  /// A lane that was never validated is saved, but says nothing of how good it is.
  @Test func weightsThatWereNeverValidatedHaveNoScore() throws {
    let session = try session()
    session.steps(2)
    session.trainer.finish()
    #expect(try model().score == nil)
  }

  @Test func aRestartKeepsWhatWasLearned() throws {
    let session = try session()
    session.steps(8)
    let first = try #require(session.lane.state.best)
    session.trainer.apply(.all, .restart)
    session.set("regularizers.dropout", "0.5")
    session.steps(4)
    session.trainer.finish()
    #expect(try model().weights == first.weights)
    #expect(try model("lstm.2").weights == session.lane.state.best?.weights)
    let result = session.trainer.results()[0]
    #expect(result.file == .success(scratch.file("run/lstm.2.safetensors")))
    #expect(result.earlierFiles == [.success(scratch.file("run/lstm.safetensors"))])
  }

  /// After a restart nothing of the attempt before is shown as its own.
  @Test func aRestartForgetsTheTestScores() throws {
    let session = try session()
    session.steps(40)
    #expect(session.lane.progress.testLoss != nil && !session.lane.end.testMetrics.isEmpty)
    session.trainer.apply(.all, .restart)
    #expect(session.lane.progress.testLoss == nil && session.lane.end.testMetrics.isEmpty)
    #expect(session.trainer.laneSnapshots()[0].testMetric == nil)
  }

  /// What is in the way stays: a better model, one of other data, a damaged file, a link, a folder.
  @Test(arguments: ["better", "other data", "damaged", "link", "folder", "no score"])
  func nothingElseIsReplaced(_ obstacle: String) throws {
    let session = try session()
    session.steps(8)
    let path = scratch.file("run/lstm.safetensors")
    let best = try #require(session.lane.state.best)
    var other = ModelFile(
      architecture: session.lane.architecture, weights: best.weights.map { $0 / 2 })
    let digest = session.trainer.store.map { _ in "" }
    #expect(digest != nil)
    switch obstacle {
    case "better":
      other.score = SavedScore(
        loss: 0, metric: .init([]), step: 1,
        data: (try SmallData.adding.dataset(in: scratch)).validationDigest)
      try other.write(to: path)
    case "other data":
      other.score = SavedScore(loss: 1e6, metric: .init([]), step: 1, data: "0")
      try other.write(to: path)
    case "damaged": _ = try scratch.write("run/lstm.safetensors", [1, 2, 3])
    case "link": #expect(symlink("/dev/null", path) == 0)
    case "folder": #expect(mkdir(path, 0o777) == 0)
    default: try other.write(to: path)
    }
    let before = try? Data(contentsOf: URL(fileURLWithPath: path))
    session.trainer.finish()
    #expect(try model("lstm.2").weights == best.weights)
    #expect((try? Data(contentsOf: URL(fileURLWithPath: path))) == before)
    #expect(session.trainer.results()[0].file == .success(scratch.file("run/lstm.2.safetensors")))
  }

  @Test func aWorseModelOfTheSameDataMakesWay() throws {
    let session = try session()
    session.steps(8)
    let best = try #require(session.lane.state.best)
    let other = ModelFile(
      architecture: session.lane.architecture, weights: best.weights.map { $0 / 2 },
      score: SavedScore(
        loss: 1e6, metric: .init([]), step: 1,
        data: (try SmallData.adding.dataset(in: scratch)).validationDigest))
    try other.write(to: scratch.file("run/lstm.safetensors"))
    session.trainer.finish()
    #expect(try model().weights == best.weights)
  }

  /// The store's thread writes the first improvement at once, and the rest when it is told to.
  @Test func improvementsAreWrittenInTheBackground() throws {
    let session = try session(["rnn", "lstm", "gru"])
    let store = try #require(session.trainer.store)
    store.startWriting {}
    session.steps(4)
    #expect(scratch.wait { Set(scratch.models("run")) == ["gru", "lstm", "rnn"] })
    session.steps(30)
    store.hurry()
    for lane in session.trainer.lanes {
      let name = lane.info.name
      #expect(
        scratch.wait { (try? model(name))?.weights == lane.state.best?.weights }, "\(name)")
    }
    #expect(store.takeAlerts().isEmpty)
  }

  @Test func troubleIsToldOnceAndItsEndToo() throws {
    let session = try session()
    let store = try #require(session.trainer.store)
    session.steps(4)
    try scratch.replaceByFile("run")
    #expect(!store.writeAll() && !store.writeAll())
    let alerts = store.takeAlerts()
    #expect(alerts.map(\.state) == [.raised])
    #expect(alerts.first?.text == "cannot save in \(scratch.file("run")): Not a directory")
    #expect(store.takeAlerts().isEmpty)
    #expect(session.trainer.results()[0].file.isLoss)
    try FileManager.default.removeItem(atPath: scratch.file("run"))
    #expect(store.writeAll())
    #expect(store.takeAlerts().map(\.state) == [.cleared])
    #expect(try model().weights == session.lane.state.best?.weights)
  }
}

extension Result where Failure == SaveFailure {
  fileprivate var isLoss: Bool {
    if case .failure(let failure) = self { failure.isLoss } else { false }
  }
}

extension Scratch {
  /// Names of whole model files in a folder.
  fileprivate func models(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: file(folder))) ?? []
    return names.filter { $0.hasSuffix(".safetensors") }.map { String($0.dropLast(12)) }
  }

  /// Looks until something holds, for a minute at most.
  fileprivate func wait(_ holds: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: 60)
    while !holds() {
      guard Date() < end else { return false }
      sched_yield()
    }
    return true
  }
}
