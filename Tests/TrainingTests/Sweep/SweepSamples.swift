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
  static func lines(
    _ losses: [Double], parameters: Int = 100, reason: String = "max_epochs", metric: Double = 2
  ) -> [String] {
    var lines = [
      """
      {"event": "start", "seconds": 0, "preset": "small", "seed": 1, "threads": 1, "metric": "mse", \
      "lanes": [{"lane": "gru", "cell": "gru", "hidden": [8], "parameters": \(parameters)}], \
      "data": {"kind": "task", "train": 320, "validation": 40, "test": 40, "baseline": {}}}
      """
    ]
    var best = Double.infinity
    for (epoch, loss) in losses.enumerated() {
      let place = "\"lane\": \"gru\", \"epoch\": \(epoch + 1), \"step\": \((epoch + 1) * 10)"
      lines.append(
        """
        {"event": "validation", "seconds": \(epoch), \(place), "train_loss": \(loss * 0.9), \
        "val_loss": \(loss), "val_metrics": {"mse": \(loss * metric)}}
        """)
      if loss < best {
        best = loss
        lines.append(
          "{\"event\": \"improved\", \"seconds\": \(epoch), \(place), \"val_loss\": \(loss)}")
      }
    }
    lines.append(
      """
      {"event": "end", "seconds": 9, "lane": "gru", "reason": "\(reason)", "epoch": 3, "step": 30, \
      "test_loss": 0.1, "test_metrics": {"mse": 0.1}}
      """)
    return lines
  }
}
