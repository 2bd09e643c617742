/// A fault of a file in a format that declares how it is written; the text goes after the file's
/// name and the line.
package enum FormatFault: Error, Equatable, Sendable {
  case longText(bytes: Int, limit: Int)

  // JSON.
  case unexpected(found: String, wanted: String)
  case endsEarly(what: String)
  case notAnObject(found: String, isInList: Bool)
  case escape(String)
  case lineEndInText
  case keyTwice(String)
  case tooManyKeys(limit: Int)
  case tooDeep(limit: Int)
  case longObject(limit: Int)
  case listOfLists(key: String)
  /// Of two files whose lines belong to each other.
  case unequalFiles(lines: Int, other: String, otherLines: Int)
  case listOfObjects(key: String)
  case listAndValue(key: String)
  case unequalLists(key: String, count: Int, other: String, otherCount: Int)
  case noList(example: String)
  case noKeys
  case oneObject(keys: [String])
  case largeTable(keys: Int, bytes: Int)

  // ARFF, .ts and what is like them.
  case declaration(found: String, wanted: String)
  case openQuote
  case noData
  case noAttributes
  case nameTwice(String)
  case tooManyAttributes(limit: Int)
  case attributeType(name: String, found: String)
  case relational(String)
  case sparse
  case weights
  case notDeclared(what: String, found: String, [String])
  case forecasting
  case timestamps
  case regression
  case dimensions(found: Int, wanted: Int, hasLabels: Bool)
  case unequalDimensions(place: Int, count: Int, first: Int)
  case sequenceTwice(String)

  // Wide tables.
  case shortRow(found: Int, needed: Int)
}

extension FormatFault {
  /// - Parameter file: for commands.
  func text(file: String) -> String {
    ways(shellQuoted(file)) + (isOfJSON ? "; --set data.source=text trains on its characters" : "")
  }

  private var isOfJSON: Bool {
    switch self {
    case .unexpected, .endsEarly, .notAnObject, .escape, .lineEndInText, .keyTwice, .tooManyKeys,
      .tooDeep, .longObject, .listOfLists, .listOfObjects, .listAndValue, .unequalLists, .noList,
      .noKeys, .oneObject, .largeTable:
      true
    case .longText, .declaration, .openQuote, .noData, .noAttributes, .nameTwice,
      .tooManyAttributes, .attributeType, .relational, .sparse, .weights, .notDeclared,
      .forecasting, .timestamps, .regression, .dimensions, .unequalDimensions, .sequenceTwice,
      .shortRow, .unequalFiles:
      false
    }
  }

  private func ways(_ file: String) -> String {
    switch self {
    case .longText(let bytes, let limit):
      "a string of \(bytes) bytes; at most \(limit) are read"

    case .unexpected(let found, let wanted):
      "\"\(escaped(found))\" found where \(escaped(wanted)) is needed"
    case .endsEarly(let what):
      "the file ends within \(what); was it copied whole?"
    case .notAnObject(let found, let isInList):
      "\"\(escaped(found))\" is not an object {...}; a table needs one object per row. Lists of "
        + "values: jq -r '\(isInList && found.hasPrefix("[") ? ".[] | " : "")@csv' \(file) > \(file).csv"
    case .escape(let text):
      "\"\(escaped(text))\" in a string is not the JSON escape of a valid character"
    case .lineEndInText:
      "a string continues past the end of its line; write line ends in it as \\n"
    case .keyTwice(let key):
      "has the key \"\(escaped(key))\" twice"
    case .tooManyKeys(let limit):
      "more than \(limit) keys, the most columns that are read; are ids used as keys?"
    case .tooDeep(let limit):
      "objects within objects, more than \(limit) deep"
    case .longObject(let limit):
      "an object of more than \(limit) bytes"
    case .unequalFiles(let lines, let other, let otherLines):
      "\(counted(lines, "line")), and \(escaped(other)) has \(otherLines): the lines of the two "
        + "files must match"
    case .listOfLists(let key):
      "key \"\(escaped(key))\": lists within a list are not read; write a list for each input under a "
        + "key of its own, or a NumPy array (numpy.savez)"
    case .listOfObjects(let key):
      "key \"\(escaped(key))\": a list of objects; a table needs one object per row: "
        + "jq -c '.\(jqPath(key))[]' \(file) > \(file).jsonl"
    case .listAndValue(let key):
      "key \"\(escaped(key))\": a list in one object and a single value in another; every object needs "
        + "the same"
    case .unequalLists(let key, let count, let other, let otherCount):
      "key \"\(escaped(key))\": a list of \(count), but that of \"\(escaped(other))\" has \(otherCount); "
        + "the lists of an object are its steps and need the same length"
    case .noList(let example):
      "an object without a list; the others have lists (\"\(escaped(example))\"), a sequence each"
    case .noKeys:
      "objects without any key"
    case .oneObject(let keys):
      "has only one object (keys \(listed(keys))); a table needs one per row. If its "
        + "values are rows: jq -c '.[]' \(file) > \(file).jsonl"

    case .declaration(let found, let wanted):
      "\"\(escaped(found))\" found where \(escaped(wanted)) is needed"
    case .largeTable(let keys, let bytes):
      "the objects have \(keys) keys, and each has few of them: the table would have more than "
        + "\(bytes >> 20) MB; are ids used as keys?"

    case .openQuote:
      "a quote is opened but not closed on its line"
    case .noData:
      "the file ends before its data (@data); was it copied whole?"
    case .noAttributes:
      "@data before any @attribute; each column is declared by one"
    case .nameTwice(let name):
      "a second attribute is called \"\(escaped(name))\""
    case .tooManyAttributes(let limit):
      "more than \(limit) attributes, the most columns that are read"
    case .attributeType(let name, let found):
      "attribute \(escaped(name)): \"\(escaped(found))\" is not a type; allowed: numeric, real, "
        + "integer, string, date, {values, ...}"
    case .relational(let name):
      "attribute \(escaped(name)) is relational, a table in a cell, which is not supported; the "
        + "archive has the same data as .ts files, or write a row for each step with a column "
        + "for its sequence"
    case .sparse:
      "a sparse row {index value, ...}, which is not supported; write all values: java -cp "
        + "weka.jar weka.filters.unsupervised.instance.SparseToNonSparse -i \(file) -o dense.arff"
    case .weights:
      "a row with a weight {...} after its values, which is not supported; remove the weights"
    case .notDeclared(let what, let found, let values):
      "\"\(escaped(found))\" is not one of the values of \(escaped(what)): \(listed(values))"
    case .forecasting:
      "is in the .tsf format (series to forecast), which is not supported; write the series as a "
        + "table, a row for each step with columns for series, time and value"
    case .timestamps:
      "sequences with time stamps (@timeStamps true), which are not supported; write only the "
        + "values, separated by commas, or a table with a row for each step"
    case .regression:
      "sequences with numbers as targets (@targetLabel true), which cannot be learned; only "
        + "classes can (@classLabel true ...)"
    case .dimensions(let found, let wanted, let hasLabels):
      "\(counted(found, "dimension"))\(hasLabels ? " and a label" : ""), but earlier lines or the "
        + "declaration have \(wanted); colons separate them\(hasLabels ? ", the label last" : "")"
    case .unequalDimensions(let place, let count, let first):
      "dimension \(place) has \(counted(count, "step")), but the first one has \(first); all "
        + "dimensions of a sequence need the same length"
    case .sequenceTwice(let id):
      "\"\(escaped(id))\" also names an earlier sequence; every row needs its own name; "
        + "--set data.sequence=COLUMN takes it from another column"

    case .shortRow(let found, let needed):
      "\(counted(found, "cell")), but the label or the name is in column \(needed)"
    }
  }

  private func jqPath(_ key: String) -> String {
    let isPlain = key.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".")
    }
    return isPlain ? key : "[\"\(escaped(key))\"]"
  }
}
