import Foundation
import Testing

/// The lines of `train --headless --json`, parsed.
struct TrainingLog {
  var events: [[String: Any]]

  /// Every line has to be an object with an event and a time.
  init(_ result: Program.Result) throws {
    events = try result.lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let event = try #require(object, "\(line)")
      #expect(event["event"] is String, "\(line)")
      #expect((event["seconds"] as? Double).map { $0 >= 0 } ?? false, "\(line)")
      return event
    }
  }

  func all(_ name: String) -> [[String: Any]] { events.filter { $0["event"] as? String == name } }

  func all(_ name: String, lane: String) -> [[String: Any]] {
    all(name).filter { $0["lane"] as? String == lane }
  }

  /// Everything but times, as text that can be compared.
  var withoutTimes: [String] {
    events.map { event in
      let kept = event.filter { !["seconds", "steps_per_second", "threads"].contains($0.key) }
      let data = try? JSONSerialization.data(withJSONObject: kept, options: .sortedKeys)
      return String(decoding: data ?? Data(), as: UTF8.self)
    }
  }
}
