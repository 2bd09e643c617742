extension DatasetDescription {
  /// How a generated task's data were made, so that the same can be made again.
  package struct Generated: Sendable, Equatable, Codable {
    package var length: Int?
    package var count: Int?
    package var horizon: Int
    package var split: [Double]
    package var folds: Int?
    package var fold: Int?
    package var seed: UInt64
  }

  /// How to regenerate the data; nil if they came from a file.
  package var generatedConfiguration: DataConfiguration? {
    guard let generated else { return nil }
    var configuration = DataConfiguration(
      source: source, horizon: generated.horizon, length: generated.length,
      count: generated.count, split: generated.split, seed: generated.seed)
    configuration.folds = generated.folds
    configuration.fold = generated.fold
    if let sound = sequences?.sound { configuration.sound = sound.settings }
    return configuration
  }
}

extension DatasetDescription.Generated {
  init(_ configuration: DataConfiguration, _ source: any DataSource.Type) {
    length = configuration.length ?? source.defaultLength
    count = configuration.count ?? source.defaultCount
    horizon = configuration.horizon
    split = configuration.split
    folds = configuration.folds
    fold = configuration.fold
    seed = configuration.seed
  }
}
