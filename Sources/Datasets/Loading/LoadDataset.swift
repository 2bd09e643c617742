import Telemetry

/// Reads or generates the data that `configuration` describes.
///
/// Relative paths start from the first of `folders` that has the file. `progress` gets a sentence at
/// each step that may take time. Same configuration and files: same bits.
package func loadDataset(
  _ configuration: DataConfiguration, relativeTo folders: [String],
  missingValueModel: (any MissingValueModel)? = nil, memory: DataMemory = DataMemory(),
  progress: @escaping (String) -> Void
) throws(DatasetError) -> Dataset {
  try configuration.validate()
  let files = DataFiles(
    folders: folders, missingValueModel: missingValueModel, memory: memory,
    encoding: configuration.encoding.map { TextEncoding($0) }, partners: configuration.partners,
    opened: configuration.opened)
  defer { configuration.opened.close() }
  let source = try source(of: configuration, files: files)
  try source.type.refuseUnusedKeys(configuration)
  var dataset = try source.type.load(configuration, files: files, progress: progress)
  if !source.type.readsFile {
    dataset.description.generated = .init(configuration, source.type)
  }
  dataset.description.encoding = configuration.encoding
  if source.type.readsFile { dataset.notes += try encodings(configuration, files) }
  dataset.notes.append(
    "to beat on the test part: " + dataset.baselines.map(\.text).joined(separator: "; "))
  if let recognised = source.recognised {
    dataset.notes.insert("read as \(recognised)", at: 0)
    dataset.report.recognised = recognised
  }
  return dataset
}

/// The encodings of the files that are not in UTF-8.
private func encodings(
  _ configuration: DataConfiguration, _ files: DataFiles
) throws(DatasetError) -> [String] {
  var notes: [String] = []
  for (part, file) in [
    ("", configuration.file), ("validation: ", configuration.validationFile),
    ("test: ", configuration.testFile),
  ] + configuration.targetFiles.map({ ("targets: ", $0) }) {
    guard let file, try !files.isFolder(file), let encoding = try files.open(file).encoding else {
      continue
    }
    notes.append("\(part)text in \(escaped(encoding))")
  }
  return notes
}

extension Baseline {
  /// "persistence (rmse 18.02, mae 13.5)".
  fileprivate var text: String {
    let numbers = testMetrics.map { "\($0.name) \(Numbers.fourDigits($0.value))" }
    return "\(name) (\(numbers.joined(separator: ", ")))"
  }
}

/// The source named, or recognised by the file's content, with the reason as a note then.
private func source(
  of configuration: DataConfiguration, files: DataFiles
) throws(DatasetError) -> (type: any DataSource.Type, recognised: String?) {
  let known = DataSources.names
  if let name = configuration.source {
    guard let type = DataSources.named(name) else {
      throw .unknownSource(name, known: known)
    }
    if type.readsFile, configuration.file == nil { throw .fileNeeded(source: name) }
    return (type, nil)
  }
  let found = try recognise(configuration, files: files)
  guard let type = DataSources.named(found.source) else {
    throw .unknownSource(found.source, known: known)
  }
  return (type, "\(found.source): \(found.reason)")
}
