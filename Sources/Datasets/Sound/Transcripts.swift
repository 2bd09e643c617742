#if Sound
  /// Makes the dataset of sounds and what is said in them.
  struct Transcripts {
    let configuration: DataConfiguration
    let files: DataFiles

    /// The most steps of a sound where `data.max_length` is not written.
    private static let mostSteps = 10_000

    init(_ configuration: DataConfiguration, files: DataFiles) throws(DatasetError) {
      if configuration.targets.count > 1 {
        throw .outOfRange(
          key: "data.target (columns)", found: configuration.targets.count, allowed: 0...1)
      }
      (self.configuration, self.files) = (configuration, files)
    }

    func dataset(progress: @escaping (String) -> Void) throws(DatasetError) -> Dataset {
      guard let file = configuration.file else {
        throw .fileNeeded(source: TranscriptsSource.name)
      }
      let main = try table(file, target: configuration.targets.first, progress)
      let target = main.textReference
      var rows = TranscriptRows(main, folder: folderOf(file))
      let ownStart = rows.count
      var ends: [Int] = []
      var notes: [String] = []
      for (own, part) in [
        (configuration.validationFile, "validation"), (configuration.testFile, "test"),
      ] {
        if let own {
          let table = try table(own, target: target, progress)
          rows.add(table, folder: folderOf(own))
          notes.append("\(part): \(escaped(own)), \(counted(table.files.count, "row"))")
        }
        ends.append(rows.count)
      }
      let kinds = Set(rows.texts).count
      if kinds * 5 <= rows.count {
        notes.append(
          "\(kinds) different transcripts of \(rows.count): to learn them as classes, name the folder of "
            + "the sounds, with this table in it as labels.csv")
      }
      if rows.incomplete > 0 {
        notes.append("\(counted(rows.incomplete, "row")) without a file or a transcript left out")
      }
      var sounds = SoundSteps(configuration.sound.bands)
      let list = SoundReader(
        name: file, folder: "", entries: rows.entries, files: files,
        request: SoundRequest(configuration.sound))
      let (plan, soundNotes) = try list.read(
        { (place, features) throws(DatasetError) in sounds.append(features, number: place) },
        progress: progress)

      let parts = try ExampleParts(configuration, labels: Array(repeating: 0, count: ownStart))
      var members = [
        parts.training,
        configuration.validationFile == nil ? parts.validation : Array(ownStart..<ends[0]),
        configuration.testFile == nil ? parts.test : Array(ends[0]..<ends[1]),
      ]
      let most = configuration.lengths.most ?? Self.mostSteps
      let before = members.reduce(0) { $0 + $1.count }
      sounds.fill(rows.count)
      for place in members.indices {
        members[place].removeAll { !(1...most).contains(sounds.steps.range($0).count) }
      }
      let left = members.reduce(0) { $0 + $1.count }
      for (place, part) in ["training", "validation", "test"].enumerated()
      where members[place].isEmpty {
        throw .pairs(
          file: file,
          .emptyPart(
            part: part, pairs: left,
            file: [nil, configuration.validationFile, configuration.testFile][place],
            long: before - left))
      }
      if left < before, sounds.longest > most {
        notes.append("sounds of more than \(most) steps left out (data.max_length)")
      }
      let facts = sounds.facts(plan)
      // As they are in the file, so before they are scaled.
      let pictures = Dictionary(
        uniqueKeysWithValues: members[0].prefix(3).map { pair in
          (pair, Spectrogram(facts, sounds.steps, pair).map)
        })
      let column = Spectrogram.column(facts, sounds.steps)
      let scalers = sounds.scale(fitting: members[0])
      return dataset(
        file, main, rows.texts, sounds.steps, members,
        SoundSources(sound: facts.description, scalers: scalers),
        Report(
          facts: facts, column: column, pictures: pictures,
          notes: main.table.notes + facts.notes + soundNotes + notes))
    }

    private struct Report {
      var facts: SoundFacts
      var column: DataReport.Column
      var pictures: [Int: PictureMap]
      var notes: [String]
    }

    private func dataset(
      _ file: String, _ table: TranscriptTable, _ texts: [String], _ steps: StepSequences,
      _ members: [[Int]], _ sounds: SoundSources, _ report: Report
    ) -> Dataset {
      var options = configuration.tokens
      options.unit = options.unit ?? .characters
      options.lowercase = options.lowercase ?? false
      let found = LabelledVocabulary(options, count: texts.count, training: members[0]) {
        index, body in
        var text = texts[index]
        text.withUTF8(body)
      }
      let textName = table.textName ?? "transcript"
      var set = PairSet(
        inputs: SoundFacts.inputs(report.facts), target: found.vocabulary, sources: .steps(steps),
        targets: found.texts,
        texts: found.vocabulary.texts(texts, withUnknown: found.texts), training: members[0],
        validation: members[1], test: members[2])
      set.sounds = sounds
      var dataset = set.dataset(
        PairSet.Frame(
          source: TranscriptsSource.name, file: escaped(stem(file)),
          summary: "sound to \(escaped(textName))", asks: "write what is said",
          names: (escaped(table.fileName), escaped(textName)),
          columns: PairDescription.Columns(
            source: table.fileReference, target: table.textReference ?? "transcript",
            delimiter: nil),
          notes: report.notes + [
            "tokens: \(found.vocabulary.unit.rawValue) (data.unit changes this)"
          ],
          maps: report.pictures, inputColumn: report.column))
      dataset.report.sound = SoundReport(report.facts)
      return dataset
    }

    private func table(
      _ file: String, target: String?, _ progress: @escaping (String) -> Void
    ) throws(DatasetError) -> TranscriptTable {
      progress("reading \(escaped(file))")
      return try TranscriptTable(
        file, target: target, options: configuration.table, files: files, progress: progress)
    }

    // MARK: files for a trained model

    /// A table of sounds, with transcripts or without; a folder of sounds; or one sound.
    static func prepare(
      _ file: String, by description: DatasetDescription, files: DataFiles,
      progress: @escaping (String) -> Void
    ) throws(DatasetError) -> PreparedFile {
      guard let pairs = description.pairs, let own = pairs.sounds else {
        throw .unusableDescription("does not say how sounds became numbers")
      }
      let answers = try TokenVocabulary(targetsOf: pairs)
      let (list, texts, notes) = try listed(file, pairs, own, files, progress)
      var sounds = SoundSteps(own.sound.bands)
      var read: [Int] = []
      let (_, soundNotes) = try list.read(
        { (place, features) throws(DatasetError) in
          sounds.append(features, number: place)
          read.append(place)
        }, progress: progress)
      sounds.fill(list.entries.count)
      sounds.scale(by: own.scalers)
      var targets = TokenizedTexts()
      for text in texts ?? list.entries.map({ _ in "" }) {
        targets.tokens += answers.encode(text)
        targets.endText(unknown: answers.unknown ?? 0x20)
      }
      let isKnown = (texts ?? list.entries.map { _ in "" }).map { !$0.isEmpty }
      let members = read.map { Int32($0) }
      let examples = PairExamples(
        sources: .steps(sounds.steps), targets: targets, members: members, isKnown: isKnown,
        texts: texts.map { answers.texts($0, withUnknown: targets) } ?? [:])
      let longest = texts == nil ? 0 : read.map { targets.range($0).count }.max() ?? 0
      let names = list.entries.map(\.name)
      return PreparedFile(
        kind: .pairs,
        shape: pairs.shape(
          timeSteps: max(1, sounds.longest), vocabulary: 0,
          targetSteps: max(pairs.length, longest + 1)),
        examples: examples, metrics: PairSet.metricsOfLabels, notes: notes + soundNotes,
        targetVocabulary: answers, keyNames: ["file"] + (texts == nil ? [] : ["transcript"]),
        keys: { [texts, read] index in
          [names[read[index]]] + (texts.map { [$0[read[index]]] } ?? [])
        })
    }

    private static func listed(
      _ file: String, _ pairs: PairDescription, _ own: SoundSources, _ files: DataFiles,
      _ progress: @escaping (String) -> Void
    ) throws(DatasetError) -> (list: SoundReader, texts: [String]?, notes: [String]) {
      let request = SoundRequest(like: own.sound)
      var notes: [String] = []
      if try files.isFolder(file) || SoundFormat.isAnySound(file) {
        let folder = SoundFolder(
          name: file, files: files, request: request, labelsMayMiss: true)
        return (try folder.list(&notes), nil, notes)
      }
      let table = try TranscriptTable(
        file, target: pairs.columns?.target, isKnown: true, files: files, progress: progress)
      let rows = TranscriptRows(table, folder: folderOf(file), needsText: false)
      if rows.incomplete > 0 {
        notes.append("\(counted(rows.incomplete, "row")) without a file left out")
      }
      let list = SoundReader(
        name: file, folder: "", entries: rows.entries, files: files, request: request)
      return (list, table.textName == nil ? nil : rows.texts, table.table.notes + notes)
    }
  }

  /// The folder that names in a file start from; empty: the current one.
  private func folderOf(_ file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "" }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// Rows of one table or more that name a sound, and what is said in it.
  private struct TranscriptRows {
    private(set) var entries: [SoundReader.Entry] = []
    private(set) var texts: [String] = []
    private(set) var incomplete = 0
    private let needsText: Bool

    var count: Int { entries.count }

    init(_ table: TranscriptTable, folder: String, needsText: Bool = true) {
      self.needsText = needsText
      add(table, folder: folder)
    }

    mutating func add(_ table: TranscriptTable, folder: String) {
      for (row, file) in table.files.enumerated() {
        let text = row < table.texts.count ? table.texts[row] : ""
        guard !file.isEmpty, !needsText || !text.isEmpty else {
          incomplete += 1
          continue
        }
        let isPath = folder.isEmpty || file.hasPrefix("/")
        let place = folder == "/" ? "/" + file : folder + "/" + file
        entries.append(.init(name: isPath ? file : place, label: nil))
        texts.append(text)
      }
    }
  }
#endif
