import Engine
import Foundation
import Testing

struct OptimizerTests {
  struct Setup: Sendable, CustomTestStringConvertible {
    var name: String
    var options: OptimizerOptions
    var testDescription: String {
      "\(name) momentum \(options.momentum) \(options.nesterov) decay \(options.decay)"
    }
  }

  static let setups = OptimizerRegistry.all.flatMap { type in
    [(Float(0), false), (0.9, false), (0.9, true)].flatMap { momentum, nesterov in
      [Float(0), 0.1].map { decay in
        var options = type.defaults
        (options.momentum, options.nesterov, options.decay) = (momentum, nesterov, decay)
        return Setup(name: type.name, options: options)
      }
    }
  }

  /// Several updates of 67 weights with gradients of very different sizes.
  private func updated(_ setup: Setup, steps: Int = 5, scale: Float = 0.5) -> [[Float]] {
    let count = 67
    guard let type = OptimizerRegistry.named(setup.name) else { return [] }
    var random = TestRandom(11)
    let weights = FloatBlock(count: count)
    weights.copy(from: random.floats(count))
    let moments = (0..<type.momentCount).map { _ in FloatBlock(count: count) }
    var history: [[Float]] = [weights.array]
    for step in 1...steps {
      let gradients = FloatBlock(count: count)
      for i in 0..<count {
        gradients.values[i] =
          Float.random(in: -1...1, using: &random) * Float(pow(10, Double(i % 7 - 4)))
      }
      type.update(
        OptimizerPart(
          count: count, weights: weights.pointer, gradients: gradients.pointer,
          gradientScale: scale,
          moments: (moments.first?.pointer, moments.count > 1 ? moments[1].pointer : nil),
          rate: 0.01, step: step), setup.options)
      history += [gradients.array, weights.array]
    }
    return history
  }

  /// The same by PyTorch's definitions, in double precision: [weight, moment, moment].
  private func step(
    _ setup: Setup, _ s: [Double], gradient: Double, number: Int
  ) -> [Double] {
    let o = setup.options
    let (rate, decay, momentum) = (Double(Float(0.01)), Double(o.decay), Double(o.momentum))
    var (w, m, v) = (s[0], s[1], s[2])
    let g = gradient + (setup.name == "adamw" ? 0 : decay * w)
    switch setup.name {
    case "sgd", "momentum", "nesterov":
      let looksAhead = setup.name == "sgd" ? o.nesterov : setup.name == "nesterov"
      m = momentum * m + g
      w -= rate * (looksAhead ? g + momentum * m : m)
    case "rmsprop":
      v = Double(o.alpha) * v + (1 - Double(o.alpha)) * g * g
      m = momentum * m + g / (v.squareRoot() + Double(o.epsilon))
      w -= rate * m
    case "adam", "adamw":
      let (beta1, beta2) = (Double(o.beta1), Double(o.beta2))
      if setup.name == "adamw" { w -= rate * decay * w }
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * g * g
      let mean = m / (1 - pow(beta1, Double(number)))
      let square = v / (1 - pow(beta2, Double(number)))
      w -= rate * mean / (square.squareRoot() + Double(o.epsilon))
    default: Issue.record("no plain version of \(setup.name)")
    }
    return [w, m, v]
  }

  @Test(arguments: setups) func agreesWithThePlainVersion(_ setup: Setup) {
    let history = updated(setup)
    var states = history[0].map { [Double($0), 0, 0] }
    for number in 1...5 {
      let gradients = history[2 * number - 1]
      for i in states.indices {
        states[i] = step(setup, states[i], gradient: 0.5 * Double(gradients[i]), number: number)
      }
      #expect(relativeError(history[2 * number], states.map { $0[0] }) < 1e-6)
      // Each weight's own way, which a few large weights could hide.
      for (i, state) in states.enumerated() {
        #expect(abs(Double(history[2 * number][i]) - state[0]) < 1e-6)
      }
    }
  }

  /// An option works exactly where the optimizer says that it reads it.
  @Test(arguments: OptimizerRegistry.all.map { $0.name })
  func keysAreWhatItReads(_ name: String) throws {
    let type = try #require(OptimizerRegistry.named(name))
    var options = type.defaults
    (options.momentum, options.decay) = (0.5, 0.05)
    let base = updated(Setup(name: name, options: options)).last
    let changes: [(String, (inout OptimizerOptions) -> Void)] = [
      ("momentum", { $0.momentum = 0.7 }), ("nesterov", { $0.nesterov.toggle() }),
      ("beta1", { $0.beta1 = 0.8 }), ("beta2", { $0.beta2 = 0.9 }),
      ("epsilon", { $0.epsilon = 0.1 }), ("alpha", { $0.alpha = 0.9 }),
      ("decay", { $0.decay = 0.3 }),
    ]
    for (key, change) in changes {
      var changed = options
      change(&changed)
      let result = updated(Setup(name: name, options: changed)).last
      #expect((result != base) == type.keys.contains(key), "\(key)")
    }
    #expect(type.keys.allSatisfy { key in changes.contains { $0.0 == key } })
  }

  @Test func defaultsArePyTorchs() {
    let adam = Adam.defaults
    #expect(adam.beta1 == 0.9 && adam.beta2 == 0.999 && adam.epsilon == 1e-8 && adam.decay == 0)
    #expect(AdamW.defaults.decay == 0.01)
    #expect(RMSprop.defaults.alpha == 0.99 && RMSprop.defaults.epsilon == 1e-8)
    #expect(SGD.defaults.momentum == 0 && !SGD.defaults.nesterov)
  }

  /// The names that people type are SGD with what they say.
  @Test(arguments: [("momentum", false), ("nesterov", true)])
  func momentumIsSGDByItsName(_ name: String, looksAhead: Bool) throws {
    let type = try #require(OptimizerRegistry.named(name))
    var options = SGD.defaults
    (options.momentum, options.nesterov) = (0.9, looksAhead)
    #expect(type.defaults == options)
    #expect(
      updated(Setup(name: name, options: type.defaults))
        == updated(Setup(name: "sgd", options: options)))
  }

  /// After very many steps the corrections of the start have faded and stay finite.
  @Test(arguments: [1_000_000, Int.max]) func adamLastsLong(_ step: Int) {
    let blocks = (0..<4).map { _ in FloatBlock(count: 1) }
    for type in [Adam.self, AdamW.self] as [any Optimizer.Type] {
      (blocks[0].values[0], blocks[3].values[0]) = (1, 0.5)
      type.update(
        OptimizerPart(
          count: 1, weights: blocks[0].pointer, gradients: blocks[3].pointer, gradientScale: 1,
          moments: (blocks[1].pointer, blocks[2].pointer), rate: 0.01, step: step), type.defaults)
      #expect(blocks[0].values[0].isFinite && blocks[0].values[0] < 1)
    }
  }
}
