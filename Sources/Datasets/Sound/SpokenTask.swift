/// `spoken`: ten synthesised words, as log-mel features.
///
/// Vowels and consonants by pulses and noise through moving resonances (`SpokenWord`); every other word
/// has the same sounds as the one before it in another order, so their order has to be kept. Memory:
/// from the first consonant to the last step, 30 to 80 steps of 10 ms. Trivial: ten classes, equally
/// frequent: accuracy 1/10, ln 10 = 2.303 nats.
package enum SpokenTask: DataSource, SoundMaker {
  package static let name = "spoken"
  package static let about =
    "Ten synthesised words: pulses and noise through moving resonances, in voices of "
    + "any pitch, speed and loudness, as log-mel features. Five of them are the other five with "
    + "their sounds in another order. The trivial predictor is right in 1/10 of the cases, 2.303 nats."
  package static let keys: Set<DataKey> = DataKey.ofTasks.subtracting([.length])
    .union(DataKey.ofSounds).union([.bucket])
  package static let defaultCount: Int? = 2000

  private static let counts = 20...1_000_000_000

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    #if Sound
      let count = try count(configuration)
      let settings = configuration.sound
      try files.memory.require(
        Double(count) * SpokenWord.longest * 1000 / Double(settings.hop)
          * SoundTable.bytesOfFrame(bands: settings.bands),
        for: "data.count \(count)", remedy: "reduce data.count")
      let plan = try LogMel.Plan(settings, rate: SpokenWord.rate, file: name)
      var table = SoundTable(plan)
      for number in 0..<count {
        try Interruption.check()
        if number % 1000 == 0 { progress("synthesising word \(number + 1) of \(count)") }
        let word = word(number, seed: configuration.seed)
        var features = LogMel(plan)
        word.samples.withUnsafeBufferPointer { features.add($0) }
        features.finish()
        table.append("\(number + 1)", label: word.name, features)
      }
      return try SequenceDataset(
        source: name, everyStep: false, configuration: configuration, files: files,
        made: table.finish(file: name, layout: "generated", notes: [])
      ).make(progress: progress)
    #else
      throw SoundSupport.missing(name)
    #endif
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    try SoundsSource.prepare(file, by: description, files: files, progress: progress)
  }

  private static func count(_ configuration: DataConfiguration) throws(DatasetError) -> Int {
    let count = configuration.count ?? defaultCount ?? 0
    try configuration.require(.count, count, in: counts)
    return count
  }

  /// Words in turn, so that each is said as often.
  private static func word(_ number: Int, seed: UInt64) -> (name: String, samples: [Float]) {
    let word = number % SpokenWord.words.count
    return (
      SpokenWord.words[word].name,
      SpokenWord.samples(word, SeededRandom(seed: seed, stream: number))
    )
  }

  package static func write(
    _ configuration: DataConfiguration, to folder: String, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Int {
    #if Sound
      let count = try count(configuration)
      let writer = try SoundWriter(folder)
      let digits = String(count).count
      var list = "file,transcript\n"
      for number in 0..<count {
        try Interruption.check()
        if number % 100 == 0 { progress("writing file \(number + 1) of \(count)") }
        let word = word(number, seed: configuration.seed)
        let place = String(number + 1)
        let name = String(repeating: "0", count: digits - place.count) + place
        let file = "\(word.name)/\(name).wav"
        try writer.write(word.samples, rate: SpokenWord.rate, to: file)
        list += "\(file),\(word.name)\n"
      }
      try writer.write(list, to: "transcripts.csv")
      return count
    #else
      throw SoundSupport.missing(name)
    #endif
  }
}

/// A task that makes sounds, and writes them as files too.
package protocol SoundMaker: DataSource {
  /// Writes the sounds of `configuration` as CLASS/NUMBER.wav into a new folder, and a table of them
  /// and what is said in them, `transcripts.csv`.
  ///
  /// - Returns: how many they are.
  static func write(
    _ configuration: DataConfiguration, to folder: String, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Int
}
