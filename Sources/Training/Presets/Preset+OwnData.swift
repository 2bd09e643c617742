import Datasets

extension Preset {
  /// Names the run after its data if they are not the preset's, whose name, title and text describe
  /// other data. All settings stay the preset's.
  mutating func describe(dataInPlaceOf before: DataConfiguration) {
    let advice =
      "The trivial predictor is the line to beat. A gap between train and validation loss is "
      + "overfitting: press 3 for dropout, 2 for L2, 6 for early stopping."
    if let file = data.file, file != before.file {
      (name, title) = (escaped(stem(file)), escaped(lastPart(file)))
      about = "Your own data. " + advice
    } else if let source = data.source, source != before.source {
      (title, about) = (source, advice)
    }
  }
}
