import Datasets
import Telemetry
import Testing
import Training

struct AttentionPictureTests {
  private func picture(_ source: String, length: Int) throws -> (AttentionSnapshot, Dataset) {
    let data = try loadDataset(
      DataConfiguration(source: source, length: length, count: 100), relativeTo: []
    ) { _ in }
    let session = try SmallSession(
      data, ["gru"], training: { $0.batch = 16 }, lane: { $0.model.attention = .dot })
    while session.events.compactMap(\.validated).isEmpty { session.trainer.step() }
    return (try #require(session.lane.attention), data)
  }

  /// A row for each sequence of the last batch that was validated on, with its own marks.
  @Test func everySequenceHasItsOwnMarks() throws {
    let (attention, data) = try picture("adding", length: 12)
    let marks = try #require(attention.marks)
    #expect(attention.columns == 12 && marks.isMarked.count == attention.weights.count)
    var weight: Float = 0
    for row in 0..<attention.rowCount {
      let places = (0..<12).filter { marks.isMarked[row * 12 + $0] }
      let example = data.validation.count - attention.rowCount + row
      #expect(places == data.validation.relevantSteps(of: example, at: 11))
      weight += places.reduce(0) { $0 + attention.weights[row * 12 + $1] }
    }
    #expect(abs(marks.weight - weight / Float(attention.rowCount)) < 1e-5)
  }

  /// With a loss at every step a row is a step; those without an answer have no marks.
  @Test func everyStepHasItsOwnMarks() throws {
    let (attention, _) = try picture("echo", length: 20)
    let marks = try #require(attention.marks)
    #expect(attention.rowCount == 20)
    for row in 0..<20 {
      let places = (0..<20).filter { marks.isMarked[row * 20 + $0] }
      #expect(places == (row < 4 ? [] : [row - 4]))
    }
    #expect((0...1).contains(marks.weight))
  }

  @Test func whoseTaskDoesNotKnowHasNone() throws {
    #expect(try picture("majority", length: 8).0.marks == nil)
  }
}
