#if Sound
  import Foundation

  /// A folder in which each file is a sound, CLASS/FILE.wav or files and a `labels.csv`; or one sound.
  struct SoundFolder {
    /// As the user wrote it.
    let name: String
    let files: DataFiles
    let request: SoundRequest
    /// Files without labels will do, and one file by itself.
    let labelsMayMiss: Bool

    private typealias Entry = FolderEntries.Entry

    /// What the headers say.
    private struct Headers {
      var rates: [Int] = []
      /// Seconds of all.
      var seconds = 0.0
      var encodings = Tally()
      var channels = Tally()
      var notes = Tally()

      var texts: [String] { encodings.texts(nil) + channels.texts(nil) + notes.texts(nil) }
    }

    func read(progress: @escaping (String) -> Void) throws(DatasetError) -> SequenceTable {
      var notes: [String] = []
      let entries = try entries(&notes)
      let headers = try headers(entries, progress)
      let rate = try rate(entries, headers)
      let plan = try LogMel.Plan(request.settings, rate: rate, file: name)
      let frames = headers.seconds * 1000 / Double(request.settings.hop) + Double(entries.count)
      try files.memory.require(
        frames * SoundTable.bytesOfFrame(bands: request.settings.bands), for: name,
        remedy: "use fewer files, fewer data.sound_bands or a longer data.sound_hop")
      var table = SoundTable(request.settings, rate: rate, edges: plan.bands.edges)
      var leftOut = Tally()
      for (place, entry) in entries.enumerated() {
        try step(place, of: entries.count, "reading", progress)
        do throws(DatasetError) {
          try append(entry, plan, to: &table)
        } catch .sound(_, let fault) where fault.leavesOut && entries.count > 1 {
          leftOut.add(fault == .silent ? "silent" : "shorter than a window", entry.name)
        }
      }
      if table.count == 0 { throw .sound(file: name, .nothingToHear(files: entries.count)) }
      notes = headers.texts + notes + leftOut.texts("left out")
      return table.finish(file: name, layout: "folder of sounds", notes: notes)
    }

    private func append(
      _ entry: Entry, _ plan: LogMel.Plan, to table: inout SoundTable
    ) throws(DatasetError) {
      let sound = try SoundFile(file(entry))
      var features = LogMel(plan)
      let limit = DataKey.sizes.upperBound
      try sound.read { (piece) throws(DatasetError) in
        features.add(piece)
        guard features.frames <= limit else {
          throw .sound(
            file: sound.name,
            .tooLong(
              seconds: Double(sound.promised) / Double(sound.rate),
              limit: Double(limit * plan.hop) / Double(plan.rate)))
        }
      }
      if features.samples < plan.window {
        throw .sound(
          file: sound.name,
          .tooShort(
            samples: features.samples, rate: plan.rate, window: request.settings.window))
      }
      // Less than a step of 16 bits.
      if features.most - features.least < 0x1p-16 { throw .sound(file: sound.name, .silent) }
      features.finish()
      table.append(
        entry.name, label: entry.label, values: features.values,
        seconds: Double(features.samples) / Double(plan.rate), silentFrames: features.silentFrames)
    }

    private func file(_ entry: Entry) throws(DatasetError) -> OpenFile {
      let shown = entry.name.isEmpty ? name : name + "/" + entry.name
      return try OpenFile(name: shown, path: files.path(of: shown), isText: false)
    }

    private func step(
      _ place: Int, of count: Int, _ what: String, _ progress: (String) -> Void
    ) throws(DatasetError) {
      try Interruption.check()
      if place % 1000 == 0 {
        progress("\(what) \(escaped(name)): file \(place + 1) of \(count)")
      }
    }

    private func entries(_ notes: inout [String]) throws(DatasetError) -> [Entry] {
      guard try files.isFolder(name) else {
        if !labelsMayMiss {
          // First whether it is one.
          _ = try SoundFile(file(Entry(name: "", label: nil)))
          throw .sound(file: name, .oneFile)
        }
        return [Entry(name: "", label: nil)]
      }
      let folder = FolderEntries(
        name, path: try files.path(of: name), isWanted: SoundFormat.isSound)
      let entries = try folder.entries(&notes)
      if entries.isEmpty {
        let top = try folder.list("")
        var other = top.files.first(where: SoundFormat.isOtherSound)
        for inner in top.folders where other == nil {
          other = try folder.list(inner).files.first(where: SoundFormat.isOtherSound)
            .map { inner + "/" + $0 }
        }
        throw .sound(file: name, .noSounds(other: other.map { name + "/" + $0 }))
      }
      if !labelsMayMiss, let bare = entries.first(where: { $0.label == nil }) {
        throw .sequences(file: name, .unlabelledFiles(example: bare.name))
      }
      return entries
    }

    /// Opens every file once, so that nothing is computed before all of them fit.
    private func headers(
      _ entries: [Entry], _ progress: (String) -> Void
    ) throws(DatasetError) -> Headers {
      var headers = Headers()
      for (place, entry) in entries.enumerated() {
        try step(place, of: entries.count, "looking at", progress)
        let sound = try SoundFile(file(entry))
        headers.rates.append(sound.rate)
        headers.seconds += Double(sound.promised) / Double(sound.rate)
        headers.encodings.add(sound.encoding, entry.name)
        if sound.channels > 1 {
          headers.channels.add("mixed down from \(sound.channels) channels", entry.name)
        }
        for note in sound.notes { headers.notes.add(note, entry.name) }
      }
      return headers
    }

    /// The rate of most files; throws where one has another.
    private func rate(_ entries: [Entry], _ headers: Headers) throws(DatasetError) -> Int {
      var counts: [Int: Int] = [:]
      for rate in headers.rates { counts[rate, default: 0] += 1 }
      let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
      let needed = request.rate ?? most
      if let other = headers.rates.firstIndex(where: { $0 != needed }) {
        throw .sound(
          file: try file(entries[other]).name,
          .otherRate(
            found: headers.rates[other], needed: needed, isOfModel: request.isOfModel,
            others: headers.rates.count { $0 != needed } - 1))
      }
      return needed
    }
  }

  /// How many files something holds for, and the first of them.
  private struct Tally {
    private var found: [(text: String, count: Int, first: String)] = []

    mutating func add(_ text: String, _ file: String) {
      if let place = found.firstIndex(where: { $0.text == text }) {
        found[place].count += 1
      } else {
        found.append((text, 1, file))
      }
    }

    /// "mixed down from 2 channels: 3 files (yes/1.wav)", most frequent first.
    func texts(_ what: String?) -> [String] {
      found.sorted { $0.count > $1.count }.map { text, count, first in
        let files = what.map { "\(counted(count, "file")) \($0)" } ?? counted(count, "file")
        return "\(text): \(files)" + (first.isEmpty ? "" : ", the first \(escaped(first))")
      }
    }
  }

  extension SoundFault {
    /// A file that says nothing is left out where there are others.
    fileprivate var leavesOut: Bool {
      switch self {
      case .silent, .tooShort: true
      default: false
      }
    }
  }
#endif
