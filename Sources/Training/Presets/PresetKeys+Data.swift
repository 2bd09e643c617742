import Datasets

extension PresetKeys {
  private static let size = PresetRule<Int>.whole(1...1_000_000)
  private static let path = PresetRule<String>.text("path", allowed: "a path").orNull()
  private static let column = PresetRule.text("column", allowed: "a column's name or number")

  static let data: [PresetKey] = [
    .preset(
      "data.source", \.data.source,
      PresetRule.name(DataSources.all.map { $0.name }).orNull(),
      "kind of file or generated task; null: by the file's content"),
    .preset("data.file", \.data.file, path, "the file; relative ones start at the preset's folder"),
    .preset("data.validation", \.data.validationFile, path, "file in place of the split's part"),
    .preset("data.test", \.data.testFile, path, "file in place of the split's part"),
    .preset(
      "data.target", \.data.targets, .list(column, counts: 0...100),
      "columns to predict; none: the first one of numbers"),
    .preset(
      "data.columns", \.data.columns, .list(column, counts: 0...1000),
      "columns that are fed; none: the target"),
    .preset(
      "data.time", \.data.time, column.orNull(),
      "column that gives the order of the rows and is not fed; null: as they stand"),
    .preset(
      "data.label", \.data.label, column.orNull(), "column with the class; null: recognised"),
    .preset("data.text", \.data.text, column.orNull(), "column with the text; null: recognised"),
    .preset(
      "data.sequence", \.data.sequence, column.orNull(),
      "column that says to which sequence a row belongs; null: recognised"),
    .preset(
      "data.delimiter", \.data.table.delimiter, .delimiter, "between cells; null: recognised"),
    .preset(
      "data.decimal", \.data.table.decimal, PresetRule.choice().orNull(),
      "mark before the fraction; null: recognised"),
    .preset(
      "data.header", \.data.table.hasHeader, PresetRule.flag.orNull(),
      "names in the first row; null: recognised"),
    .preset(
      "data.unit", \.data.tokens.unit, PresetRule.choice().orNull(),
      "what a token of text is; null: the source's own"),
    .preset(
      "data.num_words", \.data.tokens.numWords, PresetRule.whole(3...1_000_000).orNull(),
      "token numbers lie below it (0 padding, 1 unknown); null: the source's own"),
    .preset(
      "data.lowercase", \.data.tokens.lowercase, PresetRule.flag.orNull(),
      "capitals made small; null: the source's own"),
    .preset(
      "data.punctuation", \.data.tokens.punctuation, PresetRule.choice().orNull(),
      "marks dropped, words of their own, or kept in words; null: the source's own"),
    .preset(
      "data.max_length", \.data.lengths.most, size.orNull(),
      "longer sequences are cut; null: the source's own"),
    .preset("data.truncate", \.data.lengths.truncate, .choice(), "the end that is cut"),
    .preset(
      "data.pad", \.data.lengths.pad, .choice(),
      "what fills up shorter sequences: nothing that is fed, zeros, or the sequence again"),
    .preset("data.pad_side", \.data.lengths.padSide, .choice(), "where zeros or repetitions go"),
    .preset(
      "data.bucket", \.data.lengths.bucket, .flag, "batches of sequences of about the same length"),
    .preset("data.window", \.data.window, size, "rows that are fed"),
    .preset("data.horizon", \.data.horizon, size, "rows ahead that are predicted"),
    .preset("data.stride", \.data.stride, size, "rows between neighbouring windows"),
    .preset(
      "data.season", \.data.season, PresetRule.whole(2...1_000_000).orNull(),
      "rows of one season, for the seasonal naive forecast; null: recognised"),
    .preset(
      "data.length", \.data.length, size.orNull(), "steps of a sequence; null: the source's own"),
    .preset(
      "data.count", \.data.count, PresetRule.whole(1...1_000_000_000).orNull(),
      "examples or characters to generate; null: the source's own"),
    .preset("data.split", \.data.split, .split, "shares of training, validation and test"),
    .preset(
      "data.folds", \.data.folds, PresetRule.whole(2...100).orNull(),
      "cross-validation: parts that take turns at validation; null: the split's"),
    .preset(
      "data.fold", \.data.fold, PresetRule.whole(1...100).orNull(),
      "which of the folds is validated on"),
  ]
}

extension PresetRule<Delimiter?> {
  static var delimiter: Self {
    let names = PresetRule<String>.name(Delimiter.allCases.map { $0.name })
    return PresetRule<Delimiter>(
      type: names.type, allowed: names.allowed,
      read: { (node) throws(PresetRefusal) in
        let name = try names.read(node)
        guard let found = Delimiter.allCases.first(where: { $0.name == name }) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return found
      }, write: { $0.name }
    ).orNull()
  }
}
