import Foundation

/// The likeliest answer prefixes after each step, over all alignments so far (Graves, Jaitly 2014;
/// Hannun, Maas, Jurafsky, Ng 2014): each is kept with the probability that the last step was
/// blank, and that it was the prefix's last label.
package struct PrefixBeam {
  private let width: Int
  /// Every prefix so far: its last label and the index of its parent; the first is empty.
  private var nodes: [(label: Int32, before: Int)] = [(0, -1)]
  /// The node that extends another one by a label.
  private var next: [Link: Int] = [:]
  private var open: [Beginning] = [Beginning(node: 0, blank: 0, label: -.infinity)]

  private struct Link: Hashable {
    var node: Int
    var label: Int32
  }

  private struct Beginning {
    var node: Int
    /// Logs of probabilities.
    var blank: Double
    var label: Double

    var total: Double { logAdd(blank, label) }
  }

  package init(width: Int) { self.width = width }

  /// Advances by one step.
  /// - Parameters:
  ///   - logits: for all classes; class 0 is blank.
  ///   - most: the number of labels that prefixes are extended with, likeliest first.
  package mutating func add(_ logits: [Float], most: Int) {
    let normalizer = PairDecoder.normalizer(logits)
    func log(_ label: Int) -> Double { Double(logits[label]) - normalizer }
    var labels = Array(1..<max(1, logits.count)).filter { logits[$0] > -.infinity }
    if labels.count > most {
      labels = Array(labels.sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(most))
    }
    var going: [Int: Beginning] = [:]
    func add(_ node: Int, blank: Double = -.infinity, label: Double = -.infinity) {
      var one = going[node] ?? Beginning(node: node, blank: -.infinity, label: -.infinity)
      one.blank = logAdd(one.blank, blank)
      one.label = logAdd(one.label, label)
      going[node] = one
    }
    for one in open {
      let last = nodes[one.node].label
      add(one.node, blank: one.total + log(0))
      if one.node != 0 { add(one.node, label: one.label + log(Int(last))) }
      for label in labels {
        // Repeating the same label needs a blank in between.
        let before = Int32(label) == last && one.node != 0 ? one.blank : one.total
        if before > -.infinity {
          add(node(after: one.node, Int32(label)), label: before + log(label))
        }
      }
    }
    // Among equals, the earlier one.
    open = Array(
      going.values.sorted { ($1.total, $0.node) < ($0.total, $1.node) }.prefix(width))
  }

  private mutating func node(after node: Int, _ label: Int32) -> Int {
    let link = Link(node: node, label: label)
    if let known = next[link] { return known }
    nodes.append((label, node))
    next[link] = nodes.count - 1
    return nodes.count - 1
  }

  /// The labels of the live prefixes, likeliest first.
  package var found: [[Int32]] {
    open.map { one in
      var (labels, node): ([Int32], Int) = ([], one.node)
      while node != 0 {
        labels.append(nodes[node].label)
        node = nodes[node].before
      }
      return labels.reversed()
    }
  }
}

private func logAdd(_ a: Double, _ b: Double) -> Double {
  let (top, low) = (max(a, b), min(a, b))
  return low == -.infinity ? top : top + log1p(exp(low - top))
}
