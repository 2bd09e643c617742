/// Identifies a lane of a session: it never changes, whichever lanes are added or removed.
package struct LaneID: Sendable, Hashable, Codable, ExpressibleByIntegerLiteral {
  package let number: Int

  package init(_ number: Int) { self.number = number }
  package init(integerLiteral value: Int) { number = value }

  package init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}
