import Dashboard
import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// The lines of a record, reduced, draw what was on the screen, cell by cell.
struct RecordedFrameTests {
  private struct Script: Sendable {
    var preset: String
    var requests: [String] = []
    var steps = 90
    var sets: [String] = []
  }

  /// What an observer of the lines alone knows is compared with the session at every frame.
  private final class Comparison {
    private var reducer = SessionReducer()
    private(set) var frames = 0
    private(set) var problems: [String] = []

    func take(_ line: RecordLine, _ live: () -> SessionSnapshot) throws {
      // As it comes out of a file.
      reducer.take(try JSONLine.value(RecordLine.self, JSONLine.text(line, .exact)))
      guard case .frame(let frame) = line else { return }
      frames += 1
      // All panes in both sizes; one alone in one size at a time.
      let sizes = [Size(columns: 80, rows: 24), Size(columns: 160, rows: 50)]
      for (place, size) in sizes.enumerated() {
        for focus in [nil, "C", "G", "W", "T", "O", "N", "E", "M", "R", "A", "P"] as [String?]
        where focus == nil || frames % 2 == place {
          let (now, later) = (
            text(Self.withoutClock(live()), size, focus),
            text(Self.withoutClock(reducer.snapshot), size, focus)
          )
          guard now != later, problems.count < 3 else { continue }
          let rows = zip(now.split(separator: "\n"), later.split(separator: "\n"))
          let row = rows.first { $0 != $1 }
          problems.append(
            "step \(frame.at), \(focus ?? "panes"), \(size.columns):\n\(row?.0 ?? "")\n\(row?.1 ?? "")"
          )
        }
      }
    }

    /// What only a session at work has: the clock, and what it costs.
    private static func withoutClock(_ snapshot: SessionSnapshot) -> SessionSnapshot {
      var snapshot = snapshot
      (snapshot.seconds, snapshot.secondsLeft, snapshot.pace) = (0, nil, nil)
      for lane in snapshot.lanes.indices {
        (snapshot.lanes[lane].diagnosticsShare, snapshot.lanes[lane].undo) = (nil, nil)
      }
      return snapshot
    }

    private func text(_ snapshot: SessionSnapshot, _ size: Size, _ focus: String?) -> String {
      var state = State(
        size: size, capabilities: Capabilities(colors: .full, unicode: true), presets: [])
      _ = update(&state, .snapshot(snapshot))
      if let focus {
        for key in focus { _ = update(&state, .key(.character(key))) }
        _ = update(&state, .key(.enter))
      }
      let screen = render(state)
      return (0..<screen.size.rows).map { row in
        (0..<screen.size.columns).map { column in
          let cell = screen[column, row]
          return "\(cell.scalar)"
            + (cell.style == Style() ? "" : "‹\(cell.style.foreground)·\(cell.style.background)›")
        }.joined()
      }.joined(separator: "\n")
    }
  }

  private static let scripts = [
    Script(
      preset: "compare",
      requests: [
        "9:regularizers.dropout=0.3", "21:gru:restart", "34:cells=lstm", "40:cells=rnn,lstm,gru",
        "60:training.learning_rate+",
      ], sets: ["data.count=600"]),
    // Lanes that were forked.
    Script(
      preset: "compare",
      requests: [
        "9:gru:fork regularizers.dropout=0.3", "21:gru+drop 0.3:undo", "30:rnn:fork",
        "41:training.learning_rate+", "45:lstm:remove", "48:gru:fork", "50:rnn+copy:restart",
      ],
      sets: ["data.count=600", "training.validate_every=4"]),
    // Lanes that are put back: with what they leave, before a validation, over a restart.
    Script(
      preset: "compare",
      requests: [
        "9:regularizers.dropout=0.3", "16:undo", "19:redo", "30:lstm:rewind", "37:gru:restart",
        "44:gru:undo", "47:regularizers.l2=0.01", "50:rewind 2", "53:redo", "58:undo",
        "71:training.learning_rate+", "71:undo", "80:redo",
      ],
      sets: ["data.count=600", "training.validate_every=4"]),
    Script(
      preset: "sines",
      requests: ["700:regularizers.l2=0.01", "2600:undo", "3100:redo", "3300:undo"], steps: 4000,
      sets: [
        "training.validate_every=1", "data.count=120", "training.batch=64", "early_stopping=off",
        "training.max_epochs=100000", "record.undo.states=4000",
      ]),
    // Back to before the first validation.
    Script(
      preset: "charlm", requests: ["3:regularizers.dropout=0.3", "12:undo"], steps: 24,
      sets: ["training.validate_every=8"]),
    Script(preset: "tagged", steps: 40),
    Script(preset: "sunspots", steps: 70),
    Script(preset: "exploding", steps: 20),
    Script(preset: "overfit", steps: 30),
    // So many validations that most are written together.
    Script(
      preset: "sines", steps: 4000,
      sets: [
        "training.validate_every=1", "data.count=120", "training.batch=64", "early_stopping=off",
        "training.max_epochs=100000",
      ]),
    Script(preset: "ar2", steps: 2500, sets: ["early_stopping=off", "training.max_epochs=100"]),
  ]

  @Test(arguments: scripts.indices) func everyFrame(_ place: Int) throws {
    let script = Self.scripts[place]
    var overrides = PresetOverrides()
    overrides.maxSteps = script.steps
    overrides.sets = script.sets
    let preset = try overrides.apply(to: PresetLibrary.standard().load(script.preset))
    let dataset = try loadDataset(preset.data, relativeTo: preset.dataFolders) { _ in }
    let trainer = try Trainer(preset, dataset, threads: 1)
    defer { trainer.close() }
    let driver = SessionDriver(
      trainer, mailbox: nil, scheduled: try script.requests.map { try ScheduledRequest($0) },
      threads: 1)
    let comparison = Comparison()
    driver.onLine = { [unowned driver] line in
      do {
        try comparison.take(line) { driver.snapshot }
      } catch {
        Issue.record("\(script.preset): \(error)")
      }
    }
    driver.run()
    #expect(comparison.frames > 10)
    #expect(comparison.problems.isEmpty, "\(script.preset): \(comparison.problems.first ?? "")")
  }
}
