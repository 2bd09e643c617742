import Foundation

/// One time step of a recurrent cell as its paper has it, for one sequence, in double precision.
///
/// - Parameters of every step:
///   - a: W x + b_ih, [G*H]
///   - u: R h' + b_hh, [G*H], h' after recurrent dropout
///   - h, c: the states before, [H]
///   - nudge: added to c_t, to take the derivative with respect to it.
enum OracleCell {
  typealias State = (h: [Double], c: [Double])

  static func step(
    _ name: String, _ a: [Double], _ u: [Double], _ before: State, nudge: (Int, Double)?
  ) -> State {
    switch name {
    case "rnn": return (zip(a, u).map { tanh($0 + $1) }, [])
    case "lstm": return lstm(a, u, before, nudge)
    case "gru": return gru(a, u, before)
    default: fatalError("the oracle does not know the cell \(name)")
    }
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private static func lstm(
    _ a: [Double], _ u: [Double], _ before: State, _ nudge: (Int, Double)?
  ) -> State {
    let n = before.h.count
    var after = before
    for j in 0..<n {
      let i = sigmoid(a[j] + u[j])
      let f = sigmoid(a[n + j] + u[n + j])
      let g = tanh(a[2 * n + j] + u[2 * n + j])
      let o = sigmoid(a[3 * n + j] + u[3 * n + j])
      after.c[j] = f * before.c[j] + i * g
      if let nudge, nudge.0 == j { after.c[j] += nudge.1 }
      after.h[j] = o * tanh(after.c[j])
    }
    return after
  }

  private static func gru(_ a: [Double], _ u: [Double], _ before: State) -> State {
    let n = before.h.count
    var after = before
    for j in 0..<n {
      let r = sigmoid(a[j] + u[j])
      let z = sigmoid(a[n + j] + u[n + j])
      let candidate = tanh(a[2 * n + j] + r * u[2 * n + j])
      after.h[j] = (1 - z) * candidate + z * before.h[j]
    }
    return after
  }
}
