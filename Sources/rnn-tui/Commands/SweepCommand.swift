import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Training

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Try every combination of values with cross-validation, and rank them.",
    discussion: """
      Each trial is a separate run of `rnn-tui train`: one combination on one fold. Every lane of \
      the preset takes part in the combinations, unless --cells or --lanes choose some. A stopped \
      sweep continues with the same command and --save, or with --continue.
      Exit codes: 0 done; 64 usage; 65 bad preset, value or data; 1 other failure; 3 every trial \
      diverged; 129, 130, 143 after SIGHUP, SIGINT, SIGTERM.
      """)

  @Argument(
    help: "A preset's name or file (default: compare, or by the kind of --data).",
    completion: .presets)
  var preset: String?
  @Option(
    help: """
      Vary a key of the preset, as KEY=[VALUE, ...] or KEY=log(FROM, TO, COUNT); may be repeated.
      """, completion: .settings)
  var over: [String] = []
  @Option(help: "Folds of cross-validation; 1: the preset's own split (default: 5).")
  var folds: Int?
  @Option(help: "Trials to run at a time.") var jobs = Processors.usualThreads
  @Option(help: "Train on this file: a table (CSV) or any text.", completion: .file()) var data:
    String?
  @Option(help: "The column of --data to predict, by name or number.") var target: String?
  @Option(help: "The cells that take part, such as rnn,lstm,gru.", completion: .cells) var cells:
    String?
  @Option(help: "The lanes of the preset that take part, by name.") var lanes: String?
  @Option(
    name: .customLong("set"), help: "Override a key of the preset, as KEY=VALUE; may be repeated.",
    completion: .settings)
  var sets: [String] = []
  @Option(help: "Random seed for everything.") var seed: UInt64?
  @Option(help: "Stop each trial after this many steps.") var maxSteps: Int?
  @Option(help: "Stop each trial after this many epochs.") var maxEpochs: Int?
  @Option(help: "Folder of the sweep (default: runs/sweep-DATE-NAME).") var save: String?
  @Option(
    name: .customLong("continue"), help: "Continue the sweep in this folder.",
    completion: .directory)
  var continued: String?
  @Flag(help: "Print the command of each unfinished trial, and run nothing.")
  var dryRun = false
  @OptionGroup var display: DisplayOptions

  func validate() throws {
    guard (1...Processors.mostThreads).contains(jobs) else {
      throw ValidationError("--jobs must be 1 to \(Processors.mostThreads)")
    }
    if let save, save.isEmpty { throw ValidationError("--save needs a folder name") }
    guard target == nil || data != nil || preset != nil else {
      throw ValidationError("--target needs --data or a preset")
    }
    guard let continued else { return }
    if continued.isEmpty { throw ValidationError("--continue needs a folder name") }
    guard request == SweepRequest(), save == nil else {
      throw ValidationError(
        "--continue repeats the earlier request; with it only --jobs, --dry-run, --headless, --json, "
          + "--no-color, --ascii and --theme are allowed")
    }
  }

  func run() throws {
    let library = PresetLibrary.standard()
    let grid = try makeGrid(library)
    if dryRun { return try printCommands(grid) }
    let folder: RunFolder
    let sweep: SweepFolder
    do {
      folder = try RunFolder(continued ?? save, preset: grid.base.name, prefix: "sweep-")
      sweep = SweepFolder(folder.path)
      try takeUp(sweep, grid)
    } catch {
      throw Failure.badData("\(error)")
    }
    // Held until the end, so that two sweeps never share it.
    defer { withExtendedLifetime(folder) {} }
    let jobs = min(jobs, grid.trialCount)
    let setup = SweepRunner.Setup(
      grid: grid, folder: sweep, executable: Self.executable, jobs: jobs, threads: threads)
    let run = SweepRun(setup, library, json: display.json)
    guard !display.headless && !display.json else { throw ExitCode(run.headless().code) }
    if case .headless(let reason) = TerminalAbilities.check() {
      LineWriter(STDERR_FILENO).write("rnn-tui: no dashboard: \(reason); sweeping headless")
      throw ExitCode(run.headless().code)
    }
    throw ExitCode(run.dashboard(try TerminalSession(display.terminal)).code)
  }

  /// The threads of each trial.
  private var threads: Int { max(1, Processors.usualThreads / jobs) }

  private static var executable: String { ExecutableFile.path ?? ProgramArguments.program }

  private var request: SweepRequest {
    var request = SweepRequest()
    request.preset = preset
    request.data = data
    request.target = target
    request.cells = cells
    request.lanes = lanes
    request.sets = sets
    request.seed = seed
    request.maxSteps = maxSteps
    request.maxEpochs = maxEpochs
    request.over = over
    request.folds = folds
    return request
  }

  private func makeGrid(_ library: PresetLibrary) throws -> SweepGrid {
    do {
      var request = request
      if let continued {
        guard let plan = try SweepPlan(in: SweepFolder(continued)) else {
          throw SweepFailure("\(escaped(continued, limit: 400)): there is no sweep in this folder")
        }
        request = plan.request
      }
      let argument = try RunArgument(request.preset, data: request.data, library)
      (request.preset, request.data) = (argument.preset, argument.data)
      let found = try library.preset(request.preset, for: request.overrides)
      return try SweepGrid(request, preset: found)
    } catch {
      throw Failure.badData("\(error)")
    }
  }

  /// Writes the plan, or makes sure that the existing one is the same.
  private func takeUp(_ folder: SweepFolder, _ grid: SweepGrid) throws {
    let plan = SweepPlan(grid)
    guard let before = try SweepPlan(in: folder) else { return try plan.write(to: folder) }
    guard let difference = before.difference(from: plan) else { return }
    throw SweepFailure(
      "\(escaped(folder.path, limit: 400)) holds a different sweep (\(difference)); choose another "
        + "--save, or repeat the same sweep")
  }

  /// Commands on standard output, one per line; what to do with them on standard error.
  private func printCommands(_ grid: SweepGrid) throws {
    let path =
      continued ?? save ?? RunFolder.usualPath(preset: grid.base.name, prefix: "sweep-")
    let folder = SweepFolder(path)
    do {
      if let before = try SweepPlan(in: folder),
        let difference = before.difference(from: SweepPlan(grid))
      {
        throw SweepFailure("\(escaped(path, limit: 400)) holds a different sweep (\(difference))")
      }
    } catch {
      throw Failure.badData("\(error)")
    }
    let out = LineWriter(STDOUT_FILENO)
    var count = 0
    for place in 0..<grid.trialCount where !out.isBroken {
      let trial = grid.trial(place)
      let name = grid.name(of: trial)
      guard folder.finishedLog(name) == nil else { continue }
      count += 1
      let arguments = grid.arguments(of: trial, threads: threads, folder: folder.weights(name))
      out.write(shellLine([ProgramArguments.program] + arguments))
    }
    let example = folder.lines(grid.name(of: grid.trial(0)))
    LineWriter(STDERR_FILENO).write(
      "rnn-tui: \(count) trials; save the standard output of each as "
        + "\(escaped(example, limit: 400)) and so on: a sweep with this --save counts it as done")
  }
}
