/// A few training sequences for the data screen, as they are in the file.
struct SequencePictures {
  private static let most = 6
  private static let mostLines = 6
  private static let mostPoints = 400
  private static let mostWords = 40

  let table: SequenceTable
  let inputs: SequenceInputs
  let classes: [String]
  private let spectrogram: Spectrogram?

  init(table: SequenceTable, inputs: SequenceInputs, classes: [String]) {
    (self.table, self.inputs, self.classes) = (table, inputs, classes)
    spectrogram = Spectrogram(table)
  }

  /// The first sequence of each class; of tagged sequences, the first ones.
  func all(_ training: Range<Int>) -> [DataReport.Picture] {
    if table.everyStep { return training.prefix(3).map(picture) }
    return classes.prefix(Self.most).compactMap { name in
      training.first { label($0) == name }.map(picture)
    }
  }

  /// The label of a sequence, or of a row if every step has one.
  private func label(_ place: Int) -> String? {
    guard let labels = table.labels, labels.codes[place] >= 0 else { return nil }
    return labels.names[Int(labels.codes[place])]
  }

  private func picture(_ sequence: Int) -> DataReport.Picture {
    let range = table.range(sequence)
    var title = "sequence \(escaped(table.ids[sequence])), \(counted(range.count, "step"))"
    if !table.everyStep, let label = label(sequence) { title = "\(escaped(label)): " + title }
    var text: [String] = []
    let shown = range.prefix(Self.mostWords)
    if let words = table.words {
      text.append(
        shown.map { escaped(words.kinds.text(Int(words.codes[$0]))) }.joined(separator: " "))
    }
    if table.everyStep {
      text.append(shown.map { escaped(label($0) ?? "-") }.joined(separator: " "))
    }
    if let spectrogram {
      return DataReport.Picture(title: title, text: text, map: spectrogram.map(range))
    }
    return DataReport.Picture(title: title, series: lines(range), text: text)
  }

  private func lines(_ range: Range<Int>) -> [DataReport.Picture.Line] {
    guard case .numbers(let feed) = inputs else { return [] }
    var lines: [DataReport.Picture.Line] = []
    for input in feed.inputs where lines.count < Self.mostLines {
      guard
        case .numbers(let values)? =
          table.columns.first(where: { $0.reference == input.reference })?.content
      else { continue }
      lines.append(
        .init(name: input.name, values: range.prefix(Self.mostPoints).map { Float(values[$0]) }))
    }
    return lines
  }
}
