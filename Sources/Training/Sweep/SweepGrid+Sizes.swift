/// The sizes that a sweep varies are the sizes that it trains.
extension SweepGrid {
  private static let match = "model.match"
  private static let hidden = "model.hidden"

  /// If sizes are varied, the preset's `model.match: parameters` would train other sizes than
  /// requested, and cells could not be compared at them: it becomes `hidden`, unless the user sets
  /// it.
  static func sizesAsAsked(
    _ request: SweepRequest, overs: [String], preset: Preset
  ) throws(PresetError) -> (request: SweepRequest, notes: [String]) {
    func keys(_ texts: [String]) -> [Substring] {
      texts.compactMap { $0.firstIndex(of: "=").map($0.prefix(upTo:)) }
    }
    guard keys(overs).contains(where: { $0 == hidden }),
      !keys(request.sets + overs).contains(where: { $0 == match }),
      !(request.sets + overs).contains(where: { $0.hasPrefix("model=") && $0.contains("match") })
    else { return (request, []) }
    let base = try request.overrides.apply(to: preset)
    guard base.lanes.contains(where: { $0.model.match == .parameters }) else {
      return (request, [])
    }
    var request = request
    request.sets.append("\(match)=hidden")
    return (
      request,
      [
        "model.match is hidden here, not parameters as in the preset: every cell gets the sizes of "
          + "--over \(hidden); --set \(match)=parameters overrides this"
      ]
    )
  }

  /// The winner as it was trained: matched sizes are written out.
  package func preset(
    of combination: Combination, trained hidden: [Int]?
  ) throws(PresetError) -> Preset {
    var preset = try preset(of: combination)
    guard let hidden, let place = preset.lanes.indices.first,
      preset.lanes[place].model.hidden != hidden
    else { return preset }
    preset.lanes[place].model.hidden = hidden
    preset.lanes[place].model.match = .hidden
    (preset.common.model.hidden, preset.common.model.match) = (hidden, .hidden)
    return preset
  }
}

extension SweepProgress {
  /// The sizes that a combination trained with, as reported by its trials.
  package func trainedSizes(of combination: Int) -> [Int]? {
    for fold in 1...grid.folds {
      if let sizes = logs[grid.place(combination: combination, fold: fold)]?.hidden { return sizes }
    }
    return nil
  }

  /// The same if they differ from those requested.
  package func otherSizes(of combination: Int) -> [Int]? {
    guard let trained = trainedSizes(of: combination),
      let preset = try? grid.preset(of: grid.combinations[combination]),
      let asked = preset.lanes.first?.model.hidden, asked != trained
    else { return nil }
    return trained
  }
}
