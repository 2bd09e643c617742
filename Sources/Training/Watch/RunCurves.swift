import Datasets
import Telemetry

/// The curves of a run, as far as recorded: training loss over short stretches of steps, and the
/// values from validations and whole pictures.
package struct RunCurves {
  /// The numbers of a lane at a step.
  package struct Point: Sendable, Equatable {
    package var lane: String
    /// From 1; a lane that was restarted or put back begins the next.
    package var attempt: Int
    package var step: Int
    /// The step divided by the steps per epoch.
    package var epoch: Double
    /// Seconds of training, since the start of the run.
    package var seconds: Double?
    /// The training loss of the steps from `first` to `step`.
    package var first: Int?
    package var trainLoss: Double?
    package var trainMinimum: Float?
    package var trainMaximum: Float?
    /// Losses among them that were not finite.
    package var nonfinite: Int?
    package var validationLoss: Float?
    /// Training loss measured like the validation loss.
    package var plainLoss: Float?
    package var metrics: NamedValues<Double>
    package var learningRate: Float?
    /// Norm of the parameter gradient before and after clipping, mean of the latest steps.
    package var gradientNorm: Float?
    package var gradientNormClipped: Float?
  }

  private struct Attempt: Hashable {
    var lane: String
    var number: Int
  }

  private var lanes: [String] = []
  private var attempts: [String: Int] = [:]
  private var points: [Attempt: [Int: Point]] = [:]
  /// By their first steps: a longer stretch replaces a shorter one.
  private var stretches: [Attempt: [Int: RecordedCurve]] = [:]
  private var stepsPerEpoch = 1
  /// Of all validations, in the order in which they came.
  package private(set) var metricNames: [String] = []

  package init() {}

  package mutating func take(_ line: RecordLine) {
    switch line {
    case .session(let line):
      stepsPerEpoch = max(1, line.session.stepsPerEpoch)
      for lane in line.lanes { know(lane.name) }
    case .event(let timed): take(timed)
    case .curve(let curve) where curve.bucket != nil:
      stretches[attempt(curve.lane), default: [:]][curve.first] = curve
    case .validations(let line): take(line)
    case .putBack(let line):
      // A forked lane has not done anything itself yet.
      let now = attempt(line.lane)
      if points[now] != nil || stretches[now] != nil { attempts[line.lane, default: 1] += 1 }
    case .lane(let line):
      guard let facts = line.facts, line.step > 0 else { return }
      change(line.lane, line.step) {
        $0.seconds = line.seconds
        $0.learningRate = facts.learningRate
        $0.gradientNorm = facts.gradientNorm
        $0.gradientNormClipped = facts.gradientNormClipped
      }
    case .curve, .request, .taken, .alive, .map, .frame, .resumed, .closed: break
    }
  }

  private mutating func take(_ timed: TimedEvent) {
    switch timed.event {
    case .validation(let e):
      know(e.metrics)
      change(e.lane, e.step) {
        $0.seconds = timed.seconds
        ($0.validationLoss, $0.plainLoss) = (e.validationLoss, e.trainLossPlain)
        $0.metrics = e.metrics
        $0.learningRate = e.learningRate
        $0.gradientNorm = e.gradientNorm ?? $0.gradientNorm
        $0.gradientNormClipped = e.gradientNormClipped ?? $0.gradientNormClipped
      }
    case .command(let e) where e.applied == .restart:
      if let lane = e.lane { attempts[lane, default: 1] += 1 }
    default: break
    }
  }

  private mutating func take(_ line: RecordedValidations) {
    let count = min(line.steps.count, line.validationLosses.count, line.plainLosses.count)
    for (name, _) in line.metrics.entries where !metricNames.contains(name) {
      metricNames.append(name)
    }
    for place in 0..<count {
      change(line.lane, line.steps[place]) {
        // Only the last reading of the clock is recorded.
        if place == count - 1 { $0.seconds = line.seconds }
        $0.validationLoss = line.validationLosses[place]
        $0.plainLoss = line.plainLosses[place]
        $0.metrics = NamedValues(
          line.metrics.entries.compactMap { entry in
            let values = entry.value.wrappedValue
            return place < values.count ? (entry.name, values[place]) : nil
          })
      }
    }
  }

  private mutating func know(_ lane: String) { if !lanes.contains(lane) { lanes.append(lane) } }

  private mutating func know(_ metrics: NamedValues<Double>) {
    for (name, _) in metrics.entries where !metricNames.contains(name) { metricNames.append(name) }
  }

  private func attempt(_ lane: String) -> Attempt {
    Attempt(lane: lane, number: attempts[lane] ?? 1)
  }

  private mutating func change(_ lane: String, _ step: Int, _ body: (inout Point) -> Void) {
    let attempt = attempt(lane)
    let new = point(attempt, step)
    body(&points[attempt, default: [:]][step, default: new])
  }

  private func point(_ attempt: Attempt, _ step: Int) -> Point {
    Point(
      lane: attempt.lane, attempt: attempt.number, step: step,
      epoch: Double(step) / Double(stepsPerEpoch), metrics: NamedValues([]))
  }

  /// Lane by lane, attempt by attempt, by increasing step.
  package var all: [Point] {
    var all: [Point] = []
    for lane in lanes {
      for number in 1...max(1, attempts[lane] ?? 1) {
        let attempt = Attempt(lane: lane, number: number)
        var bySteps = points[attempt] ?? [:]
        for (_, curve) in stretches[attempt] ?? [:] {
          var point = bySteps[curve.last] ?? point(attempt, curve.last)
          point.seconds = point.seconds ?? curve.seconds
          (point.first, point.trainLoss) = (curve.first, curve.mean)
          let only = curve.mean.map { Float($0) }
          (point.trainMinimum, point.trainMaximum) = (curve.minimum ?? only, curve.maximum ?? only)
          point.nonfinite = curve.nonfinite
          bySteps[curve.last] = point
        }
        all += bySteps.values.sorted { $0.step < $1.step }
      }
    }
    return all
  }
}
