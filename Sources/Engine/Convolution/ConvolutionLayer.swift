import CKernels

/// One convolution over time: y = max(0, b + sum over k of W_k x_(t stride + k - before)), zeros
/// past both ends of a sequence. Steps are gathered side by side, so that it is one product.
final class ConvolutionLayer: @unchecked Sendable {
  let channels: Int
  /// I: numbers of a step.
  let fed: Int
  let width: Int
  private let stride: Int
  private let before: Int
  private let weight: ParameterLayout.Slice
  private let bias: ParameterLayout.Slice
  private let forwardPanels: PanelMatrix
  private let backwardPanels: PanelMatrix
  /// [C, width, I]: W in the order of the gathered steps; and its gradient.
  private let ordered: FloatBlock
  private let orderedGradient: FloatBlock
  /// Rows of a product back to the inputs.
  static let chunk = 64

  init(
    _ shape: ConvolutionShape, layer: Int, fed: Int, weight: ParameterLayout.Slice,
    bias: ParameterLayout.Slice
  ) {
    (channels, width, before) = (shape.channels, shape.width, shape.before)
    stride = shape.stride(of: layer)
    self.fed = fed
    (self.weight, self.bias) = (weight, bias)
    forwardPanels = PanelMatrix(depth: width * fed, columns: channels)
    backwardPanels = PanelMatrix(depth: channels, columns: width * fed)
    ordered = FloatBlock(count: channels * width * fed)
    orderedGradient = FloatBlock(count: channels * width * fed)
  }

  var gathered: Int { width * fed }

  func pack(_ weights: UnsafePointer<Float>) {
    let from = weights + weight.range.lowerBound
    for c in 0..<channels {
      for i in 0..<fed {
        for k in 0..<width {
          ordered.pointer[(c * width + k) * fed + i] = from[(c * fed + i) * width + k]
        }
      }
    }
    forwardPanels.pack(transposed: ordered.pointer)
    backwardPanels.pack(ordered.pointer)
  }

  /// - Parameters:
  ///   - x: [T*S, I], zeros past the sequences' ends; from: its steps.
  ///   - y: [T'*S, C]; to: its steps.
  func forward(
    _ w: ConvolutionLayerWorkspace, _ x: UnsafePointer<Float>, from: ShardPass,
    into y: UnsafeMutablePointer<Float>, to: ShardPass, _ weights: UnsafePointer<Float>
  ) {
    gather(w, x, from: from, to: to)
    let rows = to.timeSteps * to.rows
    let bias = weights + bias.range.lowerBound
    for row in 0..<rows { (y + row * channels).update(from: bias, count: channels) }
    forwardPanels.multiply(rows: rows, w.columns.pointer, into: y, accumulate: true)
    // NaN stays NaN.
    for i in 0..<rows * channels where y[i] < 0 { y[i] = 0 }
    to.clearPastEnds(y, width: channels)
  }

  /// For every output the steps that it looks at, side by side: [T'*S, width * I].
  private func gather(
    _ w: ConvolutionLayerWorkspace, _ x: UnsafePointer<Float>, from: ShardPass, to: ShardPass
  ) {
    let rows = to.rows
    for t in 0..<to.timeSteps {
      for k in 0..<width {
        let step = t * stride + k - before
        for s in 0..<rows {
          let place = w.columns.pointer + ((t * rows + s) * width + k) * fed
          if step >= 0, step < from.timeSteps {
            place.update(from: x + (step * rows + s) * fed, count: fed)
          } else {
            place.update(repeating: 0, count: fed)
          }
        }
      }
    }
  }

  /// - Parameters:
  ///   - y: the output of `forward`.
  ///   - above: dL/dy, [T'*S, C]; becomes that before the cut at 0.
  ///   - into: dL/dx [T*S, I]; nil if not needed.
  func backward(
    _ w: ConvolutionLayerWorkspace, _ y: UnsafePointer<Float>,
    _ above: UnsafeMutablePointer<Float>, to: ShardPass, from: ShardPass,
    into gradient: UnsafeMutablePointer<Float>?
  ) {
    let rows = to.timeSteps * to.rows
    for i in 0..<rows * channels where !(y[i] > 0) { above[i] = 0 }
    guard let gradient else { return }
    gradient.update(repeating: 0, count: from.timeSteps * from.rows * fed)
    for first in Swift.stride(from: 0, to: rows, by: Self.chunk) {
      let count = min(Self.chunk, rows - first)
      backwardPanels.multiply(
        rows: count, above + first * channels, into: w.chunk.pointer)
      for row in first..<first + count {
        let (t, s) = (row / to.rows, row % to.rows)
        for k in 0..<width {
          let step = t * stride + k - before
          guard step >= 0, step < from.timeSteps else { continue }
          ck_add(
            fed, gradient + (step * to.rows + s) * fed,
            w.chunk.pointer + ((row - first) * width + k) * fed)
        }
      }
    }
    // Zeros past a sequence's end are not its inputs.
    from.clearPastEnds(gradient, width: fed)
  }

  /// Adds to the gradient of rows of weight and bias.
  /// - Parameter shards: [T'*S] rows with their gradient before the cut at 0.
  func computeGradient(
    _ tile: Range<Int>, shards: Int,
    _ shard: (Int) -> (w: ConvolutionLayerWorkspace, above: UnsafePointer<Float>, rows: Int),
    into gradients: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let first = tile.lowerBound
    let own = orderedGradient.pointer + first * gathered
    let biasGradient = gradients + bias.range.lowerBound + first
    for i in 0..<shards {
      let (w, above, rows) = shard(i)
      multiplyTransposed(
        rows: tile.count, columns: gathered, depth: rows, above + first, aStride: channels,
        w.columns.pointer, into: own, accumulate: i > 0)
      ck_column_sums(
        rows, tile.count, channels, above + first, biasGradient, accumulate || i > 0 ? 1 : 0)
    }
    for c in tile {
      for i in 0..<fed {
        for k in 0..<width {
          let place = gradients + weight.range.lowerBound + (c * fed + i) * width + k
          let value = orderedGradient.pointer[(c * width + k) * fed + i]
          place.pointee = accumulate ? place.pointee + value : value
        }
      }
    }
  }
}

/// The memory of one convolution for one shard.
final class ConvolutionLayerWorkspace: @unchecked Sendable {
  /// [T'*S, width * I]
  let columns: FloatBlock
  /// [rows of a chunk, width * I]
  let chunk: FloatBlock
  /// [T'*S, C]: its output and the derivative with respect to it, if another layer is
  /// above; those of the top one are the stack's.
  let outputs: FloatBlock
  let gradient: FloatBlock

  init(_ layer: ConvolutionLayer, places: Int, isTop: Bool) {
    columns = FloatBlock(count: places * layer.gathered)
    chunk = FloatBlock(count: min(places, ConvolutionLayer.chunk) * layer.gathered)
    outputs = FloatBlock(count: isTop ? 0 : places * layer.channels)
    gradient = FloatBlock(count: isTop ? 0 : places * layer.channels)
  }
}
