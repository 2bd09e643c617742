import Datasets
import Foundation
import Testing

/// Every generated task, and the shortest sequences that it makes.
let generatedTasks: [(name: String, shortest: Int)] = [
  ("adding", 2), ("copy", 3), ("temporal_order", 4), ("parity", 1), ("echo", 2), ("majority", 1),
  ("bracket_depth", 1), ("brackets", 2), ("reber", 8), ("sort", 2), ("reverse", 2),
  ("anomalies", 8), ("digits", 8), ("tones", 8),
]
let generatedPairs = ["dates", "calculate", "numbers", "translate", "backwards", "ordering"]
let generatedTranscripts = ["dial", "plates"]
let generatedSeries = ["sines", "mackey_glass", "lorenz", "ar2"]

/// What all generated tasks have in common.
struct GeneratedTaskTests {
  private func task(
    _ name: String, length: Int? = 20, count: Int = 300, seed: UInt64 = 1, fold: Int? = nil
  ) throws -> Dataset {
    var configuration = DataConfiguration(source: name, length: length, count: count, seed: seed)
    if let fold { (configuration.folds, configuration.fold) = (5, fold) }
    return try generate(configuration)
  }

  @Test func everyTaskIsNamedHere() {
    let names = DataSources.all.filter { !$0.readsFile }.map { $0.name }
    #expect(
      Set(names).subtracting(["spoken"])
        == Set(
          generatedTasks.map(\.name) + generatedSeries + generatedPairs + generatedTranscripts
            + ["grammar"]))
  }

  @Test(arguments: generatedTasks.indices) func anyLengthFromTheShortestOn(_ index: Int) throws {
    let (name, shortest) = generatedTasks[index]
    for length in Array(shortest..<shortest + 12) + [64, 257] {
      let data = try task(name, length: length, count: 40)
      #expect(data.shape.timeSteps == length && data.description.length == length)
      #expect(data.sizes == [32, 4, 4])
      for example in data.all.joined() {
        #expect(example.length == Int32(length))
        #expect(!example.classes.contains { $0 < -1 || $0 >= Int32(data.shape.outputs) })
        #expect(!example.tokens.contains { $0 < 0 || $0 >= Int32(data.shape.vocabulary) })
      }
    }
    #expect(
      try Scratch().message(DataConfiguration(source: name, length: shortest - 1))
        == "data.length: \(shortest - 1) is out of range; allowed: \(max(1, shortest)) to 1000000")
    #expect(
      try Scratch().message(DataConfiguration(source: name, count: 5))
        == "data.count: 5 is out of range; allowed: 6 to 1000000000")
  }

  @Test(arguments: generatedTasks.indices) func foldsAreFreshAndTestTheSame(_ index: Int) throws {
    let name = generatedTasks[index].name
    let plain = try task(name, length: 64)
    let folds = try (1...5).map { try task(name, length: 64, fold: $0) }
    var seen = plain.all[0] + plain.all[1]
    for fold in folds {
      #expect(fold.sizes == plain.sizes && fold.all[2] == plain.all[2])
      #expect(fold.notes.contains { $0.hasPrefix("fold ") })
      let own = fold.all[0] + fold.all[1]
      #expect(!own.contains { seen.contains($0) })
      seen += own
    }
  }

  /// Column 1 of 3 is written, and what was asked for first makes no difference.
  @Test(arguments: generatedTasks.indices) func anExampleIsMadeFromItsNumberAlone(
    _ index: Int
  ) throws {
    let data = try task(generatedTasks[index].name)
    let forwards = (0..<20).map { data.example(data.training, $0) }
    let backwards = (0..<20).reversed().map { data.example(data.training, $0, pass: 3) }
    #expect(forwards == backwards.reversed())
    let memory = BatchMemory(data.shape, batch: 3)
    data.training.write(0, pass: 0, to: memory.pointers, column: 1)
    for column in [0, 2] {
      #expect(memory.length(column) == Int32(BatchMemory.mark))
      if data.shape.features > 0 {
        #expect(memory.inputs(column).allSatisfy { $0 == BatchMemory.mark })
      } else {
        #expect(memory.tokens(column).allSatisfy { $0 == Int32(BatchMemory.mark) })
      }
      if data.shape.target == .classes {
        #expect(memory.classes(column).allSatisfy { $0 == Int32(BatchMemory.mark) })
      } else {
        #expect(memory.values(column).allSatisfy { $0 == BatchMemory.mark })
      }
    }
  }

  @Test(arguments: generatedTasks.indices) func theReportShowsExamples(_ index: Int) throws {
    let name = generatedTasks[index].name
    let data = try task(name)
    let report = data.report
    #expect(report.source == name && report.rows == 300 && report.rowsName == "sequences")
    #expect(!report.task.isEmpty && report.classes == data.classes)
    #expect(report.parts.map(\.examples) == data.sizes)
    #expect(report.columns.count == max(1, data.shape.features))
    #expect(report.pictures.count == 3)
    for picture in report.pictures {
      #expect(!picture.text.isEmpty || !picture.series.isEmpty)
      #expect(picture.text.allSatisfy { !$0.isEmpty })
      #expect(picture.series.allSatisfy { !$0.values.isEmpty && $0.values.count <= 400 })
    }
    if data.shape.target == .classes, !data.shape.everyStep {
      for (part, examples) in zip(report.parts, data.all) {
        let counts = data.classes.indices.map { number in
          examples.filter { $0.classes == [Int32(number)] }.count
        }
        #expect(part.classCounts == counts)
      }
    }
    #expect(throws: Never.self) { try JSONEncoder().encode(report) }
  }

  @Test(arguments: generatedTasks.indices) func kindsFitTheTargets(_ index: Int) throws {
    let data = try task(generatedTasks[index].name)
    if data.shape.target == .classes {
      #expect(data.kind == .classes && data.metrics == ["accuracy", "f1", "balanced_accuracy"])
      // Always the same answer: right for one of the classes that occur.
      let balanced = data.baseline.testMetrics.first { $0.name == "balanced_accuracy" }?.value ?? 0
      #expect(
        balanced * Double(data.classes.count) >= 1 - 1e-9
          && (1 / balanced).rounded() == 1 / balanced)
      #expect(data.classes.count == data.shape.outputs && Set(data.classes).count > 1)
      #expect(data.description.labels == data.classes)
    } else {
      #expect(data.kind == .task && data.metrics == ["mse"] && data.classes.isEmpty)
    }
    let symbols = data.vocabulary?.strings
    #expect(data.description.vocabulary == symbols)
  }

  @Test func longSequencesAndManyOfThemLoadAtOnce() throws {
    // Nothing is held but what the trivial predictor needs.
    let long = try task("adding", length: 1_000_000, count: 10)
    #expect(
      long.shape.timeSteps == 1_000_000 && long.report.pictures[0].series[0].values.count == 400)
    let reber = try task("reber", length: 100_000, count: 10)
    #expect(reber.training.count == 8)
  }
}
