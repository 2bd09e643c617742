/// The answers of a lane's network to data it did not train on, ready to draw.
package enum OutputSnapshot: Sendable, Equatable, Codable {
  /// Nothing computed yet.
  case none
  /// One for each target, never empty.
  case forecast([Forecast])
  /// From validations spread over the run, the newest last; never empty.
  case text([TextSample])
  case confusion(Confusion)
  case answers(PairAnswers)
}

/// Truth and forecast over a stretch of the validation part, in the data's own units; for a
/// generated task, answers sorted by their truth.
package struct Forecast: Sendable, Equatable, Codable {
  /// "sunspots, one step ahead", "sum of the two marked numbers".
  package var title: String
  /// The target's name, if there are several.
  package var target: String
  /// Positions of the points in the data; nil if they have no order.
  package var places: ForecastPlaces?
  @Packed package var truth: [Float]
  @Packed package var forecast: [Float]
  /// Root mean square error over the whole validation part, that of the baseline, and mean
  /// absolute error.
  package var rmse: Float
  package var mae: Float?
  package var baselineRMSE: Float?
  /// True when neighbours follow each other in time and may be joined by a line.
  package var overTime: Bool

  package init(
    title: String, target: String = "", places: ForecastPlaces? = nil, truth: [Float],
    forecast: [Float],
    rmse: Float, mae: Float? = nil, baselineRMSE: Float?, overTime: Bool
  ) {
    self.title = title
    self.target = target
    self.mae = mae
    self.places = places
    self.truth = truth
    self.forecast = forecast
    self.rmse = rmse
    self.baselineRMSE = baselineRMSE
    self.overTime = overTime
  }
}

/// Positions of a forecast's points in the data.
package struct ForecastPlaces: Sendable, Equatable, Codable {
  /// The unit: "rows" of the file, "values" of a generated series.
  package var unit: String
  /// Row of each point, from 1, ascending.
  package var rows: [Int]
  /// Date of each point, as written in the file; empty if the file has no dates.
  package var dates: [String]
  /// Number of predictions in the validation part, of which these are the last.
  package var partCount: Int
  /// Rows of the file that contains the validation part.
  package var total: Int

  package init(unit: String, rows: [Int], dates: [String], partCount: Int, total: Int) {
    self.unit = unit
    self.rows = rows
    self.dates = dates
    self.partCount = partCount
    self.total = total
  }
}

/// Text that the network wrote at a validation.
package struct TextSample: Sendable, Equatable, Codable {
  /// Samples that a lane keeps.
  package static let mostKept = 8

  package var prompt: String
  package var text: String
  package var temperature: Float
  package var step: Int
  package var epoch: Int
  /// Nats per token on the validation part, at that step.
  package var validationLoss: Float

  package init(
    prompt: String, text: String, temperature: Float, step: Int, epoch: Int, validationLoss: Float
  ) {
    self.epoch = epoch
    self.validationLoss = validationLoss
    self.prompt = prompt
    self.text = text
    self.temperature = temperature
    self.step = step
  }

  /// Appends a sample. If there are too many, the one between the closest neighbours is dropped:
  /// the first and the newest stay, the others are spread over the run.
  package static func appending(_ newest: TextSample, to earlier: [TextSample]) -> [TextSample] {
    var samples = earlier + [newest]
    while samples.count > mostKept {
      let inner = samples.indices.dropFirst().dropLast()
      guard
        let closest = inner.min(by: { a, b in
          samples[a + 1].step - samples[a - 1].step < samples[b + 1].step - samples[b - 1].step
        })
      else { break }
      samples.remove(at: closest)
    }
    return samples
  }
}
