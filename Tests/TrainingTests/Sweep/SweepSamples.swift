import Telemetry
import Testing
import Training

/// Presets and grids for the tests of sweeps.
enum SweepSamples {
  static let threeCells = """
    title: three
    data: {source: adding, length: 10, count: 300}
    model: {hidden: [8]}
    lanes: [{cell: rnn}, {cell: lstm}, {cell: gru}]
    """

  static let sameCells = """
    data: {source: adding, length: 10, count: 300}
    lanes:
      - {cell: rnn, name: tanh}
      - {cell: rnn, name: irnn, model: {activation: relu, init: identity}}
    """

  static let oneCell = "data: {source: adding, length: 10, count: 300}\nmodel: {cell: gru}\n"

  static func grid(
    _ over: [String], _ yaml: String = oneCell, change: (inout SweepRequest) -> Void = { _ in }
  ) throws -> SweepGrid {
    var request = SweepRequest()
    request.preset = "small"
    request.over = over
    change(&request)
    return try SweepGrid(request, preset: Preset(yaml: yaml, name: "small", file: nil))
  }

  /// The error's text, or nil where there is none.
  static func refusal(
    _ over: [String], _ yaml: String = oneCell, change: (inout SweepRequest) -> Void = { _ in }
  ) -> String? {
    do {
      _ = try grid(over, yaml, change: change)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The JSON lines of a trial with these validation losses, one an epoch of ten steps.
  /// - Parameter f1: what is followed in place of the loss, by epoch.
  static func lines(
    _ losses: [Float], parameters: Int = 100, reason: EndReason = .maxEpochs, metric: Double = 2,
    f1: [Float]? = nil
  ) -> [String] {
    var events = [
      TimedEvent(
        .start(
          RunStart(
            preset: "small", seed: 1, threads: 1, metric: "mse",
            lanes: [.init(lane: "gru", cell: "gru", hidden: [8], parameters: parameters)],
            data: .init(
              kind: .task, train: 320, validation: 40, test: 40, baseline: NamedValues([])))),
        seconds: 0)
    ]
    var best = Float.infinity
    for (place, loss) in losses.enumerated() {
      let (epoch, step, seconds) = (place + 1, (place + 1) * 10, Double(place))
      events.append(
        TimedEvent(
          .validation(
            LaneValidated(
              lane: "gru", epoch: epoch, step: step, trainLoss: loss * 0.9,
              trainLossPlain: loss * 0.9, validationLoss: loss,
              metrics: NamedValues([("mse", Double(loss) * metric)]), penalty: 0,
              learningRate: 0.001,
              stepsPerSecond: 10)), seconds: seconds))
      let key = f1.map { -$0[place] } ?? loss
      if key < best {
        best = key
        events.append(
          TimedEvent(
            .improved(
              LaneImproved(
                lane: "gru", epoch: epoch, step: step, validationLoss: loss,
                monitor: f1 == nil ? nil : "f1", metric: f1?[place])),
            seconds: seconds))
      }
    }
    events.append(
      TimedEvent(
        .end(
          LaneEnded(
            lane: "gru", reason: reason, epoch: 3, step: 30, testLoss: 0.1,
            testMetrics: NamedValues([("mse", 0.1)]), baselineMetrics: NamedValues([]),
            baselines: NamedValues([]))),
        seconds: 9))
    return events.map { JSONLine.text($0) }
  }
}
