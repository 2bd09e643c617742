import Dashboard
import Foundation
import Training

/// Runs a plan with or without the dashboard, to its exit code.
struct SessionRun {
  let options: SessionOptions
  let library: PresetLibrary
  /// The seed that further presets take; nil: their own.
  var seed: UInt64?
  /// The arguments that repeat the run.
  let again: (SessionResults) -> [String]

  func run(_ plan: Worker.Plan) throws -> ExitStatus {
    guard !options.display.headless && !options.display.json else { return headless(plan) }
    if case .headless(let reason) = TerminalAbilities.check() {
      LineWriter(STDERR_FILENO).write("rnn-tui: no dashboard: \(reason); training headless")
      return headless(plan)
    }
    return try dashboard(plan)
  }

  private func headless(_ plan: Worker.Plan) -> ExitStatus {
    HeadlessRun(
      plan: plan, json: options.display.json, again: { again($0) + ["--headless"] },
      out: LineWriter(STDOUT_FILENO), errors: LineWriter(STDERR_FILENO)
    ).run()
  }

  private func dashboard(_ first: Worker.Plan) throws -> ExitStatus {
    let presets = library.listings.filter { $0.error == nil }.map {
      PresetChoice(name: $0.name, title: $0.title)
    }
    let terminal = try TerminalSession(options.display.terminal)
    let run = DashboardRun(terminal: terminal, presets: presets) { name in
      // Another preset brings its own data, cells and settings; options of the whole run are kept.
      var plan = Worker.Plan(
        preset: try library.load(name), threads: options.threads, scheduled: [], saveFolder: nil)
      var overrides = PresetOverrides()
      overrides.seed = seed
      plan.preset = try overrides.apply(to: plan.preset)
      (plan.recording, plan.origin) = (first.recording, first.origin)
      plan.marksLatest = first.marksLatest
      return plan
    }
    let end = run.run(first)
    let out = LineWriter(STDOUT_FILENO)
    for note in end.notes { out.write("rnn-tui: \(note)") }
    for session in end.sessions { report(session, to: out) }
    let hasLoss = end.sessions.contains { !$0.results.losses.isEmpty }
    switch end.outcome {
    case .failed(let reason):
      throw Failure.badData(reason)
    case .interrupted:
      out.write("rnn-tui: stopped while the data were being prepared; nothing was trained")
      return end.reason == .quit && hasLoss ? .failure : end.reason.exitStatus
    case .ended(let results):
      guard end.reason == .quit else { return end.reason.exitStatus }
      return hasLoss ? .failure : results.exitStatus
    }
  }

  private func report(_ session: DashboardRun.Session, to out: LineWriter) {
    let results = session.results
    let words =
      session.isFirst
      ? again(results)
      : ["train", results.preset]
        + ProgramArguments.option("--seed", results.seed.map { "\($0)" })
    let next = NextCommands(results, again: words, wasChanged: session.wasChanged)
    let verdict = Wrapping.lines(results.verdict.text, width: ResultTable.width)
    for line in ResultTable(results).lines + verdict + next.lines { out.write(line) }
  }
}
