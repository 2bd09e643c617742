import ArgumentParser
import Datasets
import Foundation
import Telemetry
import Training

struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send a command to a run that is training in another process.",
    discussion: """
      COMMAND is what --at takes: [LANE:]KEY=VALUE, [LANE:]KEY+ or KEY- (one notch), \
      [LANE:]restart, undo, redo, rewind [N], fork [KEY=VALUE] or remove; cells=rnn,gru, pause, \
      resume, step, slower, faster, stop. It waits for the run's answer and prints it.
      Exit codes: 0 done; 1 refused, or no answer; 64 usage; 65 no such run, or it is not training.
      Example: rnn-tui send latest regularizers.dropout=0.3
               rnn-tui send latest gru:fork training.learning_rate=0.001
      """)

  @Argument(
    help: ArgumentHelp(
      "The run's folder, a file in it, or latest (the newest run).", valueName: "run"),
    completion: .runs)
  var folder: String
  @Argument(help: ArgumentHelp("What the run should do.", valueName: "command"))
  var words: [String]
  @Option(help: ArgumentHelp("Seconds to wait for the answer.", valueName: "seconds"))
  var wait = 10.0

  func validate() throws {
    guard wait.isFinite, (0...86_400).contains(wait) else {
      throw ValidationError("--wait must be 0 to 86400 seconds")
    }
  }

  func run() throws {
    let text = words.joined(separator: " ")
    let run: RecordedRun
    let request: SessionRequest
    do {
      run = try RecordedRun(named: folder)
      request = try SessionRequest(typed: text, argument: "send \(folder) \(text)")
    } catch {
      throw Failure.badData("\(error)")
    }
    var follower = RunFollower(run)
    follower.look(at: 0)
    guard let start = try start(of: follower, run) else { return }
    try requireLane(request, follower)
    let offset = run.record.size ?? 0
    var sender = RequestSender(run.path)
    let id: Int
    do {
      id = try sender.send(request, to: start, seen: follower.player.timeline.newest.lines)
    } catch {
      throw Failure.other("\(error.description); whoever can write there can send commands")
    }
    throw ExitCode(try answer(to: id, sender, in: run, from: offset).code)
  }

  /// - Throws: if nothing would take the request.
  private func start(of follower: RunFollower, _ run: RecordedRun) throws -> String? {
    let name = escaped(run.path, limit: 400)
    if let problem = follower.problem { throw Failure.badData(problem) }
    guard follower.isAlive else {
      throw Failure.badData(
        "\(name) is not training; to continue it: "
          + shellLine([ProgramArguments.program, "resume", run.path]))
    }
    guard let start = follower.player.timeline.start else {
      throw Failure.badData(
        "\(name): it is training, but takes no commands: it was started by an older version, or is "
          + "still being prepared; to watch it: "
          + shellLine([ProgramArguments.program, "watch", run.path]))
    }
    return start
  }

  private func requireLane(_ request: SessionRequest, _ follower: RunFollower) throws {
    let names = follower.player.timeline.newest.snapshot.lanes.map(\.info.name)
    guard let lane = request.lane, !names.contains(lane) else { return }
    throw Failure.badData(
      "the run has no lane \(escaped(lane)); lanes: "
        + names.map { escaped($0) }.joined(separator: ", "))
  }

  /// Prints the run's answer to a request.
  private func answer(
    to id: Int, _ sender: RequestSender, in run: RecordedRun, from start: Int
  ) throws -> ExitStatus {
    let (out, errors) = (LineWriter(STDOUT_FILENO), LineWriter(STDERR_FILENO))
    let deadline = Date(timeIntervalSinceNow: wait)
    var offset = start
    var answers: [TimedEvent] = []
    var taken: RecordedTaken?
    while taken == nil {
      try run.record.forEachPlace(in: offset..<Int.max) { line, end in
        offset = end
        switch line {
        case .event(let timed):
          if case .command(let e) = timed.event, e.id == id { answers.append(timed) }
        case .taken(let line) where line.id == id: taken = line
        default: break
        }
        return taken == nil
      }
      if taken == nil {
        guard Date() < deadline, Signals.take().end == nil else { break }
        usleep(50_000)
      }
    }
    guard let taken else {
      errors.write(
        "rnn-tui: no answer within \(Int(wait)) s; the run checks once a second, between two steps. "
          + "The command waits until then; to withdraw it: "
          + shellLine(["rm", sender.file(id)]))
      return .failure
    }
    if let refused = taken.refused {
      errors.write("rnn-tui: \(escaped(refused, limit: 1000))")
      return .failure
    }
    let lines = EventLines()
    var isRejected = false
    for answer in answers {
      if case .command(let e) = answer.event, e.reason != nil { isRejected = true }
      for line in lines.text(answer) { out.write(line) }
    }
    if answers.isEmpty { out.write("done: \(escaped(words.joined(separator: " "), limit: 400))") }
    return isRejected ? .failure : .done
  }
}
