/// Too few rows for a window and its target in every part, and what would help.
package struct Shortage: Error, Equatable, Sendable {
  /// The rows that are too few.
  package enum Place: Equatable, Sendable {
    /// Rows of the whole table.
    case table
    /// Rows of the longest of this many series.
    case longestSeries(of: Int)
    /// Rows of the longest stretch without a gap, out of this many, that ends in a part; nil: in
    /// any.
    case betweenGaps(of: Int, part: String?)
    /// For a generated series.
    case generated
  }

  package var place: Place
  package var rows: Int
  /// The rows that were left out or that differences use up.
  package var lost = 0
  package var needed: Int
  package var window: Int
  package var horizon: Int
  /// The rows are divided into parts.
  package var isSplit = true
  /// The longest window for which the rows are enough; nil: there is none, or a model has its
  /// window.
  package var fitting: Int?
  /// Where rows may be series, how they are read as such.
  package var doubt: String?

  package init(
    _ place: Place, rows: Int, lost: Int = 0, needed: Int, window: Int, horizon: Int,
    isSplit: Bool = true, fitting: Int? = nil
  ) {
    (self.place, self.rows, self.lost, self.needed) = (place, rows, lost, needed)
    (self.window, self.horizon, self.isSplit, self.fitting) = (window, horizon, isSplit, fitting)
  }

  /// Of rows that are divided into parts; nil if they are enough.
  init?(
    _ place: Place, rows: Int, lost: Int = 0, _ configuration: DataConfiguration, doubt: String?
  )
    throws(DatasetError)
  {
    func needed(_ window: Int) throws(DatasetError) -> Int {
      try Split.rowsNeeded(configuration, window: window, lost: lost)
    }
    self.init(
      place, rows: rows, lost: lost, needed: try needed(configuration.window),
      window: configuration.window, horizon: configuration.horizon)
    if rows >= self.needed { return nil }
    var (low, high) = (0, configuration.window)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try needed(middle) <= rows { low = middle } else { high = middle }
    }
    fitting = low > 0 ? low : nil
    self.doubt = doubt
  }

  /// Of a file that is a part as a whole, or is read by a model; or of one of its parts.
  /// - Parameter part: its place.
  init(_ set: SeriesSet, windowMayChange: Bool, part: Int? = nil) {
    let (window, horizon) = (set.description.window, set.description.horizon)
    let longest = set.series.map(\.frame.rows).max() ?? 0
    self.init(
      set.panel.isEmpty ? .table : .longestSeries(of: set.series.count), rows: longest,
      needed: window + horizon, window: window, horizon: horizon, isSplit: false,
      fitting: windowMayChange && longest > horizon ? longest - horizon : nil)
    if let stretch = Self.stretch(of: set, endingIn: part), stretch < needed {
      let name = part.map { ["training", "validation", "test"][$0] }
      (place, rows, fitting) = (.betweenGaps(of: longest, part: name), stretch, nil)
    } else if longest >= needed {
      // Differences need rows before the first one.
      lost = set.series.map { $0.data.segments.first?.lowerBound ?? 0 }.max() ?? 0
      needed += lost
      fitting = windowMayChange && longest > horizon + lost ? longest - horizon - lost : nil
    }
  }

  /// The rows of the longest stretch, where gaps divide any series; nil if none does.
  /// - Parameter part: its targets are in it, while inputs may be before.
  static func stretch(of set: SeriesSet, endingIn part: Int? = nil) -> Int? {
    guard set.series.contains(where: { $0.data.segments.count > 1 }) else { return nil }
    return set.series.flatMap { series in
      series.data.segments.map { segment in
        guard let part else { return segment.count }
        let end = min(segment.upperBound, series.parts[part].upperBound)
        return end > max(segment.lowerBound, series.parts[part].lowerBound)
          ? end - segment.lowerBound : 0
      }
    }.max()
  }
}

extension Shortage: CustomStringConvertible {
  package var description: String {
    let found =
      switch place {
      case .table, .generated: counted(rows, "row")
      case .longestSeries(let count):
        "the longest of \(count) series has \(counted(rows, "row"))"
      case .betweenGaps(let all, let part):
        "the longest stretch without a gap\(part.map { " that ends in the \($0) part" } ?? "") has "
          + "\(rows) of \(counted(all, "row"))"
      }
    let used = lost > 0 ? ", \(lost) of them left out or used up by data.prepare" : ""
    return
      "\(found)\(used), but \(place == .generated ? "length" : "window") \(window) and horizon "
      + "\(horizon)"
      + "\(isSplit ? " with this split" : "") need at least \(needed); \(remedies)"
  }

  private var remedies: String {
    var ways: [String] = []
    if let doubt { ways.append(doubt) }
    if case .betweenGaps = place {
      ways.append("--set data.gaps=bridge lets windows cross gaps, --set data.gaps=fill fills them")
    }
    if let fitting { ways.append("--set data.window=\(fitting) fits") }
    if place == .generated { ways.append("--set data.count=\(needed) generates enough") }
    if ways.isEmpty { ways.append("add rows") }
    return ways.joined(separator: "; ")
  }
}
