/// The `data.*` keys of a preset. A key that is nil was not written.
package struct DataConfiguration: Sendable, Equatable {
  /// Registry name; nil: recognised by the file's content.
  package var source: String?
  package var file: String?
  /// For text in files, by any name that the C library knows; nil: UTF-8, or UTF-16 with its mark.
  package var encoding: String?
  /// Files that replace the split's validation and test parts.
  package var validationFile: String?
  /// Whose lines are the targets of the lines of the files, in the order of training, validation, test.
  package var targetFiles: [String] = []
  package var testFile: String?
  /// Columns' names, or their numbers from 1; none: recognised.
  package var targets: [String] = []
  /// Names or numbers of the input columns; empty: the target columns.
  package var columns: [String] = []
  /// Columns whose values are known ahead of time, fed up to the predicted row.
  package var known: [String] = []
  /// The hour, weekday and month of the predicted row are fed.
  package var calendar = false
  /// The column that gives the order of the rows, and is not fed; "off": none; nil: recognised.
  package var time: String?
  /// The data that the steps of `prepare` are fitted to, if there are several series.
  package var scaleBy = ScaleBy.series
  /// Whether windows cross gaps of the clock; nil: they do where too many windows would be lost.
  package var gaps: GapPolicy?
  /// The column with the class, of labelled and tagged data.
  package var label: String?
  /// The column with the text, of labelled text.
  package var text: String?
  /// The treatment of HTML in labelled texts; nil: it is taken out where texts have it.
  package var html: HTMLMarkup?
  /// The column with the id of a row's sequence, or those that form it together.
  package var sequence: [String] = []
  package var table = TableOptions()
  /// Where steps are in a file; nil: recognised.
  package var layout: DataLayout?
  /// The value that fills steps of arrays which are not steps; nil: none does.
  package var padValue: Double?
  package var tokens = TokenOptions()
  package var lengths = LengthOptions()
  package var sound = SoundSettings()
  /// Steps that are fed, steps ahead that are predicted, steps between neighbouring windows.
  package var window = 32
  package var horizon = 1
  package var stride = 1
  /// Steps of one season, for the naive forecast; nil: recognised.
  package var season: Int?
  /// Steps of a sequence and number of examples or characters, where the source has them.
  package var length: Int?
  package var count: Int?
  /// Steps that prepare the values, in order; nil: chosen from the training part.
  package var prepare: [PreparationStep]?
  /// Shares of training, validation and test.
  package var split = [0.8, 0.1, 0.1]
  /// Cross-validation: the number of folds, and the one (from 1) that is validated on.
  package var folds: Int?
  package var fold: Int?
  package var seed: UInt64 = 1
  /// Files that recognition opened; no key.
  package var opened = OpenedFiles()

  package init(
    source: String? = nil, file: String? = nil, validationFile: String? = nil,
    testFile: String? = nil, target: String? = nil, columns: [String] = [], window: Int = 32,
    horizon: Int = 1, stride: Int = 1, length: Int? = nil, count: Int? = nil,
    prepare: [PreparationStep]? = nil, split: [Double] = [0.8, 0.1, 0.1], seed: UInt64 = 1
  ) {
    self.source = source
    self.file = file
    self.validationFile = validationFile
    self.testFile = testFile
    targets = target.map { [$0] } ?? []
    self.columns = columns
    self.window = window
    self.horizon = horizon
    self.stride = stride
    self.length = length
    self.count = count
    self.prepare = prepare
    self.split = split
    self.seed = seed
  }

  /// By the name of a file of sources: the one of its targets.
  var partners: [String: String] {
    let files = [file, validationFile, testFile].compactMap { $0 }
    return Dictionary(zip(files, targetFiles)) { first, _ in first }
  }

  /// Throws for the first value that no source could use.
  func validate() throws(DatasetError) {
    for key in DataKey.allCases { try key.validate(self) }
    if let encoding, !Transcoding.knows(encoding) { throw .unknownEncoding(encoding) }
    if let folds, let fold { try require(.fold, fold, in: 1...folds) }
    let files = [file, validationFile, testFile].compactMap { $0 }.count
    if !targetFiles.isEmpty, targetFiles.count != 1, targetFiles.count != files {
      throw .targetFiles(found: targetFiles.count, files: files)
    }
    if !targetFiles.isEmpty, file == nil { throw .fileNeeded(source: PairsSource.name) }
    try table.validate()
    try lengths.validate()
    try sound.validate()
    _ = try Split(self)
  }

  /// The requested fold; throws if the keys contradict each other.
  func oneFold() throws(DatasetError) -> Split.Fold? {
    guard let folds else {
      if fold != nil { throw .foldWithoutFolds }
      return nil
    }
    if validationFile != nil { throw .foldsWithValidationFile }
    return Split.Fold(count: folds, number: fold ?? 1)
  }

  func require(_ key: DataKey, _ value: Int, in range: ClosedRange<Int>) throws(DatasetError) {
    if !range.contains(value) { throw .outOfRange(key: key.path, found: value, allowed: range) }
  }
}

/// The data that values are scaled by, where a table holds several series, or one that wanders.
package enum ScaleBy: String, Sendable, CaseIterable, Codable {
  /// The training part of each.
  case series
  /// The training parts of all together.
  case all
  /// The same, and each window by its own mean and deviation.
  case window
}

/// The treatment of HTML's markup in texts.
package enum HTMLMarkup: String, Sendable, CaseIterable, Codable {
  /// Tags are removed, entities become the characters that they stand for.
  case strip
  case keep
}

/// How text becomes tokens.
package struct TokenOptions: Sendable, Equatable {
  package enum Unit: String, Sendable, CaseIterable, Codable {
    case characters
    case bytes
    case words
  }
  package enum Punctuation: String, Sendable, CaseIterable, Codable {
    /// Left out, as Keras does.
    case drop
    /// Each mark is a separate word.
    case split
    /// Part of the word next to it.
    case keep
  }
  /// Nil: the source's default (characters for a language model, words for labelled text).
  package var unit: Unit?
  /// Numbers below this are given to tokens, counted as Keras does: 0 is padding, 1 a word that is
  /// not in the vocabulary; so at most `num_words` - 2 words are known. Nil: the source's default.
  package var numWords: Int?
  /// Nil: the source's default.
  package var lowercase: Bool?
  package var punctuation: Punctuation?

  package init() {}
}

/// How sequences of different lengths are made to fit into a batch.
package struct LengthOptions: Sendable, Equatable {
  package enum Pad: String, Sendable, CaseIterable, Codable {
    /// Nothing is fed beyond a sequence's own steps.
    case mask
    /// Zeros are fed as if they were steps.
    case zeros
    /// The sequence is repeated.
    case circular
  }
  package enum Side: String, Sendable, CaseIterable, Codable {
    case front
    case behind
  }
  /// Longer sequences are cut; nil: the source's default.
  package var most: Int?
  /// Which end is cut.
  package var truncate = Side.front
  package var pad = Pad.mask
  /// Where zeros or repetitions go.
  package var padSide = Side.front
  /// Batches are made of sequences of about the same length.
  package var bucket = true

  package init() {}
}

/// One entry of `data.prepare`, as it is written: `{missing: linear}`.
package struct PreparationStep: Sendable, Equatable, Codable {
  /// Registry name.
  package var name: String
  /// Its value, as text: "linear", "3", "standard".
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
