import Telemetry

/// The settings with a digit and the learning rate, then as many as fit of those without a digit
/// that are on or were changed last, and the key for all of them.
package struct SettingsStrip {
  package let state: State

  /// The level of detail if not everything fits: the switches always come first.
  private enum Detail: CaseIterable { case full, short, dense, bare }

  package func draw(into canvas: inout Canvas, _ rect: Rect) {
    guard state.info != nil, rect.columns >= 10, rect.rows > 0 else { return }
    for item in items(rect) where item.row < rect.rows {
      var column = rect.column + item.column
      for (text, style) in item.parts {
        let room = max(0, rect.column + rect.columns - column)
        column += canvas.text(text, column, rect.row + item.row, style, width: room)
      }
    }
  }

  /// In the order of the settings.
  private var summaries: [SettingSummary] {
    (state.info?.settings ?? []).indices.map { SettingSummary($0, state) }
  }

  /// Shown always, and while they are on, in the order of the list.
  private func shown(_ summaries: [SettingSummary]) -> (always: [Int], extra: [Int]) {
    let settings = state.info?.settings ?? []
    var (always, extra): ([Int], [Int]) = ([], [])
    for index in state.settingOrder {
      let setting = settings[index]
      if setting.digit != nil || setting.key == SettingKey.learningRate {
        always.append(index)
      } else {
        let summary = summaries[index]
        let isNews = summary.status == .requested || state.lastSwitched == setting.key
        if setting.switches && summary.state != .off || isNews { extra.append(index) }
      }
    }
    return (always, extra)
  }

  private typealias Parts = [(String, Style)]

  private struct Item {
    var column: Int
    var row: Int
    var parts: Parts
  }

  /// The most detailed items that fit: less about each setting, a shorter hint, finally only a
  /// count of those without a digit.
  private func items(_ rect: Rect) -> [Item] {
    let summaries = self.summaries
    let (always, extra) = shown(summaries)
    let count = summaries.count
    let hasMore = count > always.count
    let hints: [String?] = hasMore ? ["all \(count) settings", "all \(count)", nil] : [nil]
    for detail in Detail.allCases {
      for hint in hints where detail == .dense || detail == .bare || hint == hints[0] {
        let (items, rows) = flow(always + extra, summaries, hint: hint, rect, detail)
        if rows <= rect.rows { return items }
      }
    }
    for kept in stride(from: max(0, extra.count - 1), through: 0, by: -1) {
      let rest = Array(extra.prefix(kept))
      let (items, rows) = flow(
        always + rest, summaries, hint: nil, rect, .bare, left: extra.count - kept)
      if rows <= rect.rows { return items }
    }
    // Not even the switches fit: capitals then show which are on.
    return flow(always, summaries, hint: nil, rect, nil, left: extra.count).0
  }

  /// Items start at multiples of a slot, or leave room for "ON", so that nothing jumps when a state
  /// changes. Without a detail each is one short word.
  private func flow(
    _ settings: [Int], _ summaries: [SettingSummary], hint: String?, _ rect: Rect,
    _ detail: Detail?, left: Int = 0
  ) -> ([Item], rows: Int) {
    let slot = detail == .full || detail == .short ? 18 : 1
    var items: [Item] = []
    var (column, row) = (0, 0)
    var isCut = false
    func add(_ parts: Parts, reserve: Int = 0) {
      let width = max(reserve, parts.reduce(0) { $0 + TextWidth.of($1.0) })
      if column > 0, column + width > rect.columns { (column, row) = (0, row + 1) }
      isCut = isCut || width > rect.columns
      items.append(Item(column: column, row: row, parts: parts))
      column = (column + width + 2 + slot - 1) / slot * slot
    }
    for index in settings {
      guard let setting = state.info?.settings[index] else { continue }
      guard let detail else {
        add([word(setting, summaries[index], letters: 8)])
        continue
      }
      let summary = summaries[index]
      let status =
        switch detail {
        case .full: Self.afterDot(summary.statusText)
        case .bare: summary.newsText(asSign: true)
        default: Self.afterDot(summary.newsText(asSign: false))
        }
      let name = detail == .bare ? setting.short : name(setting)
      var on = summary
      on.state = .on
      let isLast = state.lastSwitched == setting.key
      add(
        Self.parts(setting, name, summary, status: status, isLast: isLast),
        reserve: detail == .dense
          ? Self.width(Self.parts(setting, name, on, status: "", isLast: isLast)) : 0)
    }
    if left > 0 { add([("+\(left) on", Style(.good, bold: true))]) }
    if let hint { add([("Enter", Style(.accent, bold: true)), (" " + hint, Style(.muted))]) }
    return (items, isCut ? .max : row + 1)
  }

  /// "adam lr" if all lanes have that optimizer.
  private func name(_ setting: SettingInfo) -> String {
    let optimizers = Set(state.selectedLanes.map { state.lanes[$0].info.optimizer })
    guard setting.key == SettingKey.learningRate, optimizers.count == 1,
      let name = optimizers.first,
      !name.isEmpty
    else { return setting.short }
    return name + " " + setting.short
  }

  private static func width(_ parts: Parts) -> Int {
    parts.reduce(0) { $0 + TextWidth.of($1.0) }
  }

  private static func afterDot(_ status: String) -> String {
    status.isEmpty ? "" : " · " + status
  }

  /// "5 clip ON 0.5 · at step 1140".
  private static func parts(
    _ setting: SettingInfo, _ name: String, _ summary: SettingSummary, status: String, isLast: Bool
  ) -> [(String, Style)] {
    var parts: [(String, Style)] = []
    parts.append((setting.digit.map { String($0) + " " } ?? "", Style(.accent, bold: true)))
    let isOn = summary.state != .off || !setting.switches
    // The setting that < and > change is underlined.
    parts.append((name, Style(bold: isOn && setting.switches, underline: isLast)))
    if setting.switches {
      let word =
        switch summary.state {
        case .on: " ON"
        case .off: " off"
        case .mixed: " some"
        }
      parts.append((word, Style(isOn ? .good : .muted, bold: isOn)))
    }
    if isOn, !summary.text.isEmpty { parts.append((" " + summary.text, Style())) }
    if !status.isEmpty { parts.append((status, Style(summary.ink ?? .muted))) }
    return parts
  }

  /// All on one line: "1 L1 · 3 drop · 5 CLIP 0.5 · lr 0.001"; "…" was requested, "!" rejected.
  /// Names get shorter if needed to show every digit.
  package func drawLine(into canvas: inout Canvas, _ rect: Rect) {
    guard let info = state.info, rect.rows > 0 else { return }
    let summaries = self.summaries
    let (always, extra) = shown(summaries)
    // Those without a digit are at least counted ("+3 on"), unless names would get too short.
    let count = extra.isEmpty ? 0 : 8
    let all = [(Int.max, count), (8, count), (5, count), (5, 0), (4, 0)]
    // Not even with short names: only digits for settings that are off, finally for all.
    let attempts = all.map { ($0.0, $0.1, false) } + [(5, 0, true), (4, 0, true), (0, 0, true)]
    for (letters, reserve, isShort) in attempts {
      let room = rect.columns - 2 - reserve
      let isOff = { isShort && !summaries[$0].isNews && info.settings[$0].digit != nil }
      var items = always.filter { !isOff($0) }.map {
        word(info.settings[$0], summaries[$0], letters: letters)
      }
      let off = always.filter(isOff).compactMap { info.settings[$0].digit.map(String.init) }
      if !off.isEmpty { items.append(("off " + off.joined(separator: " "), Style(.muted))) }
      let width = items.reduce(0) { $0 + TextWidth.of($1.0) }
      let separators = [" · ", "  ", " "]
      let fits = separators.first { width + $0.unicodeScalars.count * (items.count - 1) <= room }
      guard let separator = fits ?? (letters == 0 ? " " : nil) else { continue }
      var left = rect.columns - 2 - width - separator.unicodeScalars.count * (items.count - 1)
      // Those without a digit take the remaining room: by name, or as a count.
      var more: Parts = []
      for (place, index) in extra.enumerated() {
        let item = word(info.settings[index], summaries[index], letters: 8)
        let needed = TextWidth.of(item.0) + separator.unicodeScalars.count
        let isLast = place == extra.count - 1
        guard needed + (isLast ? 0 : 8) <= left else {
          guard left >= 8 else { break }
          more.append(("+\(extra.count - place) on", Style(.good, bold: true)))
          break
        }
        left -= needed
        more.append(item)
      }
      drawLine(items + more, separator, into: &canvas, rect)
      return
    }
  }

  private func drawLine(
    _ items: Parts, _ separator: String, into canvas: inout Canvas, _ rect: Rect
  ) {
    var column = rect.column + 1
    let end = rect.column + rect.columns
    for (i, (text, style)) in items.enumerated() {
      if i > 0 {
        column += canvas.text(
          separator, column, rect.row, Style(.muted), width: max(0, end - column))
      }
      column += canvas.text(text, column, rect.row, style, width: max(0, end - column))
    }
  }

  /// "5 CLIP 0.5": capitals are on.
  private func word(
    _ setting: SettingInfo, _ summary: SettingSummary, letters: Int
  ) -> (String, Style) {
    let isOn = summary.state != .off || !setting.switches
    var words = [setting.digit.map { String($0) } ?? ""]
    let full = letters == Int.max ? self.name(setting) : setting.short
    let name = full.shortened(to: setting.digit == nil ? max(letters, 8) : letters)
    words.append(isOn && setting.switches ? name.uppercased() : name)
    if isOn { words.append(summary.text) }
    let text = words.filter { !$0.isEmpty }.joined(separator: " ")
    return (
      text + summary.newsText(asSign: true),
      Style(summary.ink ?? .standard, bold: isOn && setting.switches)
    )
  }
}
