import Engine

/// The next step to take, with keys that do not switch off what is already on.
enum SuspectAdvice {
  private static let regularizers: [(key: String, text: String)] = [
    (Dropout.key, "3 dropout"), (RecurrentDropout.key, "4 recurrent dropout"),
    (L2Penalty.key, "2 L2"),
  ]

  /// Against memorising.
  static func lessMemory(_ lane: LaneEvidence) -> String {
    var texts = regularizers.filter { !lane.regularizers.contains($0.key) }.map(\.text)
    if !lane.stopsEarly { texts.insert("6 early stopping", at: min(1, texts.count)) }
    guard !texts.isEmpty else { return "more data or a smaller net" }
    return texts.prefix(2).joined(separator: ", ")
  }

  static let lowerRate = "( lower rate, then r"
}
