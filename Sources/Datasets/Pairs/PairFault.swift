/// A fault of a table of pairs; the text goes after the file's name.
package enum PairFault: Error, Equatable, Sendable {
  /// The columns of text, where they are not two.
  case notTwoTexts(texts: [String], columns: [String])
  case sameColumn(String)
  case severalTargets([String])
  /// A part without a pair, out of `pairs`; `file`: the part has its own file; `long`: pairs
  /// that were left out for their length.
  case emptyPart(part: String, pairs: Int, file: String?, long: Int)
  /// No row has both.
  case nothingLeft(source: String, target: String)
}

extension PairFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notTwoTexts(let texts, let columns):
      ": \(texts.isEmpty ? "no column of text" : "the columns of text are \(listed(texts))")"
        + "; pairs need a source column and a target column; name them: --set data.text=SOURCE "
        + "--set data.target=TARGET (there are \(listed(columns)))"
    case .sameColumn(let name):
      ": column \(escaped(name)) cannot be source (data.text) and target (data.target) at once"
    case .severalTargets(let names):
      ": data.target: \(listed(names)) are \(names.count) columns; pairs have one target"
    case .emptyPart(let part, let pairs, let file, let long):
      ": \(counted(pairs, "pair")) \(pairs == 1 ? "is" : "are") too few: none is left for the "
        + "\(part) part"
        + (file.map { " in \(escaped($0))" } ?? "")
        + (long > 0
          ? ", \(counted(long, "pair")) \(long == 1 ? "is" : "are") too long; raise data.max_length"
          : "")
        + (file == nil ? "; change data.split" : "")
    case .nothingLeft(let source, let target):
      ": no row has a source in \(escaped(source)) and a target in \(escaped(target)) that fit "
        + "data.max_length"
    }
  }
}
