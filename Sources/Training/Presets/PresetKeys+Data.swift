import Datasets

extension PresetKeys {
  /// The keys that `DataKey` declares.
  static let data = DataKey.allCases.map { key in
    let (value, meaning) = key.declaration
    return value.presetKey(key.path, meaning)
  }
}

extension DataKeyValue {
  fileprivate func presetKey(_ path: String, _ meaning: String) -> PresetKey {
    func key<Value>(_ place: Place<Value>, _ rule: PresetRule<Value>) -> PresetKey {
      .preset(
        path, rule, meaning, get: { $0.data[keyPath: place] },
        set: { $1.data[keyPath: place] = $0 })
    }
    let file = PresetRule<String>.text("path", allowed: "a path")
    let column = PresetRule<String>.text("column", allowed: "a column's name or number")
    let cell = PresetRule<String>.text("value", allowed: "a number or a word")
    let encoding = PresetRule<String>.text("name", allowed: "an encoding's name")
    return switch self {
    case .flag(let place): key(place, .flag)
    case .flagOrNull(let place): key(place, PresetRule.flag.orNull())
    case .whole(let place, let range): key(place, .whole(range))
    case .wholeOrNull(let place, let range): key(place, PresetRule.whole(range).orNull())
    case .numberOrNull(let place, let range): key(place, PresetRule.number(range).orNull())
    case .choice(let choice):
      .preset(
        path, .name(choice.words), meaning, get: { choice.read($0.data) ?? "" },
        set: { choice.write($0, &$1.data) })
    case .choiceOrNull(let choice):
      .preset(
        path, PresetRule.name(choice.words).orNull(), meaning, get: { choice.read($0.data) },
        set: { choice.write($0, &$1.data) })
    case .name(let place, let names): key(place, PresetRule.name(names).orNull())
    case .path(let place): key(place, file.orNull())
    case .paths(let place, let counts): key(place, .list(file, counts: counts))
    case .column(let place): key(place, column.orNull())
    case .columns(let place, let counts): key(place, .list(column, counts: counts))
    case .encoding(let place): key(place, encoding.orNull())
    case .cells(let place, let counts): key(place, PresetRule.list(cell, counts: counts).orNull())
    case .delimiter(let place): key(place, .delimiter)
    case .header(let place): key(place, PresetRule<HeaderLines>.header.orNull())
    case .preparation(let place): key(place, .preparation)
    case .split(let place): key(place, .split)
    }
  }
}

extension PresetRule<HeaderLines> {
  static var header: Self {
    let most = TableOptions.headers.upperBound
    return Self(
      type: "switch or whole number", allowed: "on, off, or 1 to \(most) lines",
      read: { (node) throws(PresetRefusal) in
        if let flag = node.flag { return flag ? .on : .off }
        guard node.isWhole, let text = node.plainText else {
          throw PresetRefusal(node: node, why: .type(wanted: "switch or whole number"))
        }
        guard let count = Int(text), TableOptions.headers.contains(count) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return .lines(count)
      },
      write: { header in
        switch header {
        case .on: "on"
        case .off: "off"
        case .lines(let count): "\(count)"
        }
      })
  }
}

extension PresetRule<Delimiter?> {
  static var delimiter: Self {
    let names = PresetRule<String>.name(Delimiter.allCases.map { $0.name })
    return PresetRule<Delimiter>(
      type: names.type, allowed: names.allowed,
      read: { (node) throws(PresetRefusal) in
        let name = try names.read(node)
        guard let found = Delimiter.allCases.first(where: { $0.name == name }) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return found
      }, write: { $0.name }
    ).orNull()
  }
}

extension PresetRule<[PreparationStep]?> {
  /// `[{missing: linear}, {scale: standard}]`, or the same as one mapping.
  static var preparation: Self {
    let type = "list of steps"
    @Sendable func step(_ entry: PresetNode.Entry) throws(PresetRefusal) -> PreparationStep {
      let node = entry.value
      guard Preparations.names.contains(entry.key) else {
        let name = PresetNode(content: .scalar(entry.key, isPlain: true), line: entry.line)
        throw PresetRefusal(
          node: name, why: .name(nearest: nearest(to: entry.key, among: Preparations.names)))
      }
      guard let value = node.text ?? node.plainText else {
        throw PresetRefusal(node: node, why: .type(wanted: "word or number"))
      }
      let step = PreparationStep(entry.key, value)
      guard Preparations.isAllowed(step) else { throw PresetRefusal(node: node, why: .range) }
      return step
    }
    return PresetRule<[PreparationStep]>(
      type: type, allowed: "a list of \(Preparations.allowed)",
      read: { (node) throws(PresetRefusal) in
        var steps: [PreparationStep] = []
        for item in node.steps {
          guard case .mapping(let entries) = item.content else {
            throw PresetRefusal(node: item, why: .type(wanted: type))
          }
          for entry in entries { steps.append(try step(entry)) }
        }
        return steps
      },
      write: { steps in
        "[" + steps.map { "{\($0.name): \($0.value)}" }.joined(separator: ", ") + "]"
      }
    ).orNull()
  }
}

extension PresetNode {
  /// The items of a list, or this node as the only item.
  fileprivate var steps: [PresetNode] {
    if case .mapping = content { return [self] }
    return elements ?? [self]
  }
}
