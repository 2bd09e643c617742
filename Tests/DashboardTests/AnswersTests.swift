import Dashboard
import Telemetry
import Testing

/// Pairs on the screen: answers beside what they should be, and where a decoder looked.
@Suite struct AnswersTests {
  private func frame(
    _ pane: PaneID, _ snapshot: SessionSnapshot = Fixture.pairs(), _ columns: Int = 120,
    _ rows: Int = 36, keys: [Key] = []
  ) -> String {
    var state = Fixture.state(columns, rows, snapshot, colors: .none)
    (state.focus, state.isFullScreen) = (pane, true)
    for key in keys { _ = update(&state, .key(key)) }
    return text(render(state))
  }

  @Test(arguments: [
    ("abc", "abc", "...", "..."), ("abc", "axc", ".x.", ".x."), ("abc", "", "xxx", ""),
    ("", "ab", "", "xx"), ("2010-04-03", "2010-04-30", "........xx", "........xx"),
    ("abcd", "bcd", "x...", "..."), ("bcd", "abcd", "...", "x..."),
    ("kitten", "sitting", "x...x.", "x...x.x"),
  ])
  func differencesAreTheFewest(
    _ answer: String, _ target: String, _ wrong: String, _ missing: String
  ) {
    let found = TokenDifferences(answer.map { String($0) }, target.map { String($0) })
    // As many as edits, whichever of several ways was taken.
    #expect(found.answer.count { $0 } == wrong.count { $0 == "x" }, "\(found)")
    #expect(found.target.count { $0 } == missing.count { $0 == "x" }, "\(found)")
  }

  @Test func exactAnswersByLength() {
    let output = frame(.output)
    let rows = output.split(separator: "\n")
    #expect(rows.contains { $0.contains("exact by tokens of source") && $0.contains("18-46") })
    // Never all where one is wrong.
    #expect(
      rows.contains { $0.contains("attention") && $0.contains("99.6%") && $0.contains("98%") })
    #expect(
      rows.contains { $0.contains("fixed_vector") && $0.contains("74%") && $0.contains("50%") })
    #expect(output.contains("255 of 256 exact"))
  }

  @Test(arguments: [
    (0, 0, "-"), (0, 10, "0%"), (1, 10_000, "0.1%"), (9_999, 10_000, "99.9%"), (10, 10, "100%"),
    (1, 3, "33%"),
  ])
  func sharesAreNotRoundedToAllOrNothing(_ count: Int, _ all: Int, _ text: String) {
    #expect(Numbers.percent(count, of: all) == text)
  }

  @Test func arrowsChooseTheExampleInBothPanes() {
    #expect(frame(.output).contains("▸ ✓ 7/3/1984"))
    #expect(frame(.output, keys: [.down, .down]).contains("▸ ✓ apr 30 '10"))
    #expect(frame(.output, keys: [.end]).contains("▸ ✓ the thirtieth of january 1966"))
    #expect(frame(.attention).contains("example 1 of 4"))
    #expect(frame(.attention, keys: [.right]).contains("example 2 of 4"))
    #expect(frame(.attention, keys: [.left]).contains("this is the first example"))
    // The other lane is a key away, as ever.
    let other = frame(.output, keys: [.character("]"), .character("]"), .end])
    #expect(other.contains("✗ the thirtieth of january 1966"))
    #expect(other.contains("wanted"))
  }

  @Test func theMapHasTheTokensAtItsEdges() {
    let rows = frame(.attention).split(separator: "\n")
    let head = rows.first { $0.contains("7") && $0.contains("/") && $0.contains("8") }
    #expect(head != nil)
    #expect(rows.contains { $0.contains("end ") && $0.contains("▓") })
    // Words that do not fit beside each other stand upright.
    let words = frame(.attention, Fixture.pairs(areWords: true), 44, 24, keys: [.end])
    #expect(words.contains("wimir") && words.contains("…"))
  }

  /// A lane without attention has no map, and only it leaves the pane with nothing.
  @Test func lanesWithoutAttentionHaveNoMap() {
    var snapshot = Fixture.pairs()
    #expect(!frame(.attention, snapshot).contains("▲ fixed_vector,"))
    snapshot.lanes[0].output = snapshot.lanes[1].output
    var state = Fixture.state(120, 36, snapshot)
    _ = update(&state, .key(.character("A")))
    #expect(state.notice?.text.hasPrefix("A: no model with attention was validated") == true)
  }

  @Test func severalLanesStandBesideEachOther() {
    var snapshot = Fixture.pairs()
    snapshot.lanes[1].output = snapshot.lanes[0].output
    #expect(frame(.attention, snapshot).contains("▲ fixed_vector, step"))
    #expect(!frame(.attention, snapshot, keys: [.character("]")]).contains("▲ fixed_vector, step"))
  }

  /// As a damaged record could have them.
  @Test func badAnswersStopNothing() {
    var bad: [PairAnswers] = []
    for (rows, columns, weights) in [
      (-1, 3, [1]), (3, 3, [1]), (1 << 40, 1 << 40, []), (2, 2, [Float.nan, .infinity, -1, 7]),
    ] as [(Int, Int, [Float])] {
      var answers = Fixture.answers(areWords: true, attends: true)
      answers.examples[0].attention = .init(rows: rows, columns: columns, weights: weights)
      answers.examples[0].answer = ["a"]
      answers.examples[0].source = ["\u{1B}[31m", "世界"]
      answers.examples[0].alternatives = [.init(answer: [], isWhole: false, score: .nan)]
      answers.exact =
        [.init(shortest: 9, longest: -1, exact: 5, count: 0)]
        + [Int.min, Int.max].map { .init(shortest: 1, longest: 1, exact: $0, count: .max) }
        + [.init(shortest: 1, longest: 1, exact: .min, count: .min)]
      bad.append(answers)
    }
    bad.append(PairAnswers(step: -1, epoch: 0, areWords: false, exact: [], examples: []))
    for answers in bad {
      for pane in [PaneID.output, .attention, .positions] {
        for (columns, rows) in [(160, 50), (80, 24), (41, 9), (40, 8)] {
          var snapshot = Fixture.pairs()
          snapshot.lanes[0].output = .answers(answers)
          snapshot.lanes[0].lossByPosition = LossByPosition(
            step: 0, timeSteps: Int.max, losses: [.nan, 1, -.infinity])
          #expect(!frame(pane, snapshot, columns, rows).isEmpty)
        }
      }
    }
  }

  @Test func theGradientPaneHasABorderBetweenEncoderAndDecoder() {
    var state = Fixture.state(120, 36, Fixture.pairs(), colors: .none)
    state.focus = .loss
    let frame = text(render(state))
    #expect(frame.contains("● attention encoder") && frame.contains("▲ fixed_vector decoder"))
    #expect(frame.contains("encoder: whole loss, decoder: last token's"))
    // One border in each of two lanes.
    #expect(frame.split(separator: "\n").contains { $0.count { $0 == "┃" } == 2 })
  }

  /// A layer 1 of two stacks is called by its stack.
  @Test func layersAreThoseOfEncoderAndDecoder() {
    let gates = frame(.gates)
    #expect(gates.contains("encoder 1") && gates.contains("decoder 1"))
    var state = Fixture.state(160, 50, Fixture.pairs(), colors: .none)
    state.focus = .lanes
    #expect(LaneColumn.reach(state.lanes[0]).hasSuffix(" e1"))
  }

  @Test func positionsShowWhereMemoryEnds() {
    let frame = frame(.positions)
    #expect(frame.contains("P Positions") && frame.contains("t=11"))
    #expect(frame.contains("at t=1, 0.20"))
    var state = Fixture.state(120, 36)
    _ = update(&state, .key(.character("P")))
    #expect(state.notice?.text == "P: these data have one loss per sequence")
  }
}
