import CKernels

/// The embedding in front of a stack. With clearly fewer words than places, the first layer's input
/// product is taken once per word and not once per place.
final class Embedding: @unchecked Sendable {
  let vocabulary: Int
  /// Columns of the embedding.
  let columns: Int
  let slice: ParameterLayout.Slice
  /// Products of every word with the first layer's input weights [1 + V, G*H], by direction, and
  /// their derivative; made when first used. The first row is that of no word: its product is 0.
  private(set) var products: [FloatBlock] = []
  private(set) var gradients: [FloatBlock] = []
  /// False if weights have changed since.
  var isFresh = false

  init(_ slice: ParameterLayout.Slice) {
    self.slice = slice
    vocabulary = slice.shape[0]
    columns = slice.shape[1]
  }

  /// - Parameter width: the columns of the first layer's gates.
  func makeMemory(directions: Int, width: Int) {
    guard products.isEmpty else { return }
    let count = (1 + vocabulary) * width
    products = (0..<directions).map { _ in FloatBlock(count: count) }
    gradients = (0..<directions).map { _ in FloatBlock(count: count) }
  }

  var tasks: Int { (vocabulary + 63) / 64 }
  var columnTasks: Int { (columns + 15) / 16 }

  /// - Parameter weights: the whole flat block.
  func computeProducts(
    _ task: Int, _ layers: [any AnyRecurrentLayer], _ weights: UnsafePointer<Float>
  ) {
    let first = task * 64
    let rows = min(64, vocabulary - first)
    for (direction, table) in products.enumerated() {
      layers[direction].inputProducts(
        rows: rows, weights + slice.range.lowerBound + first * columns,
        into: table.pointer + (1 + first) * layers[direction].width)
    }
    if first + rows == vocabulary { isFresh = true }
  }

  /// Rows of the embedding at some places; zeros where nothing is fed.
  /// - Parameters:
  ///   - tokens: one for each place.
  ///   - stride: how far the places are apart.
  func lookUp(
    _ tokens: UnsafePointer<Int32>, places: Int, _ weights: UnsafePointer<Float>,
    into to: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let embedding = weights + slice.range.lowerBound
    for place in 0..<places {
      let row = to + place * stride
      let token = Int(tokens[place])
      if token < 0 {
        row.update(repeating: 0, count: columns)
      } else {
        row.update(from: embedding + token * columns, count: columns)
      }
    }
  }

  // MARK: gradients

  /// The derivative by word: rows of gate derivatives are added up by the word at their place; the
  /// input weights' gradient is then a product over words.
  /// - Parameters:
  ///   - u: the direction.
  ///   - rows: of the gates.
  func collect(
    _ u: Int, _ rows: Range<Int>, width: Int, _ shards: ArraySlice<StackWorkspace>,
    _ weights: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>,
    inputBias: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    // Word -1 is none: no product and no embedding, but the bias still applies.
    let none = gradients[u].pointer + rows.lowerBound
    let table = none + width
    for word in -1..<vocabulary { (table + word * width).update(repeating: 0, count: rows.count) }
    for shard in shards {
      let tokens = u == 0 ? shard.tokens : shard.reversedTokens
      ck_scatter_add(
        shard.pass.timeSteps * shard.pass.rows, rows.count, table, width, tokens.pointer, -1,
        shard.layers[u].gates.pointer + rows.lowerBound, width)
    }
    multiplyTransposed(
      rows: rows.count, columns: columns, depth: vocabulary, table, aStride: width,
      weights + slice.range.lowerBound, into: inputGradient, accumulate: accumulate)
    ck_column_sums(vocabulary + 1, rows.count, width, none, inputBias, accumulate ? 1 : 0)
  }

  /// With word products: rows of dE = (derivative by word) W, summed over directions.
  func computeRowGradient(
    _ task: Int, _ layers: [any AnyRecurrentLayer], into all: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let first = task * 64
    let gradient = all + slice.range.lowerBound
    for (u, block) in gradients.enumerated() {
      layers[u].inputGradient(
        rows: min(64, vocabulary - first), block.pointer + (1 + first) * layers[u].width,
        into: gradient + first * columns, accumulate: accumulate || u > 0)
    }
  }

  /// Tokens of a shard with the derivative with respect to their embeddings.
  struct Fed {
    var tokens: UnsafePointer<Int32>
    var places: Int
    /// [places, columns], of which the first are the embedding's.
    var gradient: UnsafePointer<Float>
    var columns: Int
  }

  /// Otherwise: columns of the sum of the input gradients by word.
  func computeColumnGradient(
    _ task: Int, shards: Int, _ fed: (Int) -> Fed, into all: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let first = task * 16
    let width = min(16, columns - first)
    let gradient = all + slice.range.lowerBound
    if !accumulate {
      for word in 0..<vocabulary {
        (gradient + word * columns + first).update(repeating: 0, count: width)
      }
    }
    for i in 0..<shards {
      let fed = fed(i)
      ck_scatter_add(
        fed.places, width, gradient + first, columns, fed.tokens, 0, fed.gradient + first,
        fed.columns)
    }
  }
}
