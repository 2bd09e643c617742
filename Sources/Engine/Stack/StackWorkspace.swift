import CKernels

/// All the memory that a stack needs for the sequences of one shard.
///
/// A recurrence is a layer in one direction: layer 0 forward, layer 0 backward, layer 1 forward ...
package final class StackWorkspace: @unchecked Sendable {
  let shape: StackShape
  /// The batch's column of the first sequence.
  package private(set) var firstColumn = 0
  package private(set) var pass: ShardPass
  /// By recurrence.
  package let layers: [LayerWorkspace]
  /// By recurrence, or one for all where a layer's steps are passed back at once.
  private let scratches: [StepScratch]
  /// [T*S, I]: the first layer's input, before dropout.
  package let inputs: FloatBlock
  /// [T*S] token ids, where the stack is fed words.
  let tokens: Block<Int32>
  let reversedTokens: Block<Int32>
  /// By layer, with two directions: both outputs side by side, [T*S, 2H].
  private let joined: [FloatBlock]
  /// [S]
  private let lengths: Block<Int32>

  /// - Parameter keepsGradientsOfStep: every layer keeps the gradient for the step before, so
  ///   that all layers can be passed back step by step.
  init(
    _ shape: StackShape, cell: any RecurrentCell, hasTokens: Bool, timeSteps: Int, rows: Int,
    keepsGradientsOfStep: Bool = false
  ) {
    self.shape = shape
    lengths = Block(count: rows)
    pass = ShardPass(
      timeSteps: timeSteps, rows: rows, lengths: UnsafePointer(lengths.pointer),
      shortest: timeSteps)
    layers = (0..<shape.recurrences).map { u in
      LayerWorkspace(
        cell: cell, hidden: shape.units(u), columnsFed: shape.columnsFed(to: u / shape.directions),
        timeSteps: timeSteps, rows: rows)
    }
    scratches = (0..<(keepsGradientsOfStep ? shape.recurrences : 1)).map { _ in
      StepScratch(rows: rows, widestHidden: shape.hidden.max() ?? 0, gates: cell.gates.count)
    }
    let places = timeSteps * rows
    inputs = FloatBlock(count: places * shape.input)
    tokens = Block(count: hasTokens ? places : 0)
    reversedTokens = Block(count: hasTokens && shape.bidirectional ? places : 0)
    joined =
      shape.bidirectional
      ? shape.hidden.indices.map { FloatBlock(count: places * shape.columnsOut(of: $0)) } : []
  }

  /// Norms of half of a gradient become those of the whole.
  func doubleNorms() {
    for layer in layers { layer.doubleNorms(count: pass.timeSteps * pass.rows) }
  }

  // MARK: loading

  /// Begins a pass over some sequences of a batch.
  /// - Parameters:
  ///   - lengths: of all sequences of the batch.
  ///   - unwatched: see `ShardPass`.
  func begin(
    timeSteps: Int, firstColumn: Int, rows: Int, lengths all: UnsafePointer<Int32>,
    unwatched: Int = 0
  ) {
    self.firstColumn = firstColumn
    var shortest = timeSteps
    for s in 0..<rows {
      lengths.pointer[s] = min(all[firstColumn + s], Int32(timeSteps))
      shortest = min(shortest, Int(lengths.pointer[s]))
    }
    (pass.timeSteps, pass.rows, pass.shortest) = (timeSteps, rows, shortest)
    pass.unwatched = unwatched
  }

  /// Takes tokens, [T, B] of a batch of `batch` sequences.
  func loadTokens(_ all: UnsafePointer<Int32>, batch: Int) {
    let rows = pass.rows
    pass.take(all, batch: batch, firstColumn: firstColumn, into: tokens.pointer)
    guard reversedTokens.count > 0 else { return }
    for s in 0..<rows {
      for t in 0..<pass.timeSteps {
        reversedTokens.pointer[t * rows + s] = tokens.pointer[pass.reversedRow(t, s)]
      }
    }
  }

  /// Takes numbers, [T, B, I] of a batch of `batch` sequences.
  func loadInputs(_ all: UnsafePointer<Float>, batch: Int) {
    pass.take(
      all, batch: batch, firstColumn: firstColumn, width: shape.input, into: inputs.pointer)
    // The padding of a short sequence may be anything, and 0 * NaN is NaN.
    pass.clearPastEnds(inputs.pointer, width: shape.input)
  }

  // MARK: places

  /// [T*S]: the tokens fed to the first layer, if there are any.
  package var fedTokens: UnsafePointer<Int32> { UnsafePointer(tokens.pointer) }

  func scratch(_ recurrence: Int) -> StepScratch {
    scratches[min(recurrence, scratches.count - 1)]
  }

  /// h_t of a recurrence for all steps, [T*S, H]; of a backward direction from each sequence's end.
  package func hiddenStates(_ recurrence: Int) -> UnsafeMutablePointer<Float> {
    layers[recurrence].hiddenStates.pointer + pass.rows * shape.units(recurrence)
  }

  /// c_t likewise; only where the cell has a cell state.
  package func cellStates(_ recurrence: Int) -> UnsafeMutablePointer<Float> {
    layers[recurrence].cellStates.pointer + pass.rows * shape.units(recurrence)
  }

  /// The outputs of a recurrence, [T*S, H]: its states, or its output stage's.
  private func recurrenceOutputs(_ recurrence: Int) -> UnsafeMutablePointer<Float> {
    layers[recurrence].stage?.outputs.pointer ?? hiddenStates(recurrence)
  }

  /// A layer's output, [T*S, D*H].
  package func layerOutputs(_ k: Int) -> UnsafeMutablePointer<Float> {
    joined.isEmpty ? recurrenceOutputs(k) : joined[k].pointer
  }

  /// The top layer's output, [T*S, columns].
  var topOutputs: UnsafePointer<Float> { UnsafePointer(layerOutputs(shape.hidden.count - 1)) }

  /// The top layer's last outputs, [S, D*H]: of each direction after all its steps.
  func gatherTop(into to: UnsafeMutablePointer<Float>) {
    let directions = shape.directions
    for d in 0..<directions {
      let recurrence = layers.count - directions + d
      let hidden = shape.units(recurrence)
      pass.gatherLast(
        recurrenceOutputs(recurrence), width: hidden, into: to + d * hidden,
        stride: shape.columnsOfTop)
    }
  }

  // MARK: directions

  /// Puts both directions' outputs of a layer side by side, step by step.
  func join(_ k: Int) {
    guard !joined.isEmpty else { return }
    let hidden = shape.hidden[k]
    let (forward, backward) = (recurrenceOutputs(2 * k), recurrenceOutputs(2 * k + 1))
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        let row = t * pass.rows + s
        let to = joined[k].pointer + row * 2 * hidden
        to.update(from: forward + row * hidden, count: hidden)
        (to + hidden).update(from: backward + pass.reversedRow(t, s) * hidden, count: hidden)
      }
    }
  }

  /// A recurrence's part of the gradient from above, which holds all directions side by side.
  func ownPart(of above: GradientFromAbove, recurrence u: Int) -> GradientFromAbove {
    guard shape.bidirectional else { return above }
    switch above {
    case .nothing: return .nothing
    case .everyStep(let gradient): return .everyStep(split(gradient, recurrence: u))
    case .lastStep(let gradient):
      let hidden = shape.units(u)
      let to = layers[u].directionGradient.pointer
      for s in 0..<pass.rows {
        (to + s * hidden).update(
          from: gradient + s * 2 * hidden + u % 2 * hidden, count: hidden)
      }
      return .lastStep(UnsafePointer(to))
    }
  }

  /// The derivative with respect to one direction's output [T*S, H], in its own order of steps, from
  /// that of the layer's [T*S, 2H].
  private func split(
    _ gradient: UnsafePointer<Float>, recurrence: Int
  ) -> UnsafePointer<Float> {
    let hidden = shape.units(recurrence)
    let backward = recurrence % 2
    let to = layers[recurrence].directionGradient.pointer
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        let row = backward == 1 ? pass.reversedRow(t, s) : t * pass.rows + s
        (to + row * hidden).update(
          from: gradient + (t * pass.rows + s) * 2 * hidden + backward * hidden, count: hidden)
      }
    }
    return UnsafePointer(to)
  }

  /// The input of the backward direction: each sequence from its end.
  func reverseInput(_ x: UnsafePointer<Float>, recurrence: Int, width: Int)
    -> UnsafePointer<Float>
  {
    let to = layers[recurrence].reversedInput.pointer
    for t in 0..<pass.timeSteps {
      for s in 0..<pass.rows {
        (to + pass.reversedRow(t, s) * width).update(
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
          width, to + (t * pass.rows + s) * width, from + pass.reversedRow(t, s) * width)
      }
    }
  }
}
