import Telemetry
import Testing
import Training

struct SuspectBookTests {
  private func lane(_ change: (inout LaneEvidence) -> Void) -> LaneEvidence {
    var lane = SuspectRuleTests.healthy
    change(&lane)
    return lane
  }

  private var saturated: LaneEvidence {
    lane { ($0.layers, $0.validation) = (SuspectRuleTests.gates(0.5, 0.46), SuspectRuleTests.flat) }
  }
  private var between: LaneEvidence {
    lane { ($0.layers, $0.validation) = (SuspectRuleTests.gates(0.5, 0.35), SuspectRuleTests.flat) }
  }

  @Test func isToldOnlyWhenItLastsAndStaysUntilItIsGone() {
    var book = SuspectBook()
    #expect(book.look(saturated).isEmpty && book.suspects.isEmpty)
    let told = book.look(saturated)
    #expect(book.suspects.map(\.kind) == [.saturatedGates])
    #expect(told == [.raised(book.suspects[0])])
    // Between the two thresholds it stays, and one good validation is not enough.
    #expect(book.look(between).isEmpty && book.look(SuspectRuleTests.healthy).isEmpty)
    #expect(book.look(between).isEmpty && !book.suspects.isEmpty)
    #expect(book.look(SuspectRuleTests.healthy).isEmpty)
    let suspect = book.suspects[0]
    #expect(book.look(SuspectRuleTests.healthy) == [.cleared(suspect)])
    #expect(book.suspects.isEmpty)
  }

  @Test func oneIsTakenBack() {
    var book = SuspectBook()
    for _ in 0..<2 { _ = book.look(saturated) }
    let suspect = book.suspects[0]
    #expect(book.clear(.vanishing) == nil && book.suspects == [suspect])
    #expect(book.clear(.saturatedGates) == .cleared(suspect) && book.suspects.isEmpty)
    #expect(book.clear(.saturatedGates) == nil)
    // It needs its time again.
    #expect(book.look(saturated).isEmpty && !book.look(saturated).isEmpty)
  }

  @Test func whatExplainsAnotherStandsAlone() {
    var book = SuspectBook()
    for _ in 0..<2 { _ = book.look(saturated) }
    let sicker = lane {
      ($0.layers, $0.validation) = (SuspectRuleTests.gates(0.5, 0.46), SuspectRuleTests.flat)
      $0.explosion = Explosion(step: 3, norm: 5974, seconds: 1)
    }
    // What is only hidden is not taken back.
    let changes = book.look(sicker)
    #expect(book.suspects.map(\.kind) == [.exploding])
    #expect(changes == [.raised(book.suspects[0])])
    // When the explosion is over, what it left is seen again.
    let exploded = book.suspects[0]
    #expect(book.look(saturated) == [.cleared(exploded)])
    #expect(book.suspects.map(\.kind) == [.saturatedGates])
    let all = book.suspects.map { SuspectBook.Change.cleared($0) }
    #expect(book.clear() == all && book.suspects.isEmpty)
  }

  @Test func theNumbersFollowAndTheStepStays() throws {
    var book = SuspectBook()
    func dead(_ units: Int, step: Int) -> LaneEvidence {
      lane { ($0.layers[0].deadUnits, $0.step) = (units, step) }
    }
    _ = book.look(dead(40, step: 100))
    _ = book.look(dead(45, step: 200))
    #expect(book.look(dead(62, step: 300)).isEmpty)
    let suspect = try #require(book.suspects.first)
    #expect(suspect.step == 200 && suspect.text.hasPrefix("62 of 64"))
  }

  /// Looked at again between two validations, the number follows, and goes when it is no more.
  @Test func theNumberFollows() throws {
    var book = SuspectBook()
    func stuck(_ reaches: Int) -> LaneEvidence {
      lane {
        ($0.standing, $0.reach) = (.onPredictor, Reach(reaches: reaches, of: 100))
        ($0.validation, $0.cell, $0.isGated) = ([1, 1, 1], "rnn", false)
      }
    }
    for _ in 0..<5 { #expect(book.look(stuck(30)).isEmpty) }
    _ = book.look(stuck(20))
    _ = book.look(stuck(20))
    #expect(book.look(stuck(12), rules: [VanishingSuspect.self]).isEmpty)
    #expect(book.suspects.first?.text.hasPrefix("reaches 12 of 100") == true)
    // Once told it goes with the map's word.
    #expect(book.look(stuck(32), rules: [VanishingSuspect.self]).isEmpty)
    #expect(book.look(stuck(34), rules: [VanishingSuspect.self]).count == 1)
    #expect(book.suspects.isEmpty)
  }

  @Test func oneRuleAloneMayLook() {
    var book = SuspectBook()
    let exploded = lane {
      $0.explosion = Explosion(step: 3, norm: 5974, seconds: 1)
      $0.layers[0].deadUnits = 64
    }
    for _ in 0..<3 { _ = book.look(exploded, rules: [ExplodingSuspect.self]) }
    #expect(book.suspects.map(\.kind) == [.exploding])
  }
}
