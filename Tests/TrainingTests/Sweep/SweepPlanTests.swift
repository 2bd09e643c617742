import Foundation
import Testing
import Training

@Suite struct SweepPlanTests {
  private func plan(
    _ over: [String] = ["model.hidden=[4, 8]"], _ yaml: String = SweepSamples.oneCell,
    change: (inout SweepRequest) -> Void = { _ in }
  ) throws -> SweepPlan {
    SweepPlan(try SweepSamples.grid(over, yaml, change: change))
  }

  @Test func writtenAndRead() throws {
    let scratch = try Scratch()
    let folder = SweepFolder(scratch.path)
    #expect(try SweepPlan(in: folder) == nil)
    let plan = try plan { $0.seed = 3 }
    try plan.write(to: folder)
    #expect(try SweepPlan(in: folder) == plan)
    #expect(try SweepPlan(in: folder)?.request == plan.request)
    #expect(scratch.names == ["sweep.json"])
    for (bytes, says) in [("{", "is not the plan"), ("{\"format\": 1}", "is not the plan")] {
      _ = try scratch.write("sweep.json", bytes.utf8)
      #expect { try SweepPlan(in: folder) } throws: { "\($0)".contains(says) }
    }
  }

  @Test func theFirstDifferenceIsNamed() throws {
    let first = try plan()
    #expect(first.difference(from: try plan()) == nil)
    // How it is asked for does not matter, only what it comes to.
    #expect(first.difference(from: try plan { $0.sets = ["training.batch=32"] }) == nil)
    let cases: [(SweepPlan, String)] = [
      (try plan { $0.folds = 3 }, "--folds: 5 there, 3 now"),
      (
        try plan(["model.hidden=[4, 16]"]), "--over model.hidden: [4, 8] there, [4, 16] now"
      ),
      (
        try plan(["model.hidden=[4, 8]", "training.batch=[8]"]),
        "--over training.batch: not swept there, [8] now"
      ),
      (try plan([]), "--over model.hidden: [4, 8] there, not swept now"),
      (try plan { $0.cells = "lstm" }, "lanes: gru there, lstm now"),
      (
        try plan { $0.sets = ["training.batch=8"] },
        "the preset's training.batch: 32 there, 8 now"
      ),
      (try plan { $0.maxEpochs = 3 }, "the preset's training.max_epochs: 50 there, 3 now"),
    ]
    for (other, expected) in cases { #expect(first.difference(from: other) == expected) }
  }
}

@Suite struct SweepFolderTests {
  @Test func aTrialIsDoneWhenItsLinesAreWhole() throws {
    let scratch = try Scratch()
    let folder = SweepFolder(scratch.path)
    let lines = SweepSamples.lines([0.5, 0.375])
    #expect(folder.finishedLog("c1-f1") == nil)
    _ = try scratch.write("c1-f1.part", lines.joined(separator: "\n").utf8)
    #expect(folder.finishedLog("c1-f1") == nil)
    try folder.finish("c1-f1")
    #expect(scratch.names == ["c1-f1.jsonl"])
    #expect(folder.finishedLog("c1-f1")?.best?.loss == 0.375)
    _ = try scratch.write("c2-f1.jsonl", lines.dropLast().joined(separator: "\n").utf8)
    #expect(folder.finishedLog("c2-f1") == nil)
    #expect(throws: SweepFailure.self) { try folder.finish("c3-f1") }
  }

  /// The winner trains on the same file, wherever that was found from.
  @Test func theWinnerLoadsAgain() throws {
    let scratch = try Scratch()
    let data = try scratch.write("waves.csv", "a\n1\n2\n".utf8)
    let yaml = "title: t\nabout: What it is.\ndata: {file: waves.csv, folds: 3}\n"
    _ = try scratch.write("p.yaml", yaml.utf8)
    let library = PresetLibrary(folders: [])
    var request = SweepRequest()
    request.over = ["model.hidden=[4, [8, 6]]", "regularizers.dropout=[off, 0.3]"]
    request.cells = "gru"
    let grid = try SweepGrid(request, preset: library.load(scratch.file("p.yaml")))
    let folder = SweepFolder(scratch.path + "/sweep")
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    let winner = try grid.preset(of: grid.combinations[3])
    try folder.writeBest(winner, about: "The best.", library: library)
    let best = try library.load(folder.best)
    #expect(best.lanes == winner.lanes && best.common == winner.common)
    #expect(best.lanes[0].model.hidden == [8, 6] && best.lanes[0].model.cell == "gru")
    #expect(best.lanes[0].regularization["dropout"]?.isOn == true)
    #expect(best.data.folds == nil && best.data.fold == nil)
    #expect(
      best.data.file.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        == URL(fileURLWithPath: data).resolvingSymlinksInPath().path)
    #expect(best.about == "The best. What it is." && best.title == "t")
    // What is found from everywhere keeps its name.
    let shared = PresetLibrary(folders: [scratch.path])
    let again = try SweepGrid(request, preset: shared.load("p")).preset(of: grid.combinations[0])
    try folder.writeBest(again, about: "", library: shared)
    #expect(try shared.load(folder.best).data.file == "waves.csv")
  }
}
