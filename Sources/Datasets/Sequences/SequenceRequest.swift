/// How a file of sequences is to be read.
struct SequenceRequest {
  var roles: SequenceRoles
  /// A label for each step, not for each sequence.
  var everyStep: Bool
  /// Roles come from data read before: nothing is guessed.
  var isKnown = false
  /// A file without labels will do.
  var labelsMayMiss = false
  var options = TableOptions()
  /// How columns of data read before were read.
  var readings: [String: ColumnReading] = [:]
  /// For a table with one sequence per row; `read` recognises them.
  var wide: WideColumns?
  /// Where steps are; nil: recognised.
  var layout: DataLayout?
  /// The value that fills steps of arrays which are not steps.
  var padValue: Double?
  /// For sounds; nil elsewhere.
  var sound: SoundRequest?
  /// Whole rows are compared.
  var wantsHashes = false

  init(_ configuration: DataConfiguration, everyStep: Bool) {
    roles = SequenceRoles(
      sequence: configuration.sequence.first, label: configuration.label, time: configuration.time,
      text: configuration.text, inputs: configuration.columns.isEmpty ? nil : configuration.columns)
    self.everyStep = everyStep
    options = configuration.table
    (layout, padValue) = (configuration.layout, configuration.padValue)
    wantsHashes = configuration.prepare?.contains(Duplicates.rows) == true
  }

  /// For a file like one that was read before.
  init(
    like own: SequenceDescription, everyStep: Bool, labelsMayMiss: Bool
  ) {
    roles = own.roles
    readings = own.readings ?? [:]
    wantsHashes = own.steps.contains { $0.step == Duplicates.rows }
    self.everyStep = everyStep
    self.labelsMayMiss = labelsMayMiss
    isKnown = true
    wide = own.wide
    // Arrays were read so before there was a choice.
    layout = own.layout ?? .stepsChannels
    padValue = own.padValue
    sound = own.sound.map { SoundRequest(like: $0) }
  }

  /// The same with the columns of a table with one sequence per row, if `file` is one.
  func finding(
    _ file: String, _ configuration: DataConfiguration, files: DataFiles
  ) throws(DatasetError) -> SequenceRequest {
    if sound != nil { return self }
    if try files.isFolder(file) { return self }
    if try NumpyFile.isNumpy(file, files: files) { return self }
    try layout?.refuse(ofArrays: true, with: "a table", file: file)
    if padValue != nil {
      throw .sequences(file: file, .keyNotUsed(key: "data.pad_value", with: "a table"))
    }
    if everyStep {
      if layout == .wide {
        throw .sequences(file: file, .keyNotUsed(key: "data.layout wide", with: "tags of steps"))
      }
      return self
    }
    guard let found = try WideFinding.of(file, configuration, files: files),
      found.isCertain || configuration.source == SequencesSource.name && !found.hasSequenceNames
    else { return self }
    if roles.time != nil {
      throw .sequences(file: file, .keyNotUsed(key: "data.time", with: WideTable.format))
    }
    var request = self
    request.wide = found.columns
    (request.roles.sequence, request.roles.label) = (nil, nil)
    return request
  }

  /// Reads `file`: a folder, NumPy arrays, lines of words and tags, or a long table.
  func read(
    _ file: String, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> SequenceTable {
    var table = try readAny(file, files: files, progress: progress)
    if isKnown { table.nameColumns(roles.inputs) }
    return table
  }

  private func readAny(
    _ file: String, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> SequenceTable {
    if let sound {
      #if Sound
        return try SoundFolder(
          name: file, files: files, request: sound, labelsMayMiss: labelsMayMiss
        ).read(progress: progress)
      #else
        throw SoundSupport.missing(file)
      #endif
    }
    if try files.isFolder(file) {
      return try SequenceFolder(file, self, files: files).read(progress: progress)
    }
    if try NumpyFile.isNumpy(file, files: files) {
      let arrays = try NumpyFile(file, self, files: files, progress: progress)
      return try NumpySequences(file: file, request: self).table(arrays.whole)
    }
    if try isLines(file, files: files) {
      return try TaggedLines(file, self).read(files: files, progress: progress)
    }
    return try LongTable.read(file, self, files: files, progress: progress)
  }

  /// Throws if a role was requested that `layout` does not have.
  func refuse(_ keys: [DataKey], with layout: String, file: String) throws(DatasetError) {
    // Settings found for another file may not fit this one.
    if isKnown { return }
    for key in keys {
      let isWritten =
        switch key {
        case .sequence: roles.sequence != nil
        case .label: roles.label != nil
        case .time: roles.time != nil
        case .text: roles.text != nil
        case .columns: roles.inputs != nil
        case .delimiter: options.delimiter != nil
        case .decimal: options.decimal != nil
        case .thousands: options.thousands != nil
        case .skip: options.skip != nil
        case .missingValues: options.missingValues != nil
        case .header: options.header != nil
        default: false
        }
      if isWritten {
        throw .sequences(file: file, .keyNotUsed(key: key.path, with: layout))
      }
    }
  }

  /// True if every line is a step, and a blank line ends a sequence.
  private func isLines(_ file: String, files: DataFiles) throws(DatasetError) -> Bool {
    guard everyStep, roles.sequence == nil else { return false }
    if isKnown { return roles.text.flatMap { Int($0) } != nil }
    if try TableFormat(files.open(file)) != nil { return false }
    let head = try files.read(file, most: Dialect.sample)
    return TaggedLines.recognises(head.bytes, isCut: head.isCut) != nil
  }
}

/// Names by which columns are recognised, in small letters.
enum SequenceNames {
  private static let sequence: Set<String> = [
    "sequence", "sequence_id", "sequenceid", "seq", "seq_id", "seqid", "series", "series_id",
    "seriesid", "sample", "sample_id", "sampleid", "sentence", "sentence_id", "sentenceid", "trial",
    "trial_id", "trialid", "recording", "recording_id", "session", "session_id", "subject",
    "subject_id", "example", "example_id", "trajectory", "trajectory_id", "measurement_id",
    "segment_id", "window_id", "group_id", "case_id", "id", "uid",
  ]
  static let label: Set<String> = [
    "label", "labels", "class", "classes", "target", "tag", "tags", "category", "kind", "y",
    "activity", "gesture", "surface", "pos", "ner", "pos_tags", "ner_tags",
  ]
  static let time: Set<String> = [
    "t", "time", "timestamp", "date", "datetime", "step", "frame", "tick", "index", "position",
    "row", "no", "measurement_number",
  ]
  static let text: Set<String> = ["word", "words", "token", "tokens", "text", "form"]

  /// For tags only.
  private static let tags = label.union([
    "ner_tag", "ner_tags", "pos_tag", "pos_tags", "upos", "xpos", "chunk", "chunk_tag", "iob",
    "bio",
    "entity", "entities",
  ])

  static func isSequence(_ name: String) -> Bool { sequence.contains(plain(name)) }

  /// The first column that is called like a sequence's id.
  static func sequence(in columns: [String]) -> Int? { first(sequence, in: columns) }

  static func isTag(_ name: String) -> Bool { tags.contains(plain(name)) }

  /// The first column with one of `names`; of labels, parts of speech come last.
  static func first(_ names: Set<String>, in columns: [String], besides: [Int] = []) -> Int? {
    let found = columns.indices.filter {
      names.contains(plain(columns[$0])) && !besides.contains($0)
    }
    return found.first { plain(columns[$0]) != "pos" } ?? found.first
  }

  /// In small letters, with _ for spaces and without a number sign: "Sentence #" is "sentence".
  static func plain(_ name: String) -> String {
    name.lowercased().split { $0 == " " || $0 == "_" || $0 == "-" || $0 == "#" }
      .joined(separator: "_")
  }
}
