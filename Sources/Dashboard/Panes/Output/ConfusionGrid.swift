import Telemetry

/// The layout of a confusion matrix: its classes, the cell size, and the labels and sums around the
/// cells. If there is little room, rare classes are merged and sums are dropped.
package struct ConfusionGrid: Equatable {
  package let confusion: Confusion
  /// Width of the class names on the left, including a blank after them.
  package private(set) var labelWidth = 0
  package private(set) var cellWidth = 0
  package private(set) var cellHeight = 1
  /// Rows of the head: names wider than a cell alternate between several rows.
  package private(set) var headRows = 1
  /// True if enough of every name is visible across the top.
  private var isNamed = true
  /// Sums to the right of the cells, and below them.
  package private(set) var columns: [Sum] = []
  package private(set) var rows: [Sum] = []

  package enum Sum: Equatable {
    case recall, f1, truths
    case precision, answers

    var title: String {
      switch self {
      case .recall: "recall"
      case .f1: "F1"
      case .truths: "total"
      case .precision: "precision"
      case .answers: "answers"
      }
    }
    /// Width of "100.0%", "0.98", "1234", including a blank on the left.
    var width: Int {
      switch self {
      case .f1: 5
      case .truths: 6
      default: 7
      }
    }
  }

  private static let widestLabel = 18
  private static let widestCell = 12
  private static let mostHeadRows = 4
  private static let enoughOfName = 8

  /// Nil if not even two rows fit.
  package init?(_ all: Confusion, _ room: Rect) {
    let count = all.classes.count
    guard count > 0, all.counts.count == count * count,
      [all.precision, all.recall, all.f1].allSatisfy({ $0.count == count })
    else { return nil }
    // The head, and precision if there is room for three classes.
    let most = min(count, room.rows - (room.rows >= 5 ? 2 : 1))
    let least = min(2, count)
    // Up to a third of the classes are merged to make room for recall and names.
    let enough = max(least, (most * 2 + 2) / 3)
    let attempts: [(hasRecall: Bool, isNamed: Bool, least: Int)] = [
      (true, true, enough), (true, false, enough), (false, false, least),
    ]
    for attempt in attempts {
      for size in stride(from: most, through: attempt.least, by: -1) {
        let grid = ConfusionGrid(shown: all.merged(into: size), room)
        guard let grid, !attempt.hasRecall || grid.columns.contains(.recall),
          !attempt.isNamed || grid.isNamed
        else { continue }
        self = grid
        return
      }
    }
    return nil
  }

  private init?(shown: Confusion, _ room: Rect) {
    confusion = shown
    let size = shown.classes.count
    guard size > 0, room.rows > size else { return nil }
    rows = Array([Sum.precision, .answers].prefix(room.rows - 1 - size))
    let longest = shown.classes.map { TextWidth.of($0) }.max() ?? 0
    let least = 1 + shown.counts.reduce(1) { max($0, Self.short($1).utf8.count) }
    // The least room for names and cells, then recall, then the rest.
    let shortest = min(longest, 6) + 1
    var left = room.columns - shortest - size * least
    guard left >= 0 else { return nil }
    func take(_ wanted: Int) -> Int {
      let taken = min(max(0, wanted), left)
      left -= taken
      return taken
    }
    // Recall matters most; on the screen F1 is next to it.
    if left >= Sum.recall.width {
      columns.append(.recall)
      left -= Sum.recall.width
    }
    if !columns.isEmpty, left >= Sum.truths.width {
      columns.append(.truths)
      left -= Sum.truths.width
    }
    if columns.count == 2, left >= Sum.f1.width {
      columns.insert(.f1, at: 1)
      left -= Sum.f1.width
    }
    let titles = rows.map { $0.title.utf8.count }.max() ?? 0
    let wanted = min(Self.widestLabel, max(longest, titles))
    labelWidth = shortest + take(wanted + 1 - shortest)
    let widest = size <= 4 && room.columns >= 100 ? Self.widestCell + 4 : Self.widestCell
    cellWidth = least + take(size * (widest - least)) / size
    labelWidth = min(labelWidth, max(longest, titles, shortest) + 1)
    let wantedHead = min((longest + cellWidth) / cellWidth, Self.mostHeadRows, size)
    if size + rows.count + wantedHead > room.rows, rows.last == .answers { rows.removeLast() }
    headRows = max(1, min(wantedHead, room.rows - size - rows.count))
    isNamed = min(longest, Self.enoughOfName) < headRows * cellWidth
    for height in [3, 5] where cellWidth >= 2 * height {
      if size * height + headRows + rows.count <= room.rows { cellHeight = height }
    }
  }

  private var sumsWidth: Int { columns.reduce(0) { $0 + $1.width } }

  package var size: Int { confusion.classes.count }

  /// Columns and rows of the whole layout.
  package var width: Int { labelWidth + size * cellWidth + sumsWidth }
  package var height: Int { headRows + size * cellHeight + rows.count }

  package func count(_ truth: Int, _ answer: Int) -> Int {
    confusion.counts[truth * size + answer]
  }

  package func truths(_ i: Int) -> Int { (0..<size).reduce(0) { $0 + count(i, $1) } }
  package func answers(_ i: Int) -> Int { (0..<size).reduce(0) { $0 + count($1, i) } }

  /// True for the row of merged classes.
  package func isOthers(_ i: Int) -> Bool { confusion.others > 0 && i == size - 1 }

  /// A count in at most four columns: "9999", "12k", "1.2M".
  package static func short(_ count: Int) -> String {
    switch count {
    case ..<10_000: String(count)
    case ..<1_000_000: "\(count / 1000)k"
    case ..<10_000_000: Numbers.fixed(Double(count / 100_000) / 10, 1) + "M"
    case ..<1_000_000_000: "\(count / 1_000_000)M"
    default: ">1G"
    }
  }
}
