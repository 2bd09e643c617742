extension Table {
  /// The column that `reference` means: a name, or a number from 1.
  func column(_ reference: String) throws(DatasetError) -> Int {
    try ColumnNames(names, file: file, areNames: dialect.hasHeader).column(reference)
  }

  /// The same; nil if there is none.
  func find(_ reference: String) throws(DatasetError) -> Int? {
    try ColumnNames(names, file: file, areNames: dialect.hasHeader).find(reference)
  }

  /// The columns that a list of references means; `all`: those of `usable`.
  func columns(
    _ references: [String], usable: (Int) -> Bool
  ) throws(DatasetError) -> [Int] {
    try ColumnNames(names, file: file, areNames: dialect.hasHeader)
      .columns(references, all: names.indices.filter(usable))
  }

  /// The reference to column `index` in another table: its name, or its number from 1 where there
  /// are no names.
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

  /// The column that `reference` means: a name as it is written, or in small letters where only one
  /// is so; or a number from 1.
  func column(_ reference: String) throws(DatasetError) -> Int {
    if let index = try find(reference) { return index }
    throw .unknownColumn(file: file, name: reference, columns: names)
  }

  /// The same; nil if there is none.
  func find(_ reference: String) throws(DatasetError) -> Int? {
    if let index = try named(reference) { return index }
    guard let number = Int(reference), (1...names.count).contains(number) else { return nil }
    return number - 1
  }

  /// The column with the name `reference`; nil if there is none.
  func named(_ reference: String) throws(DatasetError) -> Int? {
    guard areNames else { return nil }
    for isSame in [{ $0 == reference }, { $0.lowercased() == reference.lowercased() }]
      as [(String) -> Bool]
    {
      let named = names.indices.filter { isSame(names[$0]) }
      if named.count > 1 {
        throw .columnTwice(file: file, name: reference, numbers: named.map { $0 + 1 })
      }
      if let index = named.first { return index }
    }
    return nil
  }

  /// The columns that a list means, in its order: names and numbers, `all`, ranges (2-61), patterns
  /// (store_*), and what is left out again (-name, -store_*). A list that begins by leaving
  /// something out leaves it out of all.
  ///
  /// - Parameter all: the columns that `all` means.
  func columns(_ references: [String], all: [Int]) throws(DatasetError) -> [Int] {
    var chosen: [Int] = []
    for (place, reference) in references.enumerated() {
      if let column = try find(reference) {
        // One that is named twice is for others to refuse.
        chosen.append(column)
      } else if let left = try leftOut(reference) {
        if place == 0 { chosen = all }
        chosen.removeAll(where: left.contains)
      } else {
        for column in try meant(reference, all: all) where !chosen.contains(column) {
          chosen.append(column)
        }
      }
    }
    return chosen
  }

  private func leftOut(_ reference: String) throws(DatasetError) -> [Int]? {
    guard reference.hasPrefix("-") else { return nil }
    return try meant(String(reference.dropFirst()), all: [])
  }

  private func meant(_ reference: String, all: [Int]) throws(DatasetError) -> [Int] {
    if let column = try find(reference) { return [column] }
    if reference == "all" { return all }
    let ends = reference.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if ends.count == 2, let first = ends[0], let last = ends[1], 1 <= first, first <= last,
      last <= names.count
    {
      return Array(first - 1...last - 1)
    }
    if areNames, reference.contains("*") || reference.contains("?") {
      let pattern = Array(reference.lowercased())
      let found = names.indices.filter {
        Self.matches(Array(names[$0].lowercased())[...], pattern[...])
      }
      if !found.isEmpty { return found }
    }
    // As a single column would be refused.
    return [try column(reference)]
  }

  /// `*` stands for any number of characters, `?` for one.
  private static func matches(
    _ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>
  ) -> Bool {
    var (name, pattern) = (name, pattern)
    var retry: (name: ArraySlice<Character>, pattern: ArraySlice<Character>)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
      } else if let first = name.first, let wanted = pattern.first, wanted == "?" || wanted == first
      {
        (name, pattern) = (name.dropFirst(), pattern.dropFirst())
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let (rest, after) = retry, !rest.isEmpty {
        (name, pattern) = (rest.dropFirst(), after)
        retry = (name, pattern)
      } else {
        return false
      }
    }
  }
}
