import Datasets
import Training

/// The table on the main screen after the dashboard: what every lane came to, and below that the
/// trivial predictors.
enum ResultTable {
  static func lines(_ results: [LaneResult], preset: String) -> [String] {
    let baselines = results.first?.baselines ?? []
    let metrics = (results.first { !$0.testMetrics.isEmpty }?.testMetrics ?? []).map(\.name)
    let heads =
      ["lane", "best epoch", "validation", "test"] + metrics.map { "test \($0)" }
      + ["ended", "saved"]
    let lanes = results.map { result -> [String] in
      let file =
        switch result.file {
        case .success(let path): escaped(path, limit: 400)
        case .failure(let failure): "not saved: \(failure)"
        }
      return [
        result.lane, result.bestEpoch.map { String($0) } ?? "-",
        number(result.validationLoss.map { Double($0) }),
        number(result.testLoss.map { Double($0) }),
      ] + metrics.map { number(result.testMetrics, $0) } + [
        result.reason?.text ?? "off", file,
      ]
    }
    let trivial = baselines.map { baseline in
      [
        escaped(baseline.name, limit: 40), "-", number(Double(baseline.validationLoss)),
        number(Double(baseline.testLoss)),
      ] + metrics.map { number(baseline.testMetrics, $0) } + ["baseline", ""]
    }
    let rows = lanes + trivial
    let widths = heads.indices.map { column in
      ([heads] + rows).map { $0[column].count }.max() ?? 0
    }
    let earlier = results.flatMap { result in
      result.earlierFiles.map { file in
        let place =
          switch file {
          case .success(let path): escaped(path, limit: 400)
          case .failure(let failure): "not saved: \(failure)"
          }
        return "\(result.lane) before it was restarted: \(place)"
      }
    }
    return ["rnn-tui \(escaped(preset))"]
      + ([heads] + rows).map { row in
        let cells = zip(row, widths).enumerated().map { column, cell in
          let padding = String(repeating: " ", count: cell.1 - cell.0.count)
          // Numbers to the right; the name, the end and the file to the left.
          return column == 0 || column >= heads.count - 2
            ? cell.0 + padding : padding + cell.0
        }
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
      } + earlier
  }

  private static func number(_ metrics: [Baseline.Metric], _ name: String) -> String {
    number(metrics.first { $0.name == name }?.value)
  }

  private static func number(_ value: Double?) -> String {
    value.map { EventLines.number($0) } ?? "-"
  }
}
