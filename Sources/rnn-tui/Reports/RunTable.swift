import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

/// Runs as a table.
struct RunTable {
  private let entries: [RunList.Entry]
  private let folder: String

  init(_ entries: [RunList.Entry], folder: String) {
    (self.entries, self.folder) = (entries, folder)
  }

  var lines: [String] {
    let head = ["run", "state", "steps", "best validation", "size", "lanes"]
    let rows = [head] + entries.map(row)
    let isNumber = [false, false, true, false, true, false]
    let widths = head.indices.map { column in
      rows.map { TextWidth.of($0[column]) }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - TextWidth.of(text))
        line += (column > 0 ? "  " : "") + (isNumber[column] ? padding + text : text + padding)
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func row(_ entry: RunList.Entry) -> [String] {
    let name =
      entry.path.hasPrefix("\(folder)/")
      ? String(entry.path.dropFirst(folder.count + 1)) : entry.path
    let best = entry.best.map { best in
      if let name = best.monitor, let value = best.metric[name] {
        return "\(escaped(best.lane, limit: 24)) \(name) \(Numbers.measured(value)) "
          + "(loss \(Numbers.measured(Double(best.loss))))"
      }
      let metric = best.metric.entries.first.map { " (\($0.name) \(Numbers.measured($0.value)))" }
      return "\(escaped(best.lane, limit: 24)) \(Numbers.measured(Double(best.loss)))"
        + (metric ?? "")
    }
    return [
      escaped(name, limit: 60), entry.state.rawValue, "\(entry.steps)", best ?? "-",
      Numbers.fileSize(entry.bytes),
      entry.lanes.map { escaped($0, limit: 24) }.joined(separator: " "),
    ]
  }
}
