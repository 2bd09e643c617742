/// The states of hypotheses, one a row: what the decoder needs to continue each.
package struct DecoderStates: Sendable, Equatable {
  /// The batch's column with each row's source.
  package private(set) var sources: [Int]
  /// By layer, [rows, H] each; c is empty if the cell has none.
  fileprivate(set) var hidden: [[Float]]
  fileprivate(set) var cell: [[Float]]
  /// z of the step before, [rows, H]; empty without input feeding.
  fileprivate(set) var fed: [Float]

  package var rows: Int { sources.count }

  fileprivate init(sources: [Int], hidden: [[Float]], cell: [[Float]], fed: [Float]) {
    (self.sources, self.hidden, self.cell, self.fed) = (sources, hidden, cell, fed)
  }

  /// Some of the rows, in any order and number: the hypotheses that a beam keeps.
  package func gathered(_ rows: [Int]) -> DecoderStates {
    func gather(_ values: [Float]) -> [Float] {
      let width = values.count / max(1, self.rows)
      return rows.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
    return DecoderStates(
      sources: rows.map { sources[$0] }, hidden: hidden.map(gather), cell: cell.map(gather),
      fed: gather(fed))
  }
}

/// The decoder's next answers.
package struct DecodedStep: Sendable {
  /// [rows, V], before softmax.
  package let logits: [Float]
  /// [rows, T]; empty without attention.
  package let attention: [Float]
  package let states: DecoderStates
}

/// Writes targets step by step, for greedy and beam search: the sources are encoded once, then each
/// step takes the tokens that were chosen. On the calling thread.
package final class StepwiseDecoder {
  private let model: EncoderDecoder
  private let job: PassJob
  private let stack: StackWorkspace
  private let attention: DecoderAttentionWorkspace?
  private let head: HeadWorkspace
  private let lengths = Block<Int32>(count: ShardPass.maxRows)

  /// - Parameter job: of an evaluation pass.
  package init(_ model: EncoderDecoder, _ job: PassJob) {
    self.model = model
    self.job = job
    let shape = model.architecture.decoder
    stack = StackWorkspace(
      shape, cell: model.decoder.cell, hasTokens: true, timeSteps: 1, rows: ShardPass.maxRows)
    attention = model.attention?.makeWorkspace(
      timeSteps: model.maxTimeSteps, targetSteps: 1, rows: ShardPass.maxRows, holdsSource: false)
    head = model.head.makeWorkspace(timeSteps: 1, sequences: ShardPass.maxRows)
    lengths.values.update(repeating: 1)
  }

  /// V.
  package var words: Int { model.architecture.targetVocabulary }

  /// Fed before the first token.
  package var startToken: Int32 { Int32(model.architecture.startToken) }

  /// Reads the sources of a batch; its targets are ignored. They stay encoded until the model's
  /// next pass.
  /// - Returns: one row for each of them.
  package func encode(_ batch: Batch) -> DecoderStates {
    let targetSteps = batch.targetSteps
    defer { batch.targetSteps = targetSteps }
    batch.targetSteps = 1
    model.begin(batch, job)
    model.perform([.wordProducts])
    for shard in model.shards.prefix(model.shardsInUse) {
      shard.encoder.beginStates(.zero)
      model.encoder.loadInputs(shard.encoder, batch, model.parameters.inUse)
      model.encode(shard)
    }
    // From here on one step at a time, in separate memory.
    model.decoder.begin(job, NoiseSource(), places: 0, [stack])
    let layers = model.decoder.layers.indices
    func rows(_ block: (LayerWorkspace) -> FloatBlock, _ layer: Int) -> [Float] {
      model.shards.prefix(model.shardsInUse).flatMap { shard in
        let block = block(shard.decoder.layers[layer])
        let count = shard.decoder.pass.rows * model.architecture.decoderHidden[layer]
        return Array(block.values.prefix(count))
      }
    }
    let fed = model.architecture.feedsInput ? batch.size * model.head.columns : 0
    return DecoderStates(
      sources: Array(0..<batch.size), hidden: layers.map { rows(\.hiddenStates, $0) },
      cell: layers.map { rows(\.cellStates, $0) }, fed: Array(repeating: 0, count: fed))
  }

  /// One step of every row.
  /// - Parameter tokens: the next token of each row's text; at first the start token.
  package func step(_ tokens: [Int32], _ states: DecoderStates) -> DecodedStep {
    precondition(tokens.count == states.rows, "one token for each row")
    var (logits, weights): ([Float], [Float]) = ([], [])
    logits.reserveCapacity(states.rows * words)
    var next = DecoderStates(
      sources: states.sources, hidden: states.hidden.map { _ in [] },
      cell: states.cell.map { _ in [] }, fed: [])
    for first in stride(from: 0, to: states.rows, by: ShardPass.maxRows) {
      let part = first..<min(first + ShardPass.maxRows, states.rows)
      begin(part, tokens, states)
      run(part, states.sources)
      logits += head.outputs.values.prefix(part.count * model.head.outputs)
      if let attention {
        let width = model.encodedSteps
        for s in part.indices.map({ $0 - part.lowerBound }) {
          weights += UnsafeBufferPointer(
            start: attention.weights(of: s, targetSteps: 1, timeSteps: width), count: width)
        }
        if model.architecture.feedsInput {
          next.fed += attention.outputs.values.prefix(part.count * model.head.columns)
        }
      }
      for layer in next.hidden.indices {
        let size = model.architecture.decoderHidden[layer]
        next.hidden[layer] += UnsafeBufferPointer(
          start: stack.hiddenStates(layer), count: part.count * size)
        guard !states.cell[layer].isEmpty else { continue }
        next.cell[layer] += UnsafeBufferPointer(
          start: stack.cellStates(layer), count: part.count * size)
      }
    }
    return DecodedStep(logits: logits, attention: weights, states: next)
  }

  private func begin(_ part: Range<Int>, _ tokens: [Int32], _ states: DecoderStates) {
    stack.begin(
      timeSteps: 1, firstColumn: 0, rows: part.count, lengths: UnsafePointer(lengths.pointer))
    head.begin(sequences: part.count)
    for (s, row) in part.enumerated() { stack.tokens.pointer[s] = tokens[row] }
    for (layer, w) in stack.layers.enumerated() {
      let size = model.architecture.decoderHidden[layer]
      let range = part.lowerBound * size..<part.upperBound * size
      _ = w.hiddenStates.values.update(fromContentsOf: states.hidden[layer][range])
      if !states.cell[layer].isEmpty {
        _ = w.cellStates.values.update(fromContentsOf: states.cell[layer][range])
      }
    }
    model.decoder.loadTokens(stack, model.parameters.inUse, steps: 0..<1)
    guard model.architecture.feedsInput else { return }
    states.fed.withUnsafeBufferPointer { fed in
      model.feed(fed.baseAddress.map { $0 + part.lowerBound * model.head.columns }, stack, at: 0)
    }
  }

  private func run(_ part: Range<Int>, _ sources: [Int]) {
    model.decoder.forward(stack)
    var answer = stack.topOutputs
    if let attention, let own = model.attention {
      own.forward(
        attention, states: answer, rows: part.count, targetSteps: 1, steps: 0..<1
      ) { s in
        let column = sources[part.lowerBound + s]
        let shard = model.shards[column / ShardPass.maxRows]
        guard let keys = shard.attention else { preconditionFailure("attention has its keys") }
        return own.source(keys, shard.encoder, column % ShardPass.maxRows)
      }
      answer = UnsafePointer(attention.outputs.pointer)
    }
    model.head.forward(head, answer, model.parameters.inUse)
  }
}

extension Model {
  /// Writes answers step by step; nil if they are not sequences of their own.
  /// - Parameter job: of an evaluation pass.
  package func makeDecoder(_ job: PassJob) -> StepwiseDecoder? {
    (self as? EncoderDecoder).map { StepwiseDecoder($0, job) }
  }
}
