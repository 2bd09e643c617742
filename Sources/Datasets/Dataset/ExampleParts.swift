/// Which examples of labelled data go to training, validation and test.
///
/// Stratified: every class is divided by the same shares, so each part has the classes in the same
/// proportion as far as whole examples allow; a class with a single example trains. Within a class the
/// order is shuffled by the seed; the lists are then in ascending order.
///
/// With folds, what is not test is dealt out class by class in turn, and fold i validates on what
/// was dealt to it.
struct ExampleParts: Equatable {
  var training: [Int] = []
  var validation: [Int] = []
  var test: [Int] = []

  /// - Parameter labels: the class of each example, from 0; for data without classes all 0.
  init(_ configuration: DataConfiguration, labels: [Int]) throws(DatasetError) {
    let split = try Split(configuration)
    let ownValidation = configuration.validationFile != nil
    let ownTest = configuration.testFile != nil
    var classes = [[Int]](repeating: [], count: (labels.max() ?? -1) + 1)
    for (example, label) in labels.enumerated() { classes[label].append(example) }
    var random = SeededRandom(seed: configuration.seed, stream: -1)
    var dealt = 0
    // Rounding left over from the shares of earlier classes, so that small classes even out.
    var (carriedTest, carriedValidation) = (0.0, 0.0)
    for members in classes where !members.isEmpty {
      let shuffled = members.shuffled(using: &random)
      if shuffled.count == 1 {
        training += shuffled
        continue
      }
      let most = shuffled.count - 1
      let testCount = ownTest ? 0 : Self.whole(split.test, shuffled.count, most, &carriedTest)
      test += shuffled[..<testCount]
      let rest = shuffled[testCount...]
      if let fold = split.fold {
        for example in rest {
          dealt += 1
          if dealt % fold.count == fold.number - 1 {
            validation.append(example)
          } else {
            training.append(example)
          }
        }
        continue
      }
      let validationCount =
        ownValidation
        ? 0 : Self.whole(split.validation, shuffled.count, most - testCount, &carriedValidation)
      validation += rest.prefix(validationCount)
      let share =
        split.training + (ownValidation ? split.validation : 0) + (ownTest ? split.test : 0)
      let left = rest.dropFirst(validationCount)
      let isAll = split.training + split.validation + split.test > 1 - 1e-9
      training += isAll ? left : left.prefix(max(1, Int(share * Double(shuffled.count) + 1e-6)))
    }
    training.sort()
    validation.sort()
    test.sort()
  }

  /// `share` of `count` as a whole number of at most `most`, with what rounding left over carried on.
  private static func whole(
    _ share: Double, _ count: Int, _ most: Int, _ carried: inout Double
  ) -> Int {
    let wanted = share * Double(count) + carried
    let taken = max(0, min(most, Int((wanted + 1e-6).rounded())))
    carried = wanted - Double(taken)
    return taken
  }
}
