/// A fault in labelled or tagged sequences; its text follows the file's name.
package enum SequenceFault: Error, Equatable, Sendable {
  // Columns.
  case noSequenceColumn(columns: [String])
  case noLabelColumn(columns: [String])
  case sameColumn(name: String, uses: [String])
  case nothingToFeed(leftOut: [String])
  case tooManyInputs(found: Int, limit: Int)
  case tooManyKinds(column: String, limit: Int)
  case noSequence(line: Int, column: String)
  case noLabel(line: Int, column: String)
  case labelChanges(line: Int, sequence: String, label: String, before: String)
  case tooManyClasses(column: String, limit: Int)

  // A folder.
  case noFiles
  case tooManyFiles(limit: Int)
  case loop
  case unlabelledFiles(example: String)
  case otherColumns(found: [String], needed: [String], first: String)
  case fileNotListed(list: String)
  case noSuchFile(line: Int, name: String, list: String)
  case listedTwice(line: Int, name: String, list: String)
  case listColumns(columns: [String])

  // Lines of words.
  case cells(line: Int, found: Int, needed: Int)
  case noTokens

  // The whole.
  case oneClass(String)
  case unknownClass(line: Int, name: String, known: [String])
  case tooFew(sequences: Int, part: String)
  case nothingLeft
  case noLabels
  case needsTokens(needsTokens: Bool)
  case labelsPerStep
  case labelsPerSequence
  case words(column: String, example: String)
  case keyNotUsed(key: String, with: String)
}

extension SequenceFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSequenceColumn(let columns):
      ": cannot tell which column holds the id of the sequence; --set "
        + "data.sequence=COLUMN names it (there are \(listed(columns)))"
    case .noLabelColumn(let columns):
      ": cannot tell which column holds the label; --set data.label=COLUMN names it (there are "
        + "\(listed(columns)))"
    case .sameColumn(let name, let uses):
      ": column \(escaped(name)) cannot be \(uses.joined(separator: " and ")) at once"
    case .nothingToFeed(let leftOut):
      ": no column to feed"
        + (leftOut.isEmpty ? "" : ": \(listed(leftOut, escapes: false))")
        + "; --set data.columns=COLUMN names one"
    case .tooManyInputs(let found, let limit):
      ": \(found) inputs a step; at most \(limit) can be fed, choose some with data.columns"
    case .tooManyKinds(let column, let limit):
      ", column \(escaped(column)): more than \(limit) different texts, the most that can be fed as "
        + "a category"
    case .noSequence(let line, let column):
      ", line \(line), column \(escaped(column)): does not say which sequence the row belongs to; write "
        + "its id there (an empty cell repeats the id above only if every id occurs once)"
    case .noLabel(let line, let column):
      ", line \(line), column \(escaped(column)): no label"
    case .labelChanges(let line, let sequence, let label, let before):
      ", line \(line): the label of sequence \"\(escaped(sequence))\" changes from "
        + "\"\(escaped(before))\" to \"\(escaped(label))\"; one is needed for the whole sequence "
        + "(data.source: tagged is for one label per step)"
    case .tooManyClasses(let column, let limit):
      ", \(escaped(column)): more than \(limit) different labels; is it a column of numbers?"

    // A folder.
    case .noFiles:
      ": holds no files of sequences; needed: a folder for each class (CLASS/FILE.csv), or files "
        + "and a labels.csv (file, label)"
    case .tooManyFiles(let limit):
      ": more than \(limit) files, the most that can be read"
    case .loop:
      ": is a link that leads back to itself"
    case .unlabelledFiles(let example):
      ": \(escaped(example)) has no label; needed: a folder for each class (CLASS/FILE.csv), or a "
        + "labels.csv (file, label)"
    case .otherColumns(let found, let needed, let first):
      ": has the columns \(listed(found)), but \(escaped(first)) has \(listed(needed)); "
        + "every file needs the same"
    case .fileNotListed(let list):
      ": is not in \(escaped(list)), which needs a label for every file"
    case .noSuchFile(let line, let name, let list):
      ": line \(line) of \(escaped(list)) names \"\(escaped(name))\", which is not there"
    case .listedTwice(let line, let name, let list):
      ": line \(line) of \(escaped(list)) names \"\(escaped(name))\" again, with another label"
    case .listColumns(let columns):
      ": the columns are \(listed(columns)); needed: two, file name and label"

    // Lines of words, and the whole.
    case .cells(let line, let found, let needed):
      ", line \(line): \(counted(found, "cell")), but earlier lines have \(needed)"
    case .noTokens:
      ": no line with a word and a tag"
    case .oneClass(let name):
      ": every label is \"\(escaped(name))\"; at least 2 classes are needed"
    case .unknownClass(let line, let name, let known):
      (line > 0 ? ", line \(line)" : "")
        + ": the label \"\(escaped(name))\" is not one of those learned: \(listed(known))"
    case .tooFew(let sequences, let part):
      ": \(counted(sequences, "sequence")), too few for this split: none is left for the \(part) "
        + "part"
    case .nothingLeft:
      ": no step is left to feed"
    case .noLabels:
      ": has no labels to learn"
    case .needsTokens(let needsTokens):
      needsTokens
        ? ": has numbers at each step; the training data have words"
        : ": has words at each step; the training data have numbers"
    case .labelsPerStep:
      ": has one label for each step; use data.source: tagged"
    case .words(let column, let example):
      ", column \(escaped(column)): holds words (\"\(escaped(example))\"); the training data have "
        + "numbers there"
    case .keyNotUsed(let key, let with):
      ": \(key) is not used with \(with); remove it"
    case .labelsPerSequence:
      ": has one label for each sequence; use data.source: sequences"
    }
  }
}
