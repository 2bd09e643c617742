import CKernels

/// The memory of the head for one shard. A row is a sequence, or a step of one (see `rows`).
package final class HeadWorkspace: @unchecked Sendable {
  /// The batch's column of the first sequence.
  private(set) var firstColumn = 0
  /// S, and the rows in use.
  private(set) var sequences = 1
  private(set) var rows = 0
  /// After dropout, [rows, columns]; empty until `make` is told that they are needed.
  private(set) var input = FloatBlock(count: 0)
  package private(set) var mask = FloatBlock(count: 0)
  /// [rows, O]: outputs before sigmoid or softmax; after a training pass their derivatives.
  package let outputs: FloatBlock
  /// [S]: rows of each sequence.
  private let lengths: Block<Int32>
  /// The outputs themselves, for the derivative of the head's tanh.
  let activated: FloatBlock
  let targetValues: FloatBlock
  let targetClasses: Block<Int32>
  /// [rows, columns]: the derivative with respect to what the head is fed.
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
  /// Of a loss of whole sequences.
  package let chain: ChainWorkspace?

  /// - Parameter timeSteps: with a loss at every step; nil: one row a sequence.
  init(
    columns: Int, outputs: Int, hasClassTargets: Bool, hasTanh: Bool, hasChain: Bool,
    timeSteps: Int?, sequences: Int
  ) {
    self.columns = columns
    outputColumns = outputs
    let steps = timeSteps ?? 1
    capacity = steps * sequences
    everyStep = timeSteps != nil
    self.outputs = FloatBlock(count: capacity * outputs)
    activated = FloatBlock(count: hasTanh ? capacity * outputs : 0)
    targetValues = FloatBlock(count: hasClassTargets ? 0 : capacity * outputs)
    targetClasses = Block(count: capacity)
    gradient = FloatBlock(count: capacity * columns)
    lastOutputs = FloatBlock(count: everyStep ? sequences * outputs : 0)
    lastGradient = FloatBlock(count: everyStep ? sequences * columns : 0)
    lastValues = FloatBlock(count: everyStep && !hasClassTargets ? sequences * outputs : 0)
    lastClasses = Block(count: sequences)
    lengths = Block(count: sequences)
    stepLosses = Block(count: everyStep ? steps : 0)
    stepTerms = Block(count: everyStep ? steps : 0)
    chain =
      hasChain ? ChainWorkspace(classes: outputs, timeSteps: steps, sequences: sequences) : nil
  }

  /// Makes what a pass needs and what no pass before it did. Not for tasks, which may share it.
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

  /// True where all outputs are finite.
  var isFinite: Bool { ck_sum_squares(rows * outputColumns, outputs.pointer).isFinite }

  /// Rows of a sequence.
  func steps(of sequence: Int) -> Int { Int(lengths.pointer[sequence]) }

  func hasAnyTarget(_ sequence: Int, steps: Int) -> Bool {
    (0..<steps).contains { hasTarget(row: $0 * sequences + sequence) }
  }

  func hasTarget(row: Int) -> Bool { targetClasses.pointer[row] >= 0 }

  /// How much a row counts; 0 without a target.
  func weight(ofRow row: Int, _ weights: [Float]) -> Double {
    hasTarget(row: row) ? Double(weights[Int(targetClasses.pointer[row])]) : 0
  }
}
