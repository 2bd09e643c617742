import Foundation
import Yams

/// Turns YAML into nodes, and rejects hostile files.
enum PresetText {
  /// 1 MB: presets have a few hundred bytes.
  static let limit = 1 << 20

  /// Reads an ordinary file without waiting (a FIFO would).
  static func read(file: String) throws(PresetError) -> String {
    if file.isEmpty || file.utf8.contains(0) { throw .missingFile(file: file) }
    let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missingFile(file: file) }
      throw .unreadable(file: file, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(file: file, reason: String(cString: strerror(errno)))
    }
    if let what = kind(status.st_mode & S_IFMT) { throw .notRegular(file: file, what: what) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress! + count, $0.count - count)
      }
      if got == 0 { break }
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw .unreadable(file: file, reason: String(cString: strerror(errno))) }
      count += got
    }
    if count > limit { throw .tooLong(file: file, limit: limit) }
    return try decode(bytes[..<count], file: file)
  }

  private static func kind(_ type: mode_t) -> String? {
    switch type {
    case S_IFREG: nil
    case S_IFDIR: "directory"
    case S_IFIFO: "pipe"
    case S_IFSOCK: "socket"
    default: "device"
    }
  }

  /// Drops a byte order mark at the start.
  static func decode(_ all: ArraySlice<UInt8>, file: String) throws(PresetError) -> String {
    let bytes = all.starts(with: [0xEF, 0xBB, 0xBF]) ? all.dropFirst(3) : all
    func line(_ place: Int) -> Int { 1 + bytes[..<place].count { $0 == 10 } }
    let isControl = { (byte: UInt8) in byte < 32 && ![9, 10, 13].contains(byte) || byte == 127 }
    if let place = bytes.firstIndex(where: isControl) {
      throw .binary(file: file, line: line(place))
    }
    if bytes.allSatisfy({ [9, 10, 13, 32].contains($0) }) { throw .empty(file: file) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      // The longest prefix of lines that is UTF-8 ends before the faulty line.
      var number = 1
      for part in bytes.split(separator: 10, omittingEmptySubsequences: false) {
        if String(validating: part, as: UTF8.self) == nil { break }
        number += 1
      }
      throw .notUTF8(file: file, line: number)
    }
    return text
  }

  /// The root of the only document in `yaml`; nil if there is none.
  ///
  /// Yams recurses into each level, up to the 1000 that libYAML allows, so this runs on its own thread
  /// with a stack that is large enough.
  static func parse(
    _ yaml: String, place: @escaping @Sendable (Int) -> PresetPlace
  ) throws(PresetError) -> PresetNode? {
    if let line = lineOfAlias(in: yaml) { throw .aliases(place(line)) }
    let answer = Answer()
    let thread = Thread {
      answer.result = Result { () throws(PresetError) in try compose(yaml, place: place) }
      answer.done.signal()
    }
    thread.stackSize = 16 << 20
    thread.start()
    answer.done.wait()
    return try answer.result.get()
  }

  /// Written by the thread before `done`, read after it.
  private final class Answer: @unchecked Sendable {
    let done = DispatchSemaphore(value: 0)
    var result = Result<PresetNode?, PresetError>.success(nil)
  }

  private static func compose(
    _ yaml: String, place: (Int) -> PresetPlace
  ) throws(PresetError) -> PresetNode? {
    do {
      // Without rules for types: each key knows what it expects, and `on` stays a word.
      let parser = try Parser(yaml: yaml, resolver: .basic, encoding: .utf8)
      guard let root = try parser.nextRoot() else { return nil }
      // Anchors are held weakly by the nodes and strongly by the parser, which is used below.
      let node = try convert(root, depth: 1, place: place)
      if let second = try parser.nextRoot() {
        throw PresetError.severalDocuments(place(second.mark?.line ?? 1))
      }
      return node
    } catch let error as PresetError {
      throw error
    } catch let error as YamlError {
      throw translate(error, place: place)
    } catch {
      throw .syntax(place(1), reason: "\(error)")
    }
  }

  private static func convert(
    _ node: Node, depth: Int, place: (Int) -> PresetPlace
  ) throws(PresetError) -> PresetNode {
    let line = node.mark?.line ?? 1
    if node.anchor != nil { throw .aliases(place(line)) }
    if depth > PresetNode.depthLimit {
      throw .tooDeep(place(line), limit: PresetNode.depthLimit)
    }
    try checkTag(node, place(line))
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      return PresetNode(content: .scalar(scalar.string, isPlain: isPlain), line: line)
    case .sequence(let sequence):
      var nodes: [PresetNode] = []
      for element in sequence {
        nodes.append(try convert(element, depth: depth + 1, place: place))
      }
      return PresetNode(content: .list(nodes), line: line)
    case .mapping(let mapping):
      var entries: [PresetNode.Entry] = []
      for (key, value) in mapping {
        let keyLine = key.mark?.line ?? line
        guard case .scalar(let name) = key, key.anchor == nil else {
          throw .syntax(place(keyLine), reason: "a key must be a word")
        }
        entries.append(
          .init(
            key: name.string, line: keyLine,
            value: try convert(value, depth: depth + 1, place: place)))
      }
      return PresetNode(content: .mapping(entries), line: line)
    case .alias: throw .aliases(place(line))
    }
  }

  private static func checkTag(_ node: Node, _ place: PresetPlace) throws(PresetError) {
    let tag =
      switch node {
      case .scalar(let scalar): scalar.tag.rawValue
      case .mapping(let mapping): mapping.tag.rawValue
      case .sequence(let sequence): sequence.tag.rawValue
      case .alias: ""
      }
    let known = ["", "!", "str", "seq", "map"].map {
      $0.count > 1 ? "tag:yaml.org,2002:" + $0 : $0
    }
    if !known.contains(tag) { throw .tag(place, tag) }
  }

  private static func translate(_ error: YamlError, place: (Int) -> PresetPlace) -> PresetError {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.hasPrefix("Maximum nesting level") {
        return .tooDeep(place(mark.line), limit: PresetNode.depthLimit)
      }
      let reason = (context.map { $0.text + ", line \($0.mark.line): " } ?? "") + problem
      let isTab = problem.contains("cannot start any token")
      return .syntax(
        place(mark.line), reason: reason + (isTab ? " (a tab? indent with spaces)" : ""))
    case .duplicatedKeysInMapping(let keys, let context):
      return .duplicateKey(place(context.mark.line), key: keys.first ?? "")
    case .reader(let problem, let offset, _, let yaml):
      let line = 1 + yaml.prefix(offset ?? 0).count { $0.isNewline }
      return .syntax(place(line), reason: problem)
    default: return .syntax(place(1), reason: "\(error)")
    }
  }

  /// The line of the first `*name` that has a `&name`. Checked before parsing: Yams hashes keys, and
  /// keys made of aliases of aliases would take for ever.
  private static func lineOfAlias(in yaml: String) -> Int? {
    var anchors: Set<Substring> = []
    for match in yaml.matches(of: /&([A-Za-z0-9_\-]+)/) { anchors.insert(match.1) }
    if anchors.isEmpty { return nil }
    for match in yaml.matches(of: /\*([A-Za-z0-9_\-]+)/) where anchors.contains(match.1) {
      return 1 + yaml[..<match.range.lowerBound].count { $0.isNewline }
    }
    return nil
  }
}
