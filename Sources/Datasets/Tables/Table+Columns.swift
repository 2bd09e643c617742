extension Table {
  /// The column that `reference` means: a name, or a number from 1.
  func column(_ reference: String) throws(DatasetError) -> Int {
    try ColumnNames(names, file: file, areNames: dialect.hasHeader).column(reference)
  }

  /// How another table is asked for column `index`: by its name, or its number from 1 where there are
  /// no names.
  func reference(_ index: Int) -> String {
    let isNamed = dialect.hasHeader && names.lazy.filter { $0 == names[index] }.count == 1
    return isNamed ? names[index] : "\(index + 1)"
  }
}

/// The one look-up of columns.
struct ColumnNames {
  private let names: [String]
  private let file: String
  private let areNames: Bool

  /// - Parameter areNames: false: the columns have numbers only.
  init(_ names: [String], file: String, areNames: Bool) {
    (self.names, self.file, self.areNames) = (names, file, areNames)
  }

  /// The column that `reference` means: a name as it is written, or in small letters where only one is
  /// so; or a number from 1.
  func column(_ reference: String) throws(DatasetError) -> Int {
    if areNames {
      for isSame in [{ $0 == reference }, { $0.lowercased() == reference.lowercased() }]
        as [(String) -> Bool]
      {
        let named = names.indices.filter { isSame(names[$0]) }
        if named.count > 1 {
          throw .columnTwice(file: file, name: reference, numbers: named.map { $0 + 1 })
        }
        if let index = named.first { return index }
      }
    }
    if let number = Int(reference), (1...names.count).contains(number) { return number - 1 }
    throw .unknownColumn(file: file, name: reference, columns: names)
  }
}
