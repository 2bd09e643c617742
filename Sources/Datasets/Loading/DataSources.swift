/// Every source, in the order in which they are listed.
package enum DataSources {
  package static let all: [any DataSource.Type] =
    files + tasks + (SoundSupport.isBuilt ? sounds : [])

  /// Sources that read a file.
  private static let files: [any DataSource.Type] = [
    SeriesSource.self,
    TextSource.self,
    LabelledTextSource.self,
    SequencesSource.self,
    TaggedSource.self,
    PairsSource.self,
  ]

  /// Generated tasks.
  private static let tasks: [any DataSource.Type] = [
    AddingTask.self,
    CopyTask.self,
    TemporalOrderTask.self,
    ParityTask.self,
    EchoTask.self,
    MajorityTask.self,
    BracketDepthTask.self,
    BracketsTask.self,
    ReberTask.self,
    SortTask.self,
    ReverseTask.self,
    AnomaliesTask.self,
    DigitsTask.self,
    TonesTask.self,
    SinesSeries.self,
    MackeyGlassSeries.self,
    LorenzSeries.self,
    AutoregressiveSeries.self,
    GrammarSource.self,
    DatesTask.self,
    CalculateTask.self,
    NumbersTask.self,
    TranslateTask.self,
    BackwardsTask.self,
    OrderingTask.self,
    DialTask.self,
    PlatesTask.self,
  ]

  /// Sources that need the libraries of sound.
  private static let sounds: [any DataSource.Type] = [
    SoundsSource.self,
    TranscriptsSource.self,
    SpokenTask.self,
  ]

  /// The names of all, those among them that this build lacks the libraries for.
  package static let names = (files + tasks + sounds).map { $0.name }

  /// True if examples are pairs of sequences.
  package static func isOfPairs(_ name: String) -> Bool {
    name == PairsSource.name || name == TranscriptsSource.name
      || named(name) is any PairTask.Type
      || named(name) is any TranscriptTask.Type
  }

  package static func named(_ name: String) -> (any DataSource.Type)? {
    (files + tasks + sounds).first { $0.name == name }
  }
}
