import Engine
import Foundation
import Testing
import Training

struct PresetKeysTests {
  @Test func everyRegistryHasItsKeys() {
    for type in RegularizerRegistry.all {
      let names = ["on", "strength"] + type.options.map { $0.name }
      for name in names { #expect(PresetKeys.named("regularizers.\(type.key).\(name)") != nil) }
    }
    for key in OptimizerRegistry.all.flatMap({ $0.keys }) {
      #expect(PresetKeys.named("training.optimizer." + key) != nil)
    }
    for option in ScheduleRegistry.all.flatMap({ LearningRateSchedule.options(of: $0) }) {
      #expect(PresetKeys.named("training.schedule." + option.name) != nil)
    }
  }

  /// Every key takes what it says is allowed, from the command line, and is written so that it is
  /// read again as the same.
  @Test(arguments: PresetKeys.all.map(\.path))
  func everyKeyIsSetAndWritten(path: String) throws {
    let key = try #require(PresetKeys.named(path))
    #expect(!key.samples.isEmpty)
    let isOfOptimizers = path.hasPrefix("training.optimizer")
    let optimizers = OptimizerRegistry.all.filter { isOfOptimizers || $0 == Adam.self }
    for sample in key.samples {
      for optimizer in optimizers {
        var overrides = PresetOverrides()
        overrides.sets =
          key.needs + ["training.optimizer=\(optimizer.name)", "\(path)=\(sample)"]
        let option = path.split(separator: ".").last.map(String.init) ?? ""
        if path.hasPrefix("training.optimizer."), !optimizer.keys.contains(option) { continue }
        if path.hasPrefix("training.schedule.") { continue }
        let preset = try overrides.apply(to: read("title: x").get())
        let again = try read(PresetWriter.yaml(preset)).get()
        #expect(content(again) == content(preset), "\(path)=\(sample)")
      }
    }
  }

  @Test(arguments: PresetKeys.all.map(\.path))
  func everyKeyIsOverriddenByALaneOrRefused(path: String) throws {
    let key = try #require(PresetKeys.named(path))
    let isOption = ["optimizer", "schedule"].contains { path.hasPrefix("training.\($0).") }
    guard path != "lanes", !isOption else { return }
    for sample in key.samples {
      let parts = path.split(separator: ".")
      let opened = parts.map { "\($0): " }.joined(separator: "{") + sample
      let lane = opened + String(repeating: "}", count: parts.count - 1)
      let cell = key.needs.first.map { "cell: \($0.dropFirst("model.cell=".count)), " } ?? ""
      if key.needs.count > 1 { continue }
      let result = read("lanes: [{name: a, \(cell)\(lane)}, {cell: rnn}]")
      guard key.scope == .lane else {
        #expect(throws: PresetError.self) { try result.get() }
        continue
      }
      let preset = try result.get()
      #expect(content(try read(PresetWriter.yaml(preset)).get()) == content(preset), "\(lane)")
    }
  }

  /// The same for the schedules and what each of them reads; a lane may differ in it.
  @Test(arguments: ScheduleRegistry.all.map { $0.name })
  func everyOptionOfAScheduleIsSetAndWritten(name: String) throws {
    let type = try #require(ScheduleRegistry.named(name))
    for option in LearningRateSchedule.options(of: type) {
      let path = "training.schedule.\(option.name)"
      for sample in try #require(PresetKeys.named(path)).samples {
        var overrides = PresetOverrides()
        overrides.sets = ["training.schedule=\(name)", "\(path)=\(sample)"]
        let preset = try overrides.apply(to: read("title: x").get())
        #expect(preset.lanes[0].training.scheduleOptions[option] == Double(sample))
        #expect(content(try read(PresetWriter.yaml(preset)).get()) == content(preset))
        let lanes = "{cell: rnn, training: {schedule: {name: \(name), \(option.name): \(sample)}}}"
        let other = try read("lanes: [{cell: rnn}, \(lanes)]").get()
        #expect(other.lanes[1].training.scheduleOptions[option] == Double(sample))
        #expect(content(try read(PresetWriter.yaml(other)).get()) == content(other))
      }
    }
  }

  /// A choice of one cell stands once for all lanes, and is left out where no lane has the cell.
  @Test func choicesOfACellAreWrittenWhereTheyAct() throws {
    let both = try read(
      """
      model: {activation: relu, reset: before}
      lanes: [{cell: rnn}, {cell: gru}, {cell: rnn, name: b, model: {activation: sigmoid}}]
      """
    ).get()
    let text = PresetWriter.yaml(both)
    #expect(text.contains("activation: relu") && text.contains("reset: before"))
    #expect(!text.contains("peephole") && !text.contains("context"))
    #expect(content(try read(text).get()) == content(both))
  }

  @Test func everyKeyIsInTheTable() {
    let table = PresetKeys.table
    for key in PresetKeys.all {
      #expect(table.contains("\n\(key.path) "))
      #expect(table.contains("\(key.meaning) [\(key.allowed)]"))
    }
  }

  /// A key moves along the range that a preset may have, and no further.
  @Test func theLearningRateHasOneRange() throws {
    let key = try #require(PresetKeys.named("training.learning_rate"))
    let setting = try #require(SettingsTable().setting("training.learning_rate"))
    let range = try #require(setting.number).ladder.range
    let ends = key.allowed.components(separatedBy: " to ").compactMap { Float($0) }
    #expect(ends == [range.lowerBound, range.upperBound])
  }

  @Test func schedulesMayDifferByLane() throws {
    let preset = try read(
      """
      training: {schedule: {name: plateau, factor: 0.5, warmup: 10}}
      lanes:
        - {cell: rnn, training: {schedule: {name: cosine, period: 4}}}
        - {cell: rnn, training: {schedule: plateau}}
        - {cell: rnn, training: {schedule: {patience: 2}}}
        - {cell: rnn, training: {schedule: constant}}
      """
    ).get()
    #expect(preset.lanes.map { $0.training.scheduleOptions[.factor] } == [0.1, 0.1, 0.5, 0.1])
    #expect(content(try read(PresetWriter.yaml(preset)).get()) == content(preset))
  }

  @Test func optimizersMayDifferByLane() throws {
    let preset = try read(
      """
      training: {optimizer: {name: adam, beta1: 0.8}}
      lanes:
        - {cell: rnn, training: {optimizer: {name: sgd, momentum: 0.9}}}
        - {cell: rnn, training: {optimizer: adam}}
        - {cell: rnn, training: {optimizer: {beta2: 0.9}}}
      """
    ).get()
    #expect(preset.lanes.map(\.training.optimizerOptions.beta1) == [0.9, 0.9, 0.8])
    #expect(content(try read(PresetWriter.yaml(preset)).get()) == content(preset))
  }
}
