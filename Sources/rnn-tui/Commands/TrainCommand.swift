import ArgumentParser
import Dashboard
import Datasets
import Engine
import Foundation
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train", abstract: "Train.")
  @Argument var preset = "compare"
  @Option var threads = 2
  @Option var cells = "rnn,lstm,gru"
  @Option var data: String?
  @Option var maxSteps: Int?
  @Option var epochs: Int?
  @Option var hidden = 64
  @Option var length: Int?
  @Option var lr: Float = 0.001
  @Flag var json = false
  @Flag var headless = false
  @Option var every: Int?
  @Option var batch = 32
  @Option var gain: Float = 1
  @Option var scheme = "orthogonal"
  @Option var fbias: Float = 1
  @Option var ubias: Float = 0
  @Flag var match = false
  @Flag var noclip = false
  @Option var at: [String] = []

  func run() throws {
    var p = Preset(name: preset, lanes: [])
    p.training.batch = batch
    p.training.maxSteps = maxSteps
    if let epochs { p.training.maxEpochs = epochs }
    p.training.learningRate = lr
    if let every { p.training.validateEvery = .steps(every) }
    p.data.source = data == nil ? (preset == "charlm" ? "grammar" : "adding") : nil
    p.data.file = data
    if let length { p.data.length = length }
    for cell in cells.split(separator: ",").map(String.init) {
      var l = LaneConfiguration(name: cell)
      l.model.cell = cell
      l.model.hidden = [hidden]
      l.model.match = match ? .parameters : .hidden
      l.model.embedding = 64
      l.model.initialisation = Initialisation(
        scheme: .init(rawValue: scheme)!, recurrentGain: gain, forgetBias: fbias, updateBias: ubias)
      l.training = p.training
      if noclip { l.regularization["clip"]!.isOn = false }
      p.lanes.append(l)
    }
    let plan = Worker.Plan(
      preset: p, folders: ["."], threads: threads, scheduled: [], saveFolder: nil)
    if headless {
      throw ExitCode(
        HeadlessRun(plan: plan, json: json, out: LineWriter(1), errors: LineWriter(2)).run())
    }
    let terminal = try TerminalSession(.init(noColor: false, ascii: false))
    let end = DashboardRun(terminal: terminal, presets: [], plan: { _ in plan }).run(plan)
    if case .ended(let results) = end.outcome {
      for line in ResultTable.lines(results, preset: end.preset) { print(line) }
    }
    throw ExitCode(end.reason.exitStatus)
  }
}
