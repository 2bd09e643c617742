import Telemetry

/// A classifier that never answers one of the classes: if the others make up nearly everything,
/// that looks like success.
package enum ClassIgnoredSuspect: SuspectRule {
  package static let kind = Suspect.Kind.classIgnored
  package static let patience = 3
  package static let explainedBy: Set<Suspect.Kind> = [
    .exploding, .deadUnits, .rateTooHigh, .rateTooLow, .saturatedGates, .vanishing,
  ]
  /// Share of its examples answered right that is as good as none.
  static let ignored: Float = 0.02
  /// A class found by chance now and then does not count as answered yet.
  static let answered: Float = 0.2
  /// Least number of examples of the class, and their share of all.
  static let leastExamples = 5
  static let leastShare: Float = 0.02
  /// The largest share: without a larger class, nothing would look like success.
  static let mostShare: Float = 0.25
  /// The loss falls clearly: a class may still come.
  static let falls: Float = 0.15

  package static func look(_ lane: LaneEvidence) -> SuspectFinding {
    guard let confusion = lane.confusion, confusion.others == 0, confusion.classes.count >= 2 else {
      return .absent
    }
    let size = confusion.classes.count
    let total = confusion.counts.reduce(0, +)
    let classes = (0..<size).map { truth in
      let row = confusion.counts[truth * size..<(truth + 1) * size]
      return (
        name: confusion.classes[truth], right: row[row.startIndex + truth],
        count: row.reduce(0, +)
      )
    }
    .filter { $0.count >= leastExamples && Float($0.count) >= leastShare * Float(total) }
    func share(_ right: Int, _ count: Int) -> Float { Float(right) / Float(count) }
    let least = lane.told.contains(kind) ? answered : Self.ignored
    let ignored = classes.filter { share($0.right, $0.count) < least }
    // If most classes are ignored, the problem is not one ignored class.
    guard let most = ignored.max(by: { $0.count < $1.count }), ignored.count * 2 <= classes.count,
      Float(most.count) <= mostShare * Float(total)
    else { return .absent }
    guard lane.standing != .early, lane.fell(over: 3) < falls else { return .absent }
    let others = ignored.count > 1 ? ", \(ignored.count - 1) more like it" : ""
    let right = lane.accuracy.map { "; still \(Numbers.twoDigitPercent($0)) right" } ?? ""
    return .present(
      value: Double(share(most.right, most.count)),
      text: "\(most.right) of \(most.count) \"\(most.name)\" found\(others)\(right)",
      advice: lane.weighsClasses
        ? "more of that class, or more epochs" : "R: class weighting, or more epochs")
  }
}
