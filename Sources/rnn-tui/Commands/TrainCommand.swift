import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Open the dashboard and train.",
    discussion: """
      Without a terminal, or with TERM unset, unknown or dumb, it trains as with --headless.
      The first Ctrl-C or SIGTERM saves the best weights, scores them and ends; the second only
      saves; the third ends at once.
      Exit codes: 0 done; 64 usage; 65 bad preset or data; 1 other failure; 3 every lane diverged;
      129, 130, 143 after SIGHUP, SIGINT, SIGTERM.
      """)

  @Argument(help: "A preset's name or file (default: compare, or by the kind of --data).")
  var preset: String?
  @Option(help: "Train on this file: a table (CSV) or any text.") var data: String?
  @Option(help: "The column of --data to predict, by name or number.") var target: String?
  @Option(help: "The cells that run, as rnn,lstm,gru.") var cells: String?
  @Option(help: "The lanes of the preset that run, by name.") var lanes: String?
  @Option(
    name: .customLong("set"), help: "Override a key of the preset, as KEY=VALUE; may be repeated.")
  var sets: [String] = []
  @Option(help: "Change a setting at a step, as STEP:KEY=VALUE; may be repeated.")
  var at: [String] = []
  @Option(help: "Seed of everything random.") var seed: UInt64?
  @Option(help: "Threads that train.") var threads = Processors.usualThreads
  @Option(help: "Stop after so many steps.") var maxSteps: Int?
  @Option(help: "Stop after so many epochs.") var maxEpochs: Int?
  @Option(help: "Folder for the best weights (default: runs/DATE-NAME).") var save: String?
  @Flag(help: "No dashboard: a line per validation and event.") var headless = false
  @Flag(help: "With --headless: one JSON object a line.") var json = false
  @Flag(help: "No colours.") var noColor = false
  @Flag(help: "Draw with ASCII only.") var ascii = false
  @Option(
    help: """
      Colours for a dark or a light background (default: as the terminal says, else COLORFGBG, else \
      dark).
      """)
  var theme: Theme?

  func validate() throws {
    try requireThreads(threads)
    guard target == nil || data != nil || preset != nil else {
      throw ValidationError("--target needs --data or a preset")
    }
    if let save, save.isEmpty { throw ValidationError("--save needs a folder's name") }
  }

  func run() throws {
    let library = PresetLibrary.standard()
    let first = try plan(preset, library)
    guard !headless && !json else { throw ExitCode(headlessRun(first)) }
    if case .headless(let reason) = TerminalAbilities.check() {
      LineWriter(STDERR_FILENO).write("rnn-tui: no dashboard: \(reason); training headless")
      throw ExitCode(headlessRun(first))
    }
    throw ExitCode(try dashboardRun(first, library))
  }

  /// What the arguments ask for, with the preset of that name.
  private func plan(_ name: String?, _ library: PresetLibrary) throws -> Worker.Plan {
    var overrides = PresetOverrides()
    overrides.data = data
    overrides.target = target
    overrides.cells = cells
    overrides.lanes = lanes
    overrides.sets = sets
    overrides.seed = seed
    overrides.maxSteps = maxSteps
    overrides.maxEpochs = maxEpochs
    do {
      let found = try library.preset(
        name, forData: data, source: PresetOverrides.source(in: sets))
      return Worker.Plan(
        preset: try overrides.apply(to: found), threads: threads,
        scheduled: try at.map { try ScheduledSetting($0) }, saveFolder: save)
    } catch {
      throw Failure.badData("\(error)")
    }
  }

  private func headlessRun(_ plan: Worker.Plan) -> Int32 {
    HeadlessRun(
      plan: plan, json: json, again: { again(seed: $0.seed) + ["--headless"] },
      out: LineWriter(STDOUT_FILENO), errors: LineWriter(STDERR_FILENO)
    ).run()
  }

  private func dashboardRun(_ first: Worker.Plan, _ library: PresetLibrary) throws -> Int32 {
    let presets = library.listings.filter { $0.error == nil }.map {
      PresetChoice(name: $0.name, title: $0.title)
    }
    let terminal = try TerminalSession(.init(noColor: noColor, ascii: ascii, theme: theme))
    let run = DashboardRun(terminal: terminal, presets: presets) { name in
      // Another preset brings its own data, cells and settings; what was asked of the whole run stays.
      var plan = Worker.Plan(
        preset: try library.load(name), threads: threads, scheduled: [], saveFolder: nil)
      var overrides = PresetOverrides()
      overrides.seed = seed
      plan.preset = try overrides.apply(to: plan.preset)
      return plan
    }
    let end = run.run(first)
    let out = LineWriter(STDOUT_FILENO)
    for note in end.notes { out.write("rnn-tui: \(note)") }
    for session in end.sessions { report(session, to: out) }
    let hasLoss = end.sessions.contains { $0.results.lanes.hasLoss }
    switch end.outcome {
    case .failed(let reason):
      throw Failure.badData(reason)
    case .interrupted:
      out.write("rnn-tui: stopped while the data were prepared; nothing was trained")
      return end.reason == .quit && hasLoss ? 1 : end.reason.exitStatus
    case .ended(let results):
      guard end.reason == .quit else { return end.reason.exitStatus }
      return hasLoss ? 1 : results.lanes.exitCode
    }
  }

  private func report(_ session: DashboardRun.Session, to out: LineWriter) {
    let results = session.results
    let words =
      session.isFirst
      ? again(seed: results.seed)
      : ["train", results.preset] + Self.option("--seed", results.seed.map { "\($0)" })
    let next = NextCommands(results, again: words, wasChanged: session.wasChanged)
    let verdict = Wrapping.lines(results.verdict.text, width: ResultTable.width)
    for line in ResultTable(results).lines + verdict + next.lines { out.write(line) }
  }

  /// The arguments that start the same training again.
  private func again(seed known: UInt64?) -> [String] {
    var words = ["train"]
    if let preset { words.append(preset) }
    let options: [(String, String?)] = [
      ("--data", data), ("--target", target), ("--cells", cells), ("--lanes", lanes),
    ]
    for (name, value) in options { words += Self.option(name, value) }
    for text in sets { words += ["--set", text] }
    for text in at { words += ["--at", text] }
    words += Self.option("--max-steps", maxSteps.map { "\($0)" })
    words += Self.option("--max-epochs", maxEpochs.map { "\($0)" })
    words += Self.option("--seed", (known ?? seed).map { "\($0)" })
    return words + Self.option("--save", save)
  }

  private static func option(_ name: String, _ value: String?) -> [String] {
    // A value that looks like an option is taken for one, unless it is joined to its own.
    value.map { $0.hasPrefix("-") ? ["\(name)=\($0)"] : [name, $0] } ?? []
  }
}
