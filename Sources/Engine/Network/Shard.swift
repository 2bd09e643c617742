/// A fixed part of a batch: up to 16 sequences with all the memory that their pass through a network
/// needs. Shards do not depend on each other, so that any thread may work on any of them, and as
/// they are always cut in the same way, the result has the same bits for any thread count.
package final class Shard: ModelShard, @unchecked Sendable {
  package let convolution: ConvolutionWorkspace?
  package let stack: StackWorkspace
  package let attention: AttentionWorkspace?
  package let head: HeadWorkspace
  /// [S, columns]: the last steps of the top layer, the input of attention's queries and the head;
  /// empty with a head at every step.
  let headBase: FloatBlock
  private let everyStep: Bool

  init(
    _ a: Architecture, cell: any RecurrentCell, _ front: Convolution?, _ head: OutputHead,
    timeSteps all: Int, targetSteps: Int, rows: Int
  ) {
    convolution = front?.makeWorkspace(timeSteps: all, rows: rows)
    let timeSteps = a.recurrentSteps(all)
    everyStep = a.head == .every
    let top = a.columnsOfTop
    stack = StackWorkspace(
      a.stack, cell: cell, hasTokens: a.vocabulary > 0 && front == nil, timeSteps: timeSteps,
      rows: rows)
    attention =
      a.attention == .none
      ? nil
      : AttentionWorkspace(columns: top, timeSteps: timeSteps, rows: rows, everyStep: everyStep)
    headBase = FloatBlock(count: everyStep ? 0 : rows * top)
    self.head = head.makeWorkspace(
      timeSteps: everyStep ? timeSteps : nil, targetSteps: a.isAligned ? targetSteps : nil,
      sequences: rows)
  }

  package var pass: ShardPass { stack.pass }
  package var headPass: ShardPass { pass }

  /// Takes the lengths, tokens and targets of this shard's columns out of a batch.
  func load(_ batch: Batch, _ shape: ConvolutionShape?, firstColumn: Int, rows: Int) {
    if let convolution, let shape {
      let steps = convolution.begin(shape, batch, firstColumn: firstColumn, rows: rows)
      stack.begin(
        timeSteps: steps, firstColumn: firstColumn, rows: rows,
        lengths: UnsafePointer(convolution.shortened.pointer - firstColumn))
    } else {
      stack.begin(
        timeSteps: batch.timeSteps, firstColumn: firstColumn, rows: rows,
        lengths: batch.lengths.pointer)
    }
    if stack.tokens.count > 0 { stack.loadTokens(batch.tokens.pointer, batch: batch.size) }
    head.load(batch, pass, firstColumn: firstColumn)
  }

  /// [rows, columns]: the top layer's output where the head looks at it.
  var base: UnsafePointer<Float> {
    everyStep ? stack.topOutputs : UnsafePointer(headBase.pointer)
  }

  /// [rows, columns]: the head's input, before dropout.
  var fedToHead: UnsafePointer<Float> {
    attention.map { UnsafePointer($0.outputs.pointer) } ?? base
  }
}
