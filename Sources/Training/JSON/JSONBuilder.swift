import Datasets
import Foundation

/// A JSON object with its keys in the order in which they are added, numbers with a point in every
/// locale, what is not finite as null and named under `nonfinite`: a line of
/// `train --headless --json`.
package struct JSONBuilder {
  package typealias Object = JSONBuilder

  private var parts: [String] = []
  private var nonfinite: [String] = []

  package init() {}

  package init(_ event: String, seconds: Double) {
    text("event", event)
    number("seconds", seconds)
  }

  package mutating func object(_ key: String, _ object: Object) { raw(key, object.line) }

  package mutating func text(_ key: String, _ value: String?) {
    parts.append("\(JSONText.string(key)): \(value.map(JSONText.string) ?? "null")")
  }

  package mutating func whole(_ key: String, _ value: Int?) {
    parts.append("\(JSONText.string(key)): \(value.map { String($0) } ?? "null")")
  }

  package mutating func number(_ key: String, _ value: Double?) {
    guard let value else {
      parts.append("\(JSONText.string(key)): null")
      return
    }
    guard value.isFinite else {
      nonfinite.append(key)
      parts.append("\(JSONText.string(key)): null")
      return
    }
    parts.append("\(JSONText.string(key)): \(number(value))")
  }

  package mutating func number(_ key: String, _ value: Float?) {
    number(key, value.map { Double($0) })
  }

  package mutating func metrics(_ key: String, _ metrics: [Baseline.Metric]) {
    let values = metrics.map { metric in
      if metric.value.isFinite { return "\(JSONText.string(metric.name)): \(number(metric.value))" }
      nonfinite.append("\(key).\(metric.name)")
      return "\(JSONText.string(metric.name)): null"
    }
    parts.append("\(JSONText.string(key)): {\(values.joined(separator: ", "))}")
  }

  /// - Parameter json: already JSON.
  package mutating func raw(_ key: String, _ json: String) {
    parts.append("\(JSONText.string(key)): \(json)")
  }

  package var line: String {
    var all = parts
    if !nonfinite.isEmpty {
      all.append("\"nonfinite\": [\(nonfinite.map(JSONText.string).joined(separator: ", "))]")
    }
    return "{\(all.joined(separator: ", "))}"
  }

  private func number(_ value: Double) -> String {
    if value.rounded() == value, abs(value) < 1e15 { return String(Int(value)) }
    return String(format: "%.9g", locale: nil, value)
  }
}
