#if Sound
  /// The features of sounds one after another, as sources of transcripts.
  struct SoundSteps {
    /// [steps of all, bands]; sounds that were left out have no steps.
    private(set) var steps: StepSequences
    private var shortest = Double.infinity
    private var longestSeconds = 0.0
    private var silentFrames = 0

    init(_ bands: Int) { steps = StepSequences(features: bands) }

    /// Steps of the longest.
    var longest: Int { (0..<steps.count).map { steps.range($0).count }.max() ?? 0 }

    /// - Parameter number: of the sound; those between the last one and this one have no steps.
    mutating func append(_ features: LogMel, number: Int) {
      fill(number)
      steps.values += features.values
      steps.endSequence()
      let seconds = Double(features.samples) / Double(features.plan.rate)
      (shortest, longestSeconds) = (min(shortest, seconds), max(longestSeconds, seconds))
      silentFrames += features.silentFrames
    }

    /// Up to `count` sounds.
    mutating func fill(_ count: Int) {
      while steps.count < count { steps.endSequence() }
    }

    func facts(_ plan: LogMel.Plan) -> SoundFacts {
      SoundFacts(
        settings: plan.settings, rate: plan.rate, shortest: min(shortest, longestSeconds),
        longest: longestSeconds, frames: steps.values.count / steps.features,
        silentFrames: silentFrames, edges: plan.bands.edges)
    }

    /// Brings each band to mean 0 and deviation 1 of some of the sounds.
    mutating func scale(fitting sounds: [Int]) -> [AffineScaler] {
      let bands = steps.features
      let scalers = (0..<bands).map { band in
        AffineScaler(
          fitting: sounds.flatMap { sound in
            steps.range(sound).map { Double(steps.values[$0 * bands + band]) }
          })
      }
      scale(by: scalers)
      return scalers
    }

    mutating func scale(by scalers: [AffineScaler]) {
      let bands = steps.features
      for place in steps.values.indices {
        steps.values[place] = scalers[place % bands].apply(Double(steps.values[place]))
      }
    }
  }

  extension Spectrogram {
    /// Steps of one sound.
    init(_ facts: SoundFacts, _ steps: StepSequences, _ sound: Int) {
      let own = steps.range(sound)
      self.init(
        facts: facts,
        bands: (0..<steps.features).map { band in
          own.map { Double(steps.values[$0 * steps.features + band]) }
        })
    }

    /// One row for all bands of all sounds.
    static func column(_ facts: SoundFacts, _ steps: StepSequences) -> DataReport.Column {
      Spectrogram(facts: facts, bands: [steps.values.map { Double($0) }]).column
    }
  }
#endif
