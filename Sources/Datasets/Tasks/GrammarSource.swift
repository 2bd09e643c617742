/// `grammar`: text that a small grammar writes, learned character by character.
package enum GrammarSource: DataSource {
  package static let name = "grammar"
  package static let about =
    "Sentences in which a verb agrees with a noun several words before, and nested brackets that "
    + "must match: memory of 10 to 100 characters. The trivial predictor knows the frequencies of "
    + "single characters, about 2.9 nats."
  package static let defaultLength: Int? = 100
  package static let defaultCount: Int? = 200_000
  package static let keys: Set<DataKey> = DataKey.ofTasks

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let count = configuration.count ?? 200_000
    try configuration.require(.count, count, in: 100...100_000_000)
    let language = LanguageDataset(
      source: name, title: "grammar", file: "grammar", length: configuration.length,
      split: try Split(configuration), seed: configuration.seed)
    // The text, its tokens, and what is counted.
    try files.memory.require(
      3 * Double(count), for: "data.count \(count)", remedy: "reduce data.count")
    progress("writing \(count) characters")
    let text = Grammar.text(count: count, seed: configuration.seed)
    let made = text.withUnsafeBufferPointer { bytes in
      Result { () throws(DatasetError) in try language.make(bytes) }
    }
    return try made.get()
  }
}
