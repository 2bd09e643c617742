/// `text`: a language model over the characters of any text in UTF-8.
package enum TextSource: DataSource {
  package static let name = "text"
  package static let about =
    "The next character of a text, at every step. How far memory reaches is the text's own; the "
    + "trivial predictor knows the frequencies of single characters (3.3 nats for English)."
  package static let defaultLength: Int? = 100
  package static let keys: Set<DataKey> = DataKey.ofFiles.union([.length])

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    progress("reading \(escaped(file))")
    let main = try files.read(file)
    let validation = try configuration.validationFile.map { (name) throws(DatasetError) in
      try files.read(name)
    }
    let test = try configuration.testFile.map { (name) throws(DatasetError) in
      try files.read(name)
    }
    let language = LanguageDataset(
      source: name, title: escaped(lastPart(file)), file: file,
      length: configuration.length ?? 100, split: try Split(configuration),
      seed: configuration.seed)
    return try withExtendedLifetime((main, validation, test)) { () throws(DatasetError) in
      try language.make(
        main.bytes, validation: validation.map { ($0.bytes, $0.name) },
        test: test.map { ($0.bytes, $0.name) },
        notes: main.hadByteOrderMark ? ["a byte order mark at the start was left out"] : [])
    }
  }
}
