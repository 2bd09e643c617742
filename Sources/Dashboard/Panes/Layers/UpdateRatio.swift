import Glibc
import Telemetry

/// Whether a tensor learns at a good pace, by log10 of |update| / |weights|. About -3 is good; one
/// decade more or less is common, two are far off.
package struct UpdateRatio: Equatable {
  /// The log10 ratio; nil if there is none to show.
  package var log10: Double?
  package var word: String
  package var ink: Ink

  package static let good = -4.0 ... -2.0
  package static let bearable = -5.0 ... -1.0

  package init(_ tensor: TensorSnapshot) {
    guard !tensor.isFrozen else {
      (log10, word, ink) = (nil, "frozen", .muted)
      return
    }
    // Before the first measurement.
    guard tensor.histogram.total > 0 || tensor.gradientNorm != 0 else {
      (log10, word, ink) = (nil, "", .muted)
      return
    }
    guard let ratio = tensor.updateRatio else {
      (log10, word, ink) = (nil, "near 0", .muted)
      return
    }
    let value = Glibc.log10(Double(ratio))
    log10 = value
    // A float of 0.0001 is a little less than that.
    switch (value * 1000).rounded() / 1000 {
    case _ where !value.isFinite && ratio != 0: (log10, word, ink) = (nil, "NaN", .bad)
    case -.infinity: (log10, word, ink) = (nil, "no update", .warning)
    case Self.good: (word, ink) = ("good", .good)
    case Self.bearable: (word, ink) = (value < -3 ? "small" : "large", .warning)
    default: (word, ink) = (value < -3 ? "too small" : "too large", .bad)
    }
  }

  /// "-3.1", in five columns.
  package var text: String { log10.map { Numbers.fixed($0, 1) } ?? "-" }

  // MARK: the scale

  package static let width = 13
  private static let low = -6.0

  /// "-6    -3    0".
  package static func axis(into canvas: inout Canvas, _ column: Int, _ row: Int) {
    canvas.text("-6    -3    0", column, row, Style(.muted))
  }

  /// "··──┆●─······": from 1e-6 to 1, the good range as a line with 1e-3 marked, the ratio on it.
  package func draw(into canvas: inout Canvas, _ column: Int, _ row: Int) {
    guard let log10 else { return }
    for i in 0..<Self.width {
      let decade = Self.low + Double(i) / 2
      let track: Unicode.Scalar = Self.good.contains(decade) ? (decade == -3 ? "┆" : "─") : "·"
      canvas.put(track, column + i, row, Style(.muted))
    }
    let place = WholeNumber.of(((log10 - Self.low) * 2).rounded(), in: 0...Self.width - 1)
    canvas.put("●", column + place, row, Style(ink, bold: true))
  }
}
