import Engine
import Foundation
import Telemetry
import Testing
import Training

/// What is said of how fast a gradient shrinks.
struct ReachPaceTests {
  private func pace(_ norms: [Double]) -> Reach.Pace {
    Reach(GradientReach(norms), isDirect: false).pace
  }

  @Test func halving() {
    guard case .halves(let every) = pace((0..<100).map { pow(0.5, Double($0) / 10) }) else {
      Issue.record("a steady decay")
      return
    }
    #expect(abs(every - 10) < 0.01)
  }

  @Test func growth() {
    guard case .doubles(let every) = pace((0..<100).map { pow(2, Double($0) / 10) }) else {
      Issue.record("a steady growth")
      return
    }
    #expect(abs(every - 10) < 0.01)
  }

  /// As much arrives everywhere: nothing decays, also where no line fits.
  @Test func evenness() {
    #expect(pace((0..<100).map { _ in 0.3 }) == .none)
    #expect(pace((0..<100).map { 1 + 0.4 * sin(Double($0) / 8) }) == .none)
    // A hole in it is no evenness.
    #expect(pace((0..<100).map { (40..<60).contains($0) ? 1e-3 : 1 }) == .unsteady)
  }
}
