import Engine
import Testing

/// A small encoder-decoder and batch that a test runs; two shards, the second one with one pair.
struct EncoderDecoderCase: Sendable, CustomTestStringConvertible {
  var encoder = ("lstm", CellOptions())
  var decoder = ("lstm", CellOptions())
  var bidirectional = false
  var encoderHidden = [4]
  var decoderHidden = [4]
  var attention = DecoderAttentionKind.none
  var feedsInput = false
  /// Source tokens; else numbers.
  var hasTokens = true
  var sharesEmbedding = false
  /// Fewer words than half of the places: products are taken by word.
  var fewWords = false
  var variableLengths = true
  var teacherForcing: Float = 1
  var smoothing: Float = 0
  var timeSteps = 5
  var targetSteps = 4
  var batch = 17

  var testDescription: String {
    "\(encoder) \(encoderHidden) -> \(decoder) \(decoderHidden) \(attention)"
      + "\(feedsInput ? " feeding" : "")\(bidirectional ? " bidirectional" : "")"
      + "\(hasTokens ? "" : " numbers")\(sharesEmbedding ? " shared" : "")"
      + "\(fewWords ? " few words" : "")\(variableLengths ? " lengths" : "")"
      + " teacher \(teacherForcing) smoothing \(smoothing)"
  }

  var architecture: EncoderDecoderArchitecture {
    let words = fewWords ? 6 : 60
    return EncoderDecoderArchitecture(
      encoder: StackShape(
        cell: encoder.0, options: encoder.1, bidirectional: bidirectional, input: 3,
        hidden: encoderHidden),
      sourceVocabulary: hasTokens ? words : 0, decoderCell: decoder.0, decoderOptions: decoder.1,
      decoderHidden: decoderHidden, decoderEmbedding: 3, targetVocabulary: words, startToken: 1,
      attention: attention, feedsInput: feedsInput, sharesEmbedding: sharesEmbedding)
  }

  /// Every kind of cell on both sides with every attention, the rest drawn, the same in every run.
  static let all: [EncoderDecoderCase] = {
    var random = TestRandom(11)
    var cases: [EncoderDecoderCase] = []
    for variant in cellVariants {
      for attention in DecoderAttentionKind.allCases {
        var c = EncoderDecoderCase(encoder: variant, decoder: variant, attention: attention)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: c.encoder = cellVariants.randomElement(using: &random)!
        case 1: c.decoder = cellVariants.randomElement(using: &random)!
        default: break
        }
        c.bidirectional = .random(using: &random)
        let top = c.bidirectional ? 2 : 4
        c.encoderHidden = [[top], [3, top]].randomElement(using: &random)!
        c.decoderHidden = [[4], [5, 4]].randomElement(using: &random)!
        if attention != .dot, .random(using: &random) {
          c.decoderHidden[c.decoderHidden.count - 1] = 3
        }
        c.feedsInput = attention != .none && .random(using: &random)
        c.hasTokens = Int.random(in: 0..<4, using: &random) > 0
        c.sharesEmbedding = c.hasTokens && .random(using: &random)
        c.fewWords = .random(using: &random)
        c.variableLengths = Int.random(in: 0..<4, using: &random) > 0
        c.teacherForcing = [1, 1, 0.5].randomElement(using: &random)!
        c.smoothing = [0, 0.2].randomElement(using: &random)!
        cases.append(c)
      }
    }
    return cases
  }()
}

final class EncoderDecoderRun {
  let model: EncoderDecoder
  let batch: Batch
  var job = PassJob()
  private(set) lazy var training = TrainingStep(model, Adam.self)

  init(_ c: EncoderDecoderCase, seed: UInt64 = 1, room: Int? = nil, roomInTime: Int = 0) {
    LinearAlgebra.useOneThreadPerCall()
    let a = c.architecture
    model = EncoderDecoder(
      a, timeSteps: c.timeSteps + roomInTime, targetSteps: c.targetSteps + roomInTime,
      batch: room ?? c.batch)
    batch = Batch(a, timeSteps: c.timeSteps, targetSteps: c.targetSteps, size: c.batch)
    var random = TestRandom(seed)
    model.take(weights: random.floats(model.layout.count, in: -0.8...0.8))
    batch.inputs.copy(from: random.floats(batch.inputs.count))
    for i in batch.tokens.values.indices {
      batch.tokens.values[i] = .random(in: 0..<Int32(a.sourceVocabulary), using: &random)
    }
    for i in batch.targetClasses.values.indices {
      batch.targetClasses.values[i] = .random(in: 0..<Int32(a.targetVocabulary), using: &random)
    }
    if c.variableLengths {
      for b in 0..<c.batch {
        batch.lengths.values[b] = Int32(1 + (b * 7) % c.timeSteps)
        batch.targetLengths.values[b] = Int32(1 + (b * 3) % c.targetSteps)
      }
    }
    job.kind = .training
    job.plan = StepPlan(slices: model.layout.slices.count)
    job.plan.labelSmoothing = c.smoothing
    job.teacherForcing = c.teacherForcing
    job.seed = seed
    job.step = 7
  }

  func run(_ phases: [PassPhase] = PassPhase.gradient) {
    model.begin(batch, job)
    model.perform(phases)
  }

  func train(steps: Int, _ perform: (EncoderDecoder, [PassPhase]) -> Void = { $0.perform($1) }) {
    for _ in 0..<steps {
      job.step += 1
      model.begin(batch, job)
      training.finish(job.plan, rate: 0.01, number: job.step) { perform(model, $0) }
    }
  }

  /// The tokens that the decoder was fed for a column, up to the target's end.
  func fed(_ b: Int) -> [Int] {
    let w = model.shards[b / ShardPass.maxRows].decoder
    return (0..<Int(batch.targetLengths.values[b])).map {
      Int(w.fedTokens[$0 * w.pass.rows + b % ShardPass.maxRows])
    }
  }

  /// How far an adversary moved what the encoder was fed.
  private func push(_ b: Int, _ pair: OracleEncoderDecoder.Pair) -> [Double] {
    guard job.plan.adversarial > 0 else { return [] }
    let a = model.architecture
    let (w, columns) = (model.shards[b / ShardPass.maxRows].encoder, a.encoder.input)
    let table = model.layout.slices.first { $0.name == "encoder.embedding.weight" }
    return (0..<pair.length * columns).map { i in
      let row = i / columns * w.pass.rows + b % ShardPass.maxRows
      let moved = Double(w.inputs.values[row * columns + i % columns])
      guard let table else { return moved - pair.inputs[i] }
      let place = table.range.lowerBound + pair.tokens[i / columns] * columns + i % columns
      return moved - Double(model.weights.values[place])
    }
  }

  /// The same model and batch in double precision, with the tokens of the last pass.
  func oracle() -> OracleEncoderDecoder {
    let a = model.architecture
    var oracle = OracleEncoderDecoder(
      a: a, layout: model.layout, weights: model.weights.values.map(Double.init),
      pairs: (0..<batch.size).map { b in
        var pair = OracleEncoderDecoder.Pair()
        pair.length = Int(batch.lengths.values[b])
        for t in 0..<pair.length {
          let place = t * batch.size + b
          if a.sourceVocabulary > 0 {
            pair.tokens.append(Int(batch.tokens.values[place]))
          } else {
            let columns = a.encoder.input
            pair.inputs += batch.inputs.values[place * columns..<(place + 1) * columns]
              .map(Double.init)
          }
        }
        pair.push = push(b, pair)
        pair.fed = fed(b)
        pair.classes = pair.fed.indices.map {
          Int(batch.targetClasses.values[$0 * batch.size + b])
        }
        return pair
      })
    oracle.smoothing = Double(job.plan.labelSmoothing)
    return oracle
  }
}
