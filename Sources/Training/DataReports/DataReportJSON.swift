import Datasets
import Foundation

/// The report on data as one JSON object with keys in snake case, plus the notes.
package struct DataReportJSON: Encodable {
  let report: DataReport
  let notes: [String]

  package init(_ dataset: Dataset) {
    var report = dataset.report
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    for place in report.columns.indices {
      report.columns[place].minimum = finite(report.columns[place].minimum)
      report.columns[place].mean = finite(report.columns[place].mean)
      report.columns[place].maximum = finite(report.columns[place].maximum)
    }
    self.report = report
    notes = dataset.notes
  }

  private enum Key: CodingKey { case notes }

  package func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(notes, forKey: .notes)
  }

  /// Escapes control characters that JSON allows: the text may go to a terminal.
  package func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var text = ""
    for scalar in String(decoding: try encoder.encode(self), as: UTF8.self).unicodeScalars {
      if (0x7F...0x9F).contains(scalar.value) {
        text += "\\u00" + String(scalar.value, radix: 16)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
