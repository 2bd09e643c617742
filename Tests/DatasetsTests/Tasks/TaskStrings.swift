import Datasets

/// Sequences of a task as they are read.
struct TaskStrings {
  let data: Dataset
  private let symbols: [Character]

  init(_ name: String, length: Int, count: Int = 500, seed: UInt64 = 3) throws {
    data = try generate(
      DataConfiguration(source: name, length: length, count: count, seed: seed))
    symbols = data.vocabulary?.strings.map { Character($0) } ?? []
  }

  var all: [WrittenExample] { data.all.flatMap { $0 } }

  /// The symbols that are fed.
  func fed(_ example: WrittenExample) -> String {
    String(example.tokens.map { symbols[Int($0)] })
  }

  /// The names of the classes that are asked for, one a step; nil where nothing is.
  func asked(_ example: WrittenExample) -> [String?] {
    example.classes.map { $0 < 0 ? nil : data.classes[Int($0)] }
  }
}
