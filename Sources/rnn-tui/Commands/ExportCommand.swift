import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Training

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a run's curves as a table, or its screen as a picture.",
    discussion: """
      csv and json: the curves of all lanes, as far as they are recorded. svg and txt: the \
      dashboard at the newest frame, or at --at. The file's extension sets the format, else \
      --format does.
      Example: rnn-tui export runs/2026-11-26-2130-charlm --to curves.csv
               rnn-tui export latest --to screen.svg --at 500 --size 160x50
      """)

  @Argument(
    help: ArgumentHelp(
      "The run's folder, a file in it, or latest (the newest run).", valueName: "run"),
    completion: .runs)
  var folder: String
  @Option(help: ArgumentHelp("The file to write.", valueName: "path")) var to: String
  @Option(help: "csv, json, svg or txt.") var format: ExportFormat?
  @Option(help: "svg, txt: the last frame at or before this session step.") var at: Int?
  @Option(help: "svg, txt: columns x rows, 40x8 to 400x200 (default: 120x36).") var size:
    PictureSize?
  @Option(help: "svg: colours for a dark or a light background (default: dark).") var theme: Theme?

  func validate() throws {
    guard !to.isEmpty else { throw ValidationError("--to needs a file name") }
    if let at, at < 0 { throw ValidationError("--at must be a step, 0 or more") }
    let format = try chosenFormat()
    if !format.isPicture {
      let wrong = [at.map { _ in "--at" }, size.map { _ in "--size" }].compactMap { $0 }
      if let option = wrong.first {
        throw ValidationError(
          "\(option) is for pictures (svg, txt), but this is \(format): leave it out, or write a "
            + "picture with --to NAME.svg")
      }
    }
    if theme != nil, format != .svg {
      throw ValidationError("--theme is for svg, but this is \(format): leave it out")
    }
  }

  private func chosenFormat() throws -> ExportFormat {
    let ending = ExportFormat(ending: to)
    if let ending, let format, ending != format {
      throw ValidationError(
        "--to \(escaped(to, limit: 400)) means \(ending), but --format is \(format): leave "
          + "--format out, or change the file's extension")
    }
    guard let chosen = ending ?? format else {
      let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "--to \(escaped(to, limit: 400)) does not end in a format (\(names)): add one, or "
          + "give --format csv")
    }
    return chosen
  }

  func run() throws {
    let format = try chosenFormat()
    do {
      let run = try RecordedRun(named: folder)
      try run.requirePicture()
      try run.refuseToReplaceItself(to)
      let text = format.isPicture ? try picture(of: run, format) : try curves(of: run, format)
      try writeWhole(Data(text.utf8), to: to)
    } catch let error as ModelFileError {
      throw Failure.other(error.description)
    } catch let error as RecordedRun.Failure {
      throw Failure.badData(error.description)
    }
  }

  private func curves(of run: RecordedRun, _ format: ExportFormat) throws -> String {
    var curves = RunCurves()
    try run.record.forEachLine {
      curves.take($0)
      return true
    }
    return format == .csv ? curves.csv : curves.json
  }

  private func picture(of run: RecordedRun, _ format: ExportFormat) throws -> String {
    var follower = RunFollower(run)
    follower.look(at: 0)
    if let at { follower.show(step: at) }
    let snapshot = follower.snapshot(at: 0)
    guard !snapshot.lanes.isEmpty else {
      throw RecordedRun.Failure(
        "\(escaped(run.path, limit: 400)): its record has no complete picture yet; once it "
          + "has: " + shellLine([ProgramArguments.program, "export", run.path, "--to", to]))
    }
    let size = size ?? PictureSize(columns: 120, rows: 36)
    var state = State(
      size: Size(columns: size.columns, rows: size.rows),
      capabilities: Capabilities(colors: .full, unicode: true), presets: [], source: .recorded)
    state.isPicture = true
    _ = update(&state, .snapshot(snapshot))
    let screen = render(state)
    return format == .svg ? screen.svg(theme ?? .dark) : screen.text
  }
}

enum ExportFormat: String, CaseIterable, ExpressibleByArgument, CustomStringConvertible {
  case csv, json, svg, txt

  /// Nil unless the extension of `path`, in either case, is a format.
  init?(ending path: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  var description: String { rawValue }
  var isPicture: Bool { self == .svg || self == .txt }
}

/// "120x36": columns and rows.
struct PictureSize: ExpressibleByArgument {
  static let columns = 40...400
  static let rows = 8...200

  var columns: Int
  var rows: Int

  init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
      Self.columns.contains(columns), Self.rows.contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }
}
