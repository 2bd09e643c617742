/// Which tensors a regularizer of weights acts on; biases never.
let tensorOptions = [
  RegularizerOption(
    name: "of", allowed: .someOf(tensorKinds), defaultValues: tensorKinds,
    meaning: "kinds of tensors"),
  RegularizerOption(
    name: "layers", allowed: .layers, defaultValues: ["all"],
    meaning: "recurrent layers, from 0; embedding, attention and head always count"),
]

private let tensorKinds = ["input", "recurrent", "head", "embedding", "attention"]

extension Regularizer {
  /// The slices that `of` and `layers` choose.
  static func chosenSlices(_ setting: RegularizerSetting, _ layout: ParameterLayout) -> [Int] {
    let (kinds, layers) = (values("of", setting), values("layers", setting))
    return layout.slices.indices.filter { place in
      let slice = layout.slices[place]
      guard kinds.contains(slice.kind.rawValue) else { return false }
      guard let layer = slice.layer else { return true }
      return layers.contains("all") || layers.contains(String(layer))
    }
  }

  /// `strength` for the chosen slices, 0 for the others.
  static func bySlice(_ setting: RegularizerSetting, _ layout: ParameterLayout) -> [Float] {
    var strengths = [Float](repeating: 0, count: layout.slices.count)
    for place in chosenSlices(setting, layout) { strengths[place] = setting.strength }
    return strengths
  }
}
