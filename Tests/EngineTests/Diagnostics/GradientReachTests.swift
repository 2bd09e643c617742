import Engine
import Foundation
import Testing

/// Profiles with a known answer.
struct GradientReachTests {
  struct Profile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let norms: [Double]
    let reaches: Int
    /// log2 of the norm per step back.
    var slope: Float?
    /// The largest level, in decades.
    var growth: Float = 0
  }

  static func decay(_ perStep: Double, _ count: Int) -> [Double] {
    (0..<count).map { pow(perStep, Double($0)) }
  }

  static let profiles = [
    // The end is that of 4.4 steps back (the median of 10); 1 % of it is passed after 6.6 steps more.
    Profile(testDescription: "halves", norms: decay(0.5, 100), reaches: 12, slope: -1),
    // The end: 9.5 steps back; 2^(-d/20) is at 1 % of it after 132.9 steps more.
    Profile(
      testDescription: "halves every 20 steps", norms: decay(pow(0.5, 0.05), 200), reaches: 143,
      slope: -0.05),
    Profile(testDescription: "constant", norms: decay(1, 150), reaches: 150, slope: 0),
    // 1000 times the plateau in the last step: the head's direct pull.
    Profile(
      testDescription: "flat after a jump at the end", norms: [1000] + decay(1, 149), reaches: 150),
    Profile(
      testDescription: "flat after a fall over four steps",
      norms: [1000, 100, 30, 5] + decay(1, 146), reaches: 150),
    Profile(
      testDescription: "grows", norms: decay(1.1, 50), reaches: 50, slope: 0.1375,
      growth: Float(45 * log10(1.1))),
    // 4 steps of 40 hold nothing.
    Profile(
      testDescription: "plateau with a hole",
      norms: (0..<40).map { (20..<24).contains($0) ? 1e-6 : 1 }, reaches: 40),
    Profile(
      testDescription: "plateau with a wide hole",
      norms: (0..<40).map { (20..<30).contains($0) ? 1e-6 : 1 }, reaches: 20),
    Profile(
      testDescription: "noise", norms: (0..<100).map { $0.isMultiple(of: 2) ? 1 : 0.3 },
      reaches: 100, slope: 0),
    Profile(
      testDescription: "falls to zero", norms: decay(1, 30) + Array(repeating: 0, count: 70),
      reaches: 30),
    Profile(testDescription: "one step", norms: [0.2], reaches: 1),
    Profile(testDescription: "two steps", norms: [0.2, 0.1], reaches: 2),
    Profile(testDescription: "short", norms: [1, 0.1, 0.01], reaches: 3, slope: -3.3219),
    Profile(testDescription: "zero", norms: [0, 0, 0, 0], reaches: 0),
    Profile(
      testDescription: "only the last step", norms: [1] + Array(repeating: 0, count: 50), reaches: 1
    ),
    Profile(testDescription: "nothing", norms: [], reaches: 0),
    Profile(testDescription: "NaN near the end", norms: [.nan, 1, 1, 1], reaches: 0),
    Profile(
      testDescription: "infinite far away", norms: decay(1, 30) + [.infinity, .infinity],
      reaches: 30),
  ]

  @Test(arguments: profiles) func reach(_ p: Profile) {
    let reach = GradientReach(p.norms)
    #expect(reach.levels.count == p.norms.count && reach.reaches == p.reaches)
    if let slope = p.slope, let got = reach.log2PerStepBack { #expect(abs(got - slope) < 0.02) }
    let finite = reach.levels.filter(\.isFinite)
    #expect(abs((finite.max() ?? 0) - p.growth) < 1e-3)
  }

  @Test func levelsAreRelativeToTheEnd() {
    let reach = GradientReach((0..<99).map { 1e-6 * pow(0.1, Double($0) / 10) })
    // The median of the last 9.
    #expect(abs(reach.end / (1e-6 * pow(0.1, 0.4)) - 1) < 1e-9)
    // Up to the middle of the steps that make the end, nothing counts as growth.
    #expect(reach.levels[0] == 0 && reach.levels[3] == 0 && abs(reach.levels[4]) < 1e-5)
    #expect(abs(reach.levels[24] + 2) < 1e-5)
    let even = GradientReach((0..<100).map { pow(0.5, Double($0)) })
    #expect(even.end == (pow(0.5, 4) + pow(0.5, 5)) / 2)
    // A fast decay near the end does not look like growth either.
    #expect(GradientReach(Self.decay(0.2, 100)).levels.allSatisfy { $0 <= 1e-5 })
  }

  @Test func zerosAndWhatIsNotFinite() {
    let reach = GradientReach([1, 1, 0, .nan, 1])
    #expect(reach.end.isNaN && reach.levels.allSatisfy(\.isNaN))
    // Where most near the end are zero, the largest stands for it: nothing seems to grow.
    let dead = GradientReach([2, 1] + Array(repeating: 0, count: 40))
    #expect(dead.end == 2 && dead.levels[0] == 0 && dead.levels[1] < 0 && dead.reaches == 2)
    let far = GradientReach(Self.decay(1, 20) + [0, .infinity, .nan])
    #expect(far.levels[20] == -.infinity && far.levels[21].isNaN && far.levels[22].isNaN)
  }

  @Test func aLineFitsOrNot() {
    #expect(abs(GradientReach(Self.decay(0.5, 30)).fit - 1) < 1e-5)
    #expect(GradientReach((0..<20).map { $0.isMultiple(of: 2) ? 1.0 : 0.5 }).fit < 0.1)
    #expect(GradientReach([1, 0.5]).log2PerStepBack == nil)
  }
}
