import Testing
import Training

/// One sample of every case of every error: each says something.
@Suite struct ErrorTextTests {
  static let modelFileErrors: [ModelFileError] = [
    .unreadable(path: "f", reason: ""), .notSafetensors(path: "f", reason: ""),
    .tensor(path: "f", name: "a", reason: ""), .architecture(path: "f", key: "a", reason: ""),
    .preparation(path: "f", reason: ""), .preparationKey(path: "f", key: "a", reason: ""),
    .unwritable(path: "f", reason: ""),
  ]

  private static let place = PresetPlace.file("f", line: 1)
  static let presetErrors: [PresetError] = [
    .missingFile(file: "f"), .unreadable(file: "f", reason: ""),
    .notRegular(file: "f", what: "pipe"),
    .empty(file: "f"), .tooLong(file: "f", limit: 1), .binary(file: "f", line: 1),
    .notUTF8(file: "f", line: 1), .syntax(place, reason: ""), .tooDeep(place, limit: 1),
    .aliases(place), .severalDocuments(place), .tag(place, "!a"), .duplicateKey(place, key: "a"),
    .unknownKey(place, key: "a", nearest: nil, allowed: []),
    .notAMapping(place, key: "a", found: "list", allowed: []),
    .value(place, key: "a", found: "1", why: .range, allowed: "2"),
    .conflict(place, key: "a", reason: ""), .sharedByLanes(place, key: "a"),
    .argument("--set", reason: ""), .unchangeable(place, key: "a", allowed: []),
    .notFound(name: "a", places: [], existing: [], nearest: nil),
  ]

  private func check(_ samples: [some CustomStringConvertible]) {
    var cases: Set<String> = []
    for sample in samples {
      #expect(sample.description.contains { $0.isLetter }, "\(Mirror(reflecting: sample))")
      let label = Mirror(reflecting: sample).children.first?.label ?? sample.description
      #expect(cases.insert(label).inserted, "\(label) has one sample")
    }
  }

  @Test func everyCaseSaysSomething() {
    check(Self.modelFileErrors)
    check(Self.presetErrors)
  }
}
