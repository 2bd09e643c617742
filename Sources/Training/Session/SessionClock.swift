/// Seconds of training on a monotonic clock, excluding pauses, and the recent pace.
final class SessionClock {
  private let clock = ContinuousClock()
  private var began: ContinuousClock.Instant
  private var before = 0.0
  private var isPaused = false
  private var lastStep: ContinuousClock.Instant?
  private var smoothed: Double?

  init() { began = clock.now }

  var seconds: Double { isPaused ? before : before + (clock.now - began).inSeconds }

  /// As if this much time had already passed.
  func goOn(from seconds: Double) {
    before = seconds
    began = clock.now
    lastStep = nil
  }

  func pause() {
    guard !isPaused else { return }
    before = seconds
    isPaused = true
    lastStep = nil
  }

  func resume() {
    guard isPaused else { return }
    isPaused = false
    began = clock.now
    lastStep = nil
  }

  /// Marks the beginning of a training step.
  func stepBegins() {
    let now = clock.now
    if let lastStep {
      // A gap of seconds is a suspended machine, not a slow step.
      let seconds = (now - lastStep).inSeconds
      if seconds < 5 || smoothed == nil {
        smoothed = smoothed.map { $0 + 0.02 * (seconds - $0) } ?? seconds
      }
    }
    lastStep = now
  }

  /// Since the current step began.
  var secondsOfStep: Double { lastStep.map { (clock.now - $0).inSeconds } ?? 0 }

  /// Steps per second.
  var rate: Double { smoothed.map { $0 > 0 ? 1 / $0 : 0 } ?? 0 }
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
