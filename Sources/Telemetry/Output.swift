/// What a lane's network says about data it did not train on, ready to draw.
package enum OutputSnapshot: Sendable, Codable {
  /// Nothing computed yet.
  case none
  /// One for each target, never empty.
  case forecast([Forecast])
  case text(TextSample)
  case confusion(Confusion)
}

/// Truth and forecast over a stretch of the validation part, in the data's own units; for a
/// generated task, answers sorted by their truth.
package struct Forecast: Sendable, Equatable, Codable {
  /// "sunspots, one step ahead", "sum of the two marked numbers".
  package var title: String
  /// The target's name, where there are several.
  package var target: String
  /// Where the first point stands in the data ("row 2 258"), or empty.
  package var start: String
  package var truth: [Float]
  package var forecast: [Float]
  /// Root mean square error over the whole validation part, the baseline's beside it, and mean
  /// absolute error.
  package var rmse: Float
  package var mae: Float?
  package var baselineRMSE: Float?
  /// True when neighbours follow each other in time and may be joined by a line.
  package var overTime: Bool

  package init(
    title: String, target: String = "", start: String, truth: [Float], forecast: [Float],
    rmse: Float, mae: Float? = nil, baselineRMSE: Float?, overTime: Bool
  ) {
    self.title = title
    self.target = target
    self.mae = mae
    self.start = start
    self.truth = truth
    self.forecast = forecast
    self.rmse = rmse
    self.baselineRMSE = baselineRMSE
    self.overTime = overTime
  }
}

/// Text that the network wrote.
package struct TextSample: Sendable, Equatable, Codable {
  package var prompt: String
  package var text: String
  package var temperature: Float
  package var step: Int

  package init(prompt: String, text: String, temperature: Float, step: Int) {
    self.prompt = prompt
    self.text = text
    self.temperature = temperature
    self.step = step
  }
}
