/// The classes of labelled or tagged sequences, in the order of the outputs: numbers by size, other
/// names by their spelling.
struct SequenceClasses {
  let names: [String]

  init(names: [String]) { self.names = names }

  /// Those of `table`; throws where it has no labels, or labels of one kind.
  init(of table: SequenceTable) throws(DatasetError) {
    guard let labels = table.labels else { throw .sequences(file: table.file, .noLabels) }
    let used = Set(labels.codes.filter { $0 >= 0 }).map { labels.names[Int($0)] }
    if used.count == 1 { throw .sequences(file: table.file, .oneClass(used[0])) }
    let numbers = used.compactMap { Int($0) }
    names =
      numbers.count == used.count
      ? used.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) } : used.sorted()
  }

  /// The class of each sequence, or row, of `table`; -1 where it has none.
  func numbers(of table: SequenceTable) throws(DatasetError) -> [Int32] {
    guard let labels = table.labels else {
      return [Int32](repeating: -1, count: table.everyStep ? table.rows : table.count)
    }
    var byCode: [Int32] = []
    for (code, name) in labels.names.enumerated() {
      guard let number = names.firstIndex(of: name) else {
        throw .sequences(
          file: table.file,
          .unknownClass(line: labels.lines[code], name: name, known: names))
      }
      byCode.append(Int32(number))
    }
    return labels.codes.map { $0 < 0 ? -1 : byCode[Int($0)] }
  }
}
