/// `tagged`: sequences with a label for each step, of words or of numbers.
package enum TaggedSource: DataSource {
  package static let name = "tagged"
  package static let about =
    "The tag of every step of a sequence: lines of a word and its tag, a table with a sequence id, or "
    + "NumPy arrays. The trivial predictor answers the most frequent tag; where words are fed, a "
    + "second one the most frequent tag of each word."
  package static let keys: Set<DataKey> = SequencesSource.keys.union([
    .text, .numWords, .lowercase,
  ])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    try SequenceDataset(
      source: name, everyStep: true, configuration: configuration, files: files
    ).make(progress: progress)
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    try SequenceDataset.prepare(
      file, by: description, everyStep: true, files: files, progress: progress)
  }
}
