/// A table of JSON objects: a row an object and a column a key, or, where objects have lists, a row an
/// element of them.
enum JSONTable {
  static let format = "JSON"
  /// The most bytes of the table: a multiple of the file's, and these.
  private static let mostGrowth = 8
  private static let leastLimit = 64 << 20

  static func read(
    _ source: OpenFile, most: Int, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    var shape = Shape()
    var objects = try JSONObjects(source, progress: progress)
    while !shape.isCut, try objects.next() {
      try shape.add(objects)
      shape.isCut = objects.offset >= most
    }
    try shape.finish(objects)
    return try write(source, shape, progress: progress)
  }

  /// The values that the keys of all objects hold.
  private struct Shape {
    var names: [String] = []
    /// [keys]
    private(set) var isList: [Bool] = []
    private var hasValue: [Bool] = []
    /// Keys of which a single value is a text.
    private(set) var hasText: [Bool] = []
    private(set) var count = 0
    /// More objects follow.
    var isCut = false
    /// Objects whose lists are empty.
    private(set) var empty = 0
    private var firstWithout: Int?
    var hasLists: Bool { isList.contains(true) }

    mutating func add(_ objects: JSONObjects) throws(DatasetError) {
      while isList.count < objects.keys.count {
        isList.append(false)
        hasValue.append(false)
        hasText.append(false)
      }
      var length: (count: Int, key: Int)?
      for field in objects.fields {
        func key() -> String { objects.keys.text(field.key) }
        switch field.value {
        case .null: continue
        case .list(let range):
          if hasValue[field.key] {
            throw objects.fault(.listAndValue(key: key()), line: field.line)
          }
          isList[field.key] = true
          if let length, length.count != range.count {
            throw objects.fault(
              .unequalLists(
                key: key(), count: range.count, other: objects.keys.text(length.key),
                otherCount: length.count), line: field.line)
          }
          length = (range.count, field.key)
        case .text, .number, .truth:
          if isList[field.key] { throw objects.fault(.listAndValue(key: key()), line: field.line) }
          hasValue[field.key] = true
          if case .text = field.value { hasText[field.key] = true }
        }
        try check(field.value, of: objects)
      }
      if length?.count == 0 { empty += 1 }
      if length == nil, firstWithout == nil { firstWithout = objects.objectLine }
      count += 1
    }

    /// Escapes are looked at before anything is written.
    private func check(_ value: JSONObjects.Value, of objects: JSONObjects) throws(DatasetError) {
      var scratch: [UInt8] = []
      switch value {
      case .text(let range):
        guard objects.bytes[range].contains(0x5C) else { return }
        try JSONText.append(objects.bytes[range], to: &scratch) { fault, _ in objects.fault(fault) }
      case .list(let range):
        for element in objects.elements[range] { try check(element, of: objects) }
      case .null, .truth, .number: return
      }
    }

    mutating func finish(_ objects: JSONObjects) throws(DatasetError) {
      names = objects.keys.texts
      if names.isEmpty { throw objects.fault(.noKeys, line: 1) }
      if hasLists, let firstWithout {
        throw objects.fault(
          .noList(example: names[isList.firstIndex(of: true) ?? 0]), line: firstWithout)
      }
      if count == 1, !hasLists, !isCut {
        throw objects.fault(.oneObject(keys: names), line: objects.objectLine)
      }
    }
  }

  private static func write(
    _ source: OpenFile, _ shape: Shape, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    var writer = try DelimitedWriter(of: source, goesOn: !shape.hasLists)
    var objects = try JSONObjects(source, progress: progress)
    // One object with lists is a table, column by column.
    let sequence =
      shape.hasLists && shape.count > 1
      ? ["sequence", "sequence_id", "object"].first { !shape.names.contains($0) } ?? "sequence 1"
      : nil
    let names = (sequence.map { [$0] } ?? []) + shape.names
    try writer.header(names, line: 1)
    var cells = [JSONObjects.Value](repeating: .null, count: shape.names.count)
    var scratch: [UInt8] = []
    while objects.count < shape.count, try objects.next() {
      var rows: Int?
      for field in objects.fields {
        cells[field.key] = field.value
        if case .list(let range) = field.value { rows = range.count }
      }
      for row in 0..<(shape.hasLists ? rows ?? 0 : 1) {
        writer.begin(objects.objectLine)
        if sequence != nil { writer.plain("\(objects.count)".utf8) }
        for cell in cells {
          var value = cell
          if case .list(let range) = cell { value = objects.elements[range.lowerBound + row] }
          switch value {
          case .null, .list: writer.plain([])
          case .truth(let truth): writer.plain((truth ? "true" : "false").utf8)
          case .number(let range): writer.plain(objects.bytes[range])
          case .text(let range):
            scratch.removeAll(keepingCapacity: true)
            try JSONText.append(objects.bytes[range], to: &scratch) { fault, _ in
              objects.fault(fault)
            }
            try writer.quoted(scratch)
          }
        }
        try writer.end()
      }
      if writer.size > mostGrowth * source.size + leastLimit {
        throw objects.fault(
          .largeTable(keys: shape.names.count, bytes: writer.size), line: objects.objectLine)
      }
      for field in objects.fields { cells[field.key] = .null }
    }
    return try writer.finish(
      format, roles: roles(sequence, shape), notes: notes(shape), isCut: shape.isCut)
  }

  private static func roles(
    _ sequence: String?, _ shape: Shape
  ) -> Conversion.Roles {
    guard let sequence else { return Conversion.Roles() }
    let lists = shape.names.indices.filter { shape.isList[$0] }.map { shape.names[$0] }
    // One of the whole sequence before one for each step; then the tags of words; else the only one
    // with words.
    let single = shape.names.indices.filter { !shape.isList[$0] }.map { shape.names[$0] }
    let words = shape.names.indices.filter {
      shape.hasText[$0] && !SequenceNames.isSequence(shape.names[$0])
    }
    let tokens = SequenceNames.first(SequenceNames.text, in: lists).map { lists[$0] }
    let tags = tokens.flatMap { tokens in
      lists.first { $0 != tokens && SequenceNames.isTag($0) }
    }
    func named(_ names: [String]) -> String? {
      SequenceNames.first(SequenceNames.label, in: names).map { names[$0] }
    }
    let label =
      named(single) ?? tags ?? (words.count == 1 ? shape.names[words[0]] : nil) ?? named(lists)
    let inputs = lists.filter { $0 != label }
    return Conversion.Roles(
      sequence: sequence, label: label, inputs: inputs.isEmpty ? nil : inputs)
  }

  private static func notes(_ shape: Shape) -> [String] {
    guard shape.hasLists else {
      return ["JSON: a row for each of \(counted(shape.count, "object"))"]
    }
    var notes = [
      shape.count == 1
        ? "JSON: one object, its lists are columns"
        : "JSON: a sequence for each of \(counted(shape.count, "object")), a row for each element of "
          + "its lists"
    ]
    if shape.empty > 0 {
      notes.append("\(counted(shape.empty, "object")) with empty lists left out")
    }
    return notes
  }
}
