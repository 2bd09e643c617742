import Telemetry

/// Sequences as NumPy arrays: inputs [N, T, I], [N, I, T] or [N, T], labels [N] or, one for each step,
/// [N, T], and optionally the lengths [N].
struct NumpySequences {
  /// A label of a step that has none, as PyTorch's losses have it.
  private static let ignored = "-100"

  let file: String
  let request: SequenceRequest

  func table(_ arrays: NumpyFile.Arrays) throws(DatasetError) -> SequenceTable {
    let inputs = arrays.inputs
    guard inputs.isNumbers else {
      throw .numpy(file: file, .notNumbers(array: inputs.name, found: inputs.header.type))
    }
    guard [2, 3].contains(inputs.shape.count), inputs.count > 0 else {
      throw .numpy(
        file: inputs.file,
        .shape(
          array: inputs.name, found: inputs.shape,
          allowed: "[N, T, I] or [N, T] with at least one value: sequences, steps, inputs"))
    }
    try request.layout?.refuse(ofArrays: false, with: "NumPy arrays", file: file)
    let axes = ArrayAxes(arrays, known: request.layout, everyStep: request.everyStep)
    let (steps, features) = (axes.steps, axes.features)
    if let known = request.roles.arrayInputs, known != features {
      throw .numpy(
        file: file,
        .shape(
          array: inputs.name, found: inputs.shape,
          allowed: known == 1
            ? "[N, T], [N, T, 1], as in training" : "[N, T, \(known)], as in training"))
    }
    let real = try ArraySteps(arrays, axes, padValue: request.padValue, file: file)
    let ranges = real.ranges
    var starts = [0]
    for range in ranges { starts.append(starts[starts.count - 1] + range.count) }
    let rows = starts[starts.count - 1]
    var columns: [SequenceTable.Column] = []
    for feature in try chosen(of: features, array: inputs) {
      var values = [Double](repeating: 0, count: rows)
      var missing = 0
      for (sequence, range) in ranges.enumerated() {
        for step in range {
          let value = inputs.number(axes.index(sequence, step, feature))
          if value.isNaN { missing += 1 }
          if value.magnitude > Double(Float.greatestFiniteMagnitude) {
            throw .numpy(
              file: file,
              .infinite(
                array: inputs.name, sequence: sequence + 1, step: step + 1, input: feature + 1))
          }
          values[starts[sequence] + step - range.lowerBound] = value
        }
      }
      columns.append(
        .init(
          name: "input \(feature + 1)", reference: "\(feature + 1)", content: .numbers(values),
          missing: missing))
    }
    var table = SequenceTable(
      file: file, layout: "NumPy arrays", ids: (1...ranges.count).map { "\($0)" }, starts: starts,
      columns: columns, everyStep: request.everyStep,
      roles: SequenceRoles(arrayInputs: features))
    if request.wantsHashes { table.rowHashes = Self.hashes(table) }
    if let labels = arrays.labels {
      table.labels = try self.labels(labels, steps: steps, ranges: ranges)
      table.otherColumns = [
        .init(
          name: labels.name.isEmpty ? labels.file : labels.name, role: .label, kind: "category",
          present: table.labels?.codes.count { $0 >= 0 } ?? 0,
          missing: table.labels?.codes.count { $0 < 0 } ?? 0,
          distinct: table.labels?.names.count ?? 0)
      ]
    } else if !request.labelsMayMiss {
      throw .numpy(
        file: file, .noLabels(arrays: [inputs.name.isEmpty ? "one array" : inputs.name]))
    }
    if inputs.shape.count == 3 { table.arrayLayout = axes.layout }
    table.notes =
      [
        "array \(inputs.name.isEmpty ? "" : escaped(inputs.name) + " ")of "
          + "\(escaped(inputs.header.type)): \(counted(ranges.count, "sequence")) of "
          + "\(counted(steps, "step")) with \(counted(features, "input"))"
      ] + axes.notes + real.notes
    return table
  }

  /// Hashes of each row and the sequence that it belongs to.
  private static func hashes(_ table: SequenceTable) -> [Int] {
    (0..<table.count).flatMap { sequence in
      table.range(sequence).map { row in
        var hasher = Hasher()
        hasher.combine(sequence)
        for column in table.columns {
          if case .numbers(let values) = column.content {
            hasher.combine(values[row].bitPattern)
          }
        }
        return hasher.finalize()
      }
    }
  }

  /// The places of the inputs that are fed, from 0.
  private func chosen(
    of features: Int, array: NumpyArray
  ) throws(DatasetError) -> [Int] {
    guard let references = request.roles.inputs else { return Array(0..<features) }
    var places: [Int] = []
    for reference in references {
      guard let number = Int(reference), (1...features).contains(number) else {
        throw .unknownColumn(
          file: array.file, name: reference, columns: (1...features).map { "input \($0)" })
      }
      places.append(number - 1)
    }
    return places
  }

  private func labels(
    _ labels: NumpyArray, steps: Int, ranges: [Range<Int>]
  ) throws(DatasetError) -> SequenceTable.Labels {
    var shape = labels.shape
    guard [1, 2].contains(shape.count) else {
      throw .numpy(
        file: labels.file,
        .shape(
          array: labels.name, found: labels.shape,
          allowed: request.everyStep
            ? "[N, T], a class for each step" : "[N], a class each, or one-hot [N, classes]"))
    }
    // Labels as a column: [N, 1].
    if shape.count == 2, shape[1] == 1, steps > 1 || !request.everyStep { shape.removeLast() }
    let isOneHot =
      !request.everyStep && shape.count == 2 && shape[1] != steps && labels.isOneHot
    let places = isOneHot ? shape[1] : 1
    if isOneHot { shape.removeLast() }
    if shape.count == 2, !request.everyStep {
      throw shape[1] == steps
        ? .sequences(file: labels.file, .labelsPerStep)
        : .numpy(
          file: labels.file,
          .shape(
            array: labels.name, found: labels.shape,
            allowed: "[N], a class each, or one-hot [N, classes]"))
    }
    if shape.count == 1, request.everyStep {
      throw .sequences(file: labels.file, .labelsPerSequence)
    }
    if shape[0] != ranges.count {
      throw .numpy(file: file, .counts(inputs: ranges.count, labels: shape[0]))
    }
    guard shape == (request.everyStep ? [ranges.count, steps] : [ranges.count]) else {
      throw .numpy(
        file: labels.file,
        .shape(
          array: labels.name, found: labels.shape,
          allowed: "[\(ranges.count), \(steps)], a class for each step"))
    }
    var kinds = ByteKinds()
    var codes: [Int32] = []
    func take(_ place: Int) throws(DatasetError) {
      if !isOneHot, labels.isFloats, labels.number(place).isNaN {
        codes.append(-1)
        return
      }
      let oneHot = (place * places..<(place + 1) * places).first { labels.number($0) != 0 }
      guard let name = isOneHot ? oneHot.map({ "\($0 % places)" }) : labels.label(place) else {
        throw .numpy(
          file: labels.file,
          .label(
            array: labels.name, place: place + 1, found: Numbers.fourDigits(labels.number(place))))
      }
      let isNone = name.isEmpty || (request.everyStep && name == Self.ignored)
      codes.append(isNone ? -1 : Int32(kinds.number(of: name)))
      if kinds.count > SequenceBuilder.mostClasses {
        throw .sequences(
          file: labels.file,
          .tooManyClasses(
            column: labels.name.isEmpty ? "labels" : labels.name,
            limit: SequenceBuilder.mostClasses))
      }
    }
    for (sequence, range) in ranges.enumerated() {
      if request.everyStep {
        for step in range { try take(sequence * steps + step) }
      } else {
        try take(sequence)
      }
    }
    if !request.everyStep, !request.labelsMayMiss, let bare = codes.firstIndex(of: -1) {
      throw .numpy(
        file: labels.file, .label(array: labels.name, place: bare + 1, found: "nothing"))
    }
    return .init(
      column: labels.name.isEmpty ? "labels" : labels.name, names: kinds.texts, codes: codes,
      lines: [Int](repeating: 0, count: kinds.count))
  }
}
