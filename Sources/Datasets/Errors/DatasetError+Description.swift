import Telemetry

extension DatasetError: CustomStringConvertible {
  /// One line: where, what was found, what is allowed. Nothing in it can drive a terminal.
  package var description: String {
    switch self {
    // The configuration.
    case .interrupted:
      "stopped before the data were ready"
    case .nothingGiven:
      "data: neither source nor file is given; name a file or a source"
    case .unknownSource(let name, let known):
      "data.source: \"\(escaped(name))\" is unknown; allowed: \(known.joined(separator: ", "))"
    case .fileNeeded(let source):
      "data.file: missing; the source \"\(source)\" reads a file"
    case .keyNotUsed(let key, let source):
      "\(key): the source \"\(source)\" does not use it; remove it or choose another source"
    case .notOfFiles(let source):
      "the model was trained on the generated task \"\(source)\"; it cannot be used on a file"
    case .outOfRange(let key, let found, let allowed):
      "\(key): \(found) is out of range; allowed: \(allowed.lowerBound) to \(allowed.upperBound)"
    case .split(let found):
      "data.split: [\(found.map { "\($0)" }.joined(separator: ", "))] is not a split; allowed: "
        + "three shares above 0 (training, validation, test) with a sum of at most 1"
    case .noMissingValueModel:
      "data.prepare: {missing: model} trains a network, which is not available here"
    case .unknownStep(let name, let known):
      "data.prepare: \"\(escaped(name))\" is unknown; allowed: \(known.joined(separator: ", "))"
    case .stepValue(let name, let value, let allowed):
      "data.prepare: \(name): \"\(escaped(value))\" is not allowed; allowed: \(allowed)"
    case .foldWithoutFolds:
      "data.fold: chooses one of data.folds, but data.folds is not given"
    case .foldsWithValidationFile:
      "data.folds: takes its validation parts from data.file; remove data.validation"
    case .padSideWithMask:
      "data.pad_side: has no effect with data.pad mask, which adds no steps; remove it "
        + "or choose data.pad zeros or circular"
    case .marksAlike(let mark):
      "data.thousands: \(mark) is the decimal mark (data.decimal); choose another one"
    case .padsTargets(let pad):
      "data.pad: \(escaped(pad)) would add steps with numeric targets, which cannot be left out of "
        + "the loss; choose mask"
    case .memory(let what, let needed, let available, let remedy):
      "\(name(what)): needs about \(Numbers.memory(needed)) of memory; "
        + "\(Numbers.memory(available)) are available; \(remedy)"
    case .stepMemory(let name, let reason):
      "data.prepare: \(name): \(reason)"

    // The file.
    case .missing(let file, let folders):
      "\(name(file)): no such file"
        + (folders.isEmpty
          ? "" : "; looked in " + folders.map { escaped($0, limit: 120) }.joined(separator: ", "))
    case .directory(let file):
      "\(name(file)): is a directory; a file is needed"
    case .special(let file, let what):
      "\(name(file)): is a \(what); an ordinary file is needed"
    case .unreadable(let file, let reason):
      "\(name(file)): cannot be read: \(escaped(reason))"
    case .tooLarge(let file, let bytes, let limit):
      "\(name(file)): \(bytes) bytes; at most \(limit) are read"
    case .empty(let file):
      "\(name(file)): is empty"
    case .foreign(let file, let format):
      "\(name(file)): is \(format); plain text in UTF-8 is needed"
    case .nul(let file, let line, let offset):
      "\(name(file)), line \(line): NUL byte at offset \(offset); the file is binary, or UTF-16, which "
        + "--set data.encoding=utf-16le reads"
    case .notUTF8(let file, let line, let offset, let byte):
      "\(name(file)), line \(line): byte 0x\(hexadecimal(byte)) at offset \(offset) is not UTF-8; "
        + "try --set data.encoding=windows-1252; others: \(TextEncoding.usual)"
    case .unknownEncoding(let encoding):
      "data.encoding: \"\(escaped(encoding))\" is unknown; usual ones: utf-8, \(TextEncoding.usual)"
    case .notInEncoding(let file, let encoding, let offset):
      "\(name(file)): the bytes at offset \(offset) are not \(escaped(encoding)) (data.encoding); "
        + "others: utf-8, \(TextEncoding.usual)"

    // The table.
    case .lineTooLong(let file, let line, let limit):
      "\(name(file)), line \(line): longer than \(limit) bytes, the most a row may have"
    case .unclosedQuote(let file, let line, let limit):
      "\(name(file)), line \(line): a quote is not closed within \(limit) bytes, or before "
        + "the end of the file"
    case .textAfterQuote(let file, let line, let cell):
      "\(name(file)), line \(line), cell \(cell): text after the closing quote; quotes inside a "
        + "quoted cell are doubled"
    case .ragged(let file, let line, let expected, let firstLine, let found):
      "\(name(file)), line \(line): \(counted(found, "cell")), but line \(firstLine) has "
        + "\(expected); every row needs the same number"
    case .format(let file, let line, let fault):
      "\(name(file))\(line.map { ", line \($0)" } ?? ""): \(fault.text(file: file))"
    case .structured(let file, let format):
      "\(name(file)): is in \(format), which is not supported; convert it to a table (CSV), or "
        + "train on its characters with --set data.source=text"
    case .unreadableTable(let file, let written, let cell):
      "\(name(file)): \(written), with no numeric column and no labels "
        + "next to texts"
        + (cell.map {
          "; line \($0.line), column \($0.column): \"\(escaped($0.text))\" is not a number"
        } ?? "")
        + "; --set data.target=COLUMN names a numeric column, --set data.label=COLUMN a label "
        + "column, --set data.source=text trains on its characters"
    case .headerOnly(let file):
      "\(name(file)): a header and no rows"
    case .tooFewRows(let file, let shortage):
      "\(name(file)): \(shortage)"
    case .noNumbers(let file):
      "\(name(file)): no column of numbers"
    case .nothingToPredict(let file, let leftOut):
      "\(name(file)): no column to predict: \(leftOut.joined(separator: ", ")); name one as "
        + "data.target"
    case .unknownColumn(let file, let column, let columns):
      "\(name(file)): no column \"\(escaped(column))\"; "
        + (columns.count == 1
          ? "the only column is \(listed(columns)) (or use its number, 1)"
          : "the columns are \(listed(columns)) (or use a number, 1 to \(columns.count))")
        + (nearest(to: column, among: columns).map { "; did you mean \(escaped($0))?" } ?? "")
    case .columnTwice(let file, let column, let numbers):
      "\(name(file)): \"\(escaped(column))\" names the columns "
        + numbers.map(String.init).joined(separator: " and ") + "; give a number"
    case .allMissing(let file, let column, let part):
      "\(name(file)), \(columnText(column)): no number at all in the \(part) part"
    case .tooFar(let file, let column, let value, let limit):
      "\(name(file)), \(columnText(column)): \(Numbers.fourDigits(value)) after data.prepare; at most "
        + "\(Numbers.fourDigits(limit)) can be trained on: add {scale: standard} or {scale: log}"
    case .tooManyKinds(let file, let column, let kinds, let limit):
      "\(name(file)), \(columnText(column)): holds "
        + (kinds.map { "\($0)" } ?? "too many") + " different words; at most \(limit) can be fed, "
        + "one column each"
    case .stillMissing(let file, let column, let count):
      "\(name(file)), \(columnText(column)): \(counted(count, "value")) missing after "
        + "data.prepare; add {missing: linear} or another of: \(MissingValues.allowed)"
    case .nothingComplete(let file, let rows):
      "\(name(file)): no \(rows) consecutive rows are complete in the training part, so "
        + "{missing: model} cannot be trained; choose another of: \(MissingValues.allowed)"
    case .notATime(let file, let line, let column, let text, let pattern):
      "\(name(file)), line \(line), \(columnText(column)): \"\(escaped(text))\" is not a time"
        + (pattern.map { "; the others are written \($0)" } ?? "")
        + "; --set data.time=off keeps the rows in file order"
    case .dayOrMonth(let file, let column, let row, let text, let other):
      "\(name(file)), row \(row), \(columnText(column)): \"\(escaped(text))\" may begin with the day "
        + "or with the month, and the column does not show which"
        + (other.map { " (\(escaped($0)) is the other way round)" } ?? "")
        + "; write the year first, or keep the rows in file order with --set data.time=off"
    case .noCalendar(let file):
      "\(name(file)): data.calendar needs a column of dates with an hour, a weekday or a month that "
        + "changes; name one with --set data.time=COLUMN, or use --set data.calendar=false"
    case .severalSeries(let file, let column, let repeated, let row):
      "\(name(file)), \(columnText(column)): \(counted(repeated, "row")) share their time with "
        + "other rows" + (row.map { ", and the clock restarts at row \($0)" } ?? "")
        + ": several series in one table; --set data.sequence=COLUMN names the column that tells "
        + "them apart, --set data.time=off reads the rows as one series in file order"
    case .gapsTooLong(let file, let column):
      "\(name(file)), \(columnText(column)): filling its gaps would more than quadruple the rows; "
        + "--set data.gaps=split or bridge"
    case .otherColumns(let file, let missing, let found):
      "\(name(file)): lacks \(listed(missing)), which the model was trained on; there are "
        + listed(found)
    case .cell(let file, let line, let column, let text, let fault):
      "\(name(file)), line \(line), \(columnText(column)): \"\(escaped(text))\" "
        + fault.description

    // The text.
    case .oneKind(let file, let token, let unit):
      "\(name(file)): the training part holds only one distinct \(unit), "
        + "\"\(escaped(token))\"; at least 2 are needed"
    case .textTooShort(let file, let isSplit, let count, let needed, let length, let unit):
      "\(name(file)): \(counted(count, unit)); data.length \(length) "
        + "\(isSplit ? "with this split " : "")needs at least \(needed)"
    case .tokenKey(let key, let unit, let needed):
      "\(key): only for data.unit \(needed), not \(unit); remove it"
    case .strangers(let file, let text, let line, let share):
      "\(name(file)), line \(line): \"\(escaped(text))\" is not in the model's vocabulary"
        + (share.map { ", nor is \(Numbers.tenthsOfPercent($0)) of the file" } ?? "")
        + ": it was trained on other text"
    case .unusableDescription(let reason):
      "the model's rnn-tui.data \(escaped(reason, limit: 200))"

    // Faults of one kind of file.
    case .sequences(let file, let fault):
      name(file) + fault.description
    case .numpy(let file, let fault):
      "\(name(file)): \(fault.description)"
    case .targetFiles(let found, let files):
      "data.target_file: \(counted(found, "file")) for \(counted(files, "source file")) (data.file, "
        + "data.validation, data.test); name one target file for data.file, or one for each, in "
        + "that order"
    case .pairs(let file, let fault):
      "\(name(file))\(fault)"
    case .labelledText(let file, let fault):
      "\(name(file)): \(fault.description)"
    case .sound(let file, let fault):
      "\(name(file)): \(fault.text(file: file))"
    case .soundNotBuilt(let what, let arguments):
      "\(name(what)): sound needs libsndfile and kissfft, which this build lacks; in "
        + "the folder of rnn-tui's package: \(SoundSupport.commands(arguments))"
    case .notWritten(let file, let reason):
      "\(name(file)): cannot be written: \(escaped(reason))"
    case .hopBeyondWindow(let hop, let window):
      "data.sound_hop: \(hop) ms is more than data.sound_window, \(window) ms, and would skip the "
        + "sound between; allowed: 1 to \(window)"
    }
  }

  private func name(_ file: String) -> String { escaped(file, limit: 200) }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}

extension DatasetError.LabelledTextFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noTable:
      "no table with a label and a text in every row; at least two columns are needed, separated "
        + "by tab, semicolon, comma or pipe"
    case .noLabels(let columns, let ids):
      "no column of labels (a few short values that repeat) among \(listed(columns)); "
        + (ids.first.map {
          "\(setting("data.label", $0)) learns \(escaped($0)) all the same (an id, or too many "
            + "values)"
        }
          ?? "--set data.label=COLUMN names one")
        + "; --set data.source=text trains on the characters"
    case .noText(let columns, let words):
      "no column of text among \(listed(columns)); "
        + (words.first.map { "\(setting("data.text", $0)) uses \(escaped($0)) as the text" }
          ?? "none holds words, so --set data.source=csv reads its numbers")
    case .sameColumn(let column):
      "data.label and data.text are both \(columnText(column)); two are needed"
    case .oneClass(let column, let label):
      "\(columnText(column)): every label is \"\(escaped(label))\"; at least 2 classes are needed"
    case .tooManyClasses(let column, let found, let limit):
      "\(columnText(column)): \(found) different labels; at most \(limit) classes can be learned; "
        + "is it really the label? --set data.label=COLUMN names another column"
    case .manyKinds(let column, let found, let reference):
      "\(columnText(column)): \(found) different values, too many for a label column that you did "
        + "not name; \(setting("data.label", reference)) learns them anyway, "
        + "--set data.label=COLUMN names another, --set data.source=text trains on the characters"
    case .severalLabels(let line, let labels):
      "line \(line): \(labels.count) labels (\(listed(labels))); only one for each text can be "
        + "learned: keep one, or write each pair of text and label as a line"
    case .keyNotUsed(let key):
      "\(key) is not used with lines of __label__NAME and a text; remove it"
    case .unknownClass(let column, let line, let label, let known):
      "line \(line), \(columnText(column)): the class \"\(escaped(label))\" is not one of those "
        + "trained on: \(listed(known))"
    case .emptyPart(let part, let texts):
      "\(counted(texts, "text")) with labels; this split leaves none for the \(part) part"
    case .step(let step):
      "data.prepare: \"\(escaped(step))\" is not a step for text; allowed: duplicates: rows"
    }
  }
}

extension DatasetError.CellFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notANumber:
      "is not a number; allowed: 1234.5, 1,234.5, 1.234,5, 1 234, 1.5e3, 12%, $5, 3.2M, (5), or for a "
        + "missing value nothing, NA, N/A, NaN, null, ?, -; other cells that mean \"missing\" are "
        + "listed by --set data.missing_values=[...]"
    case .overflow:
      "is beyond the largest number that can be used, 3.4e38"
    case .mixedMarks:
      "mixes decimal comma and decimal point in one column; --set data.decimal=point or comma sets "
        + "which is meant"
    case .mixedPercent(let beside, let line):
      "and \"\(escaped(beside))\" in line \(line) differ: one has a percent sign; write all "
        + "numbers of the column the same way"
    case .otherDecimal(let mark):
      "does not have the decimal \(mark.rawValue) that data.decimal or data.thousands sets; remove "
        + "the key, or choose the other mark"
    case .otherThousands:
      "does not have the thousands separator that data.thousands sets; remove the key, or choose "
        + "one of \(ThousandsMark.allCases.map(\.rawValue).joined(separator: ", "))"
    case .ambiguousMark(let beside):
      "may have a decimal mark or a thousands separator"
        + (beside.map { " (next to \(escaped($0)))" } ?? "")
        + "; --set data.decimal=point reads it with a decimal point, --set data.decimal=comma with "
        + "a decimal comma"
    }
  }
}

/// "column a"; a column without a name is called by its number already.
private func columnText(_ name: String) -> String {
  name.hasPrefix("column ") ? escaped(name) : "column \(escaped(name))"
}
