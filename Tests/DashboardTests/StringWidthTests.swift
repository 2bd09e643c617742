import Dashboard
import Testing

@Suite struct StringWidthTests {
  @Test(arguments: [
    (30, "loss on the predictor"), (21, "loss on the predictor"), (20, "loss on the…"),
    (12, "loss on the…"), (11, "loss on…"), (3, "lo…"), (1, "…"), (0, ""),
  ])
  func wholeWords(_ width: Int, _ expected: String) {
    #expect("loss on the predictor".words(within: width) == expected)
  }

  @Test func aNumberIsNotCutIntoAnother() {
    #expect("at step 17 551 again".words(within: 12) == "at step…")
    #expect("at step 17 551 again".words(within: 16) == "at step 17 551…")
  }
}
