import Foundation
import Testing
import Training

@Suite struct ResultsTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test(arguments: SmallData.allCases)
  func theBestWeightsAreSavedWithWhatPreparedTheData(_ data: SmallData) throws {
    let session = try SmallSession(data.dataset(in: scratch), ["rnn", "lstm", "gru"]) {
      $0.maxEpochs = 2
    }
    session.trainer.save(in: try RunFolder(scratch.file("run"), preset: "small"))
    while !session.trainer.hasEnded { session.trainer.step() }
    for (lane, result) in zip(session.trainer.lanes, session.trainer.results()) {
      let name = lane.info.name
      let path = scratch.file("run/\(name).safetensors")
      #expect(result.lane == name)
      #expect(result.file == .success(path))
      #expect(result.reason == .maxEpochs)
      #expect(result.validationLoss == lane.progress.earlyStopping.bestLoss)
      #expect(result.bestEpoch == lane.progress.earlyStopping.bestEpoch)
      #expect(result.testLoss == lane.progress.testLoss)
      let baseline = try #require(result.baselines.first)
      #expect(result.testMetrics.map(\.name) == baseline.testMetrics.map(\.name))
      let model = try ModelFile(contentsOf: path)
      #expect(model.architecture == lane.architecture)
      #expect(model.weights == lane.state.best?.weights)

      let json = try #require(model.data)
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
      let description = try #require(object as? [String: Any])
      #expect(description["source"] as? String == data.rawValue)
      switch data {
      case .adding: #expect(description["length"] as? Int == 10)
      case .text:
        #expect((description["vocabulary"] as? [String])?.contains("q") == true)
      case .csv:
        let series = try #require(description["series"] as? [String: Any])
        #expect(series["window"] as? Int == 8)
        #expect(series["targets"] as? [String] == ["value"])
        let steps = try #require(series["steps"] as? [[String: Any]])
        let scale = try #require(steps.last?["fitted"] as? [[Double]])
        #expect(scale.allSatisfy { $0.count == 2 && $0[1] > 1 })
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("run")).count == 3)
  }

  @Test func whatCannotBeSavedSaysWhy() throws {
    let data = try SmallData.adding.dataset(in: scratch)
    let nowhere = try SmallSession(data)
    nowhere.steps(1)
    nowhere.trainer.finish()
    #expect(
      nowhere.trainer.results()[0].file == .failure(SaveFailure("no folder to save in")))

    let unlearned = try SmallSession(data)
    unlearned.trainer.save(in: try RunFolder(scratch.file("a"), preset: "small"))
    unlearned.trainer.finish()
    #expect(
      unlearned.trainer.results()[0].file
        == .failure(SaveFailure("nothing learned yet", isLoss: false)))

    let removed = try SmallSession(data)
    removed.trainer.save(in: try RunFolder(scratch.file("b"), preset: "small"))
    removed.steps(1)
    try FileManager.default.removeItem(atPath: scratch.file("b"))
    removed.trainer.finish()
    #expect(
      removed.trainer.results()[0].file == .success(scratch.file("b/lstm.safetensors")),
      "a folder that is gone is made again")
  }

  /// Interrupted before the first validation there is no best; the weights as they are get saved.
  @Test func anInterruptedLaneIsSavedAsItIs() throws {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch))
    session.trainer.save(in: try RunFolder(scratch.file("run"), preset: "small"))
    session.steps(3)
    let weights = session.lane.state.weights
    session.trainer.finish()
    #expect(try ModelFile(contentsOf: scratch.file("run/lstm.safetensors")).weights == weights)
    #expect(session.trainer.results()[0].bestEpoch == nil)
  }

  /// Lanes whose names differ only in what a file name cannot have do not overwrite each other.
  @Test func everyLaneHasAFileOfItsOwn() throws {
    var names = ["a b", "a-b", "a/b"]
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch), ["rnn", "rnn", "rnn"],
      lane: { $0.name = names.removeFirst() })
    session.trainer.save(in: try RunFolder(scratch.file("run"), preset: "small"))
    session.steps(1)
    session.trainer.finish()
    let paths = session.trainer.results().compactMap { try? $0.file.get() }
    #expect(Set(paths).count == 3)
    for path in paths { _ = try ModelFile(contentsOf: path) }
  }
}
