/// The `data.*` keys of a preset. A key that is nil was not written.
package struct DataConfiguration: Sendable, Equatable {
  /// Registry name; nil: recognised by the file's content.
  package var source: String?
  package var file: String?
  /// Files that replace the split's validation and test parts.
  package var validationFile: String?
  package var testFile: String?
  /// A column's name, or its number from 1.
  package var target: String?
  /// Names or numbers of the input columns; empty: the target column.
  package var columns: [String]
  /// Steps that are fed, steps ahead that are predicted, steps between neighbouring windows.
  package var window: Int
  package var horizon: Int
  package var stride: Int
  /// Steps of a sequence and number of examples or characters, where the source has them.
  package var length: Int?
  package var count: Int?
  /// Shares of training, validation and test, in the order of time.
  package var split: [Double]
  package var seed: UInt64

  package init(
    source: String? = nil, file: String? = nil, validationFile: String? = nil,
    testFile: String? = nil, target: String? = nil, columns: [String] = [], window: Int = 32,
    horizon: Int = 1, stride: Int = 1, length: Int? = nil, count: Int? = nil,
    split: [Double] = [0.8, 0.1, 0.1], seed: UInt64 = 1
  ) {
    self.source = source
    self.file = file
    self.validationFile = validationFile
    self.testFile = testFile
    self.target = target
    self.columns = columns
    self.window = window
    self.horizon = horizon
    self.stride = stride
    self.length = length
    self.count = count
    self.split = split
    self.seed = seed
  }

  /// Throws `.outOfRange` or `.split` for the first number that no source could use.
  func validate() throws(DatasetError) {
    try require("data.window", window, in: 1...1_000_000)
    try require("data.horizon", horizon, in: 1...1_000_000)
    try require("data.stride", stride, in: 1...1_000_000)
    if let length { try require("data.length", length, in: 1...1_000_000) }
    if let count { try require("data.count", count, in: 1...1_000_000_000) }
    _ = try Split(split)
  }

  func require(_ key: String, _ value: Int, in range: ClosedRange<Int>) throws(DatasetError) {
    if !range.contains(value) { throw .outOfRange(key: key, found: value, allowed: range) }
  }
}
