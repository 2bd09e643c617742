import Foundation

/// The sum of a loss over one row of outputs, by its definition, in double precision.
enum OracleLoss {
  /// - Parameters:
  ///   - smoothing: share of the target's probability spread evenly.
  ///   - confidence: factor of the entropy, which is taken off.
  static func row(
    _ name: String, _ y: [Double], values: [Double], target: Int, smoothing: Double = 0,
    confidence: Double = 0
  ) -> Double {
    switch name {
    case "mse": return zip(y, values).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    case "bce":
      return zip(y, values).map { y, t in
        let (p, q) = (1 / (1 + exp(-y)), 1 / (1 + exp(y)))
        let wanted = (1 - smoothing) * t + smoothing / 2
        return -wanted * log(p) - (1 - wanted) * log(q)
          + confidence * (p * log(p) + q * log(q))
      }.reduce(0, +)
    case "ce":
      let normaliser = log(y.map { exp($0) }.reduce(0, +))
      return y.indices.map { j in
        let logP = y[j] - normaliser
        let wanted = (j == target ? 1 - smoothing : 0) + smoothing / Double(y.count)
        return -wanted * logP + confidence * exp(logP) * logP
      }.reduce(0, +)
    default: fatalError("the oracle does not know the loss \(name)")
    }
  }

  /// A linear chain over all rows: every path, one by one.
  /// - Parameters: scores [T, O]; transitions [O, O], start [O], end [O]; tags, -1: any.
  static func chain(_ y: [Double], _ own: [[Double]], tags: [Int]) -> Double {
    let n = own[1].count
    func score(_ path: [Int]) -> Double {
      var sum = own[1][path[0]] + own[2][path[path.count - 1]]
      for (t, tag) in path.enumerated() {
        sum += y[t * n + tag] + (t > 0 ? own[0][path[t - 1] * n + tag] : 0)
      }
      return sum
    }
    var paths: [[Int]] = [[]]
    for _ in tags { paths = paths.flatMap { path in (0..<n).map { path + [$0] } } }
    func sum(_ paths: [[Int]]) -> Double { log(paths.map { exp(score($0)) }.reduce(0, +)) }
    let given = paths.filter { zip($0, tags).allSatisfy { $1 < 0 || $0 == $1 } }
    return sum(paths) - sum(given)
  }

  /// Labels along the steps: every way to give a class to each, one by one, whose repeats and blanks leave
  /// the labels.
  static func alignment(_ y: [Double], classes n: Int, labels: [Int]) -> Double {
    var ways: [[Int]] = [[]]
    for _ in 0..<y.count / n { ways = ways.flatMap { way in (0..<n).map { way + [$0] } } }
    func labelled(_ way: [Int]) -> [Int] {
      zip([0] + way, way).filter { $0 != $1 && $1 != 0 }.map(\.1)
    }
    let logs = (0..<y.count / n).map { t -> [Double] in
      let row = Array(y[t * n..<(t + 1) * n])
      let normaliser = log(row.map { exp($0) }.reduce(0, +))
      return row.map { $0 - normaliser }
    }
    return -log(
      ways.filter { labelled($0) == labels }.map { way in
        exp(way.enumerated().map { logs[$0.offset][$0.element] }.reduce(0, +))
      }.reduce(0, +))
  }

  /// What the mean divides by, for each row.
  static func terms(_ name: String, outputs: Int) -> Int {
    name == "ce" || name == "crf" ? 1 : outputs
  }
}
