import Datasets
import Foundation
import Telemetry

/// The runs in a folder of runs.
package enum RunList {
  package static let folder = "runs"
  /// A link to the run that was started last.
  package static let latest = "runs/latest"

  /// One run of the list.
  package struct Entry: Sendable, Codable, Equatable {
    package var path: String
    /// UTC, as ISO 8601.
    package var start: String
    package var preset: String
    package var lanes: [String]
    /// Of the session.
    package var steps: Int
    package var state: State
    /// Of the best model that is saved.
    package var best: Best?
    package var bytes: Int

    private enum CodingKeys: String, CodingKey {
      case path, start, preset, lanes, steps, state, best, bytes
    }
  }

  package struct Best: Sendable, Codable, Equatable {
    /// The model's file, without its ending.
    package var lane: String
    package var loss: Float
    package var metric: NamedValues<Double>
    package var step: Int
    /// The metric by which it is the best; nil: the loss.
    @OmittedIfNil package var monitor: String?

    private enum CodingKeys: String, CodingKey {
      case lane
      case loss = "val_loss"
      case metric = "val_metrics"
      case step
      case monitor
    }
  }

  package enum State: String, Sendable, Codable {
    case running
    /// Every lane came to its end.
    case ended
    /// By the user or a signal, with everything saved.
    case interrupted
    /// It broke off: the newest checkpoint is what is left of it.
    case crashed
    /// It is of another machine, whose lock is not seen, and has recorded nothing for a minute: it may
    /// have ended.
    case silent
  }

  /// The oldest first; folders that are no runs are left out.
  /// - Parameter problem: takes what is wrong with a run that cannot be told.
  package static func entries(
    in folder: String, problem: (String) -> Void = { _ in }
  ) -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var seen: Set<String> = []
    var entries: [Entry] = []
    for name in names.sorted() {
      let path = "\(folder)/\(name)"
      do throws(RecordedRun.Failure) {
        let run = try RecordedRun(path)
        // A run, and a link to it, are one.
        if seen.insert(realPath(run.path)).inserted { entries.append(entry(run)) }
      } catch {
        if access("\(path)/\(RunFiles.manifest)", F_OK) == 0 { problem(error.description) }
      }
    }
    return entries.sorted { ($0.start, $0.path) < ($1.start, $1.path) }
  }

  private static func realPath(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  package static func entry(
    _ run: RecordedRun, host: String = ProcessInfo.processInfo.hostName
  ) -> Entry {
    let tail = run.record.tail(bytes: 1 << 18)
    return Entry(
      path: run.path, start: run.manifest.start, preset: run.manifest.preset,
      lanes: lanes(tail, run), steps: steps(tail, run), state: state(run, tail, host: host),
      best: best(in: run.path), bytes: size(of: run.path))
  }

  /// Those it began with, then those that joined.
  private static func lanes(_ tail: [RecordLine], _ run: RecordedRun) -> [String] {
    tail.reduce(into: run.manifest.lanes) { names, line in
      if let lane = line.lane, !names.contains(lane) { names.append(lane) }
    }
  }

  private static func steps(_ tail: [RecordLine], _ run: RecordedRun) -> Int {
    func step(_ line: RecordLine) -> Int? {
      switch line {
      case .frame(let line): line.at
      case .curve(let line): line.at
      case .closed(let line): line.at
      case .resumed(let line): line.at
      case .request(let line): line.at
      default: nil
      }
    }
    if let newest = tail.last(where: { step($0) != nil }).flatMap(step) { return newest }
    var newest = 0
    try? run.record.forEachLine {
      newest = step($0) ?? newest
      return true
    }
    return newest
  }

  private static func state(
    _ run: RecordedRun, _ tail: [RecordLine], host: String
  ) -> State {
    if RunFolder.isInUse(run.path) { return .running }
    if case .closed(let line) = tail.last(where: { line in
      switch line {
      case .closed, .resumed, .frame, .curve: true
      default: false
      }
    }) {
      return line.state == .ended ? .ended : .interrupted
    }
    if run.manifest.host == host { return .crashed }
    var facts = stat()
    guard stat("\(run.path)/\(RunFiles.record)", &facts) == 0 else { return .silent }
    let age = Double(time(nil) - facts.st_mtim.tv_sec)
    return age > RunFollower.silence ? .silent : .running
  }

  private static func best(in path: String) -> Best? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let models = names.sorted().filter { $0.hasSuffix(".safetensors") }.compactMap { name in
      SavedScore(ofFile: "\(path)/\(name)").map { (name, $0) }
    }
    // Lanes that follow different things have nothing in common but the loss.
    let monitor = models.first?.1.monitor
    let byMetric = monitor != nil && models.allSatisfy { $0.1.monitor == monitor }
    let best = models.min { a, b in
      byMetric ? a.1.isBetter(than: b.1) : a.1.loss < b.1.loss
    }
    return best.map { name, score in
      var metric = score.metric
      if byMetric, let monitor, let value = score.monitored {
        metric.entries.removeAll { $0.name == monitor }
        metric.entries.insert((monitor, Double(value)), at: 0)
      }
      return Best(
        lane: String(name.dropLast(".safetensors".count)), loss: score.loss, metric: metric,
        step: score.step, monitor: byMetric ? monitor : nil)
    }
  }

  private static func size(of path: String) -> Int {
    let files = FileManager.default.enumerator(atPath: path)
    var sum = 0
    while let name = files?.nextObject() as? String {
      var facts = stat()
      if lstat("\(path)/\(name)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG {
        sum += Int(facts.st_size)
      }
    }
    return sum
  }

  /// Points the link at a run. What is there and no link stays.
  package static func setLatest(_ path: String) {
    mkdir(folder, 0o777)
    let here = FileManager.default.currentDirectoryPath
    let target =
      if path.hasPrefix("\(folder)/"), !path.dropFirst(folder.count + 1).contains("/") {
        String(path.dropFirst(folder.count + 1))
      } else {
        path.hasPrefix("/") ? path : "\(here)/\(path)"
      }
    var facts = stat()
    if lstat(latest, &facts) == 0, facts.st_mode & S_IFMT != S_IFLNK { return }
    let temporary = "\(latest).\(getpid()).tmp"
    unlink(temporary)
    guard symlink(target, temporary) == 0 else { return }
    if rename(temporary, latest) != 0 { unlink(temporary) }
  }
}
