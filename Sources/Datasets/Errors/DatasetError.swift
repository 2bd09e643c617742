/// Why data cannot be used, and where. The text is made in `DatasetError+Description.swift`.
package enum DatasetError: Error, Equatable {
  /// Cancelled before the data were ready.
  case interrupted
  // The configuration.
  case nothingGiven
  case unknownSource(String, known: [String])
  case fileNeeded(source: String)
  case keyNotUsed(key: String, source: String)
  case notOfFiles(source: String)
  case outOfRange(key: String, found: Int, allowed: ClosedRange<Int>)
  case split(found: [Double])
  case foldWithoutFolds
  case foldsWithValidationFile
  /// `data.target_file` names more or fewer than there are files of sources.
  case targetFiles(found: Int, files: Int)
  case padSideWithMask
  /// The decimal mark is also the mark between thousands.
  case marksAlike(String)
  case padsTargets(pad: String)

  /// More memory is needed, in bytes, than there is.
  case memory(what: String, needed: Double, available: Double, remedy: String)
  /// A preparation step needs more memory than there is.
  case stepMemory(name: String, reason: String)

  // The file.
  case missing(file: String, folders: [String])
  case directory(file: String)
  case special(file: String, what: String)
  case unreadable(file: String, reason: String)
  case tooLarge(file: String, bytes: Int, limit: Int)
  case empty(file: String)
  case foreign(file: String, format: String)
  case nul(file: String, line: Int, offset: Int)
  case unknownEncoding(String)
  case notInEncoding(file: String, encoding: String, offset: Int)
  case notUTF8(file: String, line: Int, offset: Int, byte: UInt8)

  // The table.
  case lineTooLong(file: String, line: Int, limit: Int)
  case unclosedQuote(file: String, line: Int, limit: Int)
  case textAfterQuote(file: String, line: Int, cell: Int)
  case ragged(file: String, line: Int, expected: Int, firstLine: Int, found: Int)
  /// A format that declares how it is written; the line where something is wrong.
  case format(file: String, line: Int?, FormatFault)
  /// Text that is neither a table nor prose.
  case structured(file: String, format: String)
  /// A table without numbers and without labels.
  case unreadableTable(file: String, written: String, cell: CellPlace?)
  case headerOnly(file: String)
  case tooFewRows(file: String, Shortage)
  case noNumbers(file: String)
  case nothingToPredict(file: String, leftOut: [String])
  case unknownColumn(file: String, name: String, columns: [String])
  case columnTwice(file: String, name: String, numbers: [Int])
  case allMissing(file: String, column: String, part: String)
  case notATime(file: String, line: Int, column: String, text: String, pattern: String?)
  case dayOrMonth(file: String, column: String, row: Int, text: String, other: String?)
  /// The calendar is requested, but no column holds dates.
  case noCalendar(file: String)
  /// The same times occur repeatedly.
  case severalSeries(file: String, column: String, repeated: Int, row: Int?)
  case gapsTooLong(file: String, column: String)
  case tooFar(file: String, column: String, value: Double, limit: Double)
  case tooManyKinds(file: String, column: String, kinds: Int?, limit: Int)
  case stillMissing(file: String, column: String, count: Int)
  case noMissingValueModel
  case nothingComplete(file: String, rows: Int)
  case unknownStep(name: String, known: [String])
  case stepValue(name: String, value: String, allowed: String)
  case otherColumns(file: String, missing: [String], found: [String])
  case cell(file: String, line: Int, column: String, text: String, fault: CellFault)

  // Sequences.
  case sequences(file: String, SequenceFault)
  case numpy(file: String, NumpyFault)

  // The text.
  case oneKind(file: String, token: String, unit: String)
  case textTooShort(
    file: String, isSplit: Bool, count: Int, needed: Int, length: Int, unit: String)
  case tokenKey(key: String, unit: String, needed: String)
  case strangers(file: String, text: String, line: Int, share: Double?)
  case unusableDescription(String)

  // Labelled text.
  case labelledText(file: String, LabelledTextFault)

  // Pairs of sequences.
  case pairs(file: String, PairFault)

  // Sounds.
  case sound(file: String, SoundFault)
  /// This build has no libraries for sounds; the arguments of the same in a build that has.
  case soundNotBuilt(what: String, arguments: [String])
  /// A file that was to be made.
  case notWritten(file: String, reason: String)
  case hopBeyondWindow(hop: Int, window: Int)

  /// A cell and its place, from 1.
  package struct CellPlace: Equatable, Sendable {
    package var line: Int
    package var column: Int
    package var text: String
  }

  /// A fault in a cell of a column of numbers.
  package enum CellFault: Equatable, Sendable {
    case notANumber
    case overflow
    /// A decimal comma in a column of decimal points, or the other way round.
    case mixedMarks
    /// Not the decimal mark that is declared.
    case otherDecimal(DecimalMark)
    /// Not the mark between thousands that is declared.
    case otherThousands
    /// A number with a percent sign in a column of some without, or the other way round.
    case mixedPercent(beside: String, line: Int)
    /// 1.500 next to 999: 1.5 or 1500.
    case ambiguousMark(beside: String?)
  }

  /// Why a table cannot be used as labelled text.
  package enum LabelledTextFault: Equatable, Sendable {
    case noTable
    /// - Parameter ids: columns of too many kinds to be chosen as labels automatically.
    case noLabels(columns: [String], ids: [String])
    /// - Parameter words: columns that do hold words.
    case noText(columns: [String], words: [String])
    case sameColumn(String)
    case oneClass(column: String, label: String)
    case tooManyClasses(column: String, found: Int, limit: Int)
    /// More kinds than a column has that is a label unasked.
    case manyKinds(column: String, found: Int, reference: String)
    case severalLabels(line: Int, labels: [String])
    case keyNotUsed(String)
    case unknownClass(column: String, line: Int, label: String, known: [String])
    case emptyPart(part: String, texts: Int)
    case step(String)
  }
}
