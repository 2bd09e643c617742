import CKernels

/// Hands the encoder's last states over as the decoder's first ones.
final class Bridge: @unchecked Sendable {
  private struct Link {
    let link: BridgeLink
    /// Where the map's numbers are, and its panels; nil: the state itself is handed over.
    let weight: ParameterLayout.Slice?
    let bias: ParameterLayout.Slice?
    let forwardPanels: PanelMatrix?
    let backwardPanels: PanelMatrix?
  }
  private let links: [Link]
  private let directions: Int
  let gradientTasks: [GradientTask]

  /// Rows of one link's map.
  struct GradientTask {
    let link: Int
    let rows: Range<Int>
  }

  init(
    _ links: [BridgeLink],
    slices: [(weight: ParameterLayout.Slice, bias: ParameterLayout.Slice)?], directions: Int
  ) {
    self.directions = directions
    self.links = zip(links, slices).map { link, slices in
      Link(
        link: link, weight: slices?.weight, bias: slices?.bias,
        forwardPanels: slices.map { _ in PanelMatrix(depth: link.columns, columns: link.size) },
        backwardPanels: slices.map { _ in PanelMatrix(depth: link.size, columns: link.columns) })
    }
    gradientTasks = links.enumerated().flatMap { place, link in
      link.isLinear
        ? rowTiles(link.size, by: gradientTileRows(columns: link.columns)).map {
          GradientTask(link: place, rows: $0)
        } : []
    }
  }

  func makeWorkspace(rows: Int) -> BridgeWorkspace {
    BridgeWorkspace(columns: links.map(\.link.columns), rows: rows)
  }

  func pack(_ weights: UnsafePointer<Float>) {
    for link in links {
      guard let weight = link.weight else { continue }
      link.forwardPanels?.pack(transposed: weights + weight.range.lowerBound)
      link.backwardPanels?.pack(weights + weight.range.lowerBound)
    }
  }

  /// - Parameter weights: the whole flat block.
  func forward(
    _ w: BridgeWorkspace, from encoder: StackWorkspace, to decoder: StackWorkspace,
    _ weights: UnsafePointer<Float>
  ) {
    let rows = encoder.pass.rows
    for (place, link) in links.enumerated() {
      let source = w.sources[place].pointer
      for d in 0..<directions {
        let u = link.link.from * directions + d
        let hidden = encoder.shape.units(u)
        let states = link.link.fromCell ? encoder.cellStates(u) : encoder.hiddenStates(u)
        encoder.pass.gatherLast(
          states, width: hidden, into: source + d * hidden, stride: link.link.columns)
      }
      let layer = decoder.layers[link.link.layer]
      let to = (link.link.ofCell ? layer.cellStates : layer.hiddenStates).pointer
      guard let panels = link.forwardPanels, let bias = link.bias else {
        to.update(from: source, count: rows * link.link.size)
        continue
      }
      for s in 0..<rows {
        (to + s * link.link.size).update(
          from: weights + bias.range.lowerBound, count: link.link.size)
      }
      panels.multiply(rows: rows, source, into: to, accumulate: true)
    }
  }

  /// From the derivatives with respect to the decoder's first states to those with respect to the
  /// encoder's last ones.
  func backward(from decoder: StackWorkspace, to encoder: StackWorkspace, _ w: BridgeWorkspace) {
    let rows = encoder.pass.rows
    for layer in encoder.layers { layer.clearFinalGradients(rows: rows) }
    for (place, link) in links.enumerated() {
      let own = gradient(link, decoder)
      var source = own
      if let panels = link.backwardPanels {
        panels.multiply(rows: rows, own, into: w.gradients[place].pointer)
        source = UnsafePointer(w.gradients[place].pointer)
      }
      for d in 0..<directions {
        let u = link.link.from * directions + d
        let hidden = encoder.shape.units(u)
        let layer = encoder.layers[u]
        let to = (link.link.fromCell ? layer.finalCellGradient : layer.finalHiddenGradient).pointer
        for s in 0..<rows {
          ck_add(hidden, to + s * hidden, source + s * link.link.columns + d * hidden)
        }
      }
    }
  }

  private func gradient(_ link: Link, _ decoder: StackWorkspace) -> UnsafePointer<Float> {
    let layer = decoder.layers[link.link.layer]
    return UnsafePointer(
      (link.link.ofCell ? layer.initialCellGradient : layer.initialHiddenGradient).pointer)
  }

  /// - Parameters:
  ///   - decoders: those of the shards in use, and their bridges.
  func computeGradient(
    _ task: GradientTask, _ shards: ArraySlice<BridgeWorkspace>,
    _ decoders: ArraySlice<StackWorkspace>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let link = links[task.link]
    guard let weight = link.weight, let bias = link.bias else { return }
    let (first, columns, size) = (task.rows.lowerBound, link.link.columns, link.link.size)
    for (i, (w, decoder)) in zip(shards, decoders).enumerated() {
      let d = gradient(link, decoder) + first
      let adds = accumulate || i > 0
      multiplyTransposed(
        rows: task.rows.count, columns: columns, depth: decoder.pass.rows, d, aStride: size,
        w.sources[task.link].pointer,
        into: gradients + weight.range.lowerBound + first * columns, accumulate: adds)
      ck_column_sums(
        decoder.pass.rows, task.rows.count, size, d, gradients + bias.range.lowerBound + first,
        adds ? 1 : 0)
    }
  }
}

/// By link, [S, columns] each: the encoder's last states, and the derivative with respect to them.
final class BridgeWorkspace: @unchecked Sendable {
  let sources: [FloatBlock]
  let gradients: [FloatBlock]

  init(columns: [Int], rows: Int) {
    sources = columns.map { FloatBlock(count: rows * $0) }
    gradients = columns.map { FloatBlock(count: rows * $0) }
  }
}
