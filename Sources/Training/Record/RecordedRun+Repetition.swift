import Datasets

extension RecordedRun {
  /// A recipe for the same run: its requests, when they came, and where it ended.
  package struct Repetition: Sendable {
    package var scheduled: [ScheduledRequest] = []
    /// Where it ended, if not as planned.
    package var ends: RunLimits?
    /// False where it broke off, or still runs: it is repeated as far as it is written.
    package var isWhole = false
  }

  /// - Throws: when there is no record, or nothing in it.
  package func repetition() throws(Failure) -> Repetition {
    let repetition: Repetition
    let last: Int
    do { (repetition, last) = try requests() } catch { throw Failure(error.description) }
    guard last > 0 else {
      throw Failure(
        "\(escaped("\(path)/\(RunFiles.record)", limit: 400)): it holds no step of a run")
    }
    return repetition
  }

  private func requests() throws(ModelFileError) -> (Repetition, last: Int) {
    var repetition = Repetition()
    var last = 0
    try record.forEachLine { line in
      switch line {
      case .request(let line) where line.request.changesTheRun:
        repetition.scheduled.append(ScheduledRequest(step: line.at, line.request))
      case .frame(let line): last = max(last, line.at)
      case .curve(let line): last = max(last, line.at)
      case .resumed(let line):
        repetition.ends = line.ends
        repetition.isWhole = false
      case .closed: repetition.isWhole = true
      default: break
      }
      return true
    }
    if !repetition.isWhole {
      repetition.scheduled.append(ScheduledRequest(step: last, SessionRequest(.stop)))
    }
    return (repetition, last)
  }
}
