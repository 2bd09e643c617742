/// The season of a series, and the steps that its training rows call for.
struct SeriesFacts {
  let season: Int?
  let automatic: AutomaticPreparation

  /// Series that are looked at.
  static let most = 16

  init(
    _ frame: Frame, _ clock: SeriesClock?, _ configuration: DataConfiguration, hasGaps: Bool
  ) {
    let target = frame.targets[0]
    let training = frame.training.map { target.isKnown[$0] ? target.filled[$0] : .nan }
    season =
      configuration.season
      ?? Season.recognise(training, candidates: clock?.steps.seasons ?? [])
    automatic = AutomaticPreparation(
      hasGaps: hasGaps, training: training, season: season,
      spare: training.count - configuration.window - configuration.horizon - 8)
  }

  /// The most frequent one; of equals the first.
  static func mostCommon<Value: Equatable>(_ values: [Value]) -> Value? {
    values.max { one, other in
      values.count { $0 == one } < values.count { $0 == other }
    }
  }
}

extension Frame {
  /// The training rows of several frames, one after another; nil if there are none.
  init?(joiningTrainingOf frames: [Frame]) {
    guard let first = frames.first else { return nil }
    var segments: [Range<Int>] = []
    var start = 0
    for frame in frames {
      for segment in frame.segments {
        let own = segment.clamped(to: frame.training)
        if own.isEmpty { continue }
        let shift = start - frame.training.lowerBound
        segments.append(own.lowerBound + shift..<own.upperBound + shift)
      }
      start += frame.training.count
    }
    self.init(
      file: first.file,
      inputs: first.inputs.indices.map { place in
        Input(
          name: first.inputs[place].name,
          values: frames.flatMap { $0.inputs[place].values[$0.training] },
          isIndicator: first.inputs[place].isIndicator)
      },
      targets: first.targets.indices.map { place in
        TargetColumn(
          name: first.targets[place].name,
          values: frames.flatMap { frame in
            frame.training.map {
              frame.targets[place].isKnown[$0] ? frame.targets[place].filled[$0] : .nan
            }
          }, segments: segments)
      }, rows: start, segments: segments, parts: [0..<start])
  }
}
