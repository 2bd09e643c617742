import Telemetry

/// The data screen's report on a generated task: its inputs and a few examples.
struct TaskReport {
  let design: TaskDesign
  let shape: SequenceShape

  /// Sequences that are looked at for the range of the inputs.
  private static let sample = 200
  /// Points of a line at most.
  private static let mostPoints = 400

  /// One example as it is fed and asked.
  private struct Written {
    /// [T, I].
    var inputs: [Float]
    /// [T].
    var tokens: [Int32]
    /// [1], or [T].
    var classes: [Int32]
    var values: [Float]
  }

  private func written(_ part: some Examples, _ index: Int) -> Written {
    let places = shape.everyStep ? shape.timeSteps : 1
    var example = Written(
      inputs: [Float](repeating: 0, count: shape.timeSteps * shape.features),
      tokens: [Int32](repeating: 0, count: shape.vocabulary > 0 ? shape.timeSteps : 0),
      classes: [Int32](repeating: -1, count: places),
      values: [Float](repeating: 0, count: places * shape.outputs))
    var length: Int32 = 0
    example.inputs.withUnsafeMutableBufferPointer { inputs in
      example.tokens.withUnsafeMutableBufferPointer { tokens in
        example.classes.withUnsafeMutableBufferPointer { classes in
          example.values.withUnsafeMutableBufferPointer { values in
            let batch = BatchPointers(
              inputs: shape.features > 0 ? inputs.baseAddress : nil,
              tokens: shape.vocabulary > 0 ? tokens.baseAddress : nil,
              targetValues: values.baseAddress, targetClasses: classes.baseAddress,
              lengths: &length, timeSteps: shape.timeSteps, batch: 1)
            part.write(index, pass: 0, to: batch, column: 0)
          }
        }
      }
    }
    return example
  }

  // MARK: inputs

  func columns(_ part: some Examples) -> [DataReport.Column] {
    let steps = part.count * shape.timeSteps
    if shape.vocabulary > 0 {
      return [
        DataReport.Column(
          name: "symbol", role: .input, kind: "category", present: steps, missing: 0,
          distinct: shape.vocabulary, note: symbolsNote)
      ]
    }
    // Bounded for very long sequences too.
    let looked = max(1, min(part.count, Self.sample, 2_000_000 / shape.timeSteps))
    var least = [Double](repeating: .infinity, count: shape.features)
    var most = [Double](repeating: -.infinity, count: shape.features)
    var sums = [Double](repeating: 0, count: shape.features)
    for index in 0..<looked {
      for (place, value) in written(part, index).inputs.enumerated() {
        let feature = place % shape.features
        least[feature] = min(least[feature], Double(value))
        most[feature] = max(most[feature], Double(value))
        sums[feature] += Double(value)
      }
    }
    return (0..<shape.features).map { feature in
      DataReport.Column(
        name: design.inputs[feature], role: .input, kind: "number", present: steps, missing: 0,
        minimum: least[feature], mean: sums[feature] / Double(looked * shape.timeSteps),
        maximum: most[feature],
        note: looked < part.count ? "range of \(counted(looked, "sequence"))" : "")
    }
  }

  private var symbolsNote: String {
    design.symbols.map { String($0) }.joined(separator: " ")
  }

  // MARK: pictures

  func picture(_ part: some Examples, _ index: Int) -> DataReport.Picture {
    let example = written(part, index)
    let answer = "asked: " + self.answer(example)
    var picture = DataReport.Picture(title: "training sequence \(index + 1)")
    if shape.vocabulary > 0 {
      let symbols = Array(design.symbols.unicodeScalars)
      var fed = "fed:   "
      for token in example.tokens.prefix(Self.mostPoints) {
        fed.unicodeScalars.append(symbols[Int(token)])
      }
      picture.text = [fed, answer]
      return picture
    }
    switch design.drawing {
    case .lines:
      picture.series = design.inputs.enumerated().map { feature, name in
        line(name) { example.inputs[$0 * shape.features + feature] }
      }
      if shape.everyStep {
        picture.series.append(
          line(design.answers) {
            design.classes.isEmpty
              ? example.values[$0] : example.classes[$0] < 0 ? .nan : Float(example.classes[$0])
          })
      } else {
        picture.text = [answer]
      }
    case .rows:
      picture.map = PictureMap(
        rows: ("step 1", "step \(shape.timeSteps)", shape.timeSteps),
        columns: (design.inputs[0], design.inputs[shape.features - 1], shape.features)
      ) { example.inputs[$0 * shape.features + $1] }
      picture.text = [answer]
    case .columns:
      picture.map = PictureMap(
        rows: (design.inputs[shape.features - 1], design.inputs[0], shape.features),
        columns: ("step 1", "step \(shape.timeSteps)", shape.timeSteps)
      ) { example.inputs[$1 * shape.features + shape.features - 1 - $0] }
      picture.text = [answer]
    }
    return picture
  }

  /// A value for each step; long sequences are thinned.
  private func line(_ name: String, _ value: (Int) -> Float) -> DataReport.Picture.Line {
    let points = min(shape.timeSteps, Self.mostPoints)
    return .init(name: name, values: (0..<points).map { value($0 * shape.timeSteps / points) })
  }

  /// The classes of the steps in a row, a dot where none is requested; or the one answer.
  private func answer(_ example: Written) -> String {
    guard !design.classes.isEmpty else { return Numbers.fourDigits(Double(example.values[0])) }
    guard shape.everyStep else { return design.classes[Int(example.classes[0])] }
    return example.classes.prefix(Self.mostPoints).map { answer in
      answer < 0 ? "." : design.classes[Int(answer)]
    }.joined(separator: design.classes.contains { $0.count > 1 } ? " " : "")
  }
}
