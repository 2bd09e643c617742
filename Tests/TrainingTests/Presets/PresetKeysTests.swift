import Engine
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
  }

  /// Every key takes what it says is allowed, from the command line, and is written so that it is
  /// read again as the same.
  @Test(arguments: PresetKeys.all.map(\.path))
  func everyKeyIsSetAndWritten(path: String) throws {
    let key = try #require(PresetKeys.named(path))
    #expect(!key.samples.isEmpty)
    for sample in key.samples {
      for optimizer in OptimizerRegistry.all {
        var overrides = PresetOverrides()
        overrides.sets = ["training.optimizer=\(optimizer.name)", "\(path)=\(sample)"]
        let option = path.split(separator: ".").last.map(String.init) ?? ""
        if path.hasPrefix("training.optimizer."), !optimizer.keys.contains(option) { continue }
        let preset = try overrides.apply(to: read("title: x").get())
        let again = try read(PresetWriter.yaml(preset)).get()
        #expect(content(again) == content(preset), "\(path)=\(sample)")
      }
    }
  }

  @Test(arguments: PresetKeys.all.map(\.path))
  func everyKeyIsOverriddenByALaneOrRefused(path: String) throws {
    let key = try #require(PresetKeys.named(path))
    guard path != "lanes", !path.hasPrefix("training.optimizer.") else { return }
    for sample in key.samples {
      let parts = path.split(separator: ".")
      let opened = parts.map { "\($0): " }.joined(separator: "{") + sample
      let lane = opened + String(repeating: "}", count: parts.count - 1)
      let result = read("lanes: [{name: a, \(lane)}, {cell: rnn}]")
      guard key.scope == .lane else {
        #expect(throws: PresetError.self) { try result.get() }
        continue
      }
      let preset = try result.get()
      #expect(content(try read(PresetWriter.yaml(preset)).get()) == content(preset), "\(lane)")
    }
  }

  @Test func everyKeyIsInTheTable() {
    let table = PresetKeys.table
    for key in PresetKeys.all {
      #expect(table.contains("\n\(key.path) "))
      #expect(table.contains("\(key.meaning) [\(key.allowed)]"))
    }
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
