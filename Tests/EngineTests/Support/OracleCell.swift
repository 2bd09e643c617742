import Engine
import Foundation

/// One time step of a recurrent cell as its paper has it, for one sequence, in double precision.
struct OracleCell {
  typealias State = (h: [Double], c: [Double])

  /// What a step is made of.
  struct Step {
    /// W x + b_ih and R h' + b_hh, [G*H], h' after recurrent dropout; and that h' itself.
    var a: [Double]
    var u: [Double]
    var masked: [Double]
    var before: State
    /// Added to c_t, to take the derivative with respect to it.
    var nudge: (unit: Int, amount: Double)?
  }

  let name: String
  let options: CellOptions
  let size: Int
  /// The peepholes' tensor, and rows of W_hh times a vector plus b_hh.
  let peephole: [Double]
  let recurrent: (_ rows: Range<Int>, _ x: [Double]) -> [Double]

  func step(_ s: Step) -> State {
    switch name {
    case "rnn":
      return (zip(s.a, s.u).map { activation($0 + $1) }, [])
    case "two_stage": return (zip(s.a, s.u).map { tanh($0 + $1) }, [])
    case "lstm": return lstm(s)
    case "gru": return gru(s)
    case "mingru": return minGRU(s)
    case "minlstm": return minLSTM(s)
    default: fatalError("the oracle does not know the cell \(name)")
    }
  }

  private func activation(_ x: Double) -> Double {
    switch options.activation {
    case .tanh: tanh(x)
    case .sigmoid: sigmoid(x)
    case .relu: max(x, 0)
    case .leakyReLU: x > 0 ? x : Double(options.leakySlope) * x
    }
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// What the cell state adds to a gate (0 i, 1 f, 2 g, 3 o) of unit j.
  private func peep(_ gate: Int, _ j: Int, _ c: [Double]) -> Double {
    switch options.peephole {
    case .none: return 0
    case .diagonal: return gate == 2 ? 0 : peephole[[0, 1, 2, 2][gate] * size + j] * c[j]
    case .full:
      return c.indices.map { peephole[(gate * size + j) * size + $0] * c[$0] }.reduce(0, +)
    }
  }

  private func lstm(_ s: Step) -> State {
    let n = size
    var after = s.before
    var o = [Double](repeating: 0, count: n)
    for j in 0..<n {
      func before(_ gate: Int) -> Double { s.a[gate * n + j] + s.u[gate * n + j] }
      let i = sigmoid(before(0) + peep(0, j, s.before.c))
      let f = sigmoid(before(1) + peep(1, j, s.before.c))
      let g = tanh(before(2) + peep(2, j, s.before.c))
      o[j] = before(3)
      after.c[j] = f * s.before.c[j] + i * g
    }
    if let nudge = s.nudge { after.c[nudge.unit] += nudge.amount }
    for j in 0..<n { after.h[j] = sigmoid(o[j] + peep(3, j, after.c)) * tanh(after.c[j]) }
    return after
  }

  private func positive(_ x: Double) -> Double { x >= 0 ? x + 0.5 : sigmoid(x) }

  private func minGRU(_ s: Step) -> State {
    var after = s.before
    for j in 0..<size {
      let z = sigmoid(s.a[j])
      after.h[j] = (1 - z) * s.before.h[j] + z * positive(s.a[size + j])
    }
    return after
  }

  private func minLSTM(_ s: Step) -> State {
    var after = s.before
    for j in 0..<size {
      let (f, i) = (sigmoid(s.a[j]), sigmoid(s.a[size + j]))
      after.h[j] =
        f / (f + i) * s.before.h[j] + i / (f + i) * positive(s.a[2 * size + j])
    }
    return after
  }

  private func gru(_ s: Step) -> State {
    let n = size
    var after = s.before
    let r = (0..<n).map { sigmoid(s.a[$0] + s.u[$0]) }
    let inner =
      options.reset == .before
      ? recurrent(2 * n..<3 * n, zip(r, s.masked).map { $0 * $1 })
      : (0..<n).map { r[$0] * s.u[2 * n + $0] }
    for j in 0..<n {
      let z = sigmoid(s.a[n + j] + s.u[n + j])
      after.h[j] = (1 - z) * tanh(s.a[2 * n + j] + inner[j]) + z * s.before.h[j]
    }
    return after
  }
}
