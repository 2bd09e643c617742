import Datasets
import Foundation
import Testing

/// What the methods for numbers do, measured over many sequences.
@Suite struct NumberAugmentationTests {
  private func settings(_ key: String, _ strength: Float) -> AugmentationSettings {
    MadeData.only(AugmentationRegistry.place(of: key) ?? 0, strength)
  }

  private func moments(_ values: [Float]) -> (mean: Double, deviation: Double, kurtosis: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    let second = values.reduce(0.0) { $0 + pow(Double($1) - mean, 2) } / count
    let fourth = values.reduce(0.0) { $0 + pow(Double($1) - mean, 4) } / count
    return (mean, second.squareRoot(), fourth / (second * second))
  }

  /// Gaussian, in the deviations of each column; marks stay.
  @Test func jitter() {
    var noise: [[Float]] = [[], []]
    for index in 0..<800 {
      let (before, after) = MadeData.labels.augmented(settings("jitter", 0.1), index)
      for (old, new) in zip(before.rows, after.rows) {
        for i in 0..<2 { noise[i].append(new[i] - old[i]) }
        #expect(old[2] == new[2])
      }
    }
    // 0...23 in column 1: its deviation is sqrt((24^2 - 1) / 12).
    let wanted = [moments(columnZero).deviation, 6.922]
    for i in 0..<2 {
      let (mean, deviation, kurtosis) = moments(noise[i])
      #expect(abs(mean) < 0.002 * wanted[i])
      #expect(abs(deviation / wanted[i] - 0.1) < 0.002)
      #expect(abs(kurtosis - 3) < 0.15)
    }
  }

  private var columnZero: [Float] {
    (0..<40).flatMap { index in (0..<24).map { MadeSequences.number($0, 0, index) } }
  }

  /// One factor a column, and in a forecast one for all of them and the target.
  @Test func scaling() {
    var logarithms: [Float] = []
    for index in 0..<3000 {
      let (before, after) = MadeData.labels.augmented(settings("scaling", 0.2), index)
      let factor = after.rows[5][1] / before.rows[5][1]
      logarithms.append(log(factor))
      for (old, new) in zip(before.rows, after.rows) {
        #expect(abs(new[1] - factor * old[1]) < 1e-4 && new[2] == old[2])
      }
    }
    let (mean, deviation, _) = moments(logarithms)
    #expect(abs(mean) < 0.015 && abs(deviation - 0.2) < 0.01)

    var differs = 0
    for index in 0..<50 {
      let (before, after) = MadeData.forecast.augmented(settings("scaling", 0.2), index)
      let factor = after.values(1)[0] / before.values(1)[0]
      differs += factor == 1 ? 0 : 1
      for (old, new) in zip(before.rows, after.rows) {
        #expect(abs(new[0] - factor * old[0]) < 1e-5 && abs(new[1] - factor * old[1]) < 1e-4)
      }
    }
    #expect(differs == 50)
  }

  /// Both ends stay, time never runs back, and half as fast means half as steep.
  @Test func timeWarp() {
    var largest: Float = 0
    for index in 0..<300 {
      let (before, after) = MadeData.labels.augmented(settings("time_warp", 0.5), index)
      let clock = after.rows.map { $0[1] }
      #expect(clock.count == 24 && clock[0] == 0 && abs(clock[23] - 23) < 1e-3)
      #expect(zip(clock, clock.dropFirst()).allSatisfy { $0 < $1 })
      for (step, time) in clock.enumerated() {
        largest = max(largest, abs(time - Float(step)))
        // The curve is read at the same time as the clock.
        let first = Int(min(22, time))
        let (a, b) = (before.rows[first][0], before.rows[first + 1][0])
        #expect(abs(after.rows[step][0] - (a + (time - Float(first)) * (b - a))) < 1e-4)
      }
    }
    #expect(largest > 3 && largest < 23)
  }

  /// Up to the share goes, from either end; where a forecast follows, only from the front.
  @Test(arguments: [MadeData.labels, .forecast])
  func windowSlice(_ data: MadeData) {
    var counts: [Int: Int] = [:]
    var endsLate = 0
    for index in 0..<600 {
      let (_, after) = data.augmented(settings("window_slice", 0.25), index)
      let clock = after.rows.map { $0[1] }
      counts[clock.count, default: 0] += 1
      #expect(zip(clock, clock.dropFirst()).allSatisfy { $0 + 1 == $1 })
      endsLate += clock.last == 23 ? 1 : 0
      if data == .forecast { #expect(clock.last == 23 && after.values(1) == [1]) }
    }
    #expect(Set(counts.keys) == Set(18...24))
    #expect(counts.values.allSatisfy { $0 > 50 })
    if data == .labels { #expect(endsLate < 350) }
  }

  @Test func permutation() {
    var orders: Set<[Float]> = []
    for index in 0..<200 {
      let (_, after) = MadeData.labels.augmented(settings("permutation", 4), index)
      let clock = after.rows.map { $0[1] }
      #expect(clock.sorted() == (0..<24).map(Float.init))
      // Where the clock does not tick on, another segment begins.
      let breaks = zip(clock, clock.dropFirst()).count { $0 + 1 != $1 }
      #expect(breaks <= 3)
      orders.insert(clock)
    }
    #expect(orders.count > 50)
  }

  @Test func reversal() {
    var turned = 0
    for index in 0..<1000 {
      let (before, after) = MadeData.labels.augmented(settings("reversal", 0.3), index)
      let isTurned = after.rows != before.rows
      if isTurned { #expect(after.rows == before.rows.reversed()) }
      turned += isTurned ? 1 : 0
    }
    #expect(abs(turned - 300) < 60)
  }

  /// Around 0 it is allowed; the target of a forecast changes its sign too.
  @Test func signFlip() throws {
    var shape = MadeData.forecast.shape
    shape.features = 1
    let examples = MadeSequences(shape)
    let facts = AugmentationFacts(shape, .forecast, examples)
    let place = try #require(AugmentationRegistry.place(of: "sign_flip"))
    #expect(AugmentationRegistry.all[place].whyNot(facts) == nil)
    let augmenter = Augmenter(facts, timeSteps: 24, seed: 1)
    var flipped = 0
    for index in 0..<1000 {
      let (before, after) = (BatchMemory(shape, batch: 3), BatchMemory(shape, batch: 3))
      for memory in [before, after] {
        examples.write(index, pass: 0, to: memory.pointers, column: 1)
      }
      augmenter.apply(
        MadeData.only(place, 0.5), to: after.pointers, column: 1, example: index, pass: 0)
      let sign = after.values(1)[0] / before.values(1)[0]
      #expect(after.inputs(1) == before.inputs(1).map { $0 * sign })
      flipped += sign == -1 ? 1 : 0
    }
    #expect(abs(flipped - 500) < 70)
  }

  /// Lengths and angles between steps stay; the plane is any, the angle within the strength.
  @Test func rotation() {
    var largest: Float = 0
    for index in 0..<400 {
      let (before, after) = MadeData.labels.augmented(settings("rotation", 30), index)
      for (old, new) in zip(before.rows, after.rows) {
        let (a, b) = (hypot(old[0], old[1]), hypot(new[0], new[1]))
        #expect(abs(a - b) < 1e-4 * max(1, a))
        #expect(old[2] == new[2], "marks are not turned")
        guard a > 1 else { continue }
        let cosine = (old[0] * new[0] + old[1] * new[1]) / (a * b)
        largest = max(largest, acos(min(1, cosine)) * 180 / .pi)
      }
    }
    #expect(largest > 28 && largest < 30.1)
  }
}
