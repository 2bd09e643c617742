import ArgumentParser
import Datasets
import Foundation
import Telemetry
import Training

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Continue a run from its newest checkpoint.",
    discussion: """
      Weights, curves, patience, schedule and order of the data continue bit for bit. Everything \
      after the checkpoint is trained again.
      Example: rnn-tui resume runs/2026-11-26-2130-charlm --max-steps 20000
      """)

  @Argument(
    help: ArgumentHelp("The run's folder (default: runs/latest).", valueName: "run"),
    completion: .runs)
  var folder: String?
  @Option(help: "Stop after this many steps; the schedule stays as planned.")
  var maxSteps: Int?
  @Option(help: "Stop after this many epochs; the schedule stays as planned.")
  var maxEpochs: Int?
  @OptionGroup var options: SessionOptions

  func validate() throws {
    for (name, value) in [("--max-steps", maxSteps), ("--max-epochs", maxEpochs)] {
      if let value, !(1...1_000_000_000).contains(value) {
        throw ValidationError("\(name) must be 1 to 1000000000")
      }
    }
  }

  func run() throws {
    let library = PresetLibrary.standard()
    let plan: Worker.Plan
    do {
      plan = try self.plan(RecordedRun(folder ?? RunList.latest), library)
    } catch {
      throw Failure.badData("\(error)")
    }
    let run = SessionRun(options: options, library: library) { _ in
      ["train", "--repeat", plan.saveFolder ?? RunList.latest]
    }
    throw ExitCode(try run.run(plan).code)
  }

  private func plan(_ run: RecordedRun, _ library: PresetLibrary) throws -> Worker.Plan {
    let resumption = try run.resumption()
    var plan = Worker.Plan(
      preset: try run.preset(library), threads: options.threads, scheduled: [],
      saveFolder: run.path)
    plan.beginning = .from(resumption)
    (plan.origin, plan.marksLatest) = (.here, true)
    if maxSteps != nil || maxEpochs != nil {
      // If either is given, it replaces both.
      plan.ends = RunLimits(maxEpochs: maxEpochs, maxSteps: maxSteps)
    }
    run.manifest.tellDifferences()
    return plan
  }
}
