import Datasets
import Foundation
import Testing
import Training

@Suite struct SweepGridTests {
  @Test func everyCombinationOnEveryFold() throws {
    let grid = try SweepSamples.grid(
      ["model.hidden=[[4], [8, 4]]", "training.learning_rate=[0.1, 0.01, 0.001]"],
      SweepSamples.threeCells
    ) { $0.folds = 4 }
    #expect(grid.combinations.count == 18 && grid.trialCount == 72)
    #expect(grid.combinations.map(\.number) == Array(1...18))
    #expect(Set(grid.combinations.map { "\($0.lane) \($0.values.map(\.text))" }).count == 18)
    #expect(grid.combinations[7].lane == "lstm")
    #expect(grid.combinations[7].values.map(\.text) == ["[4]", "0.01"])
    // All folds of one, then the next; each trial once.
    let trials = (0..<72).map(grid.trial)
    #expect(trials.prefix(4).map(\.fold) == [1, 2, 3, 4])
    #expect(trials.prefix(4).allSatisfy { $0.combination == 0 })
    for (place, trial) in trials.enumerated() {
      #expect(grid.place(combination: trial.combination, fold: trial.fold) == place)
    }
    #expect(Set(trials.map(grid.name)).count == 72)
    #expect(grid.name(of: trials[0]) == "c01-f1" && grid.name(of: trials[71]) == "c18-f4")
  }

  @Test func foldsFollowThePreset() throws {
    #expect(try SweepSamples.grid([]).folds == 5)
    let own = SweepSamples.oneCell.replacing("count: 300", with: "count: 300, folds: 3")
    #expect(try SweepSamples.grid([], own).folds == 3)
    #expect(try SweepSamples.grid([], own) { $0.folds = 4 }.folds == 4)
    let file = "data: {file: a.csv, validation: b.csv}\n"
    #expect(try SweepSamples.grid([], file).folds == 1)
    #expect(
      SweepSamples.refusal([], file) { $0.folds = 2 }?.contains("--folds 1 uses them")
        == true)
  }

  @Test func argumentsOfATrial() throws {
    let grid = try SweepSamples.grid(
      ["model.hidden=[[4], [8, 4]]", "regularizers.dropout=[off, 0.3]"], SweepSamples.threeCells
    ) {
      $0.folds = 3
      $0.sets = ["data.count=500"]
      $0.seed = 7
      $0.maxEpochs = 2
    }
    let trial = grid.trial(grid.place(combination: 7, fold: 2))
    #expect(
      grid.arguments(of: trial, threads: 2, folder: "out/c08-f2") == [
        "train", "small", "--cells", "lstm", "--set", "data.count=500",
        "--set", "regularizers.dropout=0.3", "--set", "model.hidden=[8, 4]",
        "--set", "data.folds=3", "--set", "data.fold=2", "--seed", "7", "--max-epochs", "2",
        "--threads", "2", "--save", "out/c08-f2", "--record-curves",
        "--headless", "--json",
      ])
  }

  @Test func oneFoldIsThePresetsOwnSplit() throws {
    let one: (inout SweepRequest) -> Void = { $0.folds = 1 }
    let plain = try SweepSamples.grid([], change: one)
    #expect(!plain.arguments(of: plain.trial(0), threads: 1, folder: "x").contains("--set"))
    let own = SweepSamples.oneCell.replacing("count: 300", with: "count: 300, folds: 3, fold: 2")
    let grid = try SweepSamples.grid([], own, change: one)
    let words = grid.arguments(of: grid.trial(0), threads: 1, folder: "x")
    #expect(words.contains("data.folds=null") && words.contains("data.fold=null"))
    #expect(grid.name(of: grid.trial(0)) == "c1-f1")
  }

  /// Lanes of one cell are picked by name; what the command line says picks what the grid means.
  @Test(arguments: [SweepSamples.threeCells, SweepSamples.sameCells, SweepSamples.oneCell])
  func aTrialsPresetHasOneLane(_ yaml: String) throws {
    let grid = try SweepSamples.grid(["model.hidden=[5, 6]"], yaml)
    for combination in grid.combinations {
      let preset = try grid.preset(of: combination)
      #expect(preset.lanes.map(\.name) == [combination.lane])
      #expect(preset.lanes[0].model.hidden == [combination.number % 2 == 1 ? 5 : 6])
      #expect(preset.data.folds == nil && preset.data.fold == nil)
    }
  }

  @Test func lanesAreChosenByNameWhereCellsAreNotEnough() throws {
    let grid = try SweepSamples.grid([], SweepSamples.sameCells)
    let words = grid.arguments(of: grid.trial(5), threads: 1, folder: "x")
    #expect(words.starts(with: ["train", "small", "--lanes", "irnn"]))
    #expect(try grid.preset(of: grid.combinations[1]).lanes[0].model.options.activation == .relu)
    let chosen = try SweepSamples.grid([], SweepSamples.sameCells) { $0.lanes = "tanh" }
    #expect(chosen.combinations.map(\.lane) == ["tanh"])
    #expect(
      SweepSamples.refusal([], SweepSamples.sameCells) { $0.lanes = "x" }
        == "--lanes x: there is no lane \"x\"; lanes: tanh, irnn")
  }

  @Test func cellsAreLanes() throws {
    let grid = try SweepSamples.grid(["model.cell=[lstm, rnn]"])
    #expect(grid.axes.isEmpty && grid.combinations.map(\.lane) == ["lstm", "rnn"])
    #expect(
      grid.arguments(of: grid.trial(5), threads: 1, folder: "x")[2...3] == ["--cells", "rnn"])
    #expect(
      SweepSamples.refusal(["model.cell=[lstm]"]) { $0.cells = "gru" }?.contains(
        "--cells does the same")
        == true)
  }

  /// An option after the name that would reset it, in whichever order they were asked for.
  @Test func namesComeBeforeTheirOptions() throws {
    let grid = try SweepSamples.grid(
      ["training.optimizer.beta1=[0.5, 0.8]", "training.optimizer=[adam, adamw]"])
    #expect(grid.axes.map(\.key) == ["training.optimizer.beta1", "training.optimizer"])
    let presets = try grid.combinations.map { try grid.preset(of: $0) }
    #expect(presets.map(\.training.optimizer) == ["adam", "adamw", "adam", "adamw"])
    #expect(presets.map(\.training.optimizerOptions.beta1) == [0.5, 0.5, 0.8, 0.8])
    let words = grid.arguments(of: grid.trial(15), threads: 1, folder: "x")
    let sets = words.filter { $0.hasPrefix("training.") }
    #expect(sets == ["training.optimizer=adamw", "training.optimizer.beta1=0.8"])
  }

  @Test(arguments: [
    (["training.batch=[8]", "training.batch=[16]"], "training.batch is already swept"),
    (["regularizers=[{l2: 0.1}]", "regularizers.l2=[off]"], "regularizers is already swept"),
    // Each value is allowed, but not with the other.
    (
      ["training.optimizer=[sgd]", "training.optimizer.beta1=[0.5]"],
      "--over training.optimizer.beta1=0.5: training.optimizer.beta1: "
    ),
    (
      ["training.batch=log(1, 1000, 50)", "training.learning_rate=log(1e-5, 1, 100)"],
      "rounded to whole numbers"
    ),
    (
      ["training.learning_rate=log(1e-5, 1, 100)", "regularizers.l2=log(1e-5, 0.1, 50)"],
      "25000 trials (100 of training.learning_rate x 50 of regularizers.l2 x 1 lanes x 5 folds)"
    ),
  ])
  func refused(_ over: [String], _ says: String) {
    let message = SweepSamples.refusal(over)
    #expect(message?.contains(says) == true, "\(message ?? "no error")")
  }

  @Test func whatAFlagFixesIsNotSwept() {
    let cases: [(String, (inout SweepRequest) -> Void)] = [
      ("training.seed=[1, 2]", { $0.seed = 3 }), ("training.max_steps=[1, 2]", { $0.maxSteps = 3 }),
      ("training.max_epochs=[1, 2]", { $0.maxEpochs = 3 }),
      ("training.batch=[1, 2]", { $0.sets = ["training.batch=3"] }),
    ]
    for (over, change) in cases {
      #expect(
        SweepSamples.refusal([over], change: change)?.contains("leave one of them out") == true)
    }
    #expect(
      SweepSamples.refusal([]) { $0.sets = ["data.folds=3"] }?.contains("--folds sets it") == true)
    #expect(SweepSamples.refusal([]) { $0.folds = 0 }?.contains("1 to 100 folds") == true)
    #expect(SweepSamples.refusal([]) { $0.folds = 101 }?.contains("1 to 100 folds") == true)
  }
}

/// Where sizes are swept, those asked for are trained.
@Suite struct SweepSizesTests {
  private static let matched =
    SweepSamples.threeCells.replacing("hidden: [8]", with: "hidden: [8], match: parameters")

  private func words(_ grid: SweepGrid) -> [String] {
    grid.arguments(of: grid.trial(0), threads: 1, folder: "x")
  }

  @Test func sweptSizesAreNotMatched() throws {
    let grid = try SweepSamples.grid(["model.hidden=[16, 24]"], Self.matched)
    #expect(grid.notes.count == 1 && grid.notes[0].contains("model.match is hidden here"))
    #expect(words(grid).contains("model.match=hidden"))
    for combination in grid.combinations {
      let preset = try grid.preset(of: combination)
      #expect(preset.lanes.allSatisfy { $0.model.match == .hidden })
    }
    // What was asked is kept as it was asked, so the same command goes on.
    #expect(grid.asked.sets.isEmpty)
  }

  @Test(
    arguments: [
      (["model.hidden=[16, 24]"], ["model.match=parameters"]),
      (["model.hidden=[16, 24]", "model.match=[parameters, hidden]"], []),
      (["model.hidden=[16, 24]"], ["model={match: parameters}"]),
      (["training.batch=[16, 24]"], []),
    ] as [([String], [String])])
  func theUserDecides(_ over: [String], _ sets: [String]) throws {
    let grid = try SweepSamples.grid(over, Self.matched) { $0.sets = sets }
    #expect(grid.notes.isEmpty)
    #expect(!words(grid).contains("model.match=hidden"))
    #expect(try grid.preset(of: grid.combinations[0]).lanes[0].model.match == .parameters)
  }

  @Test func withoutMatchingThereIsNothingToSay() throws {
    let grid = try SweepSamples.grid(["model.hidden=[16, 24]"], SweepSamples.threeCells)
    #expect(grid.notes.isEmpty && !words(grid).contains("model.match=hidden"))
  }

  @Test func matchedSizesAreShownAndKept() throws {
    let grid = try SweepSamples.grid(["model.hidden=[16]"], Self.matched) {
      $0.sets = ["model.match=parameters"]
      $0.folds = 1
      $0.cells = "gru"
    }
    var progress = SweepProgress(grid)
    // Its trial says that it trained 8.
    progress.adopt([0: TrialLog(lines: SweepSamples.lines([0.5]).joined(separator: "\n"))])
    #expect(progress.trainedSizes(of: 0) == [8] && progress.otherSizes(of: 0) == [8])
    let report = SweepReport(progress)
    #expect(report.table[0].contains("trained"))
    #expect(report.table[1].contains("[8]"))
    #expect(report.words(of: 0).hasSuffix("hidden 16, trained with [8]"))
    #expect(report.rankingLines(seconds: 0)[0].contains("\"hidden\": [8]"))
    let best = try grid.preset(of: grid.combinations[0], trained: progress.trainedSizes(of: 0))
    #expect(best.lanes[0].model.hidden == [8] && best.lanes[0].model.match == .hidden)
  }
}

@Suite struct ShellQuotingTests {
  @Test(arguments: [
    ("train", "train"), ("training.batch=8", "training.batch=8"), ("", "''"),
    ("model.hidden=[64, 32]", "'model.hidden=[64, 32]'"), ("a'b", "'a'\\''b'"),
    ("$HOME", "'$HOME'"),
    ("~", "'~'"), ("runs/c1-f2", "runs/c1-f2"), ("a b", "'a b'"), ("x;y", "'x;y'"),
    ("é", "'é'"), ("1e-05", "1e-05"), ("!", "'!'"), ("*", "'*'"),
  ])
  func words(_ word: String, _ expected: String) { #expect(shellQuoted(word) == expected) }

  /// Nothing that drives a terminal comes out, and a shell reads the same word again.
  @Test(arguments: [
    ("a\u{1B}[31mb", "$'a\\033[31mb'"), ("a\nb", "$'a\\012b'"), ("\u{7F}0'\\", "$'\\1770\\'\\\\'"),
    ("\u{9B}31m", "$'\\302\\23331m'"), ("x\u{202E}y", "$'x\\342\\200\\256y'"), ("\té", "$'\\011é'"),
  ])
  func controlCharacters(_ word: String, _ expected: String) throws {
    #expect(shellQuoted(word) == expected)
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    guard FileManager.default.isExecutableFile(atPath: "/bin/bash") else { return }
    shell.arguments = ["-c", "printf %s " + shellQuoted(word)]
    shell.standardOutput = output
    try shell.run()
    let read = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(String(decoding: read, as: UTF8.self) == word)
  }

  @Test func line() { #expect(shellLine(["a", "b c", ""]) == "a 'b c' ''") }
}
