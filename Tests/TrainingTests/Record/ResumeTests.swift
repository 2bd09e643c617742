import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// A run that is stopped, killed and resumed is the one that was not: models and record to the byte,
/// readings of the clock left out.
struct ResumeTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// A run in a folder of its own, as `train` and `resume` make it.
  private struct Folder {
    let path: String
    let origin = RunManifest.Origin(version: "test", command: ["test"], processor: "test")

    func train(_ preset: Preset, threads: Int, at requests: [String] = []) throws {
      var plan = Worker.Plan(
        preset: preset, threads: threads,
        scheduled: try requests.map { try ScheduledRequest($0) }, saveFolder: path)
      plan.origin = origin
      try run(plan)
    }

    func resume(threads: Int, ends: RunLimits? = nil) throws {
      let run = try RecordedRun(path)
      var plan = Worker.Plan(
        preset: try run.preset(.standard()), threads: threads, scheduled: [], saveFolder: path)
      plan.beginning = .from(try run.resumption())
      plan.origin = origin
      plan.ends = ends
      try self.run(plan)
    }

    func again(in other: Folder) throws {
      let run = try RecordedRun(path)
      let repetition = try run.repetition()
      var plan = Worker.Plan(
        preset: try run.preset(.standard()), threads: 1, scheduled: repetition.scheduled,
        saveFolder: other.path)
      (plan.beginning, plan.ends, plan.origin) = (.again(run), repetition.ends, origin)
      try self.run(plan)
    }

    private func run(_ plan: Worker.Plan) throws {
      let session = try PreparedSession(
        plan, stop: StopRequest(), onThreadStart: {}, progress: { _ in })
      defer { session.trainer.close() }
      let driver = SessionDriver(
        session.trainer, mailbox: nil, scheduled: plan.scheduled, threads: plan.threads,
        archive: session.archive)
      try session.restore(driver)
      driver.run(news: session.news, resumed: session.resumed)
    }

    /// As kill -9 would have left it: nothing after the newest of two checkpoints was closed, and a
    /// line is torn.
    func breakOff() throws {
      let file = try #require(FileHandle(forWritingAtPath: "\(path)/record.jsonl"))
      try file.seekToEnd()
      try file.write(contentsOf: Data("{\"event\": \"curve\", \"sec".utf8))
      try file.close()
    }

    var models: [String: Data] {
      get throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return try Dictionary(
          uniqueKeysWithValues: names.filter { $0.hasSuffix(".safetensors") }.map {
            ($0, try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($0)")))
          })
      }
    }

    /// The record's lines without those about how it was run, and without the clock and the folder.
    var lines: [String] {
      get throws {
        let text = try String(contentsOfFile: "\(path)/record.jsonl", encoding: .utf8)
        let clock = #/"(seconds|steps_per_second)": (null|[-0-9.e+]+)/#
        return text.split(separator: "\n").filter { line in
          !["start", "resume", "progress", "alive"].contains {
            line.hasPrefix("{\"event\": \"\($0)\"")
          }
        }.map { String($0).replacing(clock, with: "").replacing(path, with: "PATH") }
      }
    }
  }

  private func folder(_ name: String) -> Folder { Folder(path: scratch.file(name)) }

  private func preset(_ name: String, steps: Int) throws -> Preset {
    var overrides = PresetOverrides()
    overrides.maxSteps = steps
    overrides.sets = ["record.every={steps: 3}"]
    return try overrides.apply(to: PresetLibrary.standard().load(name))
  }

  @Test(arguments: presetsToRun) func everyPreset(_ name: String) throws {
    let preset = try preset(name, steps: 12)
    let (whole, parts) = (folder("whole"), folder("parts"))
    try whole.train(preset, threads: 1)
    try parts.train(preset, threads: 1, at: ["4:stop"])
    try parts.breakOff()
    // Twice in a row, the second time from the end, which is taken back.
    try parts.resume(threads: 2, ends: RunLimits(maxEpochs: nil, maxSteps: 8))
    try parts.resume(threads: 1, ends: RunLimits(maxEpochs: nil, maxSteps: 12))
    #expect(try parts.models == whole.models)
    let (a, b) = (try parts.lines, try whole.lines)
    #expect(a.count == b.count && a.count > 40)
    for (one, other) in zip(a, b) where one != other {
      Issue.record("\(one.prefix(300))\n\(other.prefix(300))")
      break
    }
  }

  /// Keys, a lane that joins, one that stopped early: the same.
  @Test func whatIsAskedMeanwhile() throws {
    var preset = try preset("compare", steps: 60)
    preset.training.validateEvery = .steps(5)
    preset.data.count = 400
    for lane in preset.lanes.indices {
      preset.lanes[lane].training.validateEvery = .steps(5)
      preset.lanes[lane].earlyStopping.patience = 2
    }
    let requests = [
      "3:regularizers.dropout=0.3", "7:lstm:regularizers.l2=0.001", "12:gru:restart",
      "20:training.learning_rate+", "26:cells=rnn,gru", "33:cells=rnn,lstm,gru",
      "41:early_stopping=off", "50:rnn:training.learning_rate-",
    ]
    let (whole, parts) = (folder("whole"), folder("parts"))
    try whole.train(preset, threads: 1, at: requests)
    for stop in [2, 9, 13, 22, 31, 42, 51] {
      let parts = folder("parts-\(stop)")
      try parts.train(preset, threads: 1, at: requests + ["\(stop):stop"])
      try parts.resume(threads: 2)
      #expect(try parts.models == whole.models, "stopped at \(stop)")
      #expect(try parts.lines == whole.lines, "stopped at \(stop)")
    }
    // The same requests at the same steps.
    let repetition = try RecordedRun(whole.path).repetition()
    #expect(
      repetition.isWhole
        && repetition.scheduled.map(\.request.text)
          == requests.map {
            String($0[$0.index(after: $0.firstIndex(of: ":")!)...])
          }
    )
    try parts.train(
      preset, threads: 2, at: repetition.scheduled.map { "\($0.step):\($0.request.text)" })
    #expect(try parts.models == whole.models)
  }

  /// Lanes that were put back: repeated, they are again; a run that goes on behind it knows nothing of
  /// what was before.
  @Test func whatIsTakenBack() throws {
    var preset = try preset("compare", steps: 60)
    preset.training.validateEvery = .steps(5)
    preset.data.count = 400
    for lane in preset.lanes.indices {
      preset.lanes[lane].training.validateEvery = .steps(5)
      preset.lanes[lane].earlyStopping.patience = 3
    }
    let requests = [
      "3:regularizers.dropout=0.3", "9:undo", "12:lstm:regularizers.l2=0.001", "14:gru:restart",
      "17:undo", "18:redo", "20:training.learning_rate+", "24:rnn:rewind 2", "26:rnn:redo",
      "31:undo", "36:regularizers.l1=0.001", "37:rewind", "41:early_stopping=off", "47:undo",
      "50:rnn:training.learning_rate-", "55:undo", "56:undo", "57:cells=rnn,gru", "58:undo",
      "59:cells=rnn,lstm,gru", "40:lstm:fork regularizers.dropout=0.3",
      "45:lstm+drop 0.3:training.learning_rate+", "46:lstm+drop 0.3:undo",
      "46:lstm+drop 0.3:undo", "48:rnn:fork",
    ]
    let (whole, again) = (folder("whole"), folder("again"))
    try whole.train(preset, threads: 1, at: requests)
    try whole.again(in: again)
    #expect(try again.models == whole.models && again.lines == whole.lines)
    let lines = try whole.lines
    #expect(lines.count { $0.hasPrefix("{\"event\": \"put_back\"") } > 10)
    let models = try whole.models.keys.sorted()
    #expect(
      models == [
        "gru.2.safetensors", "gru.3.safetensors", "gru.safetensors", "lstm-drop0.3.2.safetensors",
        "lstm-drop0.3.safetensors",
        "lstm.2.safetensors", "lstm.safetensors", "rnn-copy.safetensors", "rnn.2.safetensors",
        "rnn.safetensors",
      ])
    // Broken off and resumed where nothing kept is asked for any more: the same.
    let parts = folder("parts")
    let short = Array(requests.prefix(10))
    let other = folder("other")
    try other.train(preset, threads: 1, at: short)
    try parts.train(preset, threads: 1, at: short + ["33:stop"])
    try parts.resume(threads: 2)
    #expect(try parts.models == other.models && parts.lines == other.lines)
  }

  /// Forks go on, too, where a run was broken off after them.
  @Test func whatWasForked() throws {
    var preset = try preset("compare", steps: 40)
    preset.data.count = 400
    let requests = [
      "5:gru:fork regularizers.dropout=0.3", "9:rnn:fork",
      "12:gru+drop 0.3:training.learning_rate-",
      "25:lstm:remove", "27:gru+drop 0.3:fork", "30:rnn+copy:restart", "31:gru+drop 0.3:remove",
    ]
    let whole = folder("whole")
    try whole.train(preset, threads: 1, at: requests)
    for stop in [7, 20, 33] {
      let parts = folder("parts-\(stop)")
      try parts.train(preset, threads: 1, at: requests + ["\(stop):stop"])
      try parts.breakOff()
      try parts.resume(threads: 1)
      #expect(try parts.models == whole.models, "stopped at \(stop)")
      let (a, b) = (try parts.lines, try whole.lines)
      #expect(a.count == b.count)
      for (one, other) in zip(a, b) where one != other {
        Issue.record("stopped at \(stop): \(one.prefix(600))\n\(other.prefix(600))")
        break
      }
    }
  }

  @Test func whatLiesBeforeIsNotTakenBack() throws {
    let (run, again) = (folder("run"), folder("again"))
    let preset = try preset("echo", steps: 40)
    try run.train(
      preset, threads: 1, at: ["3:regularizers.l2=0.01", "7:stop", "9:undo", "10:rewind"])
    try run.resume(threads: 1)
    let answers = try run.lines.filter { $0.contains("\"rejected\"") }
    #expect(answers.count == 2)
    #expect(answers[0].contains("no change since step 7, where the run was resumed"))
    #expect(
      answers[1].contains("no validation before this one since step 7, where the run was resumed"))
    // It did nothing: it is not repeated.
    try run.again(in: again)
    #expect(try again.models == run.models)
    #expect(try again.lines.allSatisfy { !$0.contains("\"rejected\"") })
  }

  /// Class weights switched meanwhile, and lanes that follow a metric: the same.
  @Test func classWeightsAndMonitors() throws {
    var preset = try preset("anomalies", steps: 48)
    preset.data.count = 400
    for lane in preset.lanes.indices {
      preset.lanes[lane].training.validateEvery = .steps(4)
      preset.lanes[lane].model.hidden = [6]
      preset.lanes[lane].model.match = .hidden
      preset.lanes[lane].earlyStopping.patience = 4
      preset.lanes[lane].earlyStopping.monitor = ["f1", nil, "balanced_accuracy"][lane % 3]
    }
    preset.training.validateEvery = .steps(4)
    preset.lanes[0].training.classWeights = ClassWeights(isOn: true)
    let requests = [
      "5:training.class_weights=balanced", "11:lstm:training.class_weights={anomaly: 4}",
      "17:training.class_weights=off", "23:gru:training.class_weights=[1, 3]",
      "29:early_stopping=off", "31:training.class_weights=on",
    ]
    let (whole, again) = (folder("whole"), folder("again"))
    try whole.train(preset, threads: 1, at: requests)
    for stop in [3, 12, 20, 33] {
      let parts = folder("parts-\(stop)")
      try parts.train(preset, threads: 1, at: requests + ["\(stop):stop"])
      try parts.resume(threads: 2)
      #expect(try parts.models == whole.models, "stopped at \(stop)")
      #expect(try parts.lines == whole.lines, "stopped at \(stop)")
    }
    try whole.again(in: again)
    #expect(try again.models == whole.models)
    let lines = try whole.lines
    #expect(
      lines.contains { $0.contains(#""request": "lstm:training.class_weights={anomaly: 4}""#) })
    #expect(lines.contains { $0.contains(#""monitor": "balanced_accuracy""#) })
    // The best of a run whose lanes follow different things is that of the least loss.
    let best = try #require(RunList.entry(try RecordedRun(whole.path)).best)
    #expect(best.monitor == nil)
  }

  /// Those that are not written yet when it stops are written later as they would have been.
  @Test func veryManyValidations() throws {
    var preset = try preset("echo", steps: 1500)
    (preset.data.count, preset.record.every) = (100, .steps(100))
    (preset.training.validateEvery, preset.training.maxEpochs) = (.steps(1), nil)
    for lane in preset.lanes.indices {
      preset.lanes[lane].training = preset.training
      preset.lanes[lane].earlyStopping.on = false
      preset.lanes[lane].model.hidden = [4]
    }
    let (whole, parts) = (folder("whole"), folder("parts"))
    try whole.train(preset, threads: 1)
    try parts.train(preset, threads: 1, at: ["1299:stop"])
    try parts.resume(threads: 1)
    #expect(try parts.lines == whole.lines && parts.models == whole.models)
    let lines = try whole.lines
    #expect(lines.count { $0.hasPrefix("{\"event\": \"validations\"") } > 100)
  }

  // MARK: what cannot go on

  @Test func aDamagedCheckpointIsNamedAndTheOneBeforeTaken() throws {
    let run = folder("run")
    try run.train(preset("echo", steps: 9), threads: 1, at: ["7:stop"])
    // The one before, as it is while the run is at work.
    let names = CheckpointFolder(ofRun: run.path).names
    #expect(names == ["step-7.safetensors"])
    let newest = "\(run.path)/checkpoints/step-7.safetensors"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: newest))
    try bytes.write(to: URL(fileURLWithPath: "\(run.path)/checkpoints/step-6.safetensors"))
    for damage in [
      { (data: inout Data) in data.removeLast(100) },
      { (data: inout Data) in data[data.count - 50] ^= 1 },
      { (data: inout Data) in data[40] ^= 1 },
      { (data: inout Data) in data[2000] ^= 1 },
      { (data: inout Data) in data = Data() },
    ] {
      var damaged = bytes
      damage(&damaged)
      try damaged.write(to: URL(fileURLWithPath: newest))
      let resumption = try RecordedRun(run.path).resumption()
      #expect(resumption.name == "step-6.safetensors")
      #expect(access(newest, F_OK) != 0, "it is set aside")
      #expect(resumption.notes.count == 2)
      #expect(resumption.notes[0].contains("from step 7"), "a copy of it under another name")
      #expect(resumption.notes[1].contains("step-7.safetensors"))
    }
    try FileManager.default.removeItem(atPath: "\(run.path)/checkpoints/step-6.safetensors")
    let error = #expect(throws: RecordedRun.Failure.self) {
      try RecordedRun(run.path).resumption()
    }
    #expect(error?.description.contains("cannot go on") == true)
    #expect(error?.description.contains("run.yaml") == true)
  }

  /// What is not as it was written is said; the training does not need it.
  @Test func aDamagedRecordIsSaid() throws {
    let whole = folder("whole")
    try whole.train(preset("echo", steps: 9), threads: 1)
    for damage in [
      { (data: inout Data) in data[data.count / 3] ^= 1 },
      { (data: inout Data) in data.removeLast(data.count / 2) },
      { (data: inout Data) in data = Data((0..<data.count).map { UInt8(truncatingIfNeeded: $0) }) },
      { (data: inout Data) in data = Data() },
    ] {
      let run = folder(UUID().uuidString)
      try run.train(preset("echo", steps: 9), threads: 1, at: ["5:stop"])
      let file = URL(fileURLWithPath: "\(run.path)/record.jsonl")
      var data = try Data(contentsOf: file)
      damage(&data)
      try data.write(to: file)
      var notes: [String] = []
      do {
        let resumption = try RecordedRun(run.path).resumption()
        notes = resumption.notes
      }
      #expect(notes.count == 2 && notes.last?.contains("record.jsonl: it is ") == true, "\(notes)")
      try run.resume(threads: 1)
      #expect(try run.models == whole.models)
    }
  }

  /// What was learned before a restart is in its file whatever comes after; lanes whose names become
  /// the same file's keep theirs.
  @Test func filesStayWithTheirLanes() throws {
    var preset = try preset("compare", steps: 40)
    (preset.data.count, preset.record.every) = (300, .steps(5))
    preset.training.validateEvery = .steps(4)
    for (lane, name) in zip(preset.lanes.indices, ["a b", "a-b", "a_b"]) {
      preset.lanes[lane].name = name
      preset.lanes[lane].training = preset.training
    }
    let requests = ["17:a-b:restart", "23:a b:restart"]
    let whole = folder("whole")
    try whole.train(preset, threads: 1, at: requests)
    #expect(try whole.models.count == 5)
    for stop in [3, 6, 18, 21, 31] {
      let parts = folder("parts-\(stop)")
      try parts.train(preset, threads: 1, at: requests + ["\(stop):stop"])
      try parts.resume(threads: 1)
      #expect(try parts.models == whole.models, "stopped at \(stop)")
    }
  }

  @Test func aChangedPresetIsRefused() throws {
    let run = folder("run")
    try run.train(preset("echo", steps: 9), threads: 1, at: ["5:stop"])
    let file = "\(run.path)/run.yaml"
    let yaml = try String(contentsOfFile: file, encoding: .utf8)
    try yaml.replacing(#/seed: 1\b/#, with: "seed: 2")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: RecordedRun.Failure.self) { try run.resume(threads: 1) }
    #expect(error?.description.contains("it is not as the run wrote it") == true)
  }

  @Test func otherDataAreRefused() throws {
    let rows = (0..<300).map { "\(20 + 3 * sin(Double($0) / 5))\n" }.joined()
    let file = try scratch.write("waves.csv", ("value\n" + rows).utf8)
    var overrides = PresetOverrides()
    (overrides.data, overrides.maxSteps) = (file, 9)
    let run = folder("run")
    try run.train(
      overrides.apply(to: PresetLibrary.standard().load("sunspots")), threads: 1, at: ["5:stop"])
    for other in [rows.replacing("20.", with: "21."), rows + "\n"] {
      try Data(("value\n" + other).utf8).write(to: URL(fileURLWithPath: file))
      for isRepeated in [false, true] {
        let fault = #expect(throws: PreparedSession.Fault.self) {
          if isRepeated { try run.again(in: folder("again")) } else { try run.resume(threads: 1) }
        }
        guard case .failed(let reason) = fault else {
          Issue.record("no reason")
          return
        }
        #expect(reason.contains("not the data that the run was trained on"))
      }
    }
    try Data(("value\n" + rows).utf8).write(to: URL(fileURLWithPath: file))
    try run.resume(threads: 1)
    #expect(RunList.entry(try RecordedRun(run.path)).steps == 9)
  }

  /// One that went on for longer than planned is repeated to where it went.
  @Test func whatWentOnIsRepeated() throws {
    let (run, again) = (folder("run"), folder("again"))
    try run.train(preset("echo", steps: 6), threads: 1)
    try run.resume(threads: 1, ends: RunLimits(maxEpochs: nil, maxSteps: 11))
    try run.again(in: again)
    #expect(try run.models == again.models)
    #expect(RunList.entry(try RecordedRun(again.path)).steps == 11)
  }

  /// A link to a run, such as runs/latest, is that run.
  @Test func aLinkIsTheRun() throws {
    let run = folder("run")
    try run.train(preset("echo", steps: 6), threads: 1, at: ["3:stop"])
    let link = scratch.file("latest")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "run")
    #expect(try RecordedRun(link).path == run.path)
    #expect(RunList.entries(in: scratch.file("")).count == 1)
  }

  @Test func whatIsNoRunIsRefused() throws {
    for (path, reason) in [
      (scratch.file("none"), "there is no such folder"), (scratch.file(""), "no run's folder"),
    ] {
      let error = #expect(throws: RecordedRun.Failure.self) { try RecordedRun(path) }
      #expect(error?.description.contains(reason) == true)
    }
    let run = folder("run")
    try run.train(preset("echo", steps: 3), threads: 1)
    let file = "\(run.path)/manifest.json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("\"format\": 2", with: "\"format\": 99")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: RecordedRun.Failure.self) { try RecordedRun(run.path) }
    #expect(error?.description.contains("its format is 99, this version reads 2") == true)
  }
}
