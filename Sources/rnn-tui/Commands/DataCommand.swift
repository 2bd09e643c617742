import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "What is found in a file or a preset's data, and what is done to them.",
    discussion: """
      Reads the data as training would, prints what is recognised, the columns, what each step of
      the preparation changes, parts, classes, lengths and examples, and trains nothing.
      """)

  @Argument(help: "A file of data, or a preset's name or file.") var source: String?
  @Option(help: "Read this file: a table or any text.") var data: String?
  @Option(help: "The column to predict, by name or number.") var target: String?
  @Option(
    name: .customLong("set"), help: "Override a key of the preset, as KEY=VALUE; may be repeated.")
  var sets: [String] = []
  @Flag(help: "One JSON object.") var json = false
  @Flag(help: "No colours.") var noColor = false
  @Flag(help: "Draw with ASCII only.") var ascii = false

  func validate() throws {
    guard source != nil || data != nil else {
      throw ValidationError("data needs a file or a preset")
    }
  }

  func run() throws {
    Signals.endAtOnce()
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

  private func load() throws -> Dataset {
    try badData {
      let library = PresetLibrary.standard()
      let argument = try RunArgument(source, data: data, library)
      var overrides = PresetOverrides()
      (overrides.data, overrides.target, overrides.sets) = (argument.data, target, sets)
      let preset = try overrides.apply(
        to: library.preset(argument.preset, for: overrides.asked))
      let progress = ProgressLine()
      defer { progress.clear() }
      return try loadDataset(
        preset.data, relativeTo: preset.dataFolders, progress: progress.show)
    }
  }
}
