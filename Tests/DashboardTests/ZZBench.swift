import Dashboard
import Foundation
import Telemetry
import Testing

@Suite struct ZZBench {
  @Test func bench() {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      for step in 1825...20000 {
        snapshot.lanes[i].trainCurve.append(
          step: step, seconds: Double(step) * 0.02, value: 0.1 + Float(step % 7) * 0.01)
        if step % 100 == 0 {
          snapshot.lanes[i].validationCurve.append(step: step, seconds: 0, value: 0.15)
          snapshot.lanes[i].plainCurve.append(step: step, seconds: 0, value: 0.1)
        }
      }
      snapshot.lanes[i].step = 20000
    }
    for (name, focus, full) in [
      ("all", PaneID.loss, false), ("loss", .loss, true), ("lanes", .lanes, true),
      ("grad", .gradient, true),
    ] {
      for smoothing in [2, 0] {
        var state = Fixture.state(160, 50, snapshot)
        (state.focus, state.isFullScreen) = (focus, full)
        state.timeView.smoothingLevel = smoothing
        var times: [Double] = []
        var sum = 0
        for _ in 0..<200 {
          var a = timespec()
          var b = timespec()
          clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a)
          sum += render(state).cells.count
          clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b)
          times.append(Double(b.tv_sec - a.tv_sec) * 1e3 + Double(b.tv_nsec - a.tv_nsec) / 1e6)
        }
        times.sort()
        print("BENCH", name, smoothing, times[100], "ms", sum)
      }
    }
  }
}
