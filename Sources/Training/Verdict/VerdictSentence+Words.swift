import Datasets
import Foundation
import Telemetry

/// Names and numbers in a verdict.
extension VerdictSentence {
  static let mostNames = 4
  /// From this many times the predictor's loss on, times are told and not percent.
  static let asTimes: Float = 3

  func place(_ score: Score) -> String {
    let monitors = Set(lanes.map(\.monitor))
    let weights =
      if monitors == [nil] {
        "best weights"
      } else if monitors.count == 1, let name = lanes.first?.monitor {
        "weights of the best \(name)"
      } else {
        "each lane's best weights"
      }
    return score.part == .test ? "on the test part (\(weights))" : "on validation (\(weights))"
  }

  func name(_ lane: LaneFinding) -> String { escaped(lane.name, limit: 24) }

  /// "gru, lstm and rnn", "gru, lstm, rnn and 3 more".
  func names(_ lanes: [LaneFinding]) -> String {
    let all = lanes.map(name)
    if all.count > Self.mostNames {
      return all.prefix(Self.mostNames - 1).joined(separator: ", ")
        + " and \(all.count - Self.mostNames + 1) more"
    }
    guard all.count > 1 else { return all.first ?? "" }
    return all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1]
  }

  /// So many significant digits, without an exponent where a person would not write one.
  func number(_ value: Float, digits: Int = 3) -> String {
    if value == 0 { return "0" }
    if value.magnitude >= 1000, value.magnitude < 1e7 { return formatted("%.0f", value) }
    // With zeros at the end, as the numbers beside it.
    let text = formatted("%#.\(digits)g", value)
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// "3.4 times", "270 times".
  func times(_ ratio: Float) -> String {
    guard ratio < 1e6 else { return "over a million times" }
    guard ratio >= 99.5 else { return formatted("%.2g", ratio) + " times" }
    let unit = pow(10, (log10(Double(ratio)).rounded(.down) - 1))
    return "\(Int((Double(ratio) / unit).rounded() * unit)) times"
  }

  /// "34 %" of a share of 0.66 or 1.34, "4.9 %" of 1.049; never "0 %", never "100 %" of something.
  func percentApart(_ share: Float) -> String {
    let apart = abs(1 - Double(share)) * 100
    var decimals = apart < 9.95 ? 1 : 0
    while decimals < 6, isRoundedAway(apart, decimals) { decimals += 1 }
    return trimmed(apart, decimals) + " %"
  }

  /// "78.1 %"; 100 only where all is right.
  func percent(_ share: Float) -> String {
    let value = Double(share) * 100
    var decimals = 1
    while decimals < 6, isRoundedAway(value, decimals) { decimals += 1 }
    return trimmed(value, decimals) + " %"
  }

  func isRoundedAway(_ value: Double, _ decimals: Int) -> Bool {
    let text = String(format: "%.\(decimals)f", locale: nil, value)
    let shown = Double(text) ?? value
    return shown != value && (shown == 0 || shown == 100)
  }

  func trimmed(_ value: Double, _ decimals: Int) -> String {
    var text = String(format: "%.\(decimals)f", locale: nil, value)
    if decimals > 0 {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text
  }
}
