import CTerminal
import Dashboard
import Datasets
import Foundation
import Synchronization
import Telemetry
import Training

/// A sweep from start to end, with or without the dashboard.
final class SweepRun {
  private let runner: SweepRunner
  private let library: PresetLibrary
  private let json: Bool
  /// The winner's preset once it is written, or why it could not be.
  private var best: Result<String, SweepFailure>?
  private let out = LineWriter(STDOUT_FILENO)
  private let errors = LineWriter(STDERR_FILENO)

  init(_ setup: SweepRunner.Setup, _ library: PresetLibrary, json: Bool) {
    runner = SweepRunner(setup)
    self.library = library
    self.json = json
  }

  private var setup: SweepRunner.Setup { runner.setup }
  private var report: SweepReport { SweepReport(runner.progress) }

  // MARK: without a screen

  /// - Returns: the exit code.
  func headless() -> ExitStatus {
    tellStart()
    runner.onEnd = { [unowned self] place in tell(place) }
    var signal: Int32?
    runner.run(wake: Signals.descriptor) { [out] in
      signal = signal ?? Signals.take().end
      return signal != nil || out.isClosed
    }
    return finish(signal.map { LoopEnd.signal($0) })
  }

  private func tellStart() {
    let (grid, done) = (setup.grid, runner.progress.doneCount + runner.progress.failures.count)
    guard !json else {
      let line = report.startLine(
        folder: setup.folder.path, jobs: setup.jobs, threads: setup.threads)
      return out.write(line)
    }
    out.write(
      "sweep of \(escaped(grid.base.name)): \(grid.combinations.count) combination(s) x "
        + "\(grid.folds) fold(s), \(grid.trialCount) trials\(done > 0 ? ", \(done) done" : ""), "
        + "\(setup.jobs) at a time, \(setup.threads) thread(s) each, in "
        + escaped(setup.folder.path, limit: 400))
    for note in grid.notes { out.write("  " + note) }
  }

  private func tell(_ place: Int) {
    let seconds = runner.seconds
    guard !json else { return out.write(report.trialLine(place, seconds: seconds)) }
    let count = runner.progress.doneCount + runner.progress.failures.count
    let time = Numbers.logTime(seconds)
    let all = String(setup.grid.trialCount)
    let padding = String(repeating: " ", count: all.count - String(count).count)
    out.write(time + padding + "\(count)/\(all)  " + report.text(of: place))
  }

  // MARK: with the dashboard

  /// - Returns: the exit code.
  func dashboard(_ terminal: TerminalSession) -> ExitStatus {
    let mailbox = Mailbox(.sweep)
    let state = State(
      size: terminal.size, capabilities: terminal.capabilities, presets: [], source: mailbox.source)
    // The thread has ended when `best` is read.
    let session = SweepThread(runner, mailbox) { [unowned self] in
      writeWinner()
      return best
    }
    session.start()
    let reason = EventLoop(terminal, mailbox, state).run()
    terminal.close()
    session.stop()
    return finish(reason)
  }

  // MARK: the end

  /// Once the sweep is over; a dashboard that stays open does not hold it up.
  private func writeWinner() {
    guard best == nil, runner.progress.isOver, let winner = runner.progress.ranking.winner else {
      return
    }
    do {
      let preset = try setup.grid.preset(
        of: setup.grid.combinations[winner],
        trained: runner.progress.trainedSizes(of: winner))
      try setup.folder.writeBest(preset, about: report.aboutWinner, library: library)
      best = .success(setup.folder.best)
    } catch {
      best = .failure(SweepFailure("\(error)"))
    }
  }

  /// - Parameter end: why it was stopped; nil: it was not.
  private func finish(_ end: LoopEnd?) -> ExitStatus {
    let progress = runner.progress
    writeWinner()
    let file = try? best?.get()
    if json { tellJSON(file) } else { tellText(file) }
    if case .failure(let failure)? = best { errors.write("rnn-tui: \(failure)") }
    if out.isBroken, !out.isClosed {
      errors.write("rnn-tui: cannot write to standard output: \(out.problem)")
    }
    if let end, end.exitStatus != .done { return end.exitStatus }
    if case .failure? = best { return .failure }
    if out.isBroken, !out.isClosed { return .failure }
    return progress.isOver ? progress.exitStatus : .done
  }

  private func tellText(_ best: String?) {
    let (grid, progress) = (setup.grid, runner.progress)
    if progress.doneCount + progress.failures.count > 0 {
      out.write("")
      for line in report.table { out.write(line) }
    }
    if let winner = progress.ranking.winner, let best {
      out.write("")
      out.write("best: \(report.words(of: winner))")
      out.write("train it with: \(shellLine([ProgramArguments.program, "train", best]))")
    }
    guard !progress.isOver else { return }
    let ended = progress.doneCount + progress.failures.count
    let path = setup.folder.path
    out.write("")
    out.write(
      "stopped with \(ended) of \(grid.trialCount) trials done; continue with: "
        + shellLine([ProgramArguments.program, "sweep", "--continue", path]))
  }

  private func tellJSON(_ best: String?) {
    for line in report.rankingLines(seconds: runner.seconds) { out.write(line) }
    let reason = runner.progress.isOver ? "done" : "interrupted"
    out.write(report.endLine(reason: reason, best: best, seconds: runner.seconds))
  }
}

/// The thread that a sweep runs on while the main thread draws.
private final class SweepThread: @unchecked Sendable {
  private let runner: SweepRunner
  private let mailbox: Mailbox
  private let onOver: () -> Result<String, SweepFailure>?
  private let stopping = Atomic<Bool>(false)
  private let done = DispatchSemaphore(value: 0)
  private var wake: [Int32] = [-1, -1]

  /// Seconds between two snapshots.
  private static let interval = 0.1

  /// - Parameter onOver: writes the winner's preset, on the thread.
  init(
    _ runner: SweepRunner, _ mailbox: Mailbox,
    onOver: @escaping () -> Result<String, SweepFailure>?
  ) {
    self.runner = runner
    self.onOver = onOver
    self.mailbox = mailbox
    guard pipe(&wake) == 0 else {
      wake = [-1, -1]
      return
    }
    for end in wake { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit { for descriptor in wake where descriptor >= 0 { close(descriptor) } }

  func start() {
    let thread = Thread { [self] in
      _ = terminal_prepare_thread_stack()
      run()
      done.signal()
    }
    thread.stackSize = 8 << 20
    thread.name = "rnn-tui sweep"
    thread.start()
  }

  private func run() {
    let threads = runner.setup.jobs * runner.setup.threads
    var board = SweepBoard(runner.setup.grid, threads: threads)
    let before = runner.progress.doneCount + runner.progress.failures.count
    if before > 0 { board.note("\(before) trials were already done", seconds: 0) }
    var last = -1.0
    func publish(force: Bool) {
      let now = runner.seconds
      guard force || now - last >= Self.interval && mailbox.wantsSnapshot else { return }
      last = now
      mailbox.publish(
        board.snapshot(runner.progress, seconds: now, secondsLeft: runner.secondsLeft))
    }
    runner.onEnd = { [runner] place in
      board.tell(place, runner.progress, seconds: runner.seconds)
    }
    runner.onTurn = { publish(force: false) }
    publish(force: true)
    runner.run(wake: wake[0]) { [self] in stopping.load(ordering: .acquiring) }
    switch onOver() {
    case .success(let path): board.note("best: " + path, kind: .improved, seconds: runner.seconds)
    case .failure(let failure):
      board.note("\(failure)", kind: .diverged, seconds: runner.seconds)
    case nil: break
    }
    publish(force: true)
  }

  /// Ends the running trials, and waits for them.
  func stop() {
    stopping.store(true, ordering: .releasing)
    if wake[1] >= 0 {
      var one: UInt8 = 1
      _ = write(wake[1], &one, 1)
    }
    done.wait()
  }
}
