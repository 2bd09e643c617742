import Datasets
import Testing

/// Spans of tags, against seqeval 1.2.2 (f1_score, micro, not strict) on sequences drawn at random, also
/// such as no scheme allows.
struct TagSchemeTests {
  static let cases: [(truth: String, answer: String, f1: Double)] = [
    (
      "I-B I-B B-A I-A | I-B O I-B O B-B I-A I-B | B-B I-B I-B B-B | B-A B-A B-A I-B B-B O O",
      "I-B O B-A I-A | B-B O B-B B-B B-B B-A O | B-B I-B I-B I-A | B-A I-B B-A I-B B-B O I-B",
      0.6896551724
    ),
    (
      "B-B S-B B-A | S-A S-A B-A B-A | E-B B-A B-B B-A I-B I-A O S-A | I-B B-A O O I-B B-B S-B",
      "S-A S-B S-A | S-A S-A B-A I-B | E-B B-A B-B B-A I-B I-A I-B S-B | I-B S-B O E-A I-B S-B S-B",
      0.75
    ),
    (
      "O B-B I-B I-A O B-B | O I-A B-B | I-A I-B I-A B-B O I-B | O",
      "I-A I-A I-B I-A O B-B | O I-A B-B | I-A O B-A B-B O B-A | O", 0.7
    ),
    (
      "B-A B-A B-B B-B E-A E-B I-A | B-B E-A | S-A E-A B-A O S-B E-A B-B I-A | B-B B-A B-B I-A I-B",
      "B-A S-A B-B S-A E-A E-B I-A | B-B E-A | S-B E-A E-A O S-B S-B S-B I-A | B-B B-A B-B I-A O",
      0.8292682927
    ),
    (
      "I-B | B-B I-B O O | O B-A I-B I-A B-A O I-B I-B | O I-B O I-A B-A I-A I-B",
      "I-B | I-A I-B O O | O B-A O I-A B-A O B-A I-B | O I-B O O B-A I-A I-B", 0.6363636364
    ),
    (
      "O B-A S-B S-B E-B B-B I-A B-B | B-B I-B | S-A B-B S-A E-A B-B I-B B-A | S-B O I-B",
      "I-A B-A S-B S-B E-B I-B I-A B-B | B-B E-B | S-A B-B S-A E-A E-A I-B B-B | S-B S-A I-B", 0.8
    ),
    (
      "O S-B B-B I-A B-A E-A I-A E-A E-B | S-A B-B I-B B-B S-B I-B B-A | S-B E-A I-B I-A I-B S-B E-B",
      "O S-B I-A I-A I-A E-A I-A E-A S-A | I-B B-B I-B E-A S-B I-B E-A | S-B E-A I-B I-A I-B E-A E-B",
      0.6666666667
    ),
    ("O O B-A I-A I-A I-A O | B-B I-B O", "O O O B-A I-A I-A O | B-B I-B O", 0.5),
    ("O O", "B-A I-A", 0), ("B-A I-A I-A", "B-A I-A I-A", 1), ("B-A I-A I-A", "B-A I-A O", 0),
  ]

  @Test(arguments: cases.indices) func spansAreThoseOfSeqeval(_ place: Int) throws {
    let (truth, answer, f1) = Self.cases[place]
    let names = Array(Set((truth + " " + answer + " B-A").split(separator: " ").map(String.init)))
      .filter { $0 != "|" }
    let scheme = try #require(TagScheme(names))
    var counts = SpanCounts()
    func sequences(_ text: String) -> [[Int]] {
      text.split(separator: "|").map { line in
        line.split(separator: " ").compactMap { names.firstIndex(of: String($0)) }
      }
    }
    for (truth, answer) in zip(sequences(truth), sequences(answer)) {
      counts.add(truth: truth, answer: answer, scheme)
    }
    #expect(abs(counts.f1 - f1) < 1e-9, "\(counts)")
  }

  @Test(
    arguments: [
      (["O", "B-PER", "I-PER"], true), (["B_x", "I_x", "O"], true),
      (["O", "S-x", "B-x", "E-x"], true),
      (["O"], false), ([], false), (["NOUN", "VERB"], false), (["O", "B-"], false),
      (["O", "I-x"], false), (["B-x", "B"], false), (["E-mail", "S-Bahn", "Bus"], false),
    ] as [([String], Bool)])
  func schemesAreRecognised(_ names: [String], _ isOne: Bool) {
    #expect((TagScheme(names) != nil) == isOne)
  }

  /// Data whose tags mark spans are scored by spans, the trivial predictors too.
  @Test func taggedDataAreScoredBySpans() throws {
    let scratch = try Scratch()
    let sentences = ["Anna\tB-P\nsees\tO\n", "in\tO\nNew\tB-L\nYork\tI-L\n", "he\tO\nreads\tO\n"]
    try scratch.write("f", (0..<60).map { sentences[$0 % 3] }.joined(separator: "\n"))
    let data = try scratch.load(DataConfiguration(source: "tagged", file: "f"))
    #expect(data.metrics.contains("span_f1"))
    let values = data.baselines.map { baseline in
      baseline.testMetrics.first { $0.name == "span_f1" }?.value
    }
    #expect(values == [0, 1], "\(data.baselines)")
    try scratch.write(
      "f", (0..<60).map { "\(["a", "b"][$0 % 2])\tX\nc\tY\n" }.joined(separator: "\n"))
    #expect(
      !(try scratch.load(DataConfiguration(source: "tagged", file: "f")).metrics.contains("span_f1"))
    )
  }
}
