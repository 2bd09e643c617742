import Engine

/// Checks a probe's batch file against the architecture and copies it.
struct ProbeBatchReader {
  let architecture: Architecture
  let file: TensorFile
  let path: String

  private func refuse(_ name: String, _ reason: String) -> ModelFileError {
    .tensor(path: path, name: name, reason: reason)
  }

  func batch() throws(ModelFileError) -> Batch {
    guard let inputs = file.tensors["inputs"] else { throw refuse("inputs", "is missing") }
    let words = architecture.vocabulary > 0
    let wanted = words ? "[T, B]" : "[T, B, \(architecture.input)]"
    guard inputs.shape.count == (words ? 2 : 3), inputs.shape[0] > 0, inputs.shape[1] > 0,
      words || inputs.shape[2] == architecture.input
    else { throw refuse("inputs", "has shape \(inputs.shape); \(wanted) is needed") }
    let (steps, size) = (inputs.shape[0], inputs.shape[1])
    let batch = Batch(architecture, timeSteps: steps, size: size)
    switch (inputs.values, words) {
    case (.floats(let values), false): batch.inputs.copy(from: values)
    case (.integers(let values), true):
      guard values.allSatisfy({ $0 >= 0 && $0 < Int64(architecture.vocabulary) }) else {
        throw refuse("inputs", "has ids outside 0..<\(architecture.vocabulary)")
      }
      batch.tokens.copy(from: values.map { Int32($0) })
    default: throw refuse("inputs", "must have type \(words ? "I64" : "F32")")
    }
    try readTargets(batch)
    try readLengths(batch)
    return batch
  }

  private func readTargets(_ batch: Batch) throws(ModelFileError) {
    guard let targets = file.tensors["targets"] else { throw refuse("targets", "is missing") }
    let leading = architecture.head == .every ? [batch.timeSteps, batch.size] : [batch.size]
    let classes = batch.targetClasses.count > 0
    let wanted = classes ? leading : leading + [architecture.outputs]
    guard targets.shape == wanted else {
      throw refuse("targets", "has shape \(targets.shape); \(wanted) is needed")
    }
    switch (targets.values, classes) {
    case (.floats(let values), false): batch.targetValues.copy(from: values)
    case (.integers(let values), true):
      guard values.allSatisfy({ $0 >= 0 && $0 < Int64(architecture.outputs) }) else {
        throw refuse("targets", "has classes outside 0..<\(architecture.outputs)")
      }
      batch.targetClasses.copy(from: values.map { Int32($0) })
    default: throw refuse("targets", "must have type \(classes ? "I64" : "F32")")
    }
  }

  private func readLengths(_ batch: Batch) throws(ModelFileError) {
    guard let lengths = file.tensors["lengths"] else { return }
    guard case .integers(let values) = lengths.values, lengths.shape == [batch.size],
      values.allSatisfy({ $0 >= 1 && $0 <= Int64(batch.timeSteps) })
    else {
      throw refuse("lengths", "must be I64 [\(batch.size)] with values in 1...\(batch.timeSteps)")
    }
    batch.lengths.copy(from: values.map { Int32($0) })
  }

  /// `initial_h_l{k}`, `initial_c_l{k}`, and with `_reverse` behind.
  func initialStates(hasCellState: Bool) throws(ModelFileError) -> [String: TensorFile.Tensor] {
    var states: [String: TensorFile.Tensor] = [:]
    let size = file.tensors["inputs"]?.shape[1] ?? 0
    for (name, tensor) in file.tensors where !["inputs", "targets", "lengths"].contains(name) {
      let match = (0..<architecture.recurrences).first { u in
        let end = architecture.nameEnd(u)
        return name == "initial_h_\(end)" || hasCellState && name == "initial_c_\(end)"
      }
      guard let match else { throw refuse(name, "is not something a probe takes") }
      let wanted = [size, architecture.hidden[match / architecture.directions]]
      guard case .floats = tensor.values, tensor.shape == wanted else {
        throw refuse(name, "must be F32 \(wanted)")
      }
      states[name] = tensor
    }
    return states
  }
}

extension Architecture {
  /// How names of a recurrence's tensors end: "l0", "l0_reverse".
  func nameEnd(_ recurrence: Int) -> String {
    "l\(recurrence / directions)" + (recurrence % directions == 1 ? "_reverse" : "")
  }
}
