/// `sequences`: labelled sequences of different lengths, one class for each.
package enum SequencesSource: DataSource {
  package static let name = "sequences"
  package static let about =
    "The class of a sequence of numbers: a table with a sequence id, a folder of files, or NumPy "
    + "arrays. How far memory must reach depends on the data; the trivial predictor answers the most "
    + "frequent class."
  package static let keys: Set<DataKey> = DataKey.ofFiles.union(DataKey.ofTables)
    .union(DataKey.ofLengths).union([
      .columns, .time, .label, .sequence, .layout, .padValue, .prepare,
    ])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    try SequenceDataset(
      source: name, everyStep: false, configuration: configuration, files: files
    ).make(progress: progress)
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    try SequenceDataset.prepare(
      file, by: description, everyStep: false, files: files, progress: progress)
  }
}
