/// The shares of training, validation and test. Series and texts are cut in the order of time
/// (`SeriesWindows` decides at a border by the target's row); separate examples are shuffled and
/// stratified by `ExampleParts`.
struct Split: Equatable {
  let training: Double
  let validation: Double
  let test: Double
  /// Cross-validation with forward chaining: what is not test is cut into one more block than there
  /// are folds; fold i trains on the first i blocks and validates on the next. Nil: one split.
  var fold: Fold?

  struct Fold: Equatable {
    var count: Int
    /// From 1.
    var number: Int
  }

  init(_ configuration: DataConfiguration) throws(DatasetError) {
    try self.init(configuration.split)
    fold = try configuration.oneFold()
  }

  /// Throws `.split` unless there are three shares above 0 with a sum of at most 1.
  init(_ shares: [Double]) throws(DatasetError) {
    guard shares.count == 3, shares.allSatisfy({ $0 > 0 && $0 <= 1 }),
      shares.reduce(0, +) <= 1 + 1e-9
    else { throw .split(found: shares) }
    training = shares[0]
    validation = shares[1]
    test = shares[2]
  }

  /// Positions of the three parts among `count`; a part that has its own file is nil, and its share
  /// goes to training.
  func parts(of count: Int, validationFile: Bool = false, testFile: Bool = false) -> Parts {
    let first = training + (validationFile ? validation : 0) + (testFile ? test : 0)
    let second = first + (validationFile ? 0 : validation)
    let third = second + (testFile ? 0 : test)
    var ends = [first, second, third].map { share in
      // 0.8 + 0.1 is a hair below 0.9: the sum of shares must not lose a row to rounding.
      min(count, Int(share * Double(count) + 1e-6))
    }
    let testStart = ends[1]
    if let fold {
      let blocks = fold.count + 1
      (ends[0], ends[1]) = (
        fold.number * testStart / blocks, (fold.number + 1) * testStart / blocks
      )
    }
    return Parts(
      training: 0..<ends[0], validation: validationFile ? nil : ends[0]..<ends[1],
      test: testFile ? nil : testStart..<ends[2])
  }

  /// The smallest count from which on the parts always hold at least `training`, `validation` and
  /// `test` positions.
  func leastCount(
    training: Int, validation: Int, test: Int, validationFile: Bool = false, testFile: Bool = false
  ) -> Int {
    func suffices(_ count: Int) -> Bool {
      let parts = parts(of: count, validationFile: validationFile, testFile: testFile)
      return parts.training.count >= training
        && (parts.validation?.count ?? validation) >= validation
        && (parts.test?.count ?? test) >= test
    }
    // A part of n positions is never more than one below its share of n; from there downwards.
    let needs = zip([training, validation, test], [self.training, self.validation, self.test])
    let folds = Double((fold?.count ?? 0) + 1)
    let enough = needs.map { needed, share -> Double in (Double(needed) + 1) * folds / share }.max()
    var count = Int(min(enough ?? 0, 0x1p52).rounded(.up))
    for _ in 0..<100_000 where suffices(count - 1) { count -= 1 }
    return count
  }
}

/// Positions of the parts of one file, rows or characters.
struct Parts: Equatable {
  var training: Range<Int>
  /// Nil if the part has its own file.
  var validation: Range<Int>?
  var test: Range<Int>?
}

extension Split {
  /// The fewest rows of which every part has a window and its target.
  /// - Parameter lost: rows that are left out, or used up by the preparation.
  static func rowsNeeded(
    _ configuration: DataConfiguration, window: Int? = nil, lost: Int = 0
  ) throws(DatasetError) -> Int {
    try Split(configuration).leastCount(
      training: (window ?? configuration.window) + configuration.horizon + lost, validation: 1,
      test: 1, validationFile: configuration.validationFile != nil,
      testFile: configuration.testFile != nil)
  }
}
