import Telemetry

/// The probable problems and their lanes, one suspect per line, the most certain first. Draws
/// nothing if there are none.
package struct SuspectsLine {
  /// One kind of suspect in one or more lanes.
  package struct Item: Equatable {
    package var lanes: [Int]
    /// The suspect of the lane where it is most certain.
    package var suspect: Suspect
    /// That lane's name, if the numbers of the others differ.
    package var source: String?

    /// "vanishing: in rnn 1 % of the gradient is left".
    package var sentence: String {
      suspect.kind.words + ": " + (source.map { "in \($0) " } ?? "") + suspect.text
    }
  }

  package let state: State
  package let items: [Item]

  package init(_ state: State) {
    self.state = state
    items = Self.items(state.lanes)
  }

  /// Lanes with the same kind and the same advice share an item.
  package static func items(_ lanes: [LaneSnapshot]) -> [Item] {
    var found: [[(lane: Int, place: Int, suspect: Suspect)]] = []
    for (lane, snapshot) in lanes.enumerated() where snapshot.phase != .off {
      for (place, suspect) in snapshot.suspects.enumerated() {
        let same = found.firstIndex {
          $0[0].suspect.kind == suspect.kind && $0[0].suspect.advice == suspect.advice
        }
        if let same {
          found[same].append((lane, place, suspect))
        } else {
          found.append([(lane, place, suspect)])
        }
      }
    }
    let order = Suspect.Kind.allCases
    let kinds = found.sorted {
      order.firstIndex(of: $0[0].suspect.kind) ?? 0 < order.firstIndex(of: $1[0].suspect.kind) ?? 0
    }
    .compactMap { all -> (Int, Item)? in
      guard let best = all.min(by: { $0.place < $1.place }) else { return nil }
      let isSame = all.allSatisfy { $0.suspect.text == best.suspect.text }
      let item = Item(
        lanes: all.map(\.lane), suspect: best.suspect,
        source: isSame ? nil : lanes[best.lane].info.name)
      return (best.place, item)
    }
    return kinds.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .map(\.element.1)
  }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    let shown = items.prefix(rect.rows)
    for (row, item) in shown.enumerated() {
      var line = Rect(
        column: rect.column + 1, row: rect.row + row, columns: rect.columns - 2, rows: 1)
      if line.columns >= Self.leastForLabel {
        let label = line.takeLeft(TextWidth.of(Self.label) + 2)
        if row == 0 {
          canvas.text(Self.label, label.column, label.row, Style(.warning, bold: true))
        }
      }
      let hidden = row == shown.count - 1 ? items.count - shown.count : 0
      if hidden > 0 {
        let more = "+\(hidden)"
        let place = line.takeRight(TextWidth.of(more) + 1)
        canvas.textRight(
          more, end: place.column + place.columns, place.row, Style(.warning, bold: true))
      }
      draw(item, into: &canvas, line)
    }
  }

  private static let label = "suspects"
  /// With fewer columns the label is omitted.
  private static let leastForLabel = 70

  /// "● ▲ rnn, lstm vanishing: 1 % of the gradient is left · c: gated cell".
  private func draw(_ item: Item, into canvas: inout Canvas, _ rect: Rect) {
    var column = rect.column
    let end = rect.column + rect.columns
    for lane in item.lanes where column + 2 <= end {
      canvas.put(canvas.mark(lane), column, rect.row, Style(.lane(lane), bold: true))
      column += 2
    }
    let names = item.lanes.map { state.lanes[$0].info.name }.joined(separator: ", ") + " "
    // Only the marks of the lanes if their names would take the sentence's room.
    let left = end - column - TextWidth.of(names)
    if left >= TextWidth.of(names), Self.isWhole(item, width: left) || names.utf8.count <= 8 {
      column += canvas.text(names, column, rect.row, Style(bold: true))
    }
    let (sentence, advice) = Self.fitting(item, width: end - column)
    let kind = item.suspect.kind.words.unicodeScalars.count
    for (text, style) in [
      (sentence.unicodeScalars.prefix(kind), Style(.warning, bold: true)),
      (sentence.unicodeScalars.dropFirst(kind), Style()),
    ] {
      column += canvas.text(String(text), column, rect.row, style, width: max(0, end - column))
    }
    guard !advice.isEmpty else { return }
    column += canvas.text(" · ", column, rect.row, Style(.muted), width: max(0, end - column))
    canvas.text(advice, column, rect.row, Style(bold: true), width: max(0, end - column))
  }

  /// The sentence and the advice fitted to a width. First the sentence loses its last clauses, but
  /// not the first one, which has the decisive number; then the advice loses its last parts, its
  /// last words, and all of it. A first clause that is too wide loses words.
  package static func fitting(_ item: Item, width: Int) -> (sentence: String, advice: String) {
    let sentences = Self.sentences(item)
    let head = sentences.last ?? ""
    func isFitting(_ sentence: String, _ advice: String) -> Bool {
      TextWidth.of(sentence) + 3 + TextWidth.of(advice) <= width
    }
    for advice in clauses(item.suspect.advice, ending: [","]) {
      if let sentence = sentences.first(where: { isFitting($0, advice) }) {
        return (sentence, advice)
      }
    }
    let advice = item.suspect.advice.words(within: max(0, width - TextWidth.of(head) - 3))
    // A single word of several would be useless.
    if advice.unicodeScalars.contains(" "), isFitting(head, advice) { return (head, advice) }
    if let alone = sentences.first(where: { TextWidth.of($0) <= width }) { return (alone, "") }
    // Without the number, the advice is worth more than the sentence.
    for advice in clauses(item.suspect.advice, ending: [","]) {
      let room = width - TextWidth.of(advice) - 3
      if room >= TextWidth.of(item.suspect.kind.words) + 10 {
        return (item.sentence.words(within: room), advice)
      }
    }
    return (item.sentence.words(within: width), "")
  }

  /// True if the first clause and some advice fit.
  private static func isWhole(_ item: Item, width: Int) -> Bool {
    let (sentence, advice) = fitting(item, width: width)
    return !advice.isEmpty && sentences(item).contains(sentence)
  }

  /// The sentence, then without one clause after another.
  private static func sentences(_ item: Item) -> [String] {
    let start = item.sentence.unicodeScalars.count - item.suspect.text.unicodeScalars.count
    let before = String(item.sentence.unicodeScalars.prefix(start))
    return clauses(item.suspect.text, ending: [",", ";", ":"]).map { before + $0 }
  }

  /// The text, then without one clause after another; a clause ends with one of the signs and a
  /// blank.
  private static func clauses(_ text: String, ending signs: [Unicode.Scalar]) -> [String] {
    let scalars = text.unicodeScalars
    let ends = scalars.indices.dropLast().filter {
      signs.contains(scalars[$0]) && scalars[scalars.index(after: $0)] == " "
    }
    return [text] + ends.reversed().map { String(scalars[..<$0]) + "…" }
  }
}
