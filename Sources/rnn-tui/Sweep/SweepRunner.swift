import Datasets
import Foundation
import Training

/// Runs the trials of a sweep, `jobs` processes at a time, and keeps their output in its folder.
/// Everything happens on the thread that calls `run`.
final class SweepRunner {
  struct Setup {
    let grid: SweepGrid
    let folder: SweepFolder
    /// The path of this program.
    let executable: String
    let jobs: Int
    /// For each trial.
    let threads: Int
  }

  let setup: Setup
  private(set) var progress: SweepProgress
  /// Called with the place of each trial that has ended.
  var onEnd: (Int) -> Void = { _ in }
  /// Called often, even if nothing is new.
  var onTurn: () -> Void = {}

  private struct Running {
    let process: TrialProcess
    let name: String
    /// The file for its lines; -1 after a failed write.
    var file: Int32
    var writeError: String?
  }
  private var running: [Running] = []
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant
  private var secondsOfTrials = 0.0
  private var endedHere = 0

  /// Seconds that trials have at most to save after they were asked to end.
  private static let patience = 20.0
  /// Milliseconds between two turns in which nothing happens.
  private static let interval: Int32 = 250

  init(_ setup: Setup) {
    self.setup = setup
    beginning = clock.now
    progress = SweepProgress(setup.grid)
    var finished: [Int: TrialLog] = [:]
    for place in 0..<setup.grid.trialCount {
      let name = setup.grid.name(of: setup.grid.trial(place))
      if let log = setup.folder.finishedLog(name) { finished[place] = log }
    }
    progress.adopt(finished)
  }

  var seconds: Double {
    let passed = clock.now - beginning
    return Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
  }

  /// Estimated from the trials that ended since the start; nil before the first.
  var secondsLeft: Double? {
    guard endedHere > 0 else { return nil }
    let left = Double(progress.waiting.count) + 0.5 * Double(running.count)
    return secondsOfTrials / Double(endedHere) * left / Double(setup.jobs)
  }

  // MARK: the loop

  /// Runs until every trial has ended, or until `shouldStop`; then running trials are asked to end,
  /// and count as not run.
  /// - Parameter wake: a descriptor that becomes readable when `shouldStop` changes.
  func run(wake: Int32, shouldStop: () -> Bool) {
    var stopped: Double?
    var isInsistedOn = false
    while true {
      if stopped == nil, shouldStop() {
        stopped = seconds
        for trial in running { trial.process.signal(SIGTERM) }
      }
      if stopped != nil, Signals.isInsisting, !isInsistedOn {
        // The second signal: each trial only saves.
        isInsistedOn = true
        for trial in running { trial.process.signal(SIGTERM) }
      }
      if let stopped, seconds - stopped > Self.patience {
        for trial in running { trial.process.signal(SIGKILL) }
      }
      if stopped == nil { startTrials() }
      onTurn()
      if running.isEmpty, stopped != nil || progress.isOver { return }
      wait(stopped == nil ? wake : -1)
      for index in running.indices.reversed() { read(index, isStopping: stopped != nil) }
    }
  }

  private func wait(_ wake: Int32) {
    var sources = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
    for descriptor in running.flatMap(\.process.descriptors) {
      sources.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    }
    _ = poll(&sources, nfds_t(sources.count), Self.interval)
  }

  private func startTrials() {
    guard running.count < setup.jobs else { return }
    for place in progress.waiting {
      guard running.count < setup.jobs else { return }
      let trial = setup.grid.trial(place)
      let name = setup.grid.name(of: trial)
      let weights = setup.folder.weights(name)
      // A sweep that was killed may have left a trial behind, which soon ends.
      if RunFolder.isInUse(weights) { continue }
      setup.folder.removeRun(name)
      progress.start(place)
      let arguments = setup.grid.arguments(of: trial, threads: setup.threads, folder: weights)
      do throws(TrialProcess.Failure) {
        try start(place, name, arguments)
      } catch {
        progress.fail(place, error.description)
        onEnd(place)
      }
    }
  }

  private func start(
    _ place: Int, _ name: String, _ arguments: [String]
  ) throws(TrialProcess.Failure) {
    let file = try open(setup.folder.part(name))
    do throws(TrialProcess.Failure) {
      let process = try TrialProcess(place, [setup.executable] + arguments)
      running.append(Running(process: process, name: name, file: file))
    } catch {
      close(file)
      throw error
    }
  }

  private func open(_ path: String) throws(TrialProcess.Failure) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let file = Foundation.open(path, flags, 0o666)
    guard file >= 0 else {
      throw TrialProcess.Failure(
        description:
          "cannot write \(escaped(path, limit: 400)): \(String(cString: strerror(errno)))")
    }
    return file
  }

  // MARK: the output of trials

  private func read(_ index: Int, isStopping: Bool) {
    let trial = running[index]
    let place = trial.process.place
    trial.process.read(
      bytes: { write($0, at: index) }, line: { progress.take($0, of: place) })
    guard trial.process.hasEnded else { return }
    let status = trial.process.wait()
    let exit = TrialLog.Exit(status: status, reason: status == 0 ? nil : trial.process.complaint)
    progress.take(exit.line, of: place)
    write(Array((exit.line + "\n").utf8)[...], at: index)
    let ended = running.remove(at: index)
    if ended.file >= 0 {
      fsync(ended.file)
      close(ended.file)
    }
    settle(ended, exit, isStopping: isStopping)
  }

  private func write(_ bytes: ArraySlice<UInt8>, at index: Int) {
    var rest = bytes
    while !rest.isEmpty, running[index].file >= 0 {
      let written = rest.withUnsafeBytes {
        Foundation.write(running[index].file, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let path = escaped(setup.folder.part(running[index].name), limit: 400)
        running[index].writeError = "cannot write \(path): \(String(cString: strerror(errno)))"
        close(running[index].file)
        running[index].file = -1
        return
      }
      rest = rest.dropFirst(written)
    }
  }

  private func settle(_ trial: Running, _ exit: TrialLog.Exit, isStopping: Bool) {
    let place = trial.process.place
    let outcome = progress.logs[place]?.outcome ?? .unfinished
    if outcome == .unfinished, isStopping {
      progress.stop(place)
      unlink(setup.folder.part(trial.name))
      return
    }
    if outcome == .unfinished {
      progress.fail(place, exit.reason ?? Self.text(exit.status))
    } else if let error = trial.writeError {
      progress.fail(place, error)
    } else {
      do throws(SweepFailure) {
        try setup.folder.finish(trial.name)
        secondsOfTrials += progress.logs[place]?.seconds ?? 0
        endedHere += 1
        progress.finish(place)
      } catch {
        progress.fail(place, error.description)
      }
    }
    onEnd(place)
  }

  private static func text(_ status: Int) -> String {
    status > 128 ? "ended by signal \(status - 128)" : "exit code \(status)"
  }
}

extension SweepProgress {
  /// How the process ends when the sweep is over.
  var exitStatus: ExitStatus {
    if ranking.winner != nil || failures.isEmpty { return .done }
    let failed = states.indices.filter { if case .failed = states[$0] { true } else { false } }
    if failed.allSatisfy({ logs[$0]?.divergence != nil }) { return .diverged }
    return failed.allSatisfy { logs[$0]?.exit?.status == Int(ExitStatus.badData.code) }
      ? .badData : .failure
  }
}
