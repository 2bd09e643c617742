/// `sounds`: a class for each sound file, as log-mel features.
package enum SoundsSource: DataSource {
  package static let name = "sounds"
  package static let about =
    "The class of a sound: a folder CLASS/FILE.wav or .flac, or files and a labels.csv. Each step is "
    + "fed the loudness of mel bands in decibels. The trivial predictor answers the most frequent "
    + "class."
  package static let keys: Set<DataKey> = DataKey.ofFiles.subtracting([.encoding])
    .union(DataKey.ofLengths).union(DataKey.ofSounds).union([.prepare])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard SoundSupport.isBuilt else { throw SoundSupport.missing(configuration.file ?? name) }
    return try SequenceDataset(
      source: name, everyStep: false, configuration: configuration, files: files,
      areSounds: true
    ).make(progress: progress)
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard SoundSupport.isBuilt else { throw SoundSupport.missing(file) }
    return try SequenceDataset.prepare(
      file, by: description, everyStep: false, files: files, progress: progress)
  }
}
