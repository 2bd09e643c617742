/// One way to get data: a kind of file, or a generated task. A new one is one file and one line in
/// `DataSources.all`.
package protocol DataSource: SendableMetatype {
  /// The value of `data.source`.
  static var name: String { get }
  static var readsFile: Bool { get }
  /// One sentence or two: what memory it asks for, what the trivial predictor scores.
  static var about: String { get }
  /// What `data.length` and `data.count` are where they are not written; nil where not used.
  static var defaultLength: Int? { get }
  static var defaultCount: Int? { get }
  /// True where `data.target` and `data.columns` are used.
  static var hasColumns: Bool { get }

  static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: (String) -> Void
  ) throws(DatasetError) -> Dataset
}

/// Every source, in the order in which they are listed.
package enum DataSources {
  package static let all: [any DataSource.Type] = [
    SeriesSource.self,
    TextSource.self,
    AddingSource.self,
    GrammarSource.self,
  ]

  package static func named(_ name: String) -> (any DataSource.Type)? {
    all.first { $0.name == name }
  }
}

extension DataSource {
  /// Throws for the first key that was written and that this source would not heed.
  static func refuseUnusedKeys(_ configuration: DataConfiguration) throws(DatasetError) {
    let unused: [(key: String, isWritten: Bool)] = [
      ("data.file", !readsFile && configuration.file != nil),
      ("data.validation", !readsFile && configuration.validationFile != nil),
      ("data.test", !readsFile && configuration.testFile != nil),
      ("data.target", !hasColumns && configuration.target != nil),
      ("data.columns", !hasColumns && !configuration.columns.isEmpty),
      ("data.length", defaultLength == nil && configuration.length != nil),
      ("data.count", defaultCount == nil && configuration.count != nil),
    ]
    if let first = unused.first(where: \.isWritten) {
      throw .keyNotUsed(key: first.key, source: name)
    }
  }
}
