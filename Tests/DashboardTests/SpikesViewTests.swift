import Dashboard
import Telemetry
import Testing

/// Where labels were laid, above what was fed.
@Suite struct SpikesViewTests {
  private func state(
    _ columns: Int, _ rows: Int, unicode: Bool = true, _ snapshot: SessionSnapshot? = nil
  ) -> State {
    var state = Fixture.state(
      columns, rows, snapshot ?? Fixture.labels(), unicode: unicode, colors: .none)
    (state.focus, state.isFullScreen) = (.output, true)
    return state
  }

  private func lines(_ state: State) -> [String] {
    text(render(state)).split(separator: "\n").map(String.init)
  }

  /// A spike stands where its label is, and nowhere else; blank is everywhere else.
  @Test(arguments: [(120, 36), (160, 50)])
  func spikesStandAtTheirSteps(_ columns: Int, _ rows: Int) throws {
    let lines = lines(state(columns, rows))
    func marks(_ name: String) throws -> [Int] {
      let line = try #require(
        lines.first { $0.split { " ┃│".contains($0) }.first.map(String.init) == name }, "\(name)")
      let start = try #require(line.firstIndex(of: name.last!))
      let cells = Array(line[line.index(after: start)...].dropFirst())
      return cells.indices.filter { "█▓".contains(cells[$0]) }
    }
    // Steps of 28, drawn as wide as fits.
    let each = (columns - 12) / 28
    #expect(try Set(marks("4").map { $0 / each }) == [4, 10])
    #expect(try Set(marks("7").map { $0 / each }) == [16])
    #expect(try Set(marks("1").map { $0 / each }) == [22])
    #expect(try !marks("blank").contains { [4, 10, 16, 22].contains($0 / each) })
    #expect(lines.contains { $0.contains("input") } && lines.contains { $0.contains("step 28") })
    #expect(lines.contains { $0.contains("beam of 2") && $0.contains("over all alignments") })
    #expect(lines.contains { $0.contains("exact by steps of source") })
  }

  /// Numbers are no text to show; an answer that is wrong stands beside what was wanted.
  @Test func answersStandWithoutASource() {
    var wrong = state(120, 36)
    _ = update(&wrong, .key(.character("]")))
    _ = update(&wrong, .key(.character("]")))
    let lines = lines(wrong)
    #expect(lines.contains { $0.contains("✗ 471") && $0.contains("wanted 4471") })
    #expect(!lines.contains { $0.contains("→") && $0.contains("471") })
    let begins = lines.map { $0.drop { " ┃│".contains($0) } }
    #expect(begins.contains { $0.hasPrefix("wanted") })
    #expect(!begins.contains { $0.hasPrefix("source") })
  }

  /// Small windows, and terminals that know only ASCII.
  @Test(arguments: [(80, 24), (60, 16), (40, 12), (24, 8)], [true, false])
  func smallWindows(_ size: (Int, Int), _ unicode: Bool) {
    let text = text(render(state(size.0, size.1, unicode: unicode)))
    #expect(!text.isEmpty)
    if !unicode { #expect(text.unicodeScalars.allSatisfy { $0.value < 127 }) }
  }

  @Test func whatIsAmissStopsNothing() {
    var snapshot = Fixture.labels()
    guard case .answers(var answers) = snapshot.lanes[0].output else { return }
    let hostile = [
      LabelSpikes(
        inputSteps: 0, steps: 0, labels: [], columns: 0, probabilities: [], blank: [],
        inputRows: 0, input: [], isPicture: true),
      LabelSpikes(
        inputSteps: 9, steps: 3, labels: ["a"], columns: 3, probabilities: [.nan], blank: [1],
        inputRows: 5, input: [], isPicture: true),
      LabelSpikes(
        inputSteps: .max, steps: .min, labels: ["\u{1b}[31m", "世界世界世界世界"], columns: 1,
        probabilities: [.nan, .infinity], blank: [-1e30], inputRows: 1, input: [.nan],
        isPicture: false),
      LabelSpikes(
        inputSteps: 1, steps: 1, labels: [], columns: .max, probabilities: [], blank: [],
        inputRows: .max, input: [], isPicture: false),
    ]
    for spikes in hostile {
      answers.examples[0].spikes = spikes
      snapshot.lanes[0].output = .answers(answers)
      for (columns, rows) in [(160, 50), (80, 24), (30, 10)] {
        #expect(!text(render(state(columns, rows, snapshot))).isEmpty)
      }
    }
  }
}
