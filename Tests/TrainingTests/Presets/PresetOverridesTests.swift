import Engine
import Testing
import Training

struct PresetOverridesTests {
  private let preset = try? Preset(
    yaml: "data: {source: adding, length: 50}\nmodel: {hidden: [8]}\nlanes:\n  - {cell: rnn}\n"
      + "  - {cell: lstm, name: big, model: {hidden: [16]}}", name: "p", file: "presets/p.yaml")

  private func apply(_ change: (inout PresetOverrides) -> Void) throws -> Preset {
    var overrides = PresetOverrides()
    change(&overrides)
    return try overrides.apply(to: #require(preset))
  }

  private func text(_ change: (inout PresetOverrides) -> Void) -> String {
    do {
      _ = try apply(change)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func noOverridesChangeNothing() throws { #expect(try apply { _ in } == preset) }

  @Test func setsReachAllLanes() throws {
    let changed = try apply {
      $0.sets = ["training.learning_rate=0.01", "regularizers.clip.strength=0.5", "model.hidden=4"]
      $0.seed = 9
      $0.maxSteps = 5
      $0.maxEpochs = 2
    }
    for lane in changed.lanes + [changed.common] {
      #expect(lane.training.learningRate == 0.01)
      #expect(lane.training.seed == 9)
      #expect(lane.training.maxSteps == 5)
      #expect(lane.training.maxEpochs == 2)
      #expect(lane.model.hidden == [4])
      #expect(lane.regularization["clip"]?.strength == 0.5)
    }
    #expect(changed.data.seed == 9)
    #expect(try apply { $0.sets = ["training.max_epochs=null"] }.training.maxEpochs == nil)
    #expect(try apply { $0.sets = ["training.max_epochs="] }.training.maxEpochs == nil)
  }

  /// Nobody comments on a flag.
  @Test(arguments: [
    "data.sequence=Sentence #", "data.sequence='Sentence #'", "data.sequence= Sentence # ",
  ])
  func aSignBelongsToTheName(_ text: String) throws {
    let own = try apply {
      $0.data = "f.csv"
      $0.sets = [text]
    }
    #expect(own.data.sequence == ["Sentence #"])
  }

  /// Whatever preset lends its settings, the run is named after the user's data.
  @Test(arguments: ["--data", "--set"]) func ownDataCarryTheirOwnName(_ way: String) throws {
    let own = try apply {
      if way == "--data" {
        $0.data = "folder/prices.csv"
      } else {
        $0.sets = ["data.source=csv", "data.length=null", "data.file=folder/prices.csv"]
      }
    }
    #expect(own.name == "prices" && own.title == "prices.csv")
    #expect(own.about.hasPrefix("Your own data."))
    #expect(own.lanes.map(\.name) == preset?.lanes.map(\.name))
  }

  /// The preset's text speaks of other data; they are not the user's either.
  @Test func anotherSourceHasAnotherText() throws {
    let other = try apply { $0.sets = ["data.source=parity"] }
    #expect(other.name == "p" && other.title == "parity" && !other.about.contains("Your own"))
    #expect(try apply { $0.sets = ["data.length=60"] }.about == preset?.about)
  }

  @Test func strengthSwitchesOn() throws {
    for set in ["regularizers.l2=0.1", "regularizers.l2.strength=0.1"] {
      let lane = try apply { $0.sets = [set] }.lanes[0]
      #expect(lane.regularization["l2"] == .init(isOn: true, strength: 0.1))
    }
  }

  /// The pace suits the preset's own data; one that is asked for stays.
  @Test func ownDataHaveNoPace() throws {
    let paced = try Preset(
      yaml: "data: {source: adding}\ntraining: {pace: 20}\nlanes: [{cell: rnn}, {cell: gru}]",
      name: "p", file: nil)
    func applied(_ data: String?, _ sets: [String]) throws -> Preset {
      var overrides = PresetOverrides()
      (overrides.data, overrides.sets) = (data, sets)
      return try overrides.apply(to: paced)
    }
    func paces(_ preset: Preset) -> [Int?] {
      ([preset.common] + preset.lanes).map(\.training.pace)
    }
    #expect(try paces(applied(nil, [])) == [20, 20, 20])
    #expect(try applied(nil, ["data.length=10"]).notes == [])
    for (data, sets) in [("x.csv", []), (nil, ["data.source=csv", "data.file=x.csv"])] {
      let own = try applied(data, sets)
      #expect(paces(own) == [nil, nil, nil])
      #expect(own.notes == ["own data: the pace of p, 20 steps a second, is not used"])
      #expect(try paces(applied(data, ["training.pace=5"] + sets)) == [5, 5, 5])
    }
  }

  @Test func aPaceIsOneForAllLanes() throws {
    #expect(throws: PresetError.self) {
      try Preset(
        yaml: "data: {source: adding}\nlanes: [{cell: rnn, training: {pace: 20}}]", name: "p",
        file: nil)
    }
    for value in ["0", "-1", "2.5", "1001", "fast"] {
      #expect(text { $0.sets = ["training.pace=\(value)"] }.contains("1 to 1000, or null"))
    }
    #expect(try apply { $0.sets = ["training.pace=null"] }.training.pace == nil)
  }

  @Test func cellsKeepTheirLanes() throws {
    let changed = try apply { $0.cells = "gru, lstm" }
    #expect(changed.lanes.map(\.name) == ["gru", "big"])
    #expect(changed.lanes.map(\.model.hidden) == [[8], [16]])
    #expect(try apply { $0.sets = ["model.cell=gru"] }.lanes.map(\.model.cell) == ["gru"])
    #expect(try apply { $0.sets = ["lanes=[{cell: gru}]"] }.lanes.map(\.name) == ["gru"])
  }

  @Test func dataReplacesThePresetsOwn() throws {
    let changed = try apply {
      $0.data = "mine.csv"
      $0.target = "2"
      $0.sets = ["data.window=9"]
    }
    #expect(changed.data.file == "mine.csv")
    #expect(changed.data.source == nil)
    #expect(changed.data.length == nil)
    #expect(changed.data.targets == ["2"])
    #expect(changed.data.window == 9)
    #expect(changed.dataFolders == ["."])
  }

  /// One flag may give what another needs, whichever stands first.
  @Test func aScheduleNeedsTheRunsLengthWhenAllIsSaid() {
    let need =
      "the schedule cosine needs to know how long the run is; set training.max_epochs or "
      + "training.max_steps, or training.schedule.period"
    let sets = ["training.schedule=cosine", "training.max_epochs=null"]
    #expect(text { $0.sets = sets } == "--set training.schedule=cosine: training.schedule: \(need)")
    #expect(text { $0.sets = Array(sets.dropFirst()) } == "no error")
    #expect(text { $0.sets = sets + ["training.max_steps=9"] } == "no error")
    #expect(text { $0.sets = sets + ["training.schedule.period=9"] } == "no error")
    #expect(
      text {
        $0.sets = sets
        $0.maxSteps = 9
      } == "no error")
  }

  @Test func errorsNameTheFlag() {
    #expect(
      text { $0.sets = ["training.batch=0"] }
        == "--set training.batch=0: training.batch: 0 is out of range; allowed: all, or 1 to 65536")
    #expect(
      text { $0.sets = ["clip"] }
        == "--set clip: KEY=VALUE is needed, such as training.learning_rate=0.01")
    #expect(text { $0.sets = ["a.b=1"] }.hasPrefix("--set a.b=1: a.b: unknown key; allowed: title"))
    #expect(text { $0.sets = ["training.batch=[1"] }.hasPrefix("--set training.batch=[1: not YAML"))
    #expect(
      text { $0.sets = ["training.optimizer.beta1=0.5", "training.optimizer=sgd"] } == "no error")
    #expect(
      text { $0.sets = ["training.optimizer.momentum=0.5"] }.contains("adam does not use it"))
    #expect(
      text { $0.cells = "rnn,lstn" }
        == "--cells rnn,lstn: cell 2: lstn is unknown (did you mean lstm?); allowed: "
        + CellRegistry.names.joined(separator: ", ")
    )
    #expect(text { $0.cells = "" }.hasPrefix("--cells : cell 1: nothing is not a name"))
    #expect(
      text { $0.cells = "rnn,rnn" } == "--cells rnn,rnn: rnn is given twice; name each cell once")
    #expect(
      text { $0.maxSteps = 0 }.hasPrefix("--max-steps 0: training.max_steps: 0 is out of range"))
    #expect(text { $0.target = "" } == "--target: a name or a number is needed")
  }
}
