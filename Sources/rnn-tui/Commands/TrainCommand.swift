import ArgumentParser
import Datasets
import Foundation
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Open the dashboard and train.",
    discussion: """
      Without a terminal, or with TERM unset, unknown or dumb, it trains as with --headless.
      The first Ctrl-C or SIGTERM saves the best weights, scores them and ends; the second skips \
      the scores and gives saving 5 seconds at most; the third ends at once.
      Exit codes: 0 done; 64 usage; 65 bad preset or data; 1 other failure; 3 every lane diverged; \
      129, 130, 143 after SIGHUP, SIGINT, SIGTERM.
      A run is kept in its folder: models, run.yaml, manifest.json, record.jsonl, checkpoints. \
      `rnn-tui resume` continues it.
      """)

  @Argument(
    help: "A preset's name or file, or your own data file (default: compare).", completion: .presets
  )
  var preset: String?
  @Option(help: "Train on this file: a table (CSV) or any text.", completion: .file()) var data:
    String?
  @Option(help: "The column of --data to predict, by name or number.") var target: String?
  @Option(help: "The cells that run, such as rnn,lstm,gru.", completion: .cells) var cells: String?
  @Option(help: "The lanes of the preset that run, by name.") var lanes: String?
  @Option(
    name: .customLong("set"), help: "Override a key of the preset, as KEY=VALUE; may be repeated.",
    completion: .settings)
  var sets: [String] = []
  @Option(
    help: """
      Make a request at a step, as STEP:REQUEST; may be repeated. REQUEST is [LANE:]KEY=VALUE, \
      [LANE:]KEY+ or KEY- (one notch), [LANE:]restart, undo, redo, rewind [N], fork [KEY=VALUE] or \
      remove, cells=rnn,gru or stop. `rnn-tui send` takes the same during training.
      """)
  var at: [String] = []
  @Option(help: "Random seed for everything.") var seed: UInt64?
  @Option(help: "Stop after this many steps.") var maxSteps: Int?
  @Option(help: "Stop after this many epochs.") var maxEpochs: Int?
  @Option(help: "Folder of the run (default: runs/DATE-NAME).", completion: .directory) var save:
    String?
  @Flag(help: "Keep no record of the run and no checkpoints.") var noRecord = false
  @Flag(help: .hidden) var recordCurves = false
  @Option(
    help: "Train the run in this folder again: same preset, seed and commands, same bits.",
    completion: .runs)
  var `repeat`: String?
  @OptionGroup var options: SessionOptions

  func validate() throws {
    guard target == nil || data != nil || preset != nil else {
      throw ValidationError("--target needs --data or a preset")
    }
    if let save, save.isEmpty { throw ValidationError("--save needs a folder name") }
    guard let `repeat` else { return }
    if `repeat`.isEmpty { throw ValidationError("--repeat needs a run's folder") }
    let asked: [Any?] = [preset, data, target, cells, lanes, seed, maxSteps, maxEpochs]
    guard asked.allSatisfy({ $0 == nil }), sets.isEmpty, at.isEmpty, !noRecord, !recordCurves else {
      throw ValidationError(
        "--repeat does what the run did; with it only --threads, --save, --headless, --json, "
          + "--no-color, --ascii and --theme are allowed")
    }
  }

  func run() throws {
    let library = PresetLibrary.standard()
    let plan = try plan(library)
    let run = SessionRun(options: options, library: library, seed: seed) { again(seed: $0.seed) }
    throw ExitCode(try run.run(plan).code)
  }

  /// The plan that the arguments ask for.
  private func plan(_ library: PresetLibrary) throws -> Worker.Plan {
    var plan = try `repeat`.map { try repetition(of: $0, library) } ?? newPlan(library)
    (plan.origin, plan.marksLatest) = (.here, true)
    if recordCurves { plan.recording = .curves }
    if noRecord { plan.recording = .none }
    return plan
  }

  private func newPlan(_ library: PresetLibrary) throws -> Worker.Plan {
    let argument = try RunArgument(preset, data: data, library)
    var overrides = PresetOverrides()
    overrides.data = argument.data
    overrides.target = target
    overrides.cells = cells
    overrides.lanes = lanes
    overrides.sets = sets
    overrides.seed = seed
    overrides.maxSteps = maxSteps
    overrides.maxEpochs = maxEpochs
    do {
      let found = try library.preset(argument.preset, for: overrides)
      let scheduled = try at.map { try ScheduledRequest($0) }
      let asked = try overrides.apply(to: found)
      try requireLanes(scheduled, asked)
      return Worker.Plan(
        preset: asked, threads: options.threads, scheduled: scheduled, saveFolder: save)
    } catch {
      throw Failure.badData("\(error)" + Self.otherCommand(preset, error))
    }
  }

  /// A word that is nearly a command is taken for a preset.
  private static func otherCommand(_ word: String?, _ error: any Error) -> String {
    guard let word, case .notFound = error as? PresetError,
      let command = nearest(to: word, among: HelpCommand.commands)
    else { return "" }
    return "; for the command: " + shellLine([ProgramArguments.program, command])
  }

  /// A lane that `--at` names must be in the preset, unless lanes may join later.
  private func requireLanes(_ scheduled: [ScheduledRequest], _ preset: Preset) throws {
    let mayJoin = scheduled.contains {
      if case .chooseCells = $0.request.action { true } else { false }
    }
    let forks = scheduled.contains {
      if case .fork = $0.request.action { true } else { false }
    }
    let names = preset.lanes.map(\.name)
    for entry in scheduled {
      guard let lane = entry.request.lane, !names.contains(lane), !mayJoin else { continue }
      // "gru+drop 0.3": a fork's name begins with its origin's.
      if forks, names.contains(where: { lane.hasPrefix("\($0)+") }) { continue }
      throw Failure.badData(
        "--at \(entry.step):\(escaped(entry.request.text, limit: 200)): there is no lane "
          + "\(escaped(lane)); lanes: \(names.map { escaped($0) }.joined(separator: ", "))")
    }
  }

  private func repetition(of folder: String, _ library: PresetLibrary) throws -> Worker.Plan {
    do {
      let run = try RecordedRun(folder)
      let repetition = try run.repetition()
      run.manifest.tellDifferences()
      if !repetition.isWhole {
        LineWriter(STDERR_FILENO).write(
          "rnn-tui: \(escaped(folder, limit: 400)) was cut short or is still running; it is "
            + "repeated as far as it is recorded")
      }
      var plan = Worker.Plan(
        preset: try run.preset(library), threads: options.threads,
        scheduled: repetition.scheduled, saveFolder: save)
      (plan.beginning, plan.ends) = (.again(run), repetition.ends)
      return plan
    } catch {
      throw Failure.badData("\(error)")
    }
  }

  /// The arguments that start the same training again.
  private func again(seed known: UInt64?) -> [String] {
    var words = ["train"]
    if let preset { words.append(preset) }
    let texts: [(String, String?)] = [
      ("--data", data), ("--target", target), ("--cells", cells), ("--lanes", lanes),
      ("--repeat", `repeat`),
    ]
    for (name, value) in texts { words += ProgramArguments.option(name, value) }
    for text in sets { words += ["--set", text] }
    for text in at { words += ["--at", text] }
    words += ProgramArguments.option("--max-steps", maxSteps.map { "\($0)" })
    words += ProgramArguments.option("--max-epochs", maxEpochs.map { "\($0)" })
    if `repeat` == nil {
      words += ProgramArguments.option("--seed", (known ?? seed).map { "\($0)" })
    }
    words += ProgramArguments.option("--save", save)
    return noRecord ? words + ["--no-record"] : words
  }
}
