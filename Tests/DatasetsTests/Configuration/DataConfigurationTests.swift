import Datasets
import Testing

struct DataConfigurationTests {
  static let cases: [(DataConfiguration, String)] = [
    (DataConfiguration(), "data: neither source nor file is given; name a file or a source"),
    (
      DataConfiguration(source: "c\u{1B}sv"),
      "data.source: \"c\\u{1B}sv\" is unknown; allowed: "
        + DataSources.names.joined(separator: ", ")
    ),
    (
      DataConfiguration(source: "csv"), "data.file: missing; the source \"csv\" reads a file"
    ),
    (
      DataConfiguration(source: "adding", file: "f"),
      "data.file: the source \"adding\" does not use it; remove it or choose another source"
    ),
    (
      DataConfiguration(source: "grammar", target: "a"),
      "data.target: the source \"grammar\" does not use it; remove it or choose another source"
    ),
    (
      DataConfiguration(source: "csv", file: "f", length: 3),
      "data.length: the source \"csv\" does not use it; remove it or choose another source"
    ),
    (
      DataConfiguration(source: "csv", file: "f", window: 0),
      "data.window: 0 is out of range; allowed: 1 to 1000000"
    ),
    (
      DataConfiguration(source: "csv", file: "f", horizon: -1),
      "data.horizon: -1 is out of range; allowed: 1 to 1000000"
    ),
    (
      DataConfiguration(source: "csv", file: "f", stride: .max),
      "data.stride: 9223372036854775807 is out of range; allowed: 1 to 1000000"
    ),
    (
      DataConfiguration(source: "adding", length: 1),
      "data.length: 1 is out of range; allowed: 2 to 1000000"
    ),
    (
      DataConfiguration(source: "adding", count: 3),
      "data.count: 3 is out of range; allowed: 6 to 1000000000"
    ),
    (
      DataConfiguration(source: "grammar", count: .max),
      "data.count: 9223372036854775807 is out of range; allowed: 1 to 1000000000"
    ),
    (
      DataConfiguration(source: "grammar", length: 1000, count: 5000),
      "grammar: 5000 characters; data.length 1000 with this split needs at least 10006"
    ),
    (
      DataConfiguration(source: "adding", split: [0.8, 0.2]),
      "data.split: [0.8, 0.2] is not a split; allowed: three shares above 0 (training, validation, "
        + "test) with a sum of at most 1"
    ),
    (
      DataConfiguration(source: "adding", split: [0.8, 0.2, 0]),
      "data.split: [0.8, 0.2, 0.0] is not a split; allowed: three shares above 0 (training, "
        + "validation, test) with a sum of at most 1"
    ),
    (
      DataConfiguration(source: "adding", split: [0.8, 0.2, .nan]),
      "data.split: [0.8, 0.2, nan] is not a split; allowed: three shares above 0 (training, "
        + "validation, test) with a sum of at most 1"
    ),
    (
      DataConfiguration(source: "adding", split: [0.8, 0.2, 0.1]),
      "data.split: [0.8, 0.2, 0.1] is not a split; allowed: three shares above 0 (training, "
        + "validation, test) with a sum of at most 1"
    ),
  ]

  @Test(arguments: cases.indices) func badConfigurationIsRefused(_ index: Int) throws {
    let (configuration, message) = Self.cases[index]
    #expect(try Scratch().message(configuration) == message)
  }
}
