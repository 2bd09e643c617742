import CKernels

/// The memory of the head for one shard. A row is a sequence, or a step of one (see `rows`).
package final class HeadWorkspace: @unchecked Sendable {
  /// The batch's column of the first sequence.
  private(set) var firstColumn = 0
  /// S, and the rows in use.
  private(set) var sequences = 1
  private(set) var rows = 0
  /// After dropout, [rows, columns]; empty until `make` is called for them.
  private(set) var input = FloatBlock(count: 0)
  package private(set) var mask = FloatBlock(count: 0)
  /// [rows, O]: outputs before sigmoid or softmax; after a training pass their derivatives.
  package let outputs: FloatBlock
  /// [S]: rows of each sequence.
  private let lengths: Block<Int32>
  /// The outputs themselves, for the derivative of the head's tanh.
  let activated: FloatBlock
  /// [rows, O], for a loss on whole sequences: its derivative, kept next to the outputs.
  let derivatives: FloatBlock
  let targetValues: FloatBlock
  let targetClasses: Block<Int32>
  /// [rows, columns]: the derivative with respect to the head's input.
  let gradient: FloatBlock
  /// [S, O] and [S, columns]: the same of the last step's loss alone, and at its place in
  /// [T*S, columns].
  let lastOutputs: FloatBlock
  let lastGradient: FloatBlock
  private(set) var lastGradientAtItsStep = FloatBlock(count: 0)
  let lastValues: FloatBlock
  let lastClasses: Block<Int32>
  var part = LossPart()
  /// [T], of an evaluation pass with a loss at every step: the sum at each step, and its terms.
  let stepLosses: Block<Double>
  let stepTerms: Block<Double>

  private let columns: Int
  private let outputColumns: Int
  private let capacity: Int
  let everyStep: Bool
  /// For a loss on whole sequences.
  let sequence: SequenceWorkspace?
  /// [S]: labels of each target and its end; empty if every row has its own target.
  private let targetLengths: Block<Int32>

  /// - Parameters:
  ///   - timeSteps: with a loss at every step; nil: one row a sequence.
  ///   - targetSteps: for targets with their own length; nil: every row has its own target.
  init(
    columns: Int, outputs: Int, hasClassTargets: Bool, hasTanh: Bool, loss: (any SequenceLoss)?,
    timeSteps: Int?, targetSteps: Int?, sequences: Int
  ) {
    self.columns = columns
    outputColumns = outputs
    let steps = timeSteps ?? 1
    capacity = steps * sequences
    everyStep = timeSteps != nil
    self.outputs = FloatBlock(count: capacity * outputs)
    activated = FloatBlock(count: hasTanh ? capacity * outputs : 0)
    derivatives = FloatBlock(count: loss == nil ? 0 : capacity * outputs)
    targetValues = FloatBlock(count: hasClassTargets ? 0 : capacity * outputs)
    targetClasses = Block(count: targetSteps.map { $0 * sequences } ?? capacity)
    targetLengths = Block(count: targetSteps == nil ? 0 : sequences)
    gradient = FloatBlock(count: capacity * columns)
    lastOutputs = FloatBlock(count: everyStep ? sequences * outputs : 0)
    lastGradient = FloatBlock(count: everyStep ? sequences * columns : 0)
    lastValues = FloatBlock(count: everyStep && !hasClassTargets ? sequences * outputs : 0)
    lastClasses = Block(count: sequences)
    lengths = Block(count: sequences)
    stepLosses = Block(count: everyStep ? steps : 0)
    stepTerms = Block(count: everyStep ? steps : 0)
    sequence = loss?.makeWorkspace(
      timeSteps: steps, targetSteps: targetSteps ?? 0, sequences: sequences)
  }

  /// Makes memory that this pass needs and no earlier one did. Not for tasks, which may share it.
  func make(dropout: Bool, lastGradient: Bool) {
    let count = capacity * columns
    if dropout, mask.count < count {
      mask = FloatBlock(count: count)
      input = FloatBlock(count: count)
    }
    if lastGradient, lastGradientAtItsStep.count < count {
      lastGradientAtItsStep = FloatBlock(count: count)
    }
  }

  /// Begins a pass without targets.
  func begin(sequences: Int) {
    firstColumn = 0
    (self.sequences, rows) = (sequences, sequences)
  }

  /// Takes the targets of the shard's columns out of a batch.
  func load(_ batch: Batch, _ pass: ShardPass, firstColumn: Int) {
    self.firstColumn = firstColumn
    sequences = pass.rows
    rows = everyStep ? pass.timeSteps * pass.rows : pass.rows
    part = LossPart()
    for s in 0..<sequences { lengths.pointer[s] = everyStep ? pass.lengths[s] : 1 }
    if targetLengths.count > 0 { return loadLabels(batch) }
    for t in 0..<(everyStep ? pass.timeSteps : 1) {
      for s in 0..<sequences {
        let from = t * batch.size + firstColumn + s
        let to = t * sequences + s
        let valid = !everyStep || t < Int(pass.lengths[s])
        if batch.targetClasses.count > 0 {
          targetClasses.pointer[to] = valid ? batch.targetClasses.pointer[from] : -1
        } else {
          targetClasses.pointer[to] = valid ? 0 : -1
          (targetValues.pointer + to * outputColumns).update(
            from: batch.targetValues.pointer + from * outputColumns, count: outputColumns)
        }
        if targetClasses.pointer[to] >= 0 { part.rows += 1 }
      }
    }
  }

  /// A target of -1 is not known.
  private func loadLabels(_ batch: Batch) {
    for s in 0..<sequences {
      let length = Int(batch.targetLengths.pointer[firstColumn + s])
      targetLengths.pointer[s] = Int32(length)
      for u in 0..<length {
        targetClasses.pointer[u * sequences + s] =
          batch.targetClasses.pointer[u * batch.size + firstColumn + s]
      }
      if hasLabels(s) { part.rows += length }
    }
  }

  /// True if every row has its own target.
  var isInPlace: Bool { targetLengths.count == 0 }

  /// False if the labels of a sequence are not known.
  func hasLabels(_ sequence: Int) -> Bool { targetClasses.pointer[sequence] >= 0 }

  /// Labels of a sequence, without their end.
  func labels(of sequence: Int) -> Int { Int(targetLengths.pointer[sequence]) - 1 }

  /// The class at a row of the best answer to its whole sequence; nil if rows are answered
  /// separately.
  func best(row: Int) -> Int? { sequence.map { Int($0.best.pointer[row]) } }

  /// True if all outputs are finite.
  var isFinite: Bool { ck_sum_squares(rows * outputColumns, outputs.pointer).isFinite }

  /// Puts numbers of every step of a sequence, [T, columns], into their rows; zeros past its end.
  func put(
    _ from: UnsafePointer<Double>, of sequence: Int, columns: Int,
    into to: UnsafeMutablePointer<Float>
  ) {
    let valid = steps(of: sequence)
    for t in 0..<rows / sequences {
      let row = to + (t * sequences + sequence) * columns
      for j in 0..<columns { row[j] = t < valid ? Float(from[t * columns + j]) : 0 }
    }
  }

  /// Rows of a sequence.
  func steps(of sequence: Int) -> Int { Int(lengths.pointer[sequence]) }

  func hasAnyTarget(_ sequence: Int, steps: Int) -> Bool {
    (0..<steps).contains { hasTarget(row: $0 * sequences + sequence) }
  }

  func hasTarget(row: Int) -> Bool { isInPlace && targetClasses.pointer[row] >= 0 }

  /// The class of a row; -1 where it has none.
  func targetClass(row: Int) -> Int { isInPlace ? Int(targetClasses.pointer[row]) : -1 }

  /// How much a row counts; 0 without a target.
  func weight(ofRow row: Int, _ weights: [Float]) -> Double {
    hasTarget(row: row) ? Double(weights[Int(targetClasses.pointer[row])]) : 0
  }
}
