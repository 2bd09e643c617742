import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Show what a file or a preset's data contain, and how they are prepared.",
    discussion: """
      Reads the data as training would and prints what is recognised, the columns, what each \
      preparation step changes, the split into training, validation and test set, classes, \
      lengths and examples. It does not train.
      """)

  @Argument(help: "A data file, or a preset's name or file.", completion: .presets) var source:
    String?
  @Option(help: "Read this file: a table or any text.", completion: .file()) var data: String?
  @Option(help: "The column to predict, by name or number.") var target: String?
  @Option(
    name: .customLong("set"), help: "Override a key of the preset, as KEY=VALUE; may be repeated.",
    completion: .settings)
  var sets: [String] = []
  @Option(help: "Write the sounds that a task generates to this new folder, as CLASS/NUMBER.wav.")
  var write: String?
  @Flag(help: "Print one JSON object.") var json = false
  @Flag(help: "No colours.") var noColor = false
  @Flag(help: "Draw with ASCII only.") var ascii = false

  func validate() throws {
    guard source != nil || data != nil else {
      throw ValidationError("data needs a file or a preset")
    }
  }

  func run() throws {
    Signals.endAtOnce()
    if let write { return try writeSounds(to: write) }
    let dataset = try load()
    let out = LineWriter(STDOUT_FILENO)
    if json {
      out.write(try DataReportJSON(dataset).text())
    } else {
      let style = OutputStyle(noColor: noColor, ascii: ascii)
      let sheet = DataSheet(dataset)
      for runs in DataSheetText.lines(
        sheet, width: style.columns, capabilities: style.capabilities)
      {
        out.write(style.line(runs.map { ($0.text, $0.style) }))
      }
    }
    try out.requireWritten()
  }

  private func preset() throws -> Preset {
    let library = PresetLibrary.standard()
    let argument = try RunArgument(source, data: data, library)
    var overrides = PresetOverrides()
    (overrides.data, overrides.target, overrides.sets) = (argument.data, target, sets)
    return try overrides.apply(to: library.preset(argument.preset, for: overrides))
  }

  /// The sounds of a generated task as files, and the command that trains on them.
  private func writeSounds(to folder: String) throws {
    let out = LineWriter(STDOUT_FILENO)
    try badData {
      let data = try preset().data
      guard let maker = data.source.flatMap({ DataSources.named($0) }) as? any SoundMaker.Type
      else {
        throw Failure.badData(
          "--write is for a task that generates sounds; to write those of spoken: "
            + shellLine([ProgramArguments.program, "data", "spoken", "--write", folder]))
      }
      let progress = ProgressLine()
      let count = try maker.write(data, to: folder, progress: progress.show)
      progress.clear()
      out.write("\(count) sounds written; to train on them:")
      out.write("  " + shellLine([ProgramArguments.program, folder]))
    }
    try out.requireWritten()
  }

  private func load() throws -> Dataset {
    try badData {
      let preset = try preset()
      let progress = ProgressLine()
      defer { progress.clear() }
      return try loadDataset(
        preset.data, relativeTo: preset.dataFolders, progress: progress.show)
    }
  }
}
