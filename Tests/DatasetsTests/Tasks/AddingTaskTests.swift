import Datasets
import Testing

struct AddingTaskTests {
  @Test(arguments: [2, 3, 20, 151]) func answerIsTheSumOfTheMarked(_ length: Int) throws {
    let data = try generate(DataConfiguration(source: "adding", length: length, count: 300))
    for example in data.all.joined() {
      let values = stride(from: 0, to: 2 * length, by: 2).map { example.inputs[$0] }
      let marks = stride(from: 1, to: 2 * length, by: 2).map { example.inputs[$0] }
      let places = marks.indices.filter { marks[$0] == 1 }
      #expect(places.count == 2 && marks.reduce(0, +) == 2)
      #expect(places[0] < length / 2 && places[1] >= length / 2)
      #expect(example.values == [values[places[0]] + values[places[1]]])
      #expect(values.allSatisfy { (0..<1).contains($0) })
    }
  }

  @Test func partsShareNothing() throws {
    let data = try generate(DataConfiguration(source: "adding", length: 4, count: 500))
    #expect(Set(data.all.joined().map(\.inputs)).count == 500)
  }

  @Test func meanScoresASixth() throws {
    let data = try generate(DataConfiguration(source: "adding"))
    #expect(data.summary == "adding problem, T 150" && data.training.count == 8000)
    #expect(data.baseline.name == "predicting the mean")
    #expect(abs(data.baseline.testLoss - 1.0 / 6) < 0.02)
    #expect(abs(data.baseline.validationLoss - 1.0 / 6) < 0.02)
  }
}
