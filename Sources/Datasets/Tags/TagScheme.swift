/// How tags mark spans of several steps: B-PER begins a person, I-PER continues it, O is none;
/// IOBES also ends spans (E) and marks those of one step (S).
package struct TagScheme: Sendable, Equatable {
  /// The place of a step in a span.
  enum Place: Character, Sendable {
    case begin = "B"
    case inside = "I"
    case end = "E"
    case single = "S"
    case outside = "O"
  }

  struct Tag: Sendable, Equatable {
    let place: Place
    /// Type of the span: "PER"; empty outside.
    let type: String
  }

  /// By class.
  let tags: [Tag]
  /// True if spans are ended and single steps marked, so that B and I need an E after them.
  private let marksEnds: Bool

  /// Nil if the tags are of no such scheme: each is O, or B, I, E or S with a type after a - or _,
  /// and there are spans.
  package init?(_ classes: [String]) {
    var tags: [Tag] = []
    for name in classes {
      guard let tag = Self.tag(name) else { return nil }
      tags.append(tag)
    }
    guard tags.contains(where: { $0.place != .outside }) else { return nil }
    // Without any B or S, letters before a dash may be names of another kind.
    guard tags.contains(where: { $0.place == .begin || $0.place == .single }) else { return nil }
    self.tags = tags
    marksEnds = tags.contains { $0.place == .end || $0.place == .single }
  }

  private static func tag(_ name: String) -> Tag? {
    if name == "O" { return Tag(place: .outside, type: "") }
    var rest = name[...]
    guard let place = rest.popFirst().flatMap(Place.init), place != .outside,
      let mark = rest.popFirst(), mark == "-" || mark == "_", !rest.isEmpty
    else { return nil }
    return Tag(place: place, type: String(rest))
  }

  /// Whether a tag may follow another; nil means the beginning, or the end.
  private func allows(_ before: Tag?, _ tag: Tag?) -> Bool {
    let isOpen = marksEnds && (before?.place == .begin || before?.place == .inside)
    switch tag?.place {
    case .inside:
      return before?.type == tag?.type && (before?.place == .begin || before?.place == .inside)
    case .end:
      return before?.type == tag?.type && isOpen
    case .begin, .single, .outside, nil: return !isOpen
    }
  }

  /// Places in [O, O] of pairs, [O] of first tags and [O] of last tags, one after another, that the
  /// scheme forbids.
  package var impossible: [Int] {
    let n = tags.count
    let pairs = (0..<n * n).filter { !allows(tags[$0 / n], tags[$0 % n]) }
    let first = (0..<n).filter { !allows(nil, tags[$0]) }.map { n * n + $0 }
    let last = (0..<n).filter { !allows(tags[$0], nil) }.map { n * n + n + $0 }
    return pairs + first + last
  }

  /// Where no tags that the scheme allows can be those of a sequence, "I-PER after O"; nil if some
  /// can. Steps of class -1 may have any tag.
  func fault(_ classes: [Int32], names: [String]) -> String? {
    // The tags that the steps so far can end with; nil: the beginning.
    var open: [Int]?
    func isOpen(_ tag: Int?) -> Bool {
      let next = tag.map { tags[$0] }
      return open.map { $0.contains { allows(tags[$0], next) } } ?? allows(nil, next)
    }
    func text(_ step: Int) -> String {
      func name(_ step: Int, _ end: String) -> String {
        guard classes.indices.contains(step) else { return end }
        return classes[step] < 0 ? "any tag" : names[Int(classes[step])]
      }
      return "\(name(step, "the end")) after \(name(step - 1, "the beginning"))"
    }
    for (step, given) in classes.enumerated() {
      let here = given < 0 ? Array(tags.indices) : [Int(given)]
      let next = here.filter(isOpen)
      if next.isEmpty { return text(step) }
      open = next
    }
    return classes.isEmpty || isOpen(nil) ? nil : text(classes.count)
  }

  /// Whether sequences of every length have tags that it allows.
  var hasTagsForAnyLength: Bool {
    tags.contains { allows(nil, $0) && allows($0, $0) && allows($0, nil) }
  }

  /// A span's type, and its steps.
  struct Span: Hashable {
    let type: String
    let steps: Range<Int>
  }

  /// The spans of one sequence, as the script of CoNLL-2000 and seqeval find them: tags that no
  /// scheme allows (I-PER at the beginning) count as spans too.
  func spans(_ classes: [Int]) -> [Span] {
    var spans: [Span] = []
    var start: Int?
    var before = Tag(place: .outside, type: "")
    for step in 0...classes.count {
      let tag = step < classes.count ? tags[classes[step]] : Tag(place: .outside, type: "")
      if let first = start, Self.ends(before, tag) {
        spans.append(Span(type: before.type, steps: first..<step))
        start = nil
      }
      if Self.starts(before, tag) { start = step }
      before = tag
    }
    return spans
  }

  /// Whether a span ends between two tags.
  private static func ends(_ before: Tag, _ tag: Tag) -> Bool {
    switch before.place {
    case .outside: false
    case .end, .single: true
    case .begin, .inside:
      [.begin, .single, .outside].contains(tag.place) || before.type != tag.type
    }
  }

  private static func starts(_ before: Tag, _ tag: Tag) -> Bool {
    switch tag.place {
    case .outside: false
    case .begin, .single: true
    case .inside, .end:
      [.end, .single, .outside].contains(before.place) || before.type != tag.type
    }
  }
}

/// Spans of tags, answered next to true. A step whose tag is not known ends spans before it.
package struct SpanCounts: Sendable, Equatable {
  package private(set) var asked = 0
  package private(set) var answered = 0
  /// Spans with the same type and the same steps.
  package private(set) var right = 0

  package init() {}

  /// - Parameters: the classes of one sequence.
  package mutating func add(truth: [Int], answer: [Int], _ scheme: TagScheme) {
    let (asked, answered) = (Set(scheme.spans(truth)), Set(scheme.spans(answer)))
    self.asked += asked.count
    self.answered += answered.count
    right += asked.intersection(answered).count
  }

  /// 2 right / (asked + answered), over all types together; NaN of nothing.
  package var f1: Double { Double(2 * right) / Double(asked + answered) }
}
