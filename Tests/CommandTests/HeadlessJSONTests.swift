import Foundation
import Testing

/// `train --headless --json`: the contract of its lines.
@Suite struct HeadlessJSONTests {
  /// The keys of FORMATS.md, besides `event` and `seconds`.
  static let keys: [String: Set<String>] = [
    "start": ["preset", "seed", "threads", "metric", "lanes", "data"],
    "validation": [
      "lane", "epoch", "step", "train_loss", "train_loss_plain", "val_loss", "val_metrics",
      "penalty", "learning_rate", "grad_norm", "grad_norm_clipped", "clipped_share",
      "steps_per_second",
    ],
    "improved": ["lane", "epoch", "step", "val_loss"],
    "early_stop": ["lane", "epoch", "step", "best_epoch", "best_val_loss"],
    "command": ["name", "value", "state", "step", "reason"],
    "learning_rate": ["lane", "step", "value", "reason"],
    "diverged": ["lane", "step", "layer", "time_step", "what"],
    "end": [
      "lane", "reason", "epoch", "step", "test_loss", "test_metrics", "baseline_metrics",
      "baselines",
      "model",
    ],
    "suspect": ["lane", "step", "kind", "state", "value", "text", "advice"],
    "verdict": ["outcome", "text"],
  ]
  static let lanes = ["rnn", "lstm", "gru"]

  private func train(_ arguments: [String], in program: Program? = nil) throws -> (
    log: TrainingLog, result: Program.Result, program: Program
  ) {
    let program = try program ?? Program()
    let result = try program.run(
      ["train", "compare", "--headless", "--json", "--save", "out"] + Program.quick + arguments)
    let log = try TrainingLog(result)
    for event in log.events {
      let name = event["event"] as? String ?? ""
      let missing = (Self.keys[name] ?? []).subtracting(event.keys)
      #expect(missing.isEmpty, "\(name)")
      #expect(Self.keys[name] != nil || name == "progress", "\(name)")
      // Null says "not finite", and the key is named then; or there is no such thing.
      let named = Set(event["nonfinite"] as? [String] ?? [])
      for (key, value) in event where value is NSNull {
        #expect(named.contains(key) || ["reason", "model", "time_step"].contains(key), "\(key)")
      }
    }
    return (log, result, program)
  }

  @Test func aShortRunTellsEverythingAndSavesTheBestWeights() throws {
    let (log, result, program) = try train(["--max-steps", "6"])
    #expect(result.status == 0)
    #expect(result.errors == "")

    let start = try #require(log.events.first)
    #expect(start["event"] as? String == "start")
    #expect(start["preset"] as? String == "compare")
    #expect(start["seed"] as? Int == 1)
    #expect(start["threads"] as? Int == 1)
    let lanes = try #require(start["lanes"] as? [[String: Any]])
    #expect(lanes.compactMap { $0["lane"] as? String } == Self.lanes)
    for lane in lanes {
      #expect(lane["cell"] as? String == lane["lane"] as? String)
      #expect((lane["hidden"] as? [Int])?.count == 1)
      #expect(lane["parameters"] as? Int ?? 0 > 100)
    }
    let data = try #require(start["data"] as? [String: Any])
    #expect(data["train"] as? Int == 160)
    #expect(data["validation"] as? Int == 20)
    #expect(data["test"] as? Int == 20)
    #expect(data["kind"] is String)
    let metric = try #require(start["metric"] as? String)
    #expect((data["baseline"] as? [String: Double])?[metric] ?? -1 > 0)

    for lane in Self.lanes {
      #expect(!log.all("validation", lane: lane).isEmpty)
      #expect(!log.all("improved", lane: lane).isEmpty)
      let end = try #require(log.all("end", lane: lane).first)
      #expect(end["reason"] as? String == "max_steps")
      #expect(end["step"] as? Int == 6)
      #expect((end["test_metrics"] as? [String: Double])?[metric] ?? -1 > 0)
      #expect((end["baseline_metrics"] as? [String: Double])?[metric] ?? -1 > 0)
      let baselines = try #require(end["baselines"] as? [String: [String: Double]])
      #expect(baselines["predicting the mean"] == end["baseline_metrics"] as? [String: Double])
      #expect(end["model"] as? String == "out/\(lane).safetensors")
      #expect(program.folder.has("out/\(lane).safetensors"))
    }
    let outcomes: Set = ["solved", "better", "on_baseline", "worse", "diverged"]
    for lane in Self.lanes {
      let verdict = try #require(log.all("verdict", lane: lane).first)
      let outcome = try #require(verdict["outcome"] as? [String: String])
      #expect(Array(outcome.keys) == [lane] && outcomes.isSuperset(of: outcome.values))
    }
    let verdict = try #require(log.events.last)
    #expect(verdict["event"] as? String == "verdict" && verdict["lane"] == nil)
    #expect(Set((verdict["outcome"] as? [String: String] ?? [:]).keys) == Set(Self.lanes))
    #expect((verdict["text"] as? String)?.contains("predicting the mean") == true)
    // Nothing else is left.
    #expect(
      program.folder.files("out") == [
        "checkpoints", "gru.safetensors", "lstm.safetensors", "manifest.json", "record.jsonl",
        "rnn.safetensors", "run.yaml",
      ])
    #expect(program.folder.files("out/checkpoints").count == 1)
  }

  @Test func epochsEndTheRunAndTheStepCountIsTheirs() throws {
    let (log, result, _) = try train(["--max-epochs", "2"])
    #expect(result.status == 0)
    for lane in Self.lanes {
      let end = try #require(log.all("end", lane: lane).first)
      #expect(end["reason"] as? String == "max_epochs")
      #expect(end["epoch"] as? Int == 2)
      // 160 sequences in batches of 32.
      #expect(end["step"] as? Int == 10)
      #expect(log.all("validation", lane: lane).map { $0["epoch"] as? Int } == [1, 2])
    }
  }

  @Test func bestLossesAreTheSmallestValidationLosses() throws {
    let (log, _, _) = try train(["--max-epochs", "8"])
    for lane in Self.lanes {
      let losses = log.all("validation", lane: lane).compactMap { $0["val_loss"] as? Double }
      let best = log.all("improved", lane: lane).compactMap { $0["val_loss"] as? Double }
      #expect(losses.count == 8)
      #expect(best.last == losses.min())
      #expect(best == best.sorted(by: >))
    }
  }

  @Test func commandsAreAppliedAtTheirStepToAllLanes() throws {
    let (log, result, _) = try train([
      "--max-steps", "6", "--at", "2:regularizers.clip=0.5", "--at", "4:regularizers.dropout=off",
      "--at", "0:training.learning_rate=0.01",
    ])
    #expect(result.status == 0)
    let commands = log.all("command")
    #expect(commands.compactMap { $0["state"] as? String } == Array(repeating: "applied", count: 3))
    #expect(commands.compactMap { $0["step"] as? Int } == [0, 2, 4])
    #expect(
      commands.compactMap { $0["name"] as? String }
        == ["training.learning_rate", "regularizers.clip", "regularizers.dropout"])
    #expect(commands.compactMap { $0["value"] as? String } == ["0.01", "0.5", "off"])
    for line in log.all("validation") {
      #expect(abs((line["learning_rate"] as? Double ?? 0) - 0.01) < 1e-6)
      if line["step"] as? Int == 6 {
        #expect(line["grad_norm_clipped"] as? Double ?? 9 <= 0.5 + 1e-5)
      }
    }
  }

  @Test func whatAScheduleDoesAtOnceIsTold() throws {
    let (log, result, _) = try train([
      "--max-epochs", "3", "--set", "training.learning_rate=0.01", "--set",
      "training.schedule={name: step, every: 1, factor: 0.5}",
    ])
    #expect(result.status == 0)
    for lane in Self.lanes {
      let changes = log.all("learning_rate", lane: lane)
      #expect(changes.map { $0["step"] as? Int } == [5, 10])
      let rates = changes.map { $0["value"] as? Double ?? 0 }
      #expect(zip(rates, [0.005, 0.0025]).allSatisfy { abs($0 - $1) < 1e-8 })
      #expect(changes.allSatisfy { $0["reason"] as? String == "step" })
    }
  }

  @Test func earlyStoppingIsTold() throws {
    // A gain that no validation can reach.
    let (log, result, _) = try train([
      "--max-epochs", "50", "--set", "early_stopping={on: true, patience: 2, min_delta: 1000}",
    ])
    #expect(result.status == 0)
    for lane in Self.lanes {
      let stop = try #require(log.all("early_stop", lane: lane).first)
      #expect(stop["best_epoch"] as? Int == 1)
      #expect(stop["epoch"] as? Int == 3)
      #expect(log.all("end", lane: lane).first?["reason"] as? String == "early_stop")
    }
  }

  @Test func whenEveryLaneDivergesItIsToldAndTheExitCodeIs3() throws {
    let (log, result, _) = try train([
      "--max-steps", "200", "--set", "training.learning_rate=100", "--set",
      "training.optimizer=sgd", "--set", "regularizers.clip=off", "--set", "model.recurrent_gain=5",
    ])
    #expect(result.status == 3)
    for lane in Self.lanes {
      let diverged = try #require(log.all("diverged", lane: lane).first)
      #expect(diverged["what"] as? String != "")
      let end = try #require(log.all("end", lane: lane).first)
      #expect(end["reason"] as? String == "diverged")
      #expect((end["step"] as? Int ?? 999) < 200)
    }
  }

  @Test func theSameSeedGivesTheSameLossesWithAnyNumberOfThreads() throws {
    let options = ["--max-epochs", "3", "--set", "regularizers.dropout=0.2"]
    let first = try train(options)
    let second = try train(options)
    let threads = try train(options + ["--threads", "2"])
    #expect(first.log.all("validation").count == 9)
    #expect(first.log.withoutTimes == second.log.withoutTimes)
    #expect(first.log.withoutTimes == threads.log.withoutTimes)
    for lane in Self.lanes {
      let models = [first, second, threads].map {
        FileManager.default.contents(
          atPath: $0.program.folder.path + "/out/\(lane).safetensors")
      }
      #expect(models[0] != nil)
      #expect(models[0] == models[1] && models[0] == models[2])
    }
    let other = try train(options + ["--seed", "2"])
    #expect(first.log.withoutTimes != other.log.withoutTimes)
  }
}
