#if Sound
  /// A folder in which each file is a sound, CLASS/FILE.wav or files and a `labels.csv`; or one sound.
  struct SoundFolder {
    /// As the user wrote it.
    let name: String
    let files: DataFiles
    let request: SoundRequest
    /// Files without labels are accepted, and so is a single file.
    let labelsMayMiss: Bool

    func read(progress: @escaping (String) -> Void) throws(DatasetError) -> SequenceTable {
      var folderNotes: [String] = []
      let sounds = try list(&folderNotes)
      // Made with the first sound, when the rate is known.
      var table: SoundTable?
      let (plan, notes) = try sounds.read(
        { (place, features) throws(DatasetError) in
          let entry = sounds.entries[place]
          var own = table.take() ?? SoundTable(features.plan)
          own.append(entry.name, label: entry.label, features)
          table = own
        }, progress: progress)
      var filled = table ?? SoundTable(plan)
      return filled.finish(file: name, layout: "folder of sounds", notes: notes + folderNotes)
    }

    /// The sounds that are there; `notes` gets what was left out.
    func list(_ notes: inout [String]) throws(DatasetError) -> SoundReader {
      func list(_ folder: String, _ entries: [SoundReader.Entry]) -> SoundReader {
        SoundReader(name: name, folder: folder, entries: entries, files: files, request: request)
      }
      guard try files.isFolder(name) else {
        if !labelsMayMiss {
          // First whether it is one.
          _ = try SoundFile(OpenFile(name: name, path: files.path(of: name), isText: false))
          throw .sound(file: name, .oneFile)
        }
        return list("", [SoundReader.Entry(name: name, label: nil)])
      }
      let folder = FolderEntries(
        name, path: try files.path(of: name), isWanted: SoundFormat.isSound)
      let entries = try folder.entries(&notes)
      if entries.isEmpty { throw .sound(file: name, .noSounds(other: try otherSound(folder))) }
      if !labelsMayMiss, let bare = entries.first(where: { $0.label == nil }) {
        throw .sequences(file: name, .unlabelledFiles(example: bare.name))
      }
      return list(name, entries)
    }

    /// A sound of a format that is not read.
    private func otherSound(_ folder: FolderEntries) throws(DatasetError) -> String? {
      let top = try folder.list("")
      var other = top.files.first(where: SoundFormat.isOtherSound)
      for inner in top.folders where other == nil {
        other = try folder.list(inner).files.first(where: SoundFormat.isOtherSound)
          .map { inner + "/" + $0 }
      }
      return other.map { name + "/" + $0 }
    }
  }

  extension SoundTable {
    init(_ plan: LogMel.Plan) {
      self.init(plan.settings, rate: plan.rate, edges: plan.bands.edges)
    }

    mutating func append(_ name: String, label: String?, _ features: LogMel) {
      append(
        name, label: label, values: features.values,
        seconds: Double(features.samples) / Double(rate), silentFrames: features.silentFrames)
    }
  }
#endif
