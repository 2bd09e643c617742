import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

/// A short session with its record in a run's folder, and what it was at every whole picture.
final class RecordedFolder {
  let folder: TemporaryFolder
  /// Each line as it is in the file, without its end.
  private(set) var lines: [String] = []
  /// What the session itself showed after a line, where that was a whole picture.
  private(set) var live: [(line: Int, step: Int, snapshot: SessionSnapshot)] = []

  /// - Parameter requests: as `--at` takes them.
  init(
    _ name: String = "compare", requests: [String] = [], steps: Int = 40,
    sets: [String] = ["data.count=200", "data.length=8", "model.hidden=[4]"]
  ) throws {
    folder = try TemporaryFolder()
    var overrides = PresetOverrides()
    overrides.maxSteps = steps
    overrides.sets = sets
    let preset = try overrides.apply(to: PresetLibrary.standard().load(name))
    let dataset = try loadDataset(preset.data, relativeTo: preset.dataFolders) { _ in }
    let trainer = try Trainer(preset, dataset, threads: 1)
    defer { trainer.close() }
    let driver = SessionDriver(
      trainer, mailbox: nil, scheduled: try requests.map { try ScheduledRequest($0) }, threads: 1)
    driver.onLine = { [unowned self, unowned driver] line in
      lines.append(JSONLine.text(line, .exact))
      if case .frame(let frame) = line {
        live.append((lines.count, frame.at, driver.snapshot))
      }
    }
    driver.run()
    try FileManager.default.createDirectory(
      atPath: run, withIntermediateDirectories: true)
    let origin = RunManifest.Origin(version: "1", command: ["train"], processor: "x")
    let manifest = RunManifest(origin, preset, dataset, threads: 1, yaml: "")
    try folder.write(manifest.text, to: "run/manifest.json")
    try write(text)
  }

  var run: String { folder.path + "/run" }
  var record: String { run + "/record.jsonl" }
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// In place, as a run writes; what follows is cut off.
  func write(_ text: String) throws { try write(Data(text.utf8)) }

  func write(_ bytes: Data) throws {
    guard FileManager.default.fileExists(atPath: record) else {
      return try bytes.write(to: URL(fileURLWithPath: record))
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: record))
    defer { try? file.close() }
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: bytes)
  }

  func follower() throws -> RunFollower { RunFollower(try RecordedRun(run)) }
}

/// A frame as text, colours included, without the header's line and the footer's.
func picture(
  _ snapshot: SessionSnapshot, _ size: Size, _ source: SessionSource, keys: String = ""
) -> String {
  var snapshot = snapshot
  // What only a session at work has: the clock, and what it costs.
  (snapshot.seconds, snapshot.secondsLeft, snapshot.pace) = (0, nil, nil)
  for lane in snapshot.lanes.indices {
    (snapshot.lanes[lane].diagnosticsShare, snapshot.lanes[lane].undo) = (nil, nil)
  }
  var state = State(
    size: size, capabilities: Capabilities(colors: .full, unicode: true), presets: [],
    source: source)
  _ = update(&state, .snapshot(snapshot))
  state.showsBanner = false
  for key in keys { _ = update(&state, .key(.character(key))) }
  let screen = render(state)
  return (1..<max(1, screen.size.rows - 1)).map { row in
    (0..<screen.size.columns).map { column in
      let cell = screen[column, row]
      return "\(cell.scalar)"
        + (cell.style == Style() ? "" : "‹\(cell.style.foreground)·\(cell.style.background)›")
    }.joined()
  }.joined(separator: "\n")
}
