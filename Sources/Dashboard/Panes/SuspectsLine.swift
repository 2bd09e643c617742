import Telemetry

/// What is probably wrong in which lanes, one line a suspect, the most certain first. Draws nothing
/// where nothing is known.
package struct SuspectsLine {
  /// One kind of suspect in one or more lanes.
  package struct Item: Equatable {
    package var lanes: [Int]
    /// Of the lane where it is most certain.
    package var suspect: Suspect
    /// That lane's name, where the others' numbers differ.
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

  /// Lanes with the same kind and the same way on share an item.
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
  /// Columns below which the label gives way to what it announces.
  private static let leastForLabel = 60

  /// "● ▲ rnn, lstm vanishing: 1 % of the gradient is left · c: gated cell".
  private func draw(_ item: Item, into canvas: inout Canvas, _ rect: Rect) {
    var column = rect.column
    let end = rect.column + rect.columns
    for lane in item.lanes where column + 2 <= end {
      canvas.put(Glyphs.mark(lane), column, rect.row, Style(.lane(lane), bold: true))
      column += 2
    }
    let names = item.lanes.map { state.lanes[$0].info.name }.joined(separator: ", ") + " "
    // Marks alone say which lanes where their names would take half of the line.
    if TextWidth.of(names) * 2 <= end - column {
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

  /// The sentence and the advice in a width. First the sentence loses its last clauses, then its last
  /// words, but not its first number; then the advice loses its last parts.
  package static func fitting(_ item: Item, width: Int) -> (sentence: String, advice: String) {
    let advices = clauses(item.suspect.advice)
    let sentences = clauses(item.sentence)
    func isFitting(_ sentence: String, _ advice: String) -> Bool {
      TextWidth.of(sentence) + (advice.isEmpty ? 0 : TextWidth.of(advice) + 3) <= width
    }
    for advice in advices {
      if let sentence = sentences.first(where: { isFitting($0, advice) }) {
        return (sentence, advice)
      }
      let room = width - (advice.isEmpty ? 0 : TextWidth.of(advice) + 3)
      let sentence = item.sentence.words(within: room)
      if room >= least(item), isFitting(sentence, advice) { return (sentence, advice) }
    }
    return (item.sentence.words(within: width), "")
  }

  /// The text, and shorter by one clause after the other; an empty one has none.
  private static func clauses(_ text: String) -> [String] {
    let parts = text.unicodeScalars.split(separator: ",").map { String($0) }
    guard parts.count > 1 else { return [text] }
    return (1...parts.count).reversed().map { count in
      count == parts.count ? text : parts.prefix(count).joined(separator: ",") + "…"
    }
  }

  /// Columns of the sentence up to its first number, with the sign after it.
  private static func least(_ item: Item) -> Int {
    let words = item.sentence.unicodeScalars.split(separator: " ").map { String($0) }
    guard
      let first = words.firstIndex(where: { word in
        word.unicodeScalars.contains { ("0"..."9").contains($0) }
      })
    else { return TextWidth.of(item.suspect.kind.words) }
    let sign = words.indices.contains(first + 1) && words[first + 1] == "%" ? 1 : 0
    return TextWidth.of(words[...(first + sign)].joined(separator: " ")) + 1
  }
}
