import Datasets
import Foundation

/// How a token is chosen from a model's outputs: drawn from their softmax, at a temperature, among
/// the likeliest.
package struct Sampling: Sendable, Equatable {
  /// The outputs are divided by this; at 0 the likeliest token is taken.
  package var temperature: Float
  /// Only the k likeliest tokens may be drawn; nil: all.
  package var topK: Int?
  /// Only the likeliest tokens that together reach this probability may be drawn (Holtzman, Buys, Du,
  /// Forbes, Choi 2020); nil: all.
  package var topP: Double?

  package init(temperature: Float, topK: Int? = nil, topP: Double? = nil) {
    (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
  }

  package static let likeliest = Sampling(temperature: 0)

  /// - Parameter logits: before softmax; -infinity for tokens that must not be drawn.
  /// - Returns: nil if no token can be drawn.
  package func draw(_ logits: [Float], using random: inout SeededRandom) -> Int? {
    guard let best = Self.largest(logits) else { return nil }
    if temperature <= 0 { return best }
    var weights = logits.map { exp(Double($0 - logits[best]) / Double(temperature)) }
    if topK != nil || topP != nil { keepLikeliest(&weights) }
    var rest = Double(SeededRandom.unit(random.next())) * weights.reduce(0, +)
    for (token, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return token }
    }
    return best
  }

  private func keepLikeliest(_ weights: inout [Double]) {
    // Among equals, the first.
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    var kept = min(topK ?? order.count, order.count)
    if let topP {
      let wanted = topP * order.prefix(kept).reduce(0) { $0 + weights[$1] }
      var sum = 0.0
      kept =
        order.prefix(kept).firstIndex {
          sum += weights[$0]
          return sum >= wanted
        }.map { $0 + 1 } ?? kept
    }
    for token in order.dropFirst(max(1, kept)) { weights[token] = 0 }
  }

  /// The first of the largest; nil if none is above -infinity.
  static func largest(_ logits: [Float]) -> Int? {
    var best: Int?
    for (token, logit) in logits.enumerated() where logit > best.map({ logits[$0] }) ?? -.infinity {
      best = token
    }
    return best
  }
}
