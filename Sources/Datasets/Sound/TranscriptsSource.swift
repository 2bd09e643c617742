/// `transcripts`: what is said in each sound, from a table of files and texts.
package enum TranscriptsSource: DataSource {
  package static let name = "transcripts"
  package static let about =
    "What is said in a sound: a table of files (.wav, .flac) and their transcripts. Each step is fed the "
    + "loudness of mel bands in decibels; characters are written in order, and nothing marks when "
    + "one begins (model.loss: ctc). The trivial predictor picks the most frequent character at "
    + "each position."
  package static let keys: Set<DataKey> = DataKey.ofFiles.union(DataKey.ofTables)
    .union(DataKey.ofSounds).union([
      .target, .unit, .numWords, .lowercase, .punctuation, .maxLength, .bucket,
    ]).subtracting([.decimal, .thousands, .missingValues])
  /// A model's file of another source has no answers to sounds.
  package static let bearsAugmentation = false

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    #if Sound
      try Transcripts(configuration, files: files).dataset(progress: progress)
    #else
      throw SoundSupport.missing(configuration.file ?? name)
    #endif
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    #if Sound
      try Transcripts.prepare(file, by: description, files: files, progress: progress)
    #else
      throw SoundSupport.missing(file)
    #endif
  }
}

/// How the sounds of a model of transcripts became numbers.
package struct SoundSources: Sendable, Equatable, Codable {
  package var sound: SoundDescription
  /// By band, fitted on the training part.
  package var scalers: [AffineScaler]

  func check(inputs: Int) throws(DescriptionFault) {
    try sound.check(features: inputs)
    try DescriptionCheck.require(
      count: scalers.count, inputs, "inputs are", "pairs.sounds.scalers")
    for (place, scaler) in scalers.enumerated() {
      guard scaler.mean.isFinite, scaler.scale.isFinite, scaler.scale > 0 else {
        throw DescriptionFault(
          key: "pairs.sounds.scalers.\(place)", reason: "is not a mean and a scale above 0")
      }
    }
  }
}
