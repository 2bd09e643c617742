import Dashboard
import Foundation
import Telemetry

extension Fixture {
  /// Two lanes that answer dates, one of them with attention; in words where asked for.
  static func pairs(areWords: Bool = false) -> SessionSnapshot {
    var snapshot = adding()
    snapshot.lanes.removeLast()
    let names = ["attention", "fixed_vector"]
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].info.name = names[i]
      snapshot.lanes[i].output = .answers(answers(areWords: areWords, attends: i == 0))
      snapshot.lanes[i].validationLoss = [0.0031, 0.0874][i]
      snapshot.lanes[i].bestLoss = [0.0029, 0.0874][i]
      snapshot.lanes[i].metric = [0.9961, 0.7422][i]
      snapshot.lanes[i].lossByPosition = LossByPosition(
        step: 1824, timeSteps: 11,
        losses: (0..<11).map { Float($0) * [0.001, 0.02][i] + ($0 == 4 ? 0.05 : 0) })
      // Encoder and decoder.
      snapshot.lanes[i].layers = (["encoder", "decoder"] as [String]).flatMap { part in
        snapshot.lanes[i].layers.prefix(1).map { layer in
          var layer = layer
          layer.part = part
          return layer
        }
      }
      let gradient = snapshot.lanes[i].gradients[0]
      snapshot.lanes[i].gradients = ["encoder", "decoder"].map { part in
        var own = gradient
        (own.part, own.isOfLastStepAlone) = (part, part == "decoder")
        return own
      }
    }
    snapshot.info?.preset = "dates"
    snapshot.info?.kind = .pairs
    snapshot.info?.data = "dates to ISO 8601"
    snapshot.info?.lossName = "cross entropy, nats"
    snapshot.info?.lossScale = .linear
    snapshot.info?.baselineName = "frequent token by position"
    snapshot.info?.baselineLoss = 0.21
    snapshot.info?.lossAtEveryStep = true
    snapshot.info?.metric = MetricInfo(
      name: "exact_match", short: "exact", isShare: true, baseline: 0)
    return snapshot
  }

  private static let texts = [
    ("7/3/1984", "1984-07-03", "1984-07-03"), ("24.04.28", "2028-04-24", "2028-04-24"),
    ("apr 30 '10", "2010-04-30", "2010-04-03"),
    ("the thirtieth of january 1966", "1966-01-30", "1966-10-30"),
  ]
  private static let sentences = [
    ("le gran miro vide un kefo", "tuk stola den bradum sehet", "tuk stola den bradum sehet"),
    ("un nopi kanta ya", "gors gezinget", "gors gezingen"),
    (
      "le rapi salus segue le vela bano pronto", "wimir snelar den snevum oldo den wafolgen",
      "wimir snelar den snevum den wafolgen den"
    ),
  ]

  static func answers(areWords: Bool, attends: Bool) -> PairAnswers {
    func tokens(_ text: String) -> [String] {
      areWords ? text.split(separator: " ").map(String.init) : text.map { String($0) }
    }
    let examples = (areWords ? sentences : texts).map { source, target, answer in
      let (source, target) = (tokens(source), tokens(target))
      let answer = attends ? target : tokens(answer)
      let (rows, columns) = (answer.count + 1, source.count)
      let weights = (0..<rows).flatMap { row -> [Float] in
        let place = Double(row * (columns - 1)) / Double(rows - 1)
        let raw = (0..<columns).map { exp(-abs(Double($0) - place)) }
        return raw.map { Float($0 / raw.reduce(0, +)) }
      }
      return PairAnswer(
        source: source, target: target, answer: answer, isWhole: true, isExact: answer == target,
        attention: attends
          ? PairAnswer.Attention(rows: rows, columns: columns, weights: weights) : nil,
        alternatives: [(target, -0.004), (answer + [answer[0]], -0.71), ([], -2.125)].map {
          PairAnswer.Alternative(answer: $0, isWhole: true, score: $1)
        })
    }
    return PairAnswers(
      step: 1824, epoch: 6, areWords: areWords,
      exact: [
        ExactAtLengths(shortest: 6, longest: 9, exact: attends ? 64 : 63, count: 64),
        ExactAtLengths(shortest: 10, longest: 12, exact: attends ? 64 : 51, count: 64),
        ExactAtLengths(shortest: 13, longest: 17, exact: attends ? 64 : 44, count: 64),
        ExactAtLengths(shortest: 18, longest: 46, exact: attends ? 63 : 32, count: 64),
      ], examples: examples)
  }

  /// Two lanes that lay the keys of a dialled number along the steps of its tones.
  static func labels() -> SessionSnapshot {
    var snapshot = pairs()
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].info.name = ["lstm", "rnn"][i]
      snapshot.lanes[i].output = .answers(
        PairAnswers(
          step: 900, epoch: 9, areWords: false,
          exact: [ExactAtLengths(shortest: 8, longest: 40, exact: 60 - 20 * i, count: 64)],
          examples: [
            example(target: "4471", answer: i == 0 ? "4471" : "471"),
            example(target: "#09", answer: "#09"),
          ]))
      snapshot.lanes[i].gradients = [snapshot.lanes[i].gradients[0]]
      snapshot.lanes[i].gradients[0].part = nil
    }
    snapshot.info?.preset = "dial"
    snapshot.info?.data = "numbers dialled in tones"
    snapshot.info?.metric = MetricInfo(name: "ler", short: "ler", isShare: true, baseline: 0.93)
    return snapshot
  }

  /// A label every sixth step, the tones of its place below it.
  private static func example(target: String, answer: String) -> PairAnswer {
    let (target, answer) = (target.map { String($0) }, answer.map { String($0) })
    var labels: [String] = []
    for label in answer + target where !labels.contains(label) { labels.append(label) }
    let (columns, rows) = (4 + 6 * answer.count, 7)
    func label(_ column: Int) -> String? {
      column % 6 == 4 && column / 6 < answer.count ? answer[column / 6] : nil
    }
    return PairAnswer(
      source: [], target: target, answer: answer, isWhole: true, isExact: answer == target,
      alternatives: [(target, -0.01), (answer + ["9"], -1.5)].map {
        PairAnswer.Alternative(answer: $0, isWhole: true, score: $1)
      },
      spikes: LabelSpikes(
        inputSteps: columns, steps: columns, labels: labels, columns: columns,
        probabilities: labels.flatMap { own in
          (0..<columns).map { label($0) == own ? Float(0.97) : 0.01 }
        }, blank: (0..<columns).map { label($0) == nil ? Float(0.96) : 0.02 }, inputRows: rows,
        input: (0..<rows).flatMap { row in
          (0..<columns).map { ($0 / 3 + row) % rows == 0 ? Float(1) : 0.1 }
        }, isPicture: false))
  }
}
