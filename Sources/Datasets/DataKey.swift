/// Keys below `data` that not every source heeds, and whether a configuration has them written.
package enum DataKey: String, CaseIterable, Sendable {
  case file
  case targetFile = "target_file"
  case encoding, validation, test, target, columns, known, calendar, time, gaps, label, text,
    sequence,
    delimiter,
    decimal
  case header, thousands, skip, unit
  case missingValues = "missing_values"
  case scaleBy = "scale_by"
  case layout
  case padValue = "pad_value"
  case numWords = "num_words"
  case lowercase, punctuation, html
  case maxLength = "max_length"
  case truncate, pad
  case padSide = "pad_side"
  case bucket, window, horizon, stride, season, length, count, prepare, split, folds

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
  package static let ofTasks: Set<DataKey> = [.length, .count, .split, .folds]

  func isWritten(_ data: DataConfiguration) -> Bool {
    let plain = DataConfiguration()
    func differs<Value: Equatable>(_ place: KeyPath<DataConfiguration, Value>) -> Bool {
      data[keyPath: place] != plain[keyPath: place]
    }
    return switch self {
    case .file: differs(\.file)
    case .targetFile: differs(\.targetFiles)
    case .encoding: differs(\.encoding)
    case .validation: differs(\.validationFile)
    case .test: differs(\.testFile)
    case .target: differs(\.targets)
    case .columns: differs(\.columns)
    case .known: differs(\.known)
    case .calendar: differs(\.calendar)
    case .time: differs(\.time)
    case .gaps: differs(\.gaps)
    case .scaleBy: differs(\.scaleBy)
    case .layout: differs(\.layout)
    case .padValue: differs(\.padValue)
    case .label: differs(\.label)
    case .text: differs(\.text)
    case .sequence: differs(\.sequence)
    case .delimiter: differs(\.table.delimiter)
    case .decimal: differs(\.table.decimal)
    case .thousands: differs(\.table.thousands)
    case .skip: differs(\.table.skip)
    case .missingValues: differs(\.table.missingValues)
    case .header: differs(\.table.header)
    case .unit: differs(\.tokens.unit)
    case .numWords: differs(\.tokens.numWords)
    case .lowercase: differs(\.tokens.lowercase)
    case .punctuation: differs(\.tokens.punctuation)
    case .html: differs(\.html)
    case .maxLength: differs(\.lengths.most)
    case .truncate: differs(\.lengths.truncate)
    case .pad: differs(\.lengths.pad)
    case .padSide: differs(\.lengths.padSide)
    case .bucket: differs(\.lengths.bucket)
    case .window: differs(\.window)
    case .horizon: differs(\.horizon)
    case .stride: differs(\.stride)
    case .season: differs(\.season)
    case .length: differs(\.length)
    case .count: differs(\.count)
    case .prepare: differs(\.prepare)
    case .split: differs(\.split)
    case .folds: differs(\.folds)
    }
  }
}
