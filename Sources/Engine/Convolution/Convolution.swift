import CKernels

/// Convolutions over time in front of a recurrent stack, with the embedding below them where tokens are
/// fed: their forward and backward pass through one shard.
final class Convolution: @unchecked Sendable {
  let shape: ConvolutionShape
  /// Numbers of a step that the first one is fed.
  let input: Int
  let layers: [ConvolutionLayer]
  let words: Embedding?

  // Of the pass; set by `begin`, read by the tasks.
  private var job = PassJob()
  private var noise = NoiseSource()

  /// - Parameters:
  ///   - slices: weight and bias of every layer.
  ///   - embedding: nil if numbers are fed.
  init(
    _ shape: ConvolutionShape, input: Int, slices: [ParameterLayout.Slice],
    embedding: ParameterLayout.Slice?
  ) {
    self.shape = shape
    self.input = input
    layers = (0..<shape.layers).map { k in
      ConvolutionLayer(
        shape, layer: k, fed: shape.columnsFed(to: k, input: input), weight: slices[2 * k],
        bias: slices[2 * k + 1])
    }
    words = embedding.map { Embedding($0) }
  }

  func makeWorkspace(timeSteps: Int, rows: Int) -> ConvolutionWorkspace {
    ConvolutionWorkspace(self, timeSteps: timeSteps, rows: rows)
  }

  /// Prepares a pass and makes the memory that it needs.
  func begin(_ job: PassJob, _ noise: NoiseSource, _ shards: ArraySlice<ConvolvedShard>) {
    (self.job, self.noise) = (job, noise)
    guard job.kind == .training, wantsInputGradient else { return }
    for shard in shards { shard.convolution.makeInputGradient() }
  }

  private var wantsInputGradient: Bool {
    job.wantsInputGradient || job.plan.adversarial > 0 || words != nil
  }

  func pack(_ weights: UnsafePointer<Float>) { for layer in layers { layer.pack(weights) } }

  // MARK: forward

  /// Takes the inputs: rows of the embedding, or numbers [T, B, I].
  func loadInputs(
    _ w: ConvolutionWorkspace, _ batch: Batch, _ weights: UnsafePointer<Float>
  ) {
    let (pass, x) = (w.pass, w.inputs.pointer)
    if let words {
      words.lookUp(
        w.tokens.pointer, places: pass.timeSteps * pass.rows, weights, into: x, stride: input)
    } else {
      pass.take(
        batch.inputs.pointer, batch: batch.size, firstColumn: w.firstColumn, width: input, into: x)
    }
    if job.plan.inputNoise > 0 {
      ck_add_gaussian(
        pass.timeSteps * pass.rows * input, x, x, noise.key(.inputNoise, column: w.firstColumn), 0,
        job.plan.inputNoise)
    }
    pass.clearPastEnds(x, width: input)
  }

  /// - Parameter fed: [T'*S, C]: the stack's input.
  func forward(
    _ w: ConvolutionWorkspace, into fed: UnsafeMutablePointer<Float>, to: ShardPass,
    _ weights: UnsafePointer<Float>
  ) {
    var (x, from) = (UnsafePointer(w.inputs.pointer), w.pass)
    for (k, layer) in layers.enumerated() {
      let own = w.layers[k]
      let y = k == layers.count - 1 ? fed : own.outputs.pointer
      layer.forward(own, x, from: from, into: y, to: to, weights)
      (x, from) = (UnsafePointer(y), to)
    }
  }

  // MARK: backward

  /// - Parameters:
  ///   - fed: the output of `forward`.
  ///   - gradient: with respect to it, [T'*S, C]; it is changed.
  func backward(
    _ w: ConvolutionWorkspace, _ fed: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>, to: ShardPass
  ) {
    var above = gradient
    for k in layers.indices.reversed() {
      let own = w.layers[k]
      let isTop = k == layers.count - 1
      let below =
        k > 0
        ? w.layers[k - 1].gradient.pointer
        : w.inputGradient.count > 0 ? w.inputGradient.pointer : nil
      layers[k].backward(
        own, isTop ? fed : UnsafePointer(own.outputs.pointer), above, to: to,
        from: k == 0 ? w.pass : to, into: below)
      if let below, k > 0 { above = below }
    }
  }

  /// Moves the inputs against the gradient of the clean loss.
  func moveInputs(_ w: ConvolutionWorkspace) {
    job.plan.moveInputs(
      w.inputs.pointer, against: w.inputGradient.pointer, w.pass, columns: input)
  }

  // MARK: the weights' gradients

  var embeddingTasks: Int { words?.columnTasks ?? 0 }

  func computeEmbeddingGradient(
    _ task: Int, _ shards: ArraySlice<ConvolvedShard>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    words?.computeColumnGradient(
      task, shards: shards.count,
      { place in
        let w = shards[shards.startIndex + place].convolution
        return Embedding.Fed(
          tokens: UnsafePointer(w.tokens.pointer), places: w.pass.timeSteps * w.pass.rows,
          gradient: UnsafePointer(w.inputGradient.pointer), columns: input)
      }, into: gradients, accumulate: accumulate)
  }

  /// Rows of weight and bias of a layer.
  struct GradientTask {
    var layer: Int
    var rows: Range<Int>
  }

  static func gradientTasks(_ shape: ConvolutionShape, input: Int) -> [GradientTask] {
    (0..<shape.layers).flatMap { k in
      let columns = shape.width * shape.columnsFed(to: k, input: input)
      return rowTiles(shape.channels, by: gradientTileRows(columns: columns)).map {
        GradientTask(layer: k, rows: $0)
      }
    }
  }

  func computeGradient(
    _ task: GradientTask, _ shards: ArraySlice<ConvolvedShard>,
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let isTop = task.layer == layers.count - 1
    layers[task.layer].computeGradient(
      task.rows, shards: shards.count,
      { place in
        let shard = shards[shards.startIndex + place]
        let own = shard.convolution.layers[task.layer]
        let above = isTop ? shard.stack.layers[0].inputGradient : own.gradient
        return (own, UnsafePointer(above.pointer), shard.pass.timeSteps * shard.pass.rows)
      }, into: gradients, accumulate: accumulate)
  }
}

/// The memory of the convolutions for one shard.
package final class ConvolutionWorkspace: @unchecked Sendable {
  private(set) var firstColumn = 0
  /// Of the inputs.
  package private(set) var pass: ShardPass
  /// [T*S, I]: what is fed.
  package let inputs: FloatBlock
  /// [T*S, I]: the derivative with respect to it; empty until it is needed.
  package private(set) var inputGradient = FloatBlock(count: 0)
  /// [T*S], where tokens are fed.
  let tokens: Block<Int32>
  let layers: [ConvolutionLayerWorkspace]
  /// [S]: steps of the inputs, and of what is put out.
  private let lengths: Block<Int32>
  let shortened: Block<Int32>
  /// [T', S]: squares of the derivative with respect to what is put out, and of that of the last step's loss
  /// alone.
  let squares: Block<Double>
  let lastStepSquares: Block<Double>

  init(_ convolution: Convolution, timeSteps: Int, rows: Int) {
    let shape = convolution.shape
    let places = shape.steps(timeSteps) * rows
    lengths = Block(count: rows)
    shortened = Block(count: rows)
    pass = ShardPass(
      timeSteps: timeSteps, rows: rows, lengths: UnsafePointer(lengths.pointer),
      shortest: timeSteps)
    inputs = FloatBlock(count: timeSteps * rows * convolution.input)
    tokens = Block(count: convolution.words == nil ? 0 : timeSteps * rows)
    layers = convolution.layers.enumerated().map { k, layer in
      ConvolutionLayerWorkspace(layer, places: places, isTop: k == shape.layers - 1)
    }
    squares = Block(count: places)
    lastStepSquares = Block(count: places)
  }

  func makeInputGradient() {
    if inputGradient.count == 0 { inputGradient = FloatBlock(count: inputs.count) }
  }

  /// Begins a pass over some sequences of a batch.
  /// - Returns: the number of output steps.
  func begin(_ shape: ConvolutionShape, _ batch: Batch, firstColumn: Int, rows: Int) -> Int {
    self.firstColumn = firstColumn
    pass.timeSteps = batch.timeSteps
    pass.rows = rows
    pass.shortest = batch.timeSteps
    for s in 0..<rows {
      let length = min(Int(batch.lengths.pointer[firstColumn + s]), batch.timeSteps)
      lengths.pointer[s] = Int32(length)
      shortened.pointer[s] = Int32(shape.steps(length))
      pass.shortest = min(pass.shortest, length)
    }
    if tokens.count > 0 {
      pass.take(
        batch.tokens.pointer, batch: batch.size, firstColumn: firstColumn, into: tokens.pointer)
    }
    return shape.steps(batch.timeSteps)
  }

  /// Takes the norms of the derivative with respect to the output.
  func takeSquares(
    _ gradient: UnsafePointer<Float>, columns: Int, places: Int, ofLastStepAlone: Bool
  ) {
    let to = ofLastStepAlone ? lastStepSquares : squares
    for place in 0..<places {
      to.pointer[place] = ck_sum_squares(columns, gradient + place * columns)
    }
  }

  func doubleSquares(places: Int) { for place in 0..<places { squares.pointer[place] *= 4 } }
}
