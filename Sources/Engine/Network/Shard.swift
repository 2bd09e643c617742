import CKernels

/// A fixed part of a batch: up to 16 sequences with all the memory that their pass through the
/// network needs. Shards do not depend on each other, so that any thread may work on any of them,
/// and as they are always cut in the same way, the result has the same bits for any thread count.
///
/// A recurrence is a layer in one direction: layer 0 forward, layer 0 backward, layer 1 forward ...
package final class Shard: @unchecked Sendable {
  package static let maxRows = 16

  let architecture: Architecture
  /// The batch's column of the shard's first sequence.
  package private(set) var firstColumn = 0
  package private(set) var pass: ShardPassInfo
  /// By recurrence.
  package let layers: [LayerWorkspace]
  let scratch: StepScratch
  package let attention: AttentionWorkspace?

  /// [T*S, I]: what the first layer is fed, before dropout; or the token ids [T*S].
  package let inputs: FloatBlock
  let tokens: Block<Int32>
  let reversedTokens: Block<Int32>
  /// By layer, with two directions: both outputs side by side, [T*S, 2H].
  private let joined: [FloatBlock]
  /// [S]
  let lengths: Block<Int32>
  /// [S, columns]: the last steps of the top layer, which attention asks from and the head is fed;
  /// empty with a head at every step.
  let headBase: FloatBlock
  /// After dropout, [rows, columns]; empty until `makeHead` is told that they are needed.
  private(set) var headInput = FloatBlock(count: 0)
  package private(set) var headMask = FloatBlock(count: 0)
  /// [rows, O]: outputs before sigmoid or softmax; after a training pass their derivatives.
  package let outputs: FloatBlock
  /// The outputs themselves, for the derivative of the head's tanh.
  let activated: FloatBlock
  let targetValues: FloatBlock
  let targetClasses: Block<Int32>
  /// [rows, columns]: the derivative with respect to what the head is fed.
  let headGradient: FloatBlock
  /// [S, O] and [S, columns]: the same of the last step's loss alone, and at its place in
  /// [T*S, columns].
  let lastOutputs: FloatBlock
  let lastGradient: FloatBlock
  private(set) var lastGradientAtItsStep = FloatBlock(count: 0)
  let lastValues: FloatBlock
  let lastClasses: Block<Int32>
  package internal(set) var loss = LossSum()
  /// What the loss on adversarial inputs adds to it.
  package internal(set) var adversarialLoss = LossSum()
  /// Rows that have a target.
  package internal(set) var targetRows = 0
  /// Their share of the divisor of the mean loss.
  var targetTerms = 0.0

  private let headRowCapacity: Int
  private let top: Int

  init(_ a: Architecture, cell: any RecurrentCell, timeSteps: Int, rows: Int) {
    architecture = a
    pass = ShardPassInfo(timeSteps: timeSteps, rows: rows, shortest: timeSteps)
    layers = (0..<a.recurrences).map { u in
      let k = u / a.directions
      return LayerWorkspace(
        cell: cell, hidden: a.hidden[k], columnsFed: a.columnsFed(to: k), timeSteps: timeSteps,
        rows: rows)
    }
    scratch = StepScratch(
      rows: rows, widestHidden: a.hidden.max() ?? 0, gates: cell.gates.count)
    let places = timeSteps * rows
    let every = a.head == .every
    top = a.columnsOfTop
    attention =
      a.attention == .none
      ? nil
      : AttentionWorkspace(columns: top, timeSteps: timeSteps, rows: rows, everyStep: every)
    inputs = FloatBlock(count: places * a.input)
    tokens = Block(count: a.vocabulary > 0 ? places : 0)
    reversedTokens = Block(count: a.vocabulary > 0 && a.bidirectional ? places : 0)
    joined =
      a.bidirectional
      ? a.hidden.indices.map { FloatBlock(count: places * a.columnsOut(of: $0)) } : []
    lengths = Block(count: rows)
    headRowCapacity = every ? places : rows
    headBase = FloatBlock(count: every ? 0 : rows * top)
    outputs = FloatBlock(count: headRowCapacity * a.outputs)
    activated = FloatBlock(count: a.headActivation == .tanh ? headRowCapacity * a.outputs : 0)
    let classes = LossRegistry.named(a.loss)?.hasClassTargets ?? false
    targetValues = FloatBlock(count: classes ? 0 : headRowCapacity * a.outputs)
    targetClasses = Block(count: headRowCapacity)
    headGradient = FloatBlock(count: headRowCapacity * top)
    lastOutputs = FloatBlock(count: every ? rows * a.outputs : 0)
    lastGradient = FloatBlock(count: every ? rows * top : 0)
    lastValues = FloatBlock(count: every && !classes ? rows * a.outputs : 0)
    lastClasses = Block(count: rows)
  }

  /// Makes what a pass needs and what no pass before it did. Not for tasks, which may share it.
  func makeHead(dropout: Bool, lastGradient: Bool) {
    let count = headRowCapacity * top
    if dropout, headMask.count < count {
      headMask = FloatBlock(count: count)
      headInput = FloatBlock(count: count)
    }
    if lastGradient, lastGradientAtItsStep.count < count {
      lastGradientAtItsStep = FloatBlock(count: count)
    }
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

  /// Whether a row of the head has a target, its class, and the number wanted at a place of [rows, O].
  package func hasTarget(row: Int) -> Bool { targetClasses.pointer[row] >= 0 }
  package func targetClass(row: Int) -> Int { Int(targetClasses.pointer[row]) }
  /// How much a row counts; 0 without a target.
  func weight(ofRow row: Int, _ weights: [Float]) -> Double {
    hasTarget(row: row) ? Double(weights[targetClass(row: row)]) : 0
  }
  package func target(at place: Int) -> Float { targetValues.pointer[place] }

  // MARK: loading

  /// Takes the lengths, tokens and targets of this shard's columns out of a batch.
  func load(_ batch: Batch, firstColumn: Int, rows: Int) {
    self.firstColumn = firstColumn
    let steps = batch.timeSteps
    var shortest = steps
    for s in 0..<rows {
      lengths.pointer[s] = batch.lengths.pointer[firstColumn + s]
      shortest = min(shortest, Int(lengths.pointer[s]))
    }
    pass = ShardPassInfo(timeSteps: steps, rows: rows, shortest: shortest)
    if tokens.count > 0 {
      for t in 0..<steps {
        (tokens.pointer + t * rows).update(
          from: batch.tokens.pointer + t * batch.size + firstColumn, count: rows)
      }
    }
    if reversedTokens.count > 0 {
      for s in 0..<rows {
        let length = Int(lengths.pointer[s])
        for t in 0..<steps {
          let from = t < length ? length - 1 - t : t
          reversedTokens.pointer[t * rows + s] = tokens.pointer[from * rows + s]
        }
      }
    }
    loadTargets(batch, rows: rows)
  }

  /// Takes the inputs of this shard's columns: numbers, or rows of the embedding [V, I].
  func loadInputs(_ batch: Batch, embedding: UnsafePointer<Float>?) {
    let columns = architecture.input
    let width = pass.rows * columns
    for t in 0..<pass.timeSteps {
      if let embedding {
        for s in 0..<pass.rows {
          let to = inputs.pointer + t * width + s * columns
          let token = Int(tokens.pointer[t * pass.rows + s])
          if token < 0 {
            to.update(repeating: 0, count: columns)
          } else {
            to.update(from: embedding + token * columns, count: columns)
          }
        }
      } else {
        (inputs.pointer + t * width).update(
          from: batch.inputs.pointer + (t * batch.size + firstColumn) * columns, count: width)
      }
    }
    // What fills up a short sequence may be anything, and 0 * NaN is NaN.
    shardPass.clearPastEnds(inputs.pointer, width: columns)
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

  // MARK: places

  /// h_t of a recurrence for all steps, [T*S, H]; of a backward direction from each sequence's end.
  package func hiddenStates(_ recurrence: Int) -> UnsafeMutablePointer<Float> {
    layers[recurrence].hiddenStates.pointer + pass.rows * hidden(recurrence)
  }

  /// c_t likewise; only where the cell has a cell state.
  package func cellStates(_ recurrence: Int) -> UnsafeMutablePointer<Float> {
    layers[recurrence].cellStates.pointer + pass.rows * hidden(recurrence)
  }

  func hidden(_ recurrence: Int) -> Int {
    architecture.hidden[recurrence / architecture.directions]
  }

  /// What a recurrence puts out, [T*S, H]: its states, or its output stage's.
  private func recurrenceOutputs(_ recurrence: Int) -> UnsafeMutablePointer<Float> {
    layers[recurrence].stage?.outputs.pointer ?? hiddenStates(recurrence)
  }

  /// A layer's output, [T*S, D*H].
  package func layerOutputs(_ k: Int) -> UnsafeMutablePointer<Float> {
    joined.isEmpty ? recurrenceOutputs(k) : joined[k].pointer
  }

  // MARK: directions

  /// Puts both directions' outputs of a layer side by side, step by step.
  func join(_ k: Int) {
    guard !joined.isEmpty else { return }
    let hidden = architecture.hidden[k]
    let (forward, backward) = (recurrenceOutputs(2 * k), recurrenceOutputs(2 * k + 1))
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        let row = t * pass.rows + s
        let to = joined[k].pointer + row * 2 * hidden
        to.update(from: forward + row * hidden, count: hidden)
        (to + hidden).update(from: backward + reversedRow(t, s) * hidden, count: hidden)
      }
    }
  }

  /// The derivative with respect to one direction's output [T*S, H], in its own order of steps, from
  /// that of the layer's [T*S, 2H].
  func split(_ gradient: UnsafePointer<Float>, recurrence: Int) -> UnsafePointer<Float> {
    let hidden = hidden(recurrence)
    let backward = recurrence % 2
    let to = layers[recurrence].directionGradient.pointer
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        let row = backward == 1 ? reversedRow(t, s) : t * pass.rows + s
        (to + row * hidden).update(
          from: gradient + (t * pass.rows + s) * 2 * hidden + backward * hidden, count: hidden)
      }
    }
    return UnsafePointer(to)
  }

  /// What the backward direction is fed: each sequence from its end.
  func reverseInput(_ x: UnsafePointer<Float>, recurrence: Int, width: Int)
    -> UnsafePointer<Float>
  {
    let to = layers[recurrence].reversedInput.pointer
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        (to + reversedRow(t, s) * width).update(
          from: x + (t * pass.rows + s) * width, count: width)
      }
    }
    return UnsafePointer(to)
  }

  /// Adds the backward direction's input gradient to the forward one's.
  func addReversedInputGradient(_ k: Int, width: Int) {
    let to = layers[2 * k].inputGradient.pointer
    let from = layers[2 * k + 1].inputGradient.pointer
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        ck_add(
          width, to + (t * pass.rows + s) * width, from + reversedRow(t, s) * width)
      }
    }
  }

  /// Step t counted from the sequence's end; what lies past it stays in its place.
  package func reversedRow(_ t: Int, _ s: Int) -> Int {
    let length = Int(lengths.pointer[s])
    return (t < length ? length - 1 - t : t) * pass.rows + s
  }

  /// Rows from every sequence's last valid step: to [S, width], `stride` apart, from [T*S, width].
  func gatherLast(
    _ from: UnsafePointer<Float>, width: Int, into to: UnsafeMutablePointer<Float>,
    stride: Int? = nil
  ) {
    for s in 0..<pass.rows {
      let row = (Int(lengths.pointer[s]) - 1) * pass.rows + s
      (to + s * (stride ?? width)).update(from: from + row * width, count: width)
    }
  }

  /// The top layer's last outputs, [S, D*H]: of each direction after all its steps.
  func gatherTop(into to: UnsafeMutablePointer<Float>) {
    let directions = architecture.directions
    for d in 0..<directions {
      let recurrence = layers.count - directions + d
      let hidden = hidden(recurrence)
      gatherLast(
        recurrenceOutputs(recurrence), width: hidden, into: to + d * hidden, stride: top)
    }
  }

  // MARK: states before the first step

  func clearInitialStates() {
    for (u, layer) in layers.enumerated() {
      let count = pass.rows * hidden(u)
      layer.hiddenStates.pointer.update(repeating: 0, count: count)
      if layer.cellStates.count > 0 {
        layer.cellStates.pointer.update(repeating: 0, count: count)
      }
    }
  }

  /// The state after every sequence's last valid step becomes the state before the first.
  func continueStates() {
    for (u, layer) in layers.enumerated() {
      gatherLast(hiddenStates(u), width: hidden(u), into: layer.hiddenStates.pointer)
      if layer.cellStates.count > 0 {
        gatherLast(cellStates(u), width: hidden(u), into: layer.cellStates.pointer)
      }
    }
  }

  /// Takes the states set aside as those before the first step.
  func loadCarriedStates() {
    for (u, layer) in layers.enumerated() {
      let count = pass.rows * hidden(u)
      layer.hiddenStates.pointer.update(from: layer.carriedHidden.pointer, count: count)
      if layer.cellStates.count > 0 {
        layer.cellStates.pointer.update(from: layer.carriedCell.pointer, count: count)
      }
    }
  }

  /// Sets the states after the last valid step aside, where other passes do not touch them.
  func keepCarriedStates() {
    for (u, layer) in layers.enumerated() {
      gatherLast(hiddenStates(u), width: hidden(u), into: layer.carriedHidden.pointer)
      if layer.cellStates.count > 0 {
        gatherLast(cellStates(u), width: hidden(u), into: layer.carriedCell.pointer)
      }
    }
  }
}
