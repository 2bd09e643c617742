import Datasets
import Testing

struct NearestTests {
  @Test(
    arguments: [
      ("lsmt", "lstm"), ("LSTM", "lstm"), ("gur", "gru"), ("xyz", nil), ("", nil),
      (String(repeating: "lstm", count: 1000), nil),
    ] as [(String, String?)])
  func theNearestNameIsWhatWasMeant(text: String, expected: String?) {
    #expect(nearest(to: text, among: ["rnn", "lstm", "gru"]) == expected)
  }
}
