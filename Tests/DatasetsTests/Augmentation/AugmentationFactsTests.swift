import Datasets
import Testing

@Suite struct AugmentationFactsTests {
  @Test func theAnswerFollowsFromTheKindOfData() throws {
    let scratch = try Scratch()
    try scratch.write("s.csv", "t,a\n" + (0..<200).map { "d\($0),\($0 * $0 % 31)\n" }.joined())
    try scratch.write("t.txt", String(repeating: "a quick brown fox. ", count: 60))
    func facts(_ configuration: DataConfiguration) throws -> AugmentationFacts {
      AugmentationFacts(try scratch.load(configuration))
    }
    #expect(
      try facts(DataConfiguration(source: "csv", file: "s.csv", window: 6)).answer == .forecast)
    let text = DataConfiguration(source: "text", file: "t.txt", length: 12)
    #expect(try facts(text).answer == .nextToken)
    #expect(try facts(DataConfiguration(source: "adding", length: 10, count: 100)).answer == .exact)
    #expect(
      try facts(DataConfiguration(source: "grammar", length: 20, count: 2000)).answer == .nextToken)
  }

  /// A series that is scaled by its training part lies around 0 and may change its sign.
  @Test func scaledSeriesMayBeFlipped() throws {
    let scratch = try Scratch()
    try scratch.write("s.csv", "a\n" + (0..<300).map { "\(1000 + $0 * $0 % 31)\n" }.joined())
    let data = try scratch.load(DataConfiguration(source: "csv", file: "s.csv", window: 8))
    let place = try #require(AugmentationRegistry.place(of: "sign_flip"))
    #expect(AugmentationRegistry.all[place].whyNot(AugmentationFacts(data)) == nil)
  }

  /// Columns of marks, of constants and of nothing else.
  @Test func columnsWithoutNumbersBearNothing() {
    struct Marks: Examples {
      let count = 5
      func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
        for step in 0..<4 {
          batch.inputs?[(step * batch.batch + column) * 2] = Float(step % 2)
          batch.inputs?[(step * batch.batch + column) * 2 + 1] = 7
        }
        batch.lengths[column] = 4
      }
    }
    let shape = SequenceShape(
      timeSteps: 4, features: 2, vocabulary: 0, outputs: 2, target: .classes, everyStep: false)
    let facts = AugmentationFacts(shape, .label, Marks())
    for type in AugmentationRegistry.all { #expect(type.whyNot(facts) != nil) }
  }
}
