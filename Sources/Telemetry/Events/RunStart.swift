/// The contents of a run.
package struct RunStart: Sendable, Equatable, Codable {
  package var preset: String
  package var seed: UInt64
  package var threads: Int
  /// The name of the primary metric.
  package var metric: String
  package var lanes: [Lane]
  package var data: Data

  package init(
    preset: String, seed: UInt64, threads: Int, metric: String, lanes: [Lane], data: Data
  ) {
    self.preset = preset
    self.seed = seed
    self.threads = threads
    self.metric = metric
    self.lanes = lanes
    self.data = data
  }

  package struct Lane: Sendable, Equatable, Codable {
    package var lane: String
    package var cell: String
    package var hidden: [Int]
    package var parameters: Int

    package init(lane: String, cell: String, hidden: [Int], parameters: Int) {
      self.lane = lane
      self.cell = cell
      self.hidden = hidden
      self.parameters = parameters
    }
  }

  package struct Data: Sendable, Equatable, Codable {
    package var kind: DataKind
    /// Number of examples in each part.
    package var train: Int
    package var validation: Int
    package var test: Int
    /// The trivial predictor on the test part.
    package var baseline: NamedValues<Double>

    package init(
      kind: DataKind, train: Int, validation: Int, test: Int, baseline: NamedValues<Double>
    ) {
      self.kind = kind
      self.train = train
      self.validation = validation
      self.test = test
      self.baseline = baseline
    }
  }
}
