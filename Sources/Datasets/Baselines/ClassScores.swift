import Foundation

/// Answers of a trivial predictor against the truth, counted.
struct ClassScores {
  private var answered: [Int]
  private var asked: [Int]
  private var right: [Int]
  private var nats = 0.0
  /// Nil if tags mark no spans.
  private var spans: SpanCounts?
  private let scheme: TagScheme?

  init(classes: Int, scheme: TagScheme? = nil) {
    self.scheme = scheme
    spans = scheme == nil ? nil : SpanCounts()
    answered = [Int](repeating: 0, count: classes)
    asked = answered
    right = answered
  }

  /// - Parameter probability: what was given to the truth.
  mutating func add(_ answer: Int, truth: Int, probability: Double, times: Int = 1) {
    answered[answer] += times
    asked[truth] += times
    if answer == truth { right[answer] += times }
    nats -= Double(times) * log(probability)
  }

  /// A whole sequence, besides its steps.
  mutating func addSpans(_ answer: [Int], truth: [Int]) {
    if let scheme { spans?.add(truth: truth, answer: answer, scheme) }
  }

  private var count: Int { asked.reduce(0, +) }
  /// Mean cross entropy in nats.
  var loss: Double { nats / Double(max(1, count)) }
  var accuracy: Double { Double(right.reduce(0, +)) / Double(max(1, count)) }

  /// The mean over the classes that occur of F1 = 2 right / (asked + answered).
  var f1: Double {
    var sum = 0.0
    var classes = 0
    for place in asked.indices where asked[place] > 0 {
      sum += 2 * Double(right[place]) / Double(asked[place] + answered[place])
      classes += 1
    }
    return sum / Double(max(1, classes))
  }

  /// The mean over the classes that occur of recall = right / asked.
  var balancedAccuracy: Double {
    let occurring = asked.indices.filter { asked[$0] > 0 }
    let sum = occurring.reduce(0.0) { $0 + Double(right[$1]) / Double(asked[$1]) }
    return sum / Double(max(1, occurring.count))
  }

  static func metricNames(_ scheme: TagScheme?) -> [String] {
    // Spans are what such tags are about.
    ["accuracy"] + (scheme == nil ? [] : ["span_f1"]) + ["f1", "balanced_accuracy"]
  }
  var metrics: [Baseline.Metric] {
    [("accuracy", accuracy), ("f1", f1), ("balanced_accuracy", balancedAccuracy)]
      + (spans.map { [("span_f1", $0.f1)] } ?? [])
  }
}
