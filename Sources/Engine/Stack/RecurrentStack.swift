import CKernels

/// Large blocks of a layer that only some passes need.
struct ExtraMemory: OptionSet {
  let rawValue: Int
  static let inputGradient = Self(rawValue: 1 << 0)
  static let recurrentDropout = Self(rawValue: 1 << 1)
  static let hiddenZoneout = Self(rawValue: 1 << 2)
  static let cellZoneout = Self(rawValue: 1 << 3)
  static let freshCells = Self(rawValue: 1 << 4)
  static let inputDropout = Self(rawValue: 1 << 5)
  static let reversedInput = Self(rawValue: 1 << 6)
  static let directionGradient = Self(rawValue: 1 << 7)
  static let finalGradient = Self(rawValue: 1 << 8)
  static let initialGradient = Self(rawValue: 1 << 9)
}

/// Recurrent layers on top of each other, with the embedding in front of them where they are fed
/// words: their way forward and back through one shard. The weights lie in the model's block.
package final class RecurrentStack: @unchecked Sendable {
  /// As tensors and diagnostics call it ("rnn").
  let name: String
  let shape: StackShape
  let cell: any RecurrentCell
  let slices: [ParameterLayout.LayerSlices]
  /// By recurrence.
  let layers: [any AnyRecurrentLayer]
  let words: WordTable?
  private let links: Links

  /// States that other parts of the model set or take over, and so part of the gradient's way.
  struct Links: OptionSet {
    let rawValue: Int
    static let initialStates = Self(rawValue: 1 << 0)
    static let finalStates = Self(rawValue: 1 << 1)
  }

  // Of the pass; set by `begin`, read by the tasks.
  private(set) var job = PassJob()
  private(set) var noise = NoiseSource()
  /// True where the first layer's input product is taken once per word: when there are clearly
  /// fewer words than places, and each place sees its word undisturbed.
  private(set) var usesWordProducts = false

  /// - Parameter embedding: nil where the stack is fed numbers.
  init(
    _ name: String, _ shape: StackShape, cell: any RecurrentCell,
    slices: [ParameterLayout.LayerSlices], embedding: ParameterLayout.Slice?, links: Links = []
  ) {
    self.name = name
    self.links = links
    self.shape = shape
    self.cell = cell
    self.slices = slices
    layers = slices.enumerated().map { u, slices in
      Self.makeLayer(
        cell, hidden: shape.units(u), columnsFed: shape.columnsFed(to: u / shape.directions),
        slices: slices)
    }
    words = embedding.map { WordTable($0) }
  }

  private static func makeLayer<C: RecurrentCell>(
    _ cell: C, hidden: Int, columnsFed: Int, slices: ParameterLayout.LayerSlices
  ) -> any AnyRecurrentLayer {
    RecurrentLayer<C>(cell: cell, hidden: hidden, columnsFed: columnsFed, slices: slices)
  }

  // MARK: weights

  var packTasks: Int { layers.reduce(0) { $0 + $1.packParts } }

  /// Repacks a part of the weights.
  func pack(_ task: Int, _ weights: UnsafePointer<Float>) {
    // One task alone writes it: the others may run at the same time.
    if task == 0 { words?.isFresh = false }
    var rest = task
    for layer in layers {
      if rest < layer.packParts { return layer.pack(weights, part: rest) }
      rest -= layer.packParts
    }
  }

  // MARK: beginning

  /// Prepares a pass.
  /// - Parameters:
  ///   - places: time steps times sequences of the batch.
  ///   - shards: that hold a part of it.
  func begin(
    _ job: PassJob, _ noise: NoiseSource, places: Int, _ shards: ArraySlice<StackWorkspace>
  ) {
    self.job = job
    self.noise = noise
    usesWordProducts =
      words.map {
        cell.outputStage == nil && $0.vocabulary * 2 <= places && job.plan.feedsWordsUndisturbed
          && $0.columns == shape.input
      } ?? false
    if usesWordProducts {
      words?.makeMemory(directions: shape.directions, width: layers[0].width)
    }
    for u in layers.indices {
      let memory = extraMemory(of: u)
      for shard in shards { shard.layers[u].make(memory) }
    }
  }

  /// The memory that this pass needs in a recurrence.
  private func extraMemory(of u: Int) -> ExtraMemory {
    let k = u / shape.directions
    let isForward = u % shape.directions == 0
    let training = job.kind == .training
    let noise = stateNoise
    var memory = ExtraMemory()
    func need(_ kind: ExtraMemory, _ condition: Bool) { if condition { memory.insert(kind) } }
    need(.inputGradient, training && (k > 0 || wantsInputGradient))
    need(.recurrentDropout, noise.recurrentDropout != .none)
    need(.hiddenZoneout, noise.hiddenZoneout != .none)
    need(.cellZoneout, noise.cellZoneout != .none)
    need(
      .freshCells,
      noise.cellZoneout != .none && layers[u].products.contains { $0.kind.operand == .cell })
    need(.inputDropout, isForward && inputDropout(k) > 0)
    need(.reversedInput, !isForward && !(k == 0 && usesWordProducts))
    need(.directionGradient, training && shape.bidirectional)
    need(.finalGradient, training && links.contains(.finalStates))
    need(.initialGradient, training && links.contains(.initialStates))
    return memory
  }

  /// True where the gradient goes on to what the first layer is fed.
  private var wantsInputGradient: Bool {
    job.wantsInputGradient || job.plan.adversarial > 0 || words != nil && !usesWordProducts
  }

  // MARK: words

  /// Tasks of the products by word; 0 where they are not used.
  var wordTasks: Int { usesWordProducts ? words?.tasks ?? 0 : 0 }

  /// False where the weights are those of the last products.
  var needsWordProducts: Bool { usesWordProducts && words?.isFresh == false }

  func computeWordProducts(_ task: Int, _ weights: UnsafePointer<Float>) {
    words?.computeProducts(task, layers, weights)
  }

  var embeddingTasks: Int {
    words.map { usesWordProducts ? $0.tasks : $0.columnTasks } ?? 0
  }

  func computeEmbeddingGradient(
    _ task: Int, _ shards: ArraySlice<StackWorkspace>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    if usesWordProducts {
      words?.computeRowGradient(task, layers, into: gradients, accumulate: accumulate)
    } else {
      words?.computeColumnGradient(task, shards, into: gradients, accumulate: accumulate)
    }
  }

  // MARK: inputs

  /// Takes what the first layer is fed: rows of the embedding, or numbers [T, B, I].
  func loadInputs(
    _ w: StackWorkspace, _ batch: Batch, _ weights: UnsafePointer<Float>
  ) {
    if usesWordProducts { return }
    let places = w.pass.timeSteps * w.pass.rows
    if words != nil {
      loadTokens(w, weights, steps: 0..<w.pass.timeSteps)
    } else {
      w.loadInputs(batch.inputs.pointer, batch: batch.size)
    }
    guard job.plan.inputNoise > 0 else { return }
    ck_add_gaussian(
      places * shape.input, w.inputs.pointer, w.inputs.pointer,
      noise.key(.inputNoise, column: w.firstColumn), 0, job.plan.inputNoise)
    w.pass.clearPastEnds(w.inputs.pointer, width: shape.input)
  }

  /// Takes rows of the embedding for some steps.
  func loadTokens(_ w: StackWorkspace, _ weights: UnsafePointer<Float>, steps: Range<Int>) {
    guard let words, !usesWordProducts else { return }
    let first = steps.lowerBound * w.pass.rows
    words.lookUp(
      w.tokens.pointer + first, places: steps.count * w.pass.rows, weights,
      into: w.inputs.pointer + first * shape.input, stride: shape.input)
    w.pass.clearPastEnds(w.inputs.pointer, width: shape.input, steps: steps)
  }

  /// Moves the inputs against the gradient of the clean loss.
  func moveInputs(_ w: StackWorkspace) {
    let columns = shape.input
    let (steps, rows) = (w.pass.timeSteps, w.pass.rows)
    let gradient = w.layers[0].inputGradient.pointer
    let epsilon = job.plan.adversarial
    guard !job.plan.adversarialTakesSign else {
      ck_add_sign(steps * rows * columns, w.inputs.pointer, gradient, epsilon)
      return
    }
    for s in 0..<rows {
      var square = 0.0
      for t in 0..<steps { square += ck_sum_squares(columns, gradient + (t * rows + s) * columns) }
      guard square > 0, square.isFinite else { continue }
      let factor = Float(Double(epsilon) / square.squareRoot())
      for t in 0..<steps {
        let row = (t * rows + s) * columns
        ck_add_scaled(columns, w.inputs.pointer + row, gradient + row, factor)
      }
    }
  }

  // MARK: forward

  /// - Parameter steps: nil: all. Ranges come one after the other, and only with one direction.
  func forward(_ w: StackWorkspace, steps: Range<Int>? = nil) {
    let steps = steps ?? 0..<w.pass.timeSteps
    let isFirst = steps.lowerBound == 0
    for k in shape.hidden.indices {
      let rate = inputDropout(k)
      let first = firstRecurrence(k)
      if rate > 0 {
        let layer = w.layers[first]
        let width = w.pass.rows * layers[first].columnsFed
        if isFirst { fillDropout(layer.inputMask, w.pass.timeSteps * width, rate, .input(k), w) }
        let start = steps.lowerBound * width
        multiply(
          steps.count * width, fedBeforeDropout(w, k) + start, layer.inputMask.pointer + start,
          into: layer.maskedInput.pointer + start)
      }
      for direction in 0..<shape.directions {
        let u = first + direction
        if isFirst { drawStateNoise(u, w) }
        layers[u].forward(
          w.layers[u], input(w, k, direction), w.pass, stateNoise, steps: steps)
      }
      w.join(k)
    }
  }

  func firstRecurrence(_ k: Int) -> Int { k * shape.directions }

  private func input(_ w: StackWorkspace, _ k: Int, _ direction: Int) -> LayerInput {
    if k == 0, usesWordProducts, let words {
      let tokens = direction == 0 ? w.tokens : w.reversedTokens
      // Behind the row of no word, which is word -1.
      return .tokens(
        UnsafePointer(tokens.pointer),
        table: UnsafePointer(words.products[direction].pointer + layers[direction].width))
    }
    let x = fed(w, k)
    let u = firstRecurrence(k) + direction
    return .rows(
      direction == 0 ? x : w.reverseInput(x, recurrence: u, width: layers[u].columnsFed))
  }

  private func inputDropout(_ k: Int) -> Float {
    k == 0 ? job.plan.inputDropout : job.plan.betweenDropout
  }

  /// [T*S, I]: what layer `k` is fed, before dropout.
  private func fedBeforeDropout(_ w: StackWorkspace, _ k: Int) -> UnsafePointer<Float> {
    UnsafePointer(k == 0 ? w.inputs.pointer : w.layerOutputs(k - 1))
  }

  /// [T*S, I]: what layer `k` is fed, after dropout.
  private func fed(_ w: StackWorkspace, _ k: Int) -> UnsafePointer<Float> {
    inputDropout(k) > 0
      ? UnsafePointer(w.layers[firstRecurrence(k)].maskedInput.pointer) : fedBeforeDropout(w, k)
  }

  /// [T*S, I]: what a recurrence was fed, in its own order of steps.
  func fed(_ w: StackWorkspace, recurrence u: Int) -> UnsafePointer<Float> {
    u % shape.directions == 0
      ? fed(w, u / shape.directions) : UnsafePointer(w.layers[u].reversedInput.pointer)
  }

  func takeStatistics(_ w: StackWorkspace) {
    for (u, layer) in w.layers.enumerated() {
      layer.statistics.take(
        cell, gates: UnsafePointer(layer.gates.pointer), states: UnsafePointer(w.hiddenStates(u)),
        w.pass)
    }
  }

  // MARK: noise

  private func fillDropout(
    _ mask: FloatBlock, _ count: Int, _ rate: Float, _ place: NoiseSource.Place,
    _ w: StackWorkspace
  ) {
    ck_random_mask(
      count, mask.pointer, noise.key(place, column: w.firstColumn), 0, rate, 0, 1 / (1 - rate))
  }

  /// What acts on the states of every recurrence in this job.
  private var stateNoise: StateNoise {
    let plan = job.plan
    var noise = StateNoise()
    if plan.recurrentDropout > 0 {
      noise.recurrentDropout = plan.recurrentDropoutEveryStep ? .step : .sequence
    }
    let zoneout: StateNoise.Mask = plan.zoneoutTakesMean ? .sequence : .step
    if plan.hiddenZoneout > 0 { noise.hiddenZoneout = zoneout }
    if plan.cellZoneout > 0, cell.hasCellState { noise.cellZoneout = zoneout }
    return noise
  }

  /// Draws the masks of one recurrence.
  private func drawStateNoise(_ u: Int, _ w: StackWorkspace) {
    let plan = job.plan
    let state = stateNoise
    let layer = w.layers[u]
    let count = w.pass.rows * layers[u].hidden
    let all = w.pass.timeSteps * count
    if state.recurrentDropout != .none {
      fillDropout(
        layer.recurrentMask, state.recurrentDropout == .step ? all : count, plan.recurrentDropout,
        .recurrent(u), w)
    }
    func draw(_ shares: FloatBlock, _ rate: Float, _ place: NoiseSource.Place) {
      guard !plan.zoneoutTakesMean else {
        shares.pointer.update(repeating: rate, count: count)
        return
      }
      ck_random_mask(
        all, shares.pointer, noise.key(place, column: w.firstColumn), 0, rate, 1, 0)
    }
    if state.hiddenZoneout != .none {
      draw(layer.hiddenShares, plan.hiddenZoneout, .hiddenZoneout(u))
    }
    if state.cellZoneout != .none { draw(layer.cellShares, plan.cellZoneout, .cellZoneout(u)) }
  }

  // MARK: backward

  /// - Parameters:
  ///   - start: the gradient of the top layer's output.
  ///   - steps: nil: all. Ranges come one before the other.
  func backward(
    _ w: StackWorkspace, _ start: GradientFromAbove, _ options: BackwardOptions,
    steps: Range<Int>? = nil
  ) {
    let steps = steps ?? 0..<w.pass.timeSteps
    var above = start
    var options = options
    options.addsFinalGradient = links.contains(.finalStates)
    options.reachesInitialStates = links.contains(.initialStates)
    for k in shape.hidden.indices.reversed() {
      let first = firstRecurrence(k)
      let columns = layers[first].columnsFed
      options.wantsInputGradient =
        k > 0 || job.wantsInputGradient || !options.keepsActivations && wantsInputGradient
      for u in first..<first + shape.directions {
        layers[u].backward(
          w.layers[u], w.scratch(u), w.ownPart(of: above, recurrence: u), w.pass, stateNoise,
          options, steps: steps)
      }
      guard options.wantsInputGradient else { return }
      if shape.bidirectional { w.addReversedInputGradient(k, width: columns) }
      let gradient = w.layers[first].inputGradient.pointer
      if inputDropout(k) > 0 {
        let start = steps.lowerBound * w.pass.rows * columns
        multiply(
          steps.count * w.pass.rows * columns, gradient + start,
          w.layers[first].inputMask.pointer + start, into: gradient + start)
      }
      above = .everyStep(UnsafePointer(gradient))
    }
  }
}
