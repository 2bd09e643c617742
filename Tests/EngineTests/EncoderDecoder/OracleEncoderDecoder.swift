import Engine
import Foundation

/// An encoder-decoder once more: plain loops in double precision, one pair at a time, with none of
/// the engine's code but the places of its parameters.
struct OracleEncoderDecoder {
  struct Pair {
    var length = 0
    /// [T, I] or [T]; -1: nothing is fed.
    var inputs: [Double] = []
    var tokens: [Int] = []
    /// What an adversary adds to what the encoder is fed, [T, I]; empty: there is none.
    var push: [Double] = []
    /// [U]: what the decoder is fed, and what it is to say.
    var fed: [Int] = []
    var classes: [Int] = []
  }

  /// A small change of one unit of h, to differentiate by it.
  struct Nudge {
    var isDecoder: Bool
    var recurrence: Int
    /// In the recurrence's own order of steps.
    var timeStep: Int
    var unit: Int
    var amount: Double
  }

  struct Result {
    /// [U][V]
    var outputs: [[Double]] = []
    var losses: [Double] = []
    var objectives: [Double] = []
    /// [U][T]
    var attention: [[Double]] = []
  }

  let a: EncoderDecoderArchitecture
  let layout: ParameterLayout
  var weights: [Double]
  var pairs: [Pair]
  var smoothing = 0.0

  private struct Recurrence {
    let cell: OracleCell
    let end: String
    var h: [Double]
    var c: [Double]
  }

  var terms: Int { pairs.map(\.classes.count).reduce(0, +) }

  /// With an adversary half of it is the loss on pushed inputs.
  var objective: Double {
    let sums = pairs.map { pair in
      let pushed = run(pair).objectives.reduce(0, +)
      if pair.push.isEmpty { return pushed }
      var clean = pair
      clean.push = []
      return (pushed + run(clean).objectives.reduce(0, +)) / 2
    }
    return sums.reduce(0, +) / Double(terms)
  }

  var loss: Double { pairs.map { run($0).losses.reduce(0, +) }.reduce(0, +) / Double(terms) }

  func run(_ pair: Pair, nudge: Nudge? = nil) -> Result {
    var encoder = recurrences("encoder.rnn.", a.encoder)
    let source = encode(pair, &encoder, nudge)
    var decoder = recurrences("decoder.rnn.", a.decoder)
    bridge(encoder, to: &decoder)
    var result = Result()
    var z = [Double](repeating: 0, count: a.decoderColumns)
    for (t, token) in pair.fed.enumerated() {
      var x = embedded(token, decoder: true)
      if a.feedsInput { x += z }
      for k in decoder.indices {
        x = step(
          &decoder[k], "decoder.rnn.", x, nudge: nudge.flatMap { $0.isDecoder ? $0 : nil }, k, t)
      }
      z = x
      if a.attention != .none {
        let weights = attend(x, source)
        result.attention.append(weights)
        var context = [Double](repeating: 0, count: source[0].count)
        for (weight, state) in zip(weights, source) {
          for i in context.indices { context[i] += weight * state[i] }
        }
        z = affine("decoder.attention.weight_combine", nil, context + x).map { tanh($0) }
      }
      let y = affine("decoder.head.weight", "decoder.head.bias", z)
      result.outputs.append(y)
      let target = pair.classes[t]
      result.losses.append(OracleLoss.row("ce", y, values: [], target: target))
      result.objectives.append(
        OracleLoss.row(
          "ce", y, values: [], target: target, smoothing: smoothing, confidence: 0))
    }
    return result
  }

  // MARK: parts

  private func recurrences(_ prefix: String, _ shape: StackShape) -> [Recurrence] {
    shape.hidden.enumerated().flatMap { k, size in
      (0..<shape.directions).map { d in
        let end = "l\(k)" + (d == 0 ? "" : "_reverse")
        let zeros = [Double](repeating: 0, count: size)
        return Recurrence(
          cell: OracleCell(
            name: shape.cell, options: shape.options, size: size,
            peephole: values("\(prefix)weight_peephole_\(end)") ?? [],
            recurrent: { rows, x in
              Array(
                affine("\(prefix)weight_hh_\(end)", "\(prefix)bias_hh_\(end)", x)[rows])
            }), end: end, h: zeros, c: shape.cell == "lstm" ? zeros : [])
      }
    }
  }

  /// One step of a recurrence; what it puts out.
  private func step(
    _ r: inout Recurrence, _ prefix: String, _ x: [Double], nudge: Nudge?, _ number: Int, _ t: Int
  ) -> [Double] {
    let state = r.cell.step(
      OracleCell.Step(
        a: affine("\(prefix)weight_ih_\(r.end)", "\(prefix)bias_ih_\(r.end)", x),
        u: affine("\(prefix)weight_hh_\(r.end)", "\(prefix)bias_hh_\(r.end)", r.h),
        masked: r.h, before: (r.h, r.c)))
    (r.h, r.c) = (state.h, state.c)
    if let nudge, nudge.recurrence == number, nudge.timeStep == t {
      r.h[nudge.unit] += nudge.amount
    }
    guard slice("\(prefix)weight_ho_\(r.end)") != nil else { return r.h }
    var o = affine("\(prefix)weight_xo_\(r.end)", "\(prefix)bias_o_\(r.end)", x)
    for (j, value) in affine("\(prefix)weight_ho_\(r.end)", nil, r.h).enumerated() {
      o[j] += value
    }
    if slice("\(prefix)weight_hc_\(r.end)") != nil {
      let context = affine("\(prefix)weight_hc_\(r.end)", nil, r.h).map { tanh($0) }
      for (j, value) in affine("\(prefix)weight_co_\(r.end)", nil, context).enumerated() {
        o[j] += value
      }
    }
    return o.map { tanh($0) }
  }

  /// The encoder's outputs, [T][C].
  private func encode(
    _ pair: Pair, _ encoder: inout [Recurrence], _ nudge: Nudge?
  ) -> [[Double]] {
    let nudge = nudge.flatMap { $0.isDecoder ? nil : $0 }
    let columns = a.encoder.input
    var fed = (0..<pair.length).map { t in
      a.sourceVocabulary > 0
        ? embedded(pair.tokens[t], decoder: false)
        : Array(pair.inputs[t * columns..<(t + 1) * columns])
    }
    if !pair.push.isEmpty {
      fed = fed.enumerated().map { t, x in x.indices.map { x[$0] + pair.push[t * columns + $0] } }
    }
    let directions = a.encoder.directions
    for k in a.encoder.hidden.indices {
      var outputs: [[[Double]]] = []
      for d in 0..<directions {
        let u = k * directions + d
        let own = d == 0 ? fed : fed.reversed()
        let all = own.enumerated().map { t, x in
          step(&encoder[u], "encoder.rnn.", x, nudge: nudge, u, t)
        }
        outputs.append(d == 0 ? all : all.reversed())
      }
      fed = fed.indices.map { t in outputs.flatMap { $0[t] } }
    }
    return fed
  }

  private func embedded(_ token: Int, decoder: Bool) -> [Double] {
    let columns = decoder ? a.decoderEmbedding : a.encoder.input
    if token < 0 { return [Double](repeating: 0, count: columns) }
    let own = decoder && !a.sharesEmbedding
    let table = values("\(own ? "decoder" : "encoder").embedding.weight") ?? []
    return Array(table[token * columns..<(token + 1) * columns])
  }

  private func bridge(_ encoder: [Recurrence], to decoder: inout [Recurrence]) {
    let directions = a.encoder.directions
    for k in decoder.indices {
      let from = max(0, a.encoder.hidden.count - decoder.count + k)
      let source = encoder[from * directions..<(from + 1) * directions]
      let h = source.flatMap { $0.h }
      let c = source.flatMap { $0.c.isEmpty ? $0.h : $0.c }
      func handed(_ name: String, _ x: [Double]) -> [Double] {
        slice("bridge.weight_\(name)_l\(k)") == nil
          ? x : affine("bridge.weight_\(name)_l\(k)", "bridge.bias_\(name)_l\(k)", x)
      }
      if !decoder[k].c.isEmpty { decoder[k].c = handed("c", c) }
      decoder[k].h = handed("h", h)
    }
  }

  private func attend(_ h: [Double], _ source: [[Double]]) -> [Double] {
    func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map { $0 * $1 }.reduce(0, +) }
    let scores: [Double] =
      switch a.attention {
      case .none: []
      case .dot: source.map { dot(h, $0) }
      case .general: source.map { dot(h, affine("decoder.attention.weight_key", nil, $0)) }
      case .additive:
        {
          let q = affine("decoder.attention.weight_query", "decoder.attention.bias", h)
          let v = values("decoder.attention.vector") ?? []
          return source.map { s in
            let k = affine("decoder.attention.weight_key", nil, s)
            return dot(v, zip(q, k).map { tanh($0 + $1) })
          }
        }()
      }
    let top = scores.max() ?? 0
    let powers = scores.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  // MARK: numbers

  private func slice(_ name: String) -> ParameterLayout.Slice? {
    layout.slices.first { $0.name == name }
  }

  private func values(_ name: String) -> [Double]? {
    slice(name).map { Array(weights[$0.range]) }
  }

  private func affine(_ weight: String, _ bias: String?, _ x: [Double]) -> [Double] {
    // Cells without recurrent weights have neither.
    guard let slice = slice(weight) else { return [] }
    let bias = bias.flatMap { values($0) }
    let columns = slice.shape[1]
    precondition(columns == x.count, weight)
    return (0..<slice.shape[0]).map { r in
      var sum = bias?[r] ?? 0
      let first = slice.range.lowerBound + r * columns
      for j in 0..<columns { sum += weights[first + j] * x[j] }
      return sum
    }
  }

  // MARK: derivatives

  /// The objective's derivative along a direction in one slice's parameters.
  func derivative(_ slice: ParameterLayout.Slice, along direction: [Double]) -> Double {
    let step = 1e-5
    func moved(_ amount: Double) -> Double {
      var moved = self
      for (i, part) in zip(slice.range, direction) { moved.weights[i] += amount * part }
      return moved.objective
    }
    return (moved(step) - moved(-step)) / (2 * step)
  }

  /// |dL/dh_t| of one pair and recurrence for every step in its own order.
  /// - Parameter lastWordAlone: of the last word's loss, up to its step; the end symbol is none unless it
  ///   stands alone.
  func normsOfStates(
    _ b: Int, isDecoder: Bool, recurrence: Int, lastWordAlone: Bool
  ) -> [Double] {
    let step = 1e-5
    let shape = isDecoder ? a.decoder : a.encoder
    let hidden = shape.hidden[recurrence / shape.directions]
    let all = isDecoder ? pairs[b].fed.count : pairs[b].length
    let steps = lastWordAlone ? max(1, all - 1) : all
    let divisor = Double(lastWordAlone ? pairs.count : terms)
    func loss(_ nudge: Nudge) -> Double {
      let all = run(pairs[b], nudge: nudge).objectives
      return lastWordAlone ? all[steps - 1] : all.reduce(0, +)
    }
    return (0..<steps).map { t in
      var sum = 0.0
      for unit in 0..<hidden {
        var nudge = Nudge(
          isDecoder: isDecoder, recurrence: recurrence, timeStep: t, unit: unit, amount: step)
        let above = loss(nudge)
        nudge.amount = -step
        let derivative = (above - loss(nudge)) / (2 * step * divisor)
        sum += derivative * derivative
      }
      return sum.squareRoot()
    }
  }
}
