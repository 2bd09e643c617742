import Telemetry

/// A classifier that never answers one of the classes has the accuracy of the most frequent one,
/// which looks like success where that class has nearly everything.
package enum ClassIgnoredSuspect: SuspectRule {
  package static let kind = Suspect.Kind.classIgnored
  package static let explainedBy: Set<Suspect.Kind> = [
    .exploding, .deadUnits, .rateTooHigh, .vanishing,
  ]
  /// Of the predictor's accuracy over that of guessing.
  static let imbalance: Float = 1.5
  static let tolerance: Float = 0.003
  static let leastExamples = 5

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let confusion = lane.confusion, let accuracy = lane.accuracy,
      let predictor = lane.predictorAccuracy, confusion.others == 0
    else { return .absent }
    let size = confusion.classes.count
    guard size >= 2, predictor * Float(size) >= imbalance else { return .absent }
    guard lane.standing != .early else { return .unclear }
    guard accuracy <= predictor + tolerance else { return .absent }
    let ignored = (0..<size).filter { answer in
      (0..<size).allSatisfy { confusion.counts[$0 * size + answer] == 0 }
    }
    .map { (name: confusion.classes[$0], count: support($0, confusion, size)) }
    .filter { $0.count >= leastExamples }
    guard let most = ignored.max(by: { $0.count < $1.count }) else { return .absent }
    let others = ignored.count > 1 ? " and \(ignored.count - 1) more" : ""
    return .present(
      value: Double(most.count),
      text: "never answers \"\(most.name)\"\(others) (\(most.count) \(confusion.unit)): "
        + "\(SuspectText.percent(accuracy)) right is the most frequent class",
      advice: "more of that class, more epochs, or a higher rate: )")
  }

  private static func support(_ truth: Int, _ confusion: Confusion, _ size: Int) -> Int {
    confusion.counts[truth * size..<(truth + 1) * size].reduce(0, +)
  }
}
