/// The keys below `data`, in the order in which they are listed and written. A new one is a property
/// of `DataConfiguration`, a case, and what `declaration` says of it.
package enum DataKey: String, CaseIterable, Sendable {
  case source, file
  case targetFile = "target_file"
  case encoding, validation, test, target, columns, known, calendar, time
  case scaleBy = "scale_by"
  case gaps, label, text, sequence, delimiter, decimal, thousands, header, skip
  case missingValues = "missing_values"
  case layout
  case padValue = "pad_value"
  case unit
  case numWords = "num_words"
  case lowercase, punctuation, html
  case maxLength = "max_length"
  case truncate, pad
  case padSide = "pad_side"
  case bucket
  case soundWindow = "sound_window"
  case soundHop = "sound_hop"
  case soundBands = "sound_bands"
  case window, horizon, stride, season, length, count, prepare, split, folds, fold

  /// "data.window"
  package var path: String { "data." + rawValue }

  /// Where its value is and which values it takes, and its meaning in a line.
  package var declaration: (value: DataKeyValue, meaning: String) {
    switch self {
    case .source:
      (
        .name(\.source, DataSources.names),
        "kind of file or generated task; null: by the file's content"
      )
    case .file: (.path(\.file), "the file; relative paths start at the preset's folder")
    case .targetFile:
      (
        .paths(\.targetFiles, counts: 0...3),
        "pairs in two files, line by line: target files for data.file, data.validation and "
          + "data.test"
      )
    case .encoding:
      (.encoding(\.encoding), "text encoding: windows-1252, latin1, utf-16 ...; null: UTF-8")
    case .validation: (.path(\.validationFile), "validation file, instead of a share of data.file")
    case .test: (.path(\.testFile), "test file, instead of a share of data.file")
    case .target:
      (.columns(\.targets, counts: 0...100), "columns to predict; none: the first numeric one")
    case .columns:
      (
        .columns(\.columns, counts: 0...1000),
        "input columns: names, numbers, all, 2-61, store_*, -name; none: the target"
      )
    case .known:
      (
        .columns(\.known, counts: 0...1000),
        "columns known ahead of time (prices, holidays): fed up to the predicted row"
      )
    case .calendar:
      (
        .flag(\.calendar),
        "feed hour, weekday and month of the predicted row, each as sine and cosine"
      )
    case .time:
      (
        .column(\.time),
        "column that orders the rows and is not fed; off: file order; null: recognised"
      )
    case .scaleBy:
      (
        .choice(\.scaleBy),
        "statistics for scaling: from the training part of each series, of all together, or from "
          + "each window"
      )
    case .gaps:
      (
        .choiceOrNull(\.gaps),
        "at gaps of the clock: keep windows from crossing, insert rows, or ignore the gap; "
          + "null: depends on how many windows would be lost"
      )
    case .label: (.column(\.label), "column with the class; null: recognised")
    case .text: (.column(\.text), "column with the text; null: recognised")
    case .sequence:
      (
        .columns(\.sequence, counts: 0...4),
        "columns with the id of a row's sequence; none: recognised"
      )
    case .delimiter: (.delimiter(\.table.delimiter), "between cells; null: recognised")
    case .decimal: (.choiceOrNull(\.table.decimal), "decimal mark; null: recognised")
    case .thousands: (.choiceOrNull(\.table.thousands), "thousands separator; null: recognised")
    case .header: (.header(\.table.header), "lines with the columns' names; null: recognised")
    case .skip: (.wholeOrNull(\.table.skip, 0...1000), "lines above the table; null: recognised")
    case .missingValues:
      (
        .cells(\.table.missingValues, counts: 0...100),
        "cells that mean missing besides empty ones, like [-200, n.a.]; null: recognised"
      )
    case .layout:
      (
        .choiceOrNull(\.layout),
        "steps are the rows of a table (long) or its columns (wide); axes of an array; null: recognised"
      )
    case .padValue:
      (
        .numberOrNull(\.padValue, -1e30...1e30),
        "padding in arrays: trailing steps whose inputs all have this value; null: none"
      )
    case .unit:
      (.choiceOrNull(\.tokens.unit), "what a token of text is; null: the source's default")
    case .numWords:
      (
        .wholeOrNull(\.tokens.numWords, 3...1_000_000),
        "size of the vocabulary, with 0 padding and 1 unknown; null: the source's default"
      )
    case .lowercase:
      (.flagOrNull(\.tokens.lowercase), "convert to lower case; null: the source's default")
    case .punctuation:
      (
        .choiceOrNull(\.tokens.punctuation),
        "drop punctuation, make each mark a word, or keep it in words; null: the source's default"
      )
    case .html:
      (
        .choiceOrNull(\.html),
        "strip or keep tags and entities in labelled texts; null: strip where texts have them"
      )
    case .maxLength:
      (
        .wholeOrNull(\.lengths.most, Self.sizes),
        "longer sequences are cut; null: the source's default"
      )
    case .truncate: (.choice(\.lengths.truncate), "the end that is cut")
    case .pad:
      (
        .choice(\.lengths.pad),
        "how to pad shorter sequences: not fed at all, with zeros, or by repetition"
      )
    case .padSide: (.choice(\.lengths.padSide), "where zeros or repetitions go")
    case .bucket: (.flag(\.lengths.bucket), "batches of sequences of about the same length")
    case .soundWindow:
      (.whole(\.sound.window, SoundSettings.windows), "milliseconds of sound in a step")
    case .soundHop:
      (
        .whole(\.sound.hop, SoundSettings.hops),
        "milliseconds from a step to the next, at most data.sound_window"
      )
    case .soundBands:
      (
        .whole(\.sound.bands, SoundSettings.bandCounts),
        "mel bands of a step, in decibels: the inputs"
      )
    case .window: (.whole(\.window, Self.sizes), "rows in an input window")
    case .horizon: (.whole(\.horizon, Self.sizes), "how many rows ahead to predict")
    case .stride: (.whole(\.stride, Self.sizes), "rows between neighbouring windows")
    case .season:
      (
        .wholeOrNull(\.season, Self.seasons),
        "rows of one season, for the seasonal naive forecast; null: recognised"
      )
    case .length:
      (.wholeOrNull(\.length, Self.sizes), "steps of a sequence; null: the source's default")
    case .count:
      (
        .wholeOrNull(\.count, Self.counts),
        "examples or characters to generate; null: the source's default"
      )
    case .prepare:
      (
        .preparation(\.prepare),
        "cleaning and scaling, in order, fitted on the training part; null: chosen from it"
      )
    case .split: (.split(\.split), "shares of training, validation and test")
    case .folds:
      (
        .wholeOrNull(\.folds, Self.foldCounts),
        "cross-validation: parts that take turns at validation; null: use data.split"
      )
    case .fold: (.wholeOrNull(\.fold, 1...100), "the fold used for validation")
    }
  }

  /// Steps, rows and columns; no sum of a few of them overflows.
  static let sizes = 1...1_000_000
  static let counts = 1...1_000_000_000
  static let seasons = 2...1_000_000
  static let foldCounts = 2...100

  func isWritten(_ data: DataConfiguration) -> Bool {
    declaration.value.differs(data, DataConfiguration())
  }

  /// Throws `.outOfRange` for a number that no source could use.
  func validate(_ data: DataConfiguration) throws(DatasetError) {
    guard let (found, allowed) = declaration.value.numberOutOfRange(data) else { return }
    throw .outOfRange(key: path, found: found, allowed: allowed)
  }
}

extension DataKey {
  /// Keys that every source uses.
  static let ofAll: Set<DataKey> = [.source, .fold]
  /// Where data come from a file that is divided into parts.
  package static let ofFiles: Set<DataKey> = [
    .file, .encoding, .validation, .test, .split, .folds,
  ]
  /// How a table is written.
  package static let ofTables: Set<DataKey> = [
    .delimiter, .decimal, .thousands, .header, .skip, .missingValues,
  ]
  /// Sequences of different lengths.
  package static let ofLengths: Set<DataKey> = [.maxLength, .truncate, .pad, .padSide, .bucket]
  /// How sounds become numbers.
  package static let ofSounds: Set<DataKey> = [.soundWindow, .soundHop, .soundBands]
  package static let ofTasks: Set<DataKey> = [.length, .count, .split, .folds]
}
