#if Sound
  /// Sounds that are read one after another into features, all of one rate.
  struct SoundReader {
    /// The folder or table that lists them, for messages.
    let name: String
    /// Where their names start; empty: here.
    let folder: String
    let entries: [FolderEntries.Entry]
    let files: DataFiles
    let request: SoundRequest

    typealias Entry = FolderEntries.Entry

    /// Facts from the headers of all files.
    private struct Headers {
      var rates: [Int] = []
      /// Seconds of all.
      var seconds = 0.0
      var encodings = Tally()
      var channels = Tally()
      var notes = Tally()

      var texts: [String] { encodings.texts(nil) + channels.texts(nil) + notes.texts(nil) }
    }

    /// Calls `body` with the number and the features of each sound, in order; those in which nothing is
    /// to be heard are left out.
    ///
    /// - Returns: the plan of all, and what was found and assumed.
    func read(
      _ body: (Int, LogMel) throws(DatasetError) -> Void, progress: (String) -> Void
    ) throws(DatasetError) -> (plan: LogMel.Plan, notes: [String]) {
      let headers = try headers(progress)
      let plan = try LogMel.Plan(request.settings, rate: try rate(headers), file: name)
      let frames = headers.seconds * 1000 / Double(request.settings.hop) + Double(entries.count)
      try files.memory.require(
        frames * SoundTable.bytesOfFrame(bands: request.settings.bands), for: name,
        remedy: "use fewer files, fewer data.sound_bands or a longer data.sound_hop")
      var leftOut = Tally()
      var count = 0
      for (place, entry) in entries.enumerated() {
        try step(place, "reading", progress)
        do throws(DatasetError) {
          try body(place, features(entry, plan))
          count += 1
        } catch .sound(_, let fault) where fault.leavesOut && entries.count > 1 {
          leftOut.add(fault == .silent ? "silent" : "shorter than a window", entry.name)
        }
      }
      if count == 0 { throw .sound(file: name, .nothingToHear(files: entries.count)) }
      return (plan, headers.texts + leftOut.texts("left out"))
    }

    private func features(_ entry: Entry, _ plan: LogMel.Plan) throws(DatasetError) -> LogMel {
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
      return features
    }

    private func file(_ entry: Entry) throws(DatasetError) -> OpenFile {
      let shown =
        folder.isEmpty || entry.name.hasPrefix("/") ? entry.name : folder + "/" + entry.name
      return try OpenFile(name: shown, path: files.path(of: shown), isText: false)
    }

    private func step(
      _ place: Int, _ what: String, _ progress: (String) -> Void
    ) throws(DatasetError) {
      try Interruption.check()
      if place % 1000 == 0 {
        progress("\(what) \(escaped(name)): file \(place + 1) of \(entries.count)")
      }
    }

    /// Opens every file once, so that nothing is computed before all of them fit.
    private func headers(_ progress: (String) -> Void) throws(DatasetError) -> Headers {
      var headers = Headers()
      for (place, entry) in entries.enumerated() {
        try step(place, "looking at", progress)
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
    private func rate(_ headers: Headers) throws(DatasetError) -> Int {
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

    /// "mixed down from 2 channels: 3 files, the first yes/1.wav", most frequent first.
    func texts(_ what: String?) -> [String] {
      found.sorted { $0.count > $1.count }.map { text, count, first in
        let files = what.map { "\(counted(count, "file")) \($0)" } ?? counted(count, "file")
        return "\(text): \(files), the first \(escaped(first))"
      }
    }
  }

  extension SoundFault {
    /// A file without sound is left out if there are others.
    fileprivate var leavesOut: Bool {
      switch self {
      case .silent, .tooShort: true
      default: false
      }
    }
  }
#endif
