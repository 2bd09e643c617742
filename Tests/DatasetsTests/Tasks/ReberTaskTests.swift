import Foundation
import Testing

struct ReberTaskTests {
  /// True where a walk along the graph of the papers spells `text`.
  private func isReber(_ text: Substring) -> Bool {
    let graph: [[Character: Int]] = [
      ["B": 1], ["T": 2, "P": 3], ["S": 2, "X": 4], ["T": 3, "V": 5], ["X": 3, "S": 6],
      ["P": 4, "V": 6], ["E": 7], [:],
    ]
    var place = 0
    for symbol in text {
      guard let next = graph[place][symbol] else { return false }
      place = next
    }
    return place == 7
  }

  @Test(arguments: [8, 9, 14, 30, 101]) func everyStringIsOfTheGrammar(_ length: Int) throws {
    let strings = try TaskStrings("reber", length: length)
    for example in strings.all {
      let fed = strings.fed(example)
      let asked = strings.asked(example).map { $0 ?? "?" }.joined()
      #expect(asked.dropLast() == fed.dropFirst())
      let string = fed + String(asked.last ?? "?")
      #expect(string.count == length + 1 && string.hasPrefix("B") && string.hasSuffix("E"))
      let letter = string.dropFirst().first
      #expect(letter == string.dropLast().last && (letter == "T" || letter == "P"))
      #expect(isReber(string.dropFirst(2).dropLast(2)), "\(string)")
    }
  }

  /// All strings of a length come equally often, and are as many as the note's best loss says.
  @Test func stringsAreEquallyLikely() throws {
    let strings = try TaskStrings("reber", length: 14, count: 20_000)
    var counts: [String: Int] = [:]
    for example in strings.all { counts[strings.fed(example), default: 0] += 1 }
    let each = 20_000.0 / Double(counts.count)
    #expect(counts.values.allSatisfy { abs(Double($0) - each) < 6 * each.squareRoot() })
    let best = log(Double(counts.count)) / 14
    let note = try #require(strings.data.notes.first { $0.contains("least possible loss") })
    #expect(note.contains("loss is \(String(format: "%.4g", best)) nats"), "\(note) \(best)")
    #expect(note.contains("\(String(format: "%.4g", best + log(2) / 14)) without it"))
  }
}
