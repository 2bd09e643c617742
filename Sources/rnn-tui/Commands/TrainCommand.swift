import ArgumentParser
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
    let dataset = try loadDataset(p.data, relativeTo: ["."]) { _ in }
    let trainer = try Trainer(p, dataset, threads: threads)
    let report = HeadlessReport(json: json, out: LineWriter(1))
    let driver = SessionDriver(trainer, mailbox: nil, scheduled: [], threads: threads) {
      report.event($0, seconds: $1)
    }
    report.start(trainer.facts(threads: threads), seconds: 0)
    driver.run()
  }
}
