import Engine

/// Checks a probe's batch file against the architecture and copies it.
struct ProbeBatchReader {
  let architecture: ModelArchitecture
  let file: TensorFile
  let path: String

  /// The names of a batch's tensors.
  struct Names {
    let inputs: String
    let targets: String
    let lengths: String
    /// For targets that are separate sequences.
    let targetLengths: String?

    init(_ architecture: ModelArchitecture) {
      switch architecture {
      case .network(let a) where a.isAligned:
        (inputs, targets) = ("inputs", "targets")
        (lengths, targetLengths) = ("lengths", "target_lengths")
      case .network:
        (inputs, targets, lengths, targetLengths) = ("inputs", "targets", "lengths", nil)
      case .encoderDecoder:
        (inputs, targets) = ("source", "target")
        (lengths, targetLengths) = ("source_lengths", "target_lengths")
      }
    }

    var all: [String] { [inputs, targets, lengths] + (targetLengths.map { [$0] } ?? []) }
  }

  var names: Names { Names(architecture) }

  private func refuse(_ name: String, _ reason: String) -> ModelFileError {
    .tensor(path: path, name: name, reason: reason)
  }

  func batch() throws(ModelFileError) -> Batch {
    let name = names.inputs
    guard let inputs = file.tensors[name] else { throw refuse(name, "is missing") }
    let words = architecture.vocabulary > 0
    let wanted = words ? "[T, B]" : "[T, B, \(architecture.input)]"
    guard inputs.shape.count == (words ? 2 : 3), inputs.shape[0] > 0, inputs.shape[1] > 0,
      words || inputs.shape[2] == architecture.input
    else { throw refuse(name, "has shape \(inputs.shape); \(wanted) is needed") }
    let batch = architecture.makeBatch(
      timeSteps: inputs.shape[0], targetSteps: try targetSteps(size: inputs.shape[1]),
      size: inputs.shape[1])
    switch (inputs.values, words) {
    case (.floats(let values), false): batch.inputs.copy(from: values)
    case (.integers(let values), true):
      guard values.allSatisfy({ $0 >= 0 && $0 < Int64(architecture.vocabulary) }) else {
        throw refuse(name, "has ids outside 0..<\(architecture.vocabulary)")
      }
      batch.tokens.copy(from: values.map { Int32($0) })
    default: throw refuse(name, "must have type \(words ? "I64" : "F32")")
    }
    try readTargets(batch)
    try readLengths(names.lengths, batch.lengths, most: batch.timeSteps, batch.size)
    if let name = names.targetLengths {
      try readLengths(name, batch.targetLengths, most: batch.targetSteps, batch.size)
    }
    return batch
  }

  /// 0 if targets are not separate sequences.
  private func targetSteps(size: Int) throws(ModelFileError) -> Int {
    guard names.targetLengths != nil else { return 0 }
    guard let targets = file.tensors[names.targets] else {
      throw refuse(names.targets, "is missing")
    }
    guard targets.shape.count == 2, targets.shape[0] > 0, targets.shape[1] == size else {
      throw refuse(names.targets, "has shape \(targets.shape); [U, \(size)] is needed")
    }
    return targets.shape[0]
  }

  private func readTargets(_ batch: Batch) throws(ModelFileError) {
    let name = names.targets
    guard let targets = file.tensors[name] else { throw refuse(name, "is missing") }
    let steps = batch.targetSteps > 0 ? batch.targetSteps : batch.timeSteps
    let leading = architecture.answersEveryStep ? [steps, batch.size] : [batch.size]
    let classes = batch.targetClasses.count > 0
    let wanted = classes ? leading : leading + [architecture.outputs]
    guard targets.shape == wanted else {
      throw refuse(name, "has shape \(targets.shape); \(wanted) is needed")
    }
    switch (targets.values, classes) {
    case (.floats(let values), false): batch.targetValues.copy(from: values)
    case (.integers(let values), true):
      guard values.allSatisfy({ $0 >= 0 && $0 < Int64(architecture.outputs) }) else {
        throw refuse(name, "has classes outside 0..<\(architecture.outputs)")
      }
      batch.targetClasses.copy(from: values.map { Int32($0) })
    default: throw refuse(name, "must have type \(classes ? "I64" : "F32")")
    }
  }

  /// If they are missing, all sequences are as long as the batch.
  private func readLengths(
    _ name: String, _ block: Block<Int32>, most: Int, _ size: Int
  ) throws(ModelFileError) {
    guard let lengths = file.tensors[name] else {
      block.values.update(repeating: Int32(most))
      return
    }
    guard case .integers(let values) = lengths.values, lengths.shape == [size],
      values.allSatisfy({ $0 >= 1 && $0 <= Int64(most) })
    else { throw refuse(name, "must be I64 [\(size)] with values in 1...\(most)") }
    block.copy(from: values.map { Int32($0) })
  }

  /// `initial_h_l{k}`, `initial_c_l{k}`, and with the suffix `_reverse`; an encoder-decoder takes
  /// none.
  func initialStates() throws(ModelFileError) -> [String: TensorFile.Tensor] {
    var states: [String: TensorFile.Tensor] = [:]
    let size = file.tensors[names.inputs]?.shape[1] ?? 0
    for (name, tensor) in file.tensors where !names.all.contains(name) {
      guard case .network(let network) = architecture else {
        throw refuse(
          name, "is not an input of a probe; allowed: \(names.all.joined(separator: ", "))")
      }
      let hasCellState = network.recurrentCell?.hasCellState ?? false
      let match = (0..<network.recurrences).first { u in
        let end = network.stack.nameEnd(u)
        return name == "initial_h_\(end)" || hasCellState && name == "initial_c_\(end)"
      }
      guard let match else { throw refuse(name, "is not an input of a probe") }
      let wanted = [size, network.hidden[match / network.directions]]
      guard case .floats = tensor.values, tensor.shape == wanted else {
        throw refuse(name, "must be F32 \(wanted)")
      }
      states[name] = tensor
    }
    return states
  }
}

extension StackShape {
  /// The ending of a recurrence's tensor names: "l0", "l0_reverse".
  func nameEnd(_ recurrence: Int) -> String {
    "l\(recurrence / directions)" + (recurrence % directions == 1 ? "_reverse" : "")
  }
}

extension ModelArchitecture {
  static let decoderPrefix = "decoder."

  /// The stacks in the order of their recurrences, with the prefixes of their tensor names.
  var namedStacks: [(prefix: String, shape: StackShape)] {
    switch self {
    case .network(let a): [("", a.stack)]
    case .encoderDecoder(let a): [("encoder.", a.encoder), (Self.decoderPrefix, a.decoder)]
    }
  }

  /// True if there is an output at every step.
  package var answersEveryStep: Bool {
    switch self {
    case .network(let a): a.head == .every
    case .encoderDecoder: true
    }
  }
}
