/// Which lane of a session: the same as long as the session lives, whichever lanes come and go.
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
