/// How sounds are to be read.
struct SoundRequest {
  var settings: SoundSettings
  /// Samples a second; nil: those that most files have.
  var rate: Int?
  /// The rate is that of a model's own data.
  var isOfModel = false

  init(_ settings: SoundSettings) { self.settings = settings }

  /// As the data of a model were read.
  init(like own: SoundDescription) {
    settings = own.settings
    rate = own.rate
    isOfModel = true
  }
}

/// Whether a folder holds sounds.
enum RecogniseSounds {
  /// There are at least as many sounds as files of other kinds, in the folder or in those right
  /// below it.
  static func isOfSounds(_ folder: String, files: DataFiles) throws(DatasetError) -> Bool {
    let entries = FolderEntries(folder, path: try files.path(of: folder))
    let top = try entries.list("")
    var names = top.files
    // A few folders are enough to decide.
    for inner in top.folders.prefix(20) { names += try entries.list(inner).files }
    let sounds = names.count { SoundFormat.isAnySound($0) }
    return sounds > 0 && 2 * sounds >= names.count
  }
}
