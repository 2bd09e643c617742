import Foundation
import Testing

/// `runs`, `resume` and `train --repeat`, as they are typed.
struct RunCommandTests {
  private static let train = [
    "train", "compare", "--headless", "--set", "data.count=400", "--set",
    "record.every={steps: 5}",
  ]

  private func models(_ program: Program, _ folder: String) throws -> [String: Data] {
    try Dictionary(
      uniqueKeysWithValues: program.folder.models(folder).map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: program.folder.path + "/\(folder)/\($0)")))
      })
  }

  @Test func killedResumedRepeated() throws {
    let program = try Program()
    let whole = try program.run(Self.train + ["--max-steps", "60", "--save", "whole"])
    #expect(whole.status == 0)

    let running = try program.start(
      Self.train + ["--max-steps", "60", "--json", "--save", "killed"])
    try program.waitForFiles(["killed/checkpoints/step-10.safetensors"], of: running)
    running.signal(SIGKILL)
    _ = try running.finish()
    let list = try program.run(["runs", "."])
    #expect(list.status == 0)
    #expect(
      list.output.contains(/killed +(crashed|ended)/) && list.output.contains(/whole +ended +60/))

    let resumed = try program.run(["resume", "killed", "--headless"])
    #expect(resumed.status == 0)
    #expect(resumed.errors.contains("going on with killed from step"))
    #expect(try models(program, "killed") == models(program, "whole"))

    let again = try program.run(["train", "--repeat", "killed", "--headless", "--save", "again"])
    #expect(again.status == 0)
    #expect(try models(program, "again") == models(program, "whole"))
  }

  @Test func anInterruptedRunSaysHowItGoesOn() throws {
    let program = try Program()
    let first = try program.run(Self.train + ["--max-steps", "50", "--at", "20:stop"])
    #expect(first.status == 0)
    let runs = try program.run(["runs", "--json"])
    let entry = try #require(
      try JSONSerialization.jsonObject(with: Data(runs.output.utf8)) as? [String: Any])
    #expect(entry["state"] as? String == "interrupted" && entry["steps"] as? Int == 20)
    #expect(entry["lanes"] as? [String] == ["rnn", "lstm", "gru"])
    #expect((entry["bytes"] as? Int ?? 0) > 100_000)
    let path = try #require(entry["path"] as? String)
    #expect(first.output.contains("Continue this run:"))
    #expect(first.output.contains(path))
    // Without a folder it is the newest one.
    let second = try program.run(["resume", "--headless", "--max-steps", "30"])
    #expect(second.status == 0 && second.output.contains("step 30 (max steps)"))
    #expect(second.errors.contains("going on with \(path) from step 20"))
    let third = try program.run(["resume", "--headless", "--max-steps", "40"])
    #expect(third.status == 0 && third.output.contains("step 40 (max steps)"))
    #expect(try program.run(["runs"]).output.contains(/ended +40/))
    // The preset as it was run trains again.
    let copy = try program.run(
      ["train", path + "/run.yaml", "--headless", "--max-steps", "5", "--save", "copy"])
    #expect(copy.status == 0 && program.folder.models("copy").count == 3)
  }

  @Test func withoutARecordThereAreModelsAlone() throws {
    let program = try Program()
    let run = try program.run(Self.train + ["--max-steps", "5", "--no-record", "--save", "out"])
    #expect(run.status == 0 && !run.output.contains("resume"))
    #expect(program.folder.files("out") == program.folder.models("out"))
  }

  @Test(
    arguments: [
      (["resume"], 65, "there is no such folder; all runs: "),
      (["resume", "nowhere"], 65, "nowhere: there is no such folder"),
      (["resume", "."], 65, "no run's folder, there is no manifest.json"),
      (["resume", "x", "--max-steps", "0"], 64, "--max-steps must be 1 to 1000000000"),
      (["train", "--repeat", "nowhere"], 65, "there is no such folder"),
      (["train", "--repeat", "x", "--seed", "3"], 64, "--repeat does what the run did"),
      (["train", "--repeat", "x", "--at", "3:stop"], 64, "--repeat does what the run did"),
      (["train", "--repeat", ""], 64, "--repeat needs a run's folder"),
      (
        ["train", "--at", "3:nobody:restart"], 65, "there is no lane nobody; lanes: rnn, lstm, gru"
      ),
      (
        ["train", "--at", "3:halt"], 65,
        "or one of restart, undo, redo, rewind, fork, recover, remove, pause, resume, step"
      ),
      (
        ["train", "--set", "record.every=0"], 65,
        "0.1 to 86400 seconds, or {steps: 1 to 1000000000}"
      ),
      (["train", "--set", "record.every={epochs: 3}"], 65, "seconds or {steps: number}"),
      (["runs", "nowhere"], 65, "nowhere: there is no such folder"),
    ] as [([String], Int32, String)])
  func whatIsWrongIsSaid(_ words: [String], _ status: Int32, _ text: String) throws {
    let program = try Program()
    let isTraining = words[0] != "runs"
    let run = try program.run(words + (isTraining ? ["--headless"] : []))
    #expect(run.status == status)
    #expect(run.errors.contains(text), "\(run.errors)")
  }

  /// Lines that go on indented below are one.
  private static func unwrapped(_ text: String) -> String { text.replacing(/\n +/, with: " ") }

  /// What a lane left before it was restarted, and lanes that joined, belong to a run that goes on.
  @Test func earlierFilesAndNewLanesAreTold() throws {
    let program = try Program()
    let first = try program.run(
      Self.train + [
        "--cells", "rnn", "--max-steps", "60", "--at", "15:rnn:restart", "--at", "20:cells=rnn,gru",
        "--at", "40:stop", "--save", "run", "--set", "training.validate_every=5",
      ])
    #expect(first.status == 0)
    let second = try program.run(["resume", "run", "--headless"])
    #expect(second.status == 0)
    for run in [first, second] {
      #expect(Self.unwrapped(run.output).contains("rnn.safetensors (rnn, earlier)"))
      #expect(run.output.contains("rnn.2.safetensors") && run.output.contains("gru.safetensors"))
    }
    #expect(try program.run(["runs", "."]).output.contains(/rnn gru *\n/))
    // A second time: nothing is told twice.
    let third = try program.run(["resume", "run", "--headless", "--max-steps", "70"])
    #expect(
      Self.unwrapped(third.output).components(separatedBy: ", earlier)").count == 2)
  }

  @Test func anotherModelToStartFromIsRefused() throws {
    let program = try Program()
    #expect(
      try program.run(Self.train + ["--cells", "gru", "--max-steps", "10", "--save", "old"]).status
        == 0)
    let from = ["--cells", "gru", "--set", "model.from=old/gru.safetensors", "--save", "run"]
    #expect(try program.run(Self.train + from + ["--max-steps", "10"]).status == 0)
    let goOn = ["resume", "run", "--headless", "--max-steps", "12"]
    #expect(try program.run(goOn).status == 0)
    #expect(
      try program.run(["resume", "old", "--headless", "--max-steps", "20"]).status == 0)
    for words in [goOn, ["train", "--repeat", "run", "--headless", "--save", "again"]] {
      let refused = try program.run(words)
      #expect(refused.status == 65)
      #expect(
        refused.errors.contains(
          "old/gru.safetensors: this is not the model that the run started from"))
    }
  }

  @Test func noRunsAreNoError() throws {
    let program = try Program()
    let run = try program.run(["runs"])
    #expect(run.status == 0 && run.errors.contains("there are no runs here"))
  }
}
