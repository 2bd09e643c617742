import Datasets
import Testing

/// Runs over the registry: a new source is tested without new test code.
struct DataSourcesTests {
  /// A small configuration of each source.
  private func configuration(_ source: any DataSource.Type, seed: UInt64) -> DataConfiguration {
    DataConfiguration(
      source: source.name, file: source.readsFile ? "f" : nil,
      window: source.keys.contains(.window) ? 6 : 32,
      length: source.defaultLength == nil ? nil : DataSources.isOfPairs(source.name) ? 6 : 12,
      count: source.defaultCount == nil ? nil : 1500, seed: seed)
  }

  /// A file that the source can read.
  private static func content(of source: any DataSource.Type) -> String {
    if source == LabelledTextSource.self {
      return (0..<200).map { "\($0 % 3 == 0 ? "a" : "b")\tword\($0 % 31) and w\($0)\n" }.joined()
    }
    if source == SequencesSource.self { return SequencesSourceTests.table }
    if source == TaggedSource.self { return TaggedSourceTests.lines(between: "\t") }
    if source == PairsSource.self {
      return (0..<120).map { "w\($0 % 7) x\($0) y,a\($0 % 5) b c\n" }.joined()
    }
    return "t,a\n"
      + (0..<200).map { "d\($0),\(SeededRandom(seed: 1).peek($0) % 31)\n" }.joined()
  }

  private func load(_ source: any DataSource.Type, seed: UInt64 = 1) throws -> Dataset {
    let scratch = try Scratch()
    if source == SoundsSource.self {
      try scratch.writeTones(to: "f")
    } else if source == TranscriptsSource.self {
      let rows = try scratch.writeTones(to: "d").map { "\($0.file),\($0.label)\n" }
      try scratch.write("f", "file,text\n" + rows.joined())
    } else {
      try scratch.write("f", Self.content(of: source))
    }
    return try scratch.load(configuration(source, seed: seed))
  }

  @Test func namesAreUnique() {
    #expect(Set(DataSources.all.map { $0.name }).count == DataSources.all.count)
    for source in DataSources.all { #expect(DataSources.named(source.name) == source) }
    #expect(DataSources.named("none") == nil)
  }

  @Test(arguments: DataSources.all.indices) func examplesFillTheirShape(_ index: Int) throws {
    let data = try load(DataSources.all[index])
    let shape = data.shape
    #expect((shape.features > 0) != (shape.vocabulary > 0) && shape.outputs > 0)
    #expect((data.vocabulary != nil) == (shape.vocabulary > 0))
    #expect(data.vocabulary.map { $0.count == shape.vocabulary } ?? true)
    #expect(!data.summary.isEmpty && !data.notes.isEmpty && !data.forecastTitle.isEmpty)
    #expect(data.source == DataSources.all[index].name && data.description.source == data.source)
    for part in data.all {
      #expect(!part.isEmpty)
      for example in part {
        #expect(example.length >= 1 && example.length <= Int32(shape.timeSteps))
        #expect(!example.inputs.contains { !$0.isFinite || $0 == BatchMemory.mark })
        #expect(!example.values.contains { !$0.isFinite || $0 == BatchMemory.mark })
        #expect(!example.tokens.contains { $0 < 0 || $0 >= Int32(shape.vocabulary) })
        // -1: no answer is asked for at that step.
        #expect(!example.classes.contains { $0 < -1 || $0 >= Int32(shape.outputs) })
        #expect(example.classes.isEmpty || example.classes.contains { $0 >= 0 })
      }
    }
  }

  @Test(arguments: DataSources.all.indices) func baselineIsMeasured(_ index: Int) throws {
    let data = try load(DataSources.all[index])
    let baseline = data.baseline
    #expect(baseline.testLoss.isFinite && baseline.testLoss > 0)
    #expect(baseline.validationLoss.isFinite && baseline.validationLoss > 0)
    #expect(baseline.testMetrics.map(\.name) == data.metrics)
    #expect(baseline.validationMetrics.map(\.name) == data.metrics)
  }

  @Test(arguments: DataSources.all.indices) func sameSeedSameBits(_ index: Int) throws {
    let source = DataSources.all[index]
    let one = try load(source, seed: 7)
    let same = try load(source, seed: 7)
    #expect(one.all == same.all && one.description == same.description)
    #expect(
      (0..<one.training.count).allSatisfy {
        one.example(one.training, $0, pass: 5) == same.example(same.training, $0, pass: 5)
      })
    if !source.readsFile { #expect(one.all != (try load(source, seed: 8)).all) }
  }
}
