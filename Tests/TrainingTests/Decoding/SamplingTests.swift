import Datasets
import Foundation
import Testing
import Training

@Suite struct SamplingTests {
  private let logits: [Float] = [0, 2, -.infinity, 1, 2]

  /// How often each token comes in many draws.
  private func shares(_ sampling: Sampling, _ logits: [Float]) -> [Double] {
    var random = SeededRandom(seed: 3)
    var counts = [Double](repeating: 0, count: logits.count)
    for _ in 0..<20_000 {
      guard let token = sampling.draw(logits, using: &random) else { continue }
      counts[token] += 1 / 20_000
    }
    return counts
  }

  private func softmax(_ logits: [Float], _ temperature: Double, among kept: Set<Int>) -> [Double] {
    let weights = logits.indices.map {
      kept.contains($0) ? exp(Double(logits[$0]) / temperature) : 0
    }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  @Test(arguments: [
    (Sampling(temperature: 1), Set([0, 1, 3, 4])), (Sampling(temperature: 0.5), Set([0, 1, 3, 4])),
    (Sampling(temperature: 1, topK: 1), Set([1])),
    (Sampling(temperature: 2, topK: 3), Set([1, 3, 4])),
    (Sampling(temperature: 1, topK: 99), Set([0, 1, 3, 4])),
    // 0.40, 0.40, 0.15, 0.05
    (Sampling(temperature: 1, topP: 0.3), Set([1])),
    (Sampling(temperature: 1, topP: 0.5), Set([1, 4])),
    (Sampling(temperature: 1, topP: 0.9), Set([1, 3, 4])),
    (Sampling(temperature: 1, topP: 1), Set([0, 1, 3, 4])),
    (Sampling(temperature: 1, topK: 2, topP: 0.9), Set([1, 4])),
    (Sampling(temperature: 0), Set([1])),
  ])
  func tokensAreDrawnBySoftmaxAmongTheLikeliest(_ sampling: Sampling, _ kept: Set<Int>) {
    let wanted = softmax(
      logits, Double(sampling.temperature == 0 ? 1 : sampling.temperature), among: kept)
    for (share, want) in zip(shares(sampling, logits), wanted) {
      #expect(abs(share - want) < 0.015, "\(share), not \(want)")
    }
  }

  @Test func whereNothingMayBeDrawnNothingIs() {
    var random = SeededRandom(seed: 1)
    for logits in [[], [-Float.infinity, -.infinity], [.nan]] as [[Float]] {
      #expect(Sampling(temperature: 1).draw(logits, using: &random) == nil)
      #expect(Sampling.likeliest.draw(logits, using: &random) == nil)
    }
  }
}
