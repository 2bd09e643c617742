import Telemetry

/// A sound as the data screen draws it: bands from bottom to top, frames from left to right.
struct Spectrogram {
  /// Decibels below the loudest place that colours show.
  private static let range: Float = 60
  private static let mostColumns = 400
  private static let mostRows = 64

  let facts: SoundFacts
  /// [bands][frames] of all sounds.
  let bands: [[Double]]

  init(facts: SoundFacts, bands: [[Double]]) { (self.facts, self.bands) = (facts, bands) }

  /// All of it.
  var map: PictureMap { map(0..<(bands.first?.count ?? 0)) }

  /// Nil where `table` holds no sounds.
  init?(_ table: SequenceTable) {
    guard let facts = table.sound else { return nil }
    self.facts = facts
    bands = table.columns.compactMap { column in
      if case .numbers(let values) = column.content { return values }
      return nil
    }
  }

  /// - Parameter frames: those of one sound. Of a long one each column is the loudest of some frames.
  func map(_ frames: Range<Int>) -> PictureMap {
    let (rows, columns) = (
      min(bands.count, Self.mostRows), min(frames.count, Self.mostColumns)
    )
    func part(_ place: Int, of parts: Int, _ whole: Range<Int>) -> Range<Int> {
      let from = whole.lowerBound + place * whole.count / parts
      return from..<max(from + 1, whole.lowerBound + (place + 1) * whole.count / parts)
    }
    var values: [Float] = []
    for row in 0..<rows {
      let own = part(rows - 1 - row, of: rows, bands.indices)
      for column in 0..<columns {
        let among = part(column, of: columns, frames)
        let loudest = own.map { bands[$0][among].max() ?? 0 }.max() ?? 0
        values.append(Float((loudest * 10).rounded() / 10))
      }
    }
    let high = values.max() ?? 0
    let seconds = Double(frames.count * facts.settings.hop) / 1000
    return PictureMap(
      rows: rows, columns: columns, values: values, low: high - Self.range, high: high,
      top: hertz(bands.count), bottom: hertz(1), start: "0 s",
      end: Numbers.fourDigits(seconds) + " s")
  }

  /// "412 Hz" of a band from 1.
  private func hertz(_ band: Int) -> String { "\(Int(facts.edges[band].rounded())) Hz" }

  /// One row for all bands.
  var column: DataReport.Column {
    var (least, most, sum) = (Double.infinity, -Double.infinity, 0.0)
    for values in bands {
      for value in values {
        (least, most, sum) = (min(least, value), max(most, value), sum + value)
      }
    }
    let count = bands.reduce(0) { $0 + $1.count }
    return DataReport.Column(
      name: "\(facts.settings.bands) mel bands, decibels", role: .input, kind: "number",
      present: count, missing: 0, minimum: least, mean: sum / Double(max(1, count)), maximum: most,
      note: "\(hertz(1)) to \(hertz(facts.settings.bands))")
  }
}
