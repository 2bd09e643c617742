import Engine
import Foundation

/// Attention by its definition, for one sequence, in double precision.
struct OracleAttention {
  let kind: AttentionKind
  let columns: Int
  /// Query, key and value matrices, then additive attention's bias and vector.
  let tensors: [[Double]]

  /// z_i = h_i + W_v sum_j a_ij h_j for each query.
  /// - Parameters:
  ///   - states: [T, columns] up to the sequence's end.
  ///   - queries: states that ask, each with how many steps it sees.
  func callAsFunction(
    states: [[Double]], queries: [(state: [Double], seen: Int)]
  ) -> (outputs: [[Double]], weights: [[Double]]) {
    var outputs: [[Double]] = []
    var weights: [[Double]] = []
    let keys = states.map { product(tensors[1], $0) }
    for query in queries {
      let q = product(tensors[0], query.state)
      let scores = keys.prefix(query.seen).map { key in
        kind == .dot
          ? zip(q, key).map { $0 * $1 }.reduce(0, +) / Double(columns).squareRoot()
          : (0..<columns).map { tensors[4][$0] * tanh(q[$0] + tensors[3][$0] + key[$0]) }
            .reduce(0, +)
      }
      let total = scores.map { exp($0) }.reduce(0, +)
      let a = scores.map { exp($0) / total }
      var context = [Double](repeating: 0, count: columns)
      for (weight, state) in zip(a, states) {
        for j in 0..<columns { context[j] += weight * state[j] }
      }
      outputs.append(zip(query.state, product(tensors[2], context)).map { $0 + $1 })
      weights.append(a)
    }
    return (outputs, weights)
  }

  private func product(_ matrix: [Double], _ x: [Double]) -> [Double] {
    (0..<columns).map { row in
      (0..<columns).map { matrix[row * columns + $0] * x[$0] }.reduce(0, +)
    }
  }
}
