import Dashboard
import Testing

@Suite struct VersusTests {
  @Test(
    arguments: [
      (18.2, 24.1, "24 % better than persistence (24.100)"),
      (24.0, 24.1, "as good as persistence (24.100)"),
      (25, 24.1, "4 % worse than persistence (24.100)"),
      (241, 24.1, "10 times as bad as persistence (24.100)"),
      (.nan, 24.1, "beside persistence (24.100)"), (1, 0, "beside persistence (0)"),
    ] as [(Float, Float, String)])
  func errors(_ error: Float, _ baseline: Float, _ text: String) {
    #expect(Versus.error(error, baseline: baseline, name: "persistence") == text)
    let bare = text.split(separator: " (")[0]
    #expect(
      Versus.error(error, baseline: baseline, name: "persistence", hasValue: false) == bare)
  }

  @Test(
    arguments: [
      (0.97, 0.5, 100, "better than most frequent class (50.0%)"),
      (0.59, 0.5, 100, "no better than most frequent class (50.0%)"),
      (0.59, 0.5, 10_000, "better than most frequent class (50.0%)"),
      (0.3, 0.5, 100, "worse than most frequent class (50.0%)"),
      (.nan, 0.5, 100, "beside most frequent class (50.0%)"),
    ] as [(Float, Float, Int, String)])
  func accuracies(_ accuracy: Float, _ baseline: Float, _ count: Int, _ text: String) {
    let found = Versus.accuracy(
      accuracy, baseline: baseline, name: "most frequent class", count: count)
    #expect(found == text)
  }
}
