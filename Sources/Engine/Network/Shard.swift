/// A fixed part of a batch: up to 16 sequences with all the memory that their pass through the
/// network needs. Shards do not depend on each other, so that any thread may work on any of them,
/// and as they are always cut in the same way, the result has the same bits for any thread count.
package final class Shard: @unchecked Sendable {
  package static let maxRows = 16

  let architecture: Architecture
  /// The batch's column of the shard's first sequence.
  package private(set) var firstColumn = 0
  package private(set) var pass: ShardPassInfo
  package let layers: [LayerWorkspace]
  let scratch: StepScratch

  /// [T*S, I]: what the first layer is fed, before dropout.
  let inputs: FloatBlock
  /// [S]
  let lengths: Block<Int32>
  /// Rows of the head: S, or T*S with a loss at every step.
  let headInput: FloatBlock
  package private(set) lazy var headMask = FloatBlock(count: headRowCapacity * lastHidden)
  /// [rows, O]: outputs before sigmoid or softmax; after a training pass their derivatives.
  package let outputs: FloatBlock
  let targetValues: FloatBlock
  let targetClasses: Block<Int32>
  /// [rows, H]: the derivative with respect to what the head is fed.
  let headGradient: FloatBlock
  /// [S, O] and [S, H]: the same of the last step's loss alone.
  let lastOutputs: FloatBlock
  let lastGradient: FloatBlock
  let lastValues: FloatBlock
  let lastClasses: Block<Int32>
  package internal(set) var loss = LossSum()
  /// Rows that have a target.
  package internal(set) var targetRows = 0

  private let headRowCapacity: Int
  private let lastHidden: Int

  init(_ a: Architecture, cell: any RecurrentCell.Type, timeSteps: Int, rows: Int) {
    architecture = a
    pass = ShardPassInfo(timeSteps: timeSteps, rows: rows, shortest: timeSteps)
    layers = a.hidden.enumerated().map { k, hidden in
      LayerWorkspace(
        cell: cell, hidden: hidden, columnsFed: a.columnsFed(to: k), timeSteps: timeSteps,
        rows: rows)
    }
    scratch = StepScratch(
      rows: rows, widestHidden: a.hidden.max() ?? 0, gates: cell.gates.count)
    inputs = FloatBlock(count: timeSteps * rows * a.input)
    lengths = Block(count: rows)
    lastHidden = a.hidden.last ?? 0
    headRowCapacity = a.head == .every ? timeSteps * rows : rows
    headInput = FloatBlock(count: headRowCapacity * lastHidden)
    outputs = FloatBlock(count: headRowCapacity * a.outputs)
    let classes = LossRegistry.named(a.loss)?.hasClassTargets ?? false
    targetValues = FloatBlock(count: classes ? 0 : headRowCapacity * a.outputs)
    targetClasses = Block(count: headRowCapacity)
    headGradient = FloatBlock(count: headRowCapacity * lastHidden)
    lastOutputs = FloatBlock(count: a.head == .every ? rows * a.outputs : 0)
    lastGradient = FloatBlock(count: a.head == .every ? rows * lastHidden : 0)
    lastValues = FloatBlock(count: a.head == .every && !classes ? rows * a.outputs : 0)
    lastClasses = Block(count: rows)
  }

  package struct ShardPassInfo: Sendable {
    package var timeSteps: Int
    package var rows: Int
    package var shortest: Int
  }

  var shardPass: ShardPass {
    ShardPass(
      timeSteps: pass.timeSteps, rows: pass.rows, lengths: UnsafePointer(lengths.pointer),
      shortest: pass.shortest)
  }

  package var headRows: Int {
    architecture.head == .every ? pass.timeSteps * pass.rows : pass.rows
  }

  /// Whether a row of the head has a target, and the number wanted at a place of [rows, O].
  package func hasTarget(row: Int) -> Bool { targetClasses.pointer[row] >= 0 }
  package func target(at place: Int) -> Float { targetValues.pointer[place] }

  /// Takes the lengths and targets of this shard's columns out of a batch.
  func load(_ batch: Batch, firstColumn: Int, rows: Int) {
    self.firstColumn = firstColumn
    let steps = batch.timeSteps
    var shortest = steps
    for s in 0..<rows {
      lengths.pointer[s] = batch.lengths.pointer[firstColumn + s]
      shortest = min(shortest, Int(lengths.pointer[s]))
    }
    pass = ShardPassInfo(timeSteps: steps, rows: rows, shortest: shortest)
    loadTargets(batch, rows: rows)
  }

  /// Takes the inputs of this shard's columns: numbers, or rows of the embedding [V, I].
  func loadInputs(_ batch: Batch, embedding: UnsafePointer<Float>?) {
    let columns = architecture.input
    let width = pass.rows * columns
    for t in 0..<pass.timeSteps {
      let place = t * batch.size + firstColumn
      if let embedding {
        for s in 0..<pass.rows {
          (inputs.pointer + t * width + s * columns).update(
            from: embedding + Int(batch.tokens.pointer[place + s]) * columns, count: columns)
        }
      } else {
        (inputs.pointer + t * width).update(
          from: batch.inputs.pointer + place * columns, count: width)
      }
      // What fills up a short sequence may be anything, and 0 * NaN is NaN.
      guard t >= pass.shortest else { continue }
      for s in 0..<pass.rows where t >= Int(lengths.pointer[s]) {
        (inputs.pointer + t * width + s * columns).update(repeating: 0, count: columns)
      }
    }
  }

  private func loadTargets(_ batch: Batch, rows: Int) {
    let outputs = architecture.outputs
    let every = architecture.head == .every
    targetRows = 0
    for t in 0..<(every ? batch.timeSteps : 1) {
      for s in 0..<rows {
        let from = t * batch.size + firstColumn + s
        let to = t * rows + s
        let valid = !every || t < Int(lengths.pointer[s])
        if batch.targetClasses.count > 0 {
          targetClasses.pointer[to] = valid ? batch.targetClasses.pointer[from] : -1
        } else {
          targetClasses.pointer[to] = valid ? 0 : -1
          (targetValues.pointer + to * outputs).update(
            from: batch.targetValues.pointer + from * outputs, count: outputs)
        }
        if targetClasses.pointer[to] >= 0 { targetRows += 1 }
      }
    }
  }

  /// Rows from every sequence's last valid step: to [S, width] from [T*S, width].
  func gatherLast(
    _ from: UnsafePointer<Float>, width: Int, into to: UnsafeMutablePointer<Float>
  ) {
    for s in 0..<pass.rows {
      let row = (Int(lengths.pointer[s]) - 1) * pass.rows + s
      (to + s * width).update(from: from + row * width, count: width)
    }
  }

  /// h_t of a layer for all steps, [T*S, H].
  package func hiddenStates(_ layer: Int) -> UnsafeMutablePointer<Float> {
    layers[layer].hiddenStates.pointer + pass.rows * architecture.hidden[layer]
  }

  /// c_t of a layer for all steps, [T*S, H]; only where the cell has a cell state.
  package func cellStates(_ layer: Int) -> UnsafeMutablePointer<Float> {
    layers[layer].cellStates.pointer + pass.rows * architecture.hidden[layer]
  }

  /// Sets the state before the first step to zero.
  func clearInitialStates() {
    for (k, layer) in layers.enumerated() {
      let count = pass.rows * architecture.hidden[k]
      layer.hiddenStates.pointer.update(repeating: 0, count: count)
      if layer.cellStates.count > 0 {
        layer.cellStates.pointer.update(repeating: 0, count: count)
      }
    }
  }

  /// The state after every sequence's last valid step becomes the state before the first.
  func carryStates() {
    for (k, layer) in layers.enumerated() {
      let hidden = architecture.hidden[k]
      gatherLast(hiddenStates(k), width: hidden, into: layer.hiddenStates.pointer)
      if layer.cellStates.count > 0 {
        gatherLast(cellStates(k), width: hidden, into: layer.cellStates.pointer)
      }
    }
  }
}
