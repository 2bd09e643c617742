extension PresetKeys {
  /// `show --keys`: key, type, default, whether it can change while training, meaning and allowed
  /// values, in columns.
  package static var table: String {
    let head = ["KEY", "TYPE", "DEFAULT", "LIVE", "ALLOWED", "MEANING"]
    let rows =
      [head]
      + all.map { key in
        [
          key.path, key.type, key.defaultText, key.changesWhileTraining ? "yes" : "no",
          key.allowed, key.meaning,
        ]
      }
    // The last two columns are long: meaning and allowed values share the rest of the line.
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return (cells + ["\(row[5]) [\(row[4])]"]).joined(separator: "  ")
    }
    return lines.joined(separator: "\n") + "\n\nLIVE: can change while training (--at, keys).\n"
  }
}
