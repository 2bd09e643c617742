/// Recurrent layers on top of each other, with the embedding in front of them where they are fed
/// words: their forward and backward pass through one shard. The weights are in the model's block.
package final class RecurrentStack: @unchecked Sendable {
  /// Its name in tensors and diagnostics ("rnn").
  let name: String
  /// Its name in a model with several stacks: "encoder".
  let part: String?
  let shape: StackShape
  let cell: any RecurrentCell
  let slices: [ParameterLayout.LayerSlices]
  /// By recurrence.
  let layers: [any AnyRecurrentLayer]
  let words: Embedding?
  private let links: Links

  /// States that other parts of the model set or take over, and so part of the gradient's way.
  struct Links: OptionSet {
    let rawValue: Int
    static let initialStates = Self(rawValue: 1 << 0)
    static let finalStates = Self(rawValue: 1 << 1)
    /// The input of the first layer is learned.
    static let inputs = Self(rawValue: 1 << 2)
  }

  // Of the pass; set by `begin`, read by the tasks.
  private(set) var job = PassJob()
  private(set) var noise = NoiseSource()
  /// The noise on the states of every recurrence.
  private(set) var stateNoise = StateNoise()
  /// True if the first layer's input product is taken once per word: when there are clearly
  /// fewer words than places, and each place sees its word undisturbed.
  private(set) var usesWordProducts = false

  /// - Parameter embedding: nil if the stack is fed numbers.
  init(
    _ name: String, _ shape: StackShape, cell: any RecurrentCell,
    slices: [ParameterLayout.LayerSlices], embedding: ParameterLayout.Slice?,
    part: String? = nil, links: Links = []
  ) {
    self.name = name
    self.part = part
    self.links = links
    self.shape = shape
    self.cell = cell
    self.slices = slices
    layers = slices.enumerated().map { u, slices in
      Self.makeLayer(
        cell, hidden: shape.units(u), columnsFed: shape.columnsFed(to: u / shape.directions),
        slices: slices)
    }
    words = embedding.map { Embedding($0) }
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
  ///   - shards: those that hold a part of it.
  func begin(
    _ job: PassJob, _ noise: NoiseSource, places: Int, _ shards: ArraySlice<StackWorkspace>
  ) {
    self.job = job
    self.noise = noise
    stateNoise = StateNoise(job.plan, hasCellState: cell.hasCellState)
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

  /// True if the gradient continues to what the first layer is fed.
  private var wantsInputGradient: Bool {
    job.wantsInputGradient || job.plan.adversarial > 0 || words != nil && !usesWordProducts
      || links.contains(.inputs)
  }

  // MARK: forward

  /// - Parameter steps: nil: all. Ranges come one after another, and only with one direction.
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
      // After the row of no word, which is word -1.
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

  /// [T*S, I]: the input of layer `k`, before dropout.
  private func fedBeforeDropout(_ w: StackWorkspace, _ k: Int) -> UnsafePointer<Float> {
    UnsafePointer(k == 0 ? w.inputs.pointer : w.layerOutputs(k - 1))
  }

  /// [T*S, I]: the input of layer `k`, after dropout.
  private func fed(_ w: StackWorkspace, _ k: Int) -> UnsafePointer<Float> {
    inputDropout(k) > 0
      ? UnsafePointer(w.layers[firstRecurrence(k)].maskedInput.pointer) : fedBeforeDropout(w, k)
  }

  /// [T*S, I]: the input of a recurrence, in its own order of steps.
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

  // MARK: backward

  /// - Parameters:
  ///   - start: the gradient of the top layer's output.
  ///   - steps: nil: all. Ranges come in reverse order.
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
        k > 0 || job.wantsInputGradient || links.contains(.inputs)
        || !options.keepsActivations && wantsInputGradient
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
