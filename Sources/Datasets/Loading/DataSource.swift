/// One way to get data: a kind of file, or a generated task. A new one is one file and one line in
/// `DataSources.all`.
package protocol DataSource: SendableMetatype {
  /// The value of `data.source`.
  static var name: String { get }
  /// One or two sentences: the memory it needs, and the trivial predictor's score.
  static var about: String { get }
  /// The keys below `data` that it uses; `file` among them where it reads one.
  static var keys: Set<DataKey> { get }
  /// True if a sequence may be changed at random and keep its answer. A generated task whose
  /// answer follows from every step cannot be augmented.
  static var bearsAugmentation: Bool { get }
  /// Defaults of `data.length` and `data.count`; nil if not used.
  static var defaultLength: Int? { get }
  static var defaultCount: Int? { get }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset

  /// The whole of `file`, prepared as `description` says a model's own data were.
  static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile
}

extension DataSource {
  package static var defaultLength: Int? { nil }
  package static var defaultCount: Int? { nil }
  package static var readsFile: Bool { keys.contains(.file) }
  package static var bearsAugmentation: Bool { readsFile }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    throw .notOfFiles(source: name)
  }

  /// Throws for the first key that was written and that this source would not use.
  static func refuseUnusedKeys(_ configuration: DataConfiguration) throws(DatasetError) {
    let heeded = keys.union(DataKey.ofAll)
    for key in DataKey.allCases where !heeded.contains(key) && key.isWritten(configuration) {
      throw .keyNotUsed(key: key.path, source: name)
    }
  }
}
