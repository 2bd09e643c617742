import Datasets

extension PresetKeys {
  private static let size = PresetRule<Int>.whole(1...1_000_000)
  private static let path = PresetRule<String>.text("path", allowed: "a path").orNull()
  private static let value = PresetRule.text("value", allowed: "a number or a word")
  private static let column = PresetRule.text("column", allowed: "a column's name or number")

  static let data: [PresetKey] = [
    .preset(
      "data.source", \.data.source,
      PresetRule.name(DataSources.all.map { $0.name }).orNull(),
      "kind of file or generated task; null: by the file's content"),
    .preset("data.file", \.data.file, path, "the file; relative ones start at the preset's folder"),
    .preset(
      "data.target_file", \.data.targetFiles,
      .list(.text("path", allowed: "a path"), counts: 0...3),
      "pairs in two files line by line: the targets of data.file; then those of data.validation, data.test"
    ),
    .preset(
      "data.encoding", \.data.encoding,
      PresetRule.text("name", allowed: "an encoding's name").orNull(),
      "of text: windows-1252, latin1, utf-16 ...; null: UTF-8"),
    .preset("data.validation", \.data.validationFile, path, "file in place of the split's part"),
    .preset("data.test", \.data.testFile, path, "file in place of the split's part"),
    .preset(
      "data.target", \.data.targets, .list(column, counts: 0...100),
      "columns to predict; none: the first one of numbers"),
    .preset(
      "data.columns", \.data.columns, .list(column, counts: 0...1000),
      "columns that are fed: names, numbers, all, 2-61, store_*, -name; none: the target"),
    .preset(
      "data.known", \.data.known, .list(column, counts: 0...1000),
      "columns known ahead of time (prices, holidays): fed up to the row that is predicted"),
    .preset(
      "data.calendar", \.data.calendar, .flag,
      "hour, weekday and month of the row that is predicted are fed, each as sine and cosine"),
    .preset(
      "data.time", \.data.time, column.orNull(),
      "column that gives the order of the rows and is not fed; off: as they stand; null: recognised"
    ),
    .preset(
      "data.scale_by", \.data.scaleBy, .choice(),
      "what values are scaled by: the training part of each series, of all together, or each window by "
        + "itself"),
    .preset(
      "data.gaps", \.data.gaps, PresetRule.choice().orNull(),
      "windows at gaps of the clock: none crosses one, rows are put in, or as if there were none; null: "
        + "by the windows that it would cost"),
    .preset(
      "data.label", \.data.label, column.orNull(), "column with the class; null: recognised"),
    .preset("data.text", \.data.text, column.orNull(), "column with the text; null: recognised"),
    .preset(
      "data.sequence", \.data.sequence, .list(column, counts: 0...4),
      "columns that say to which sequence a row belongs; none: recognised"),
    .preset(
      "data.delimiter", \.data.table.delimiter, .delimiter, "between cells; null: recognised"),
    .preset(
      "data.decimal", \.data.table.decimal, PresetRule.choice().orNull(),
      "mark before the fraction; null: recognised"),
    .preset(
      "data.thousands", \.data.table.thousands, PresetRule.choice().orNull(),
      "mark between thousands; null: recognised"),
    .preset(
      "data.header", \.data.table.header, PresetRule<HeaderLines>.header.orNull(),
      "lines with the columns' names; null: recognised"),
    .preset(
      "data.skip", \.data.table.skip, PresetRule.whole(0...1000).orNull(),
      "lines above the table; null: recognised"),
    .preset(
      "data.missing_values", \.data.table.missingValues,
      PresetRule.list(value, counts: 0...100).orNull(),
      "cells that mean missing, as [-200, n.a.], besides empty ones; null: recognised"),
    .preset(
      "data.layout", \.data.layout, PresetRule.choice().orNull(),
      "steps are the rows of a table (long) or its columns (wide); axes of an array; null: recognised"
    ),
    .preset(
      "data.pad_value", \.data.padValue, PresetRule.number(-1e30...1e30).orNull(),
      "steps at the ends of arrays in which every input is this are none; null: there are none"),
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
      "data.html", \.data.html, PresetRule.choice().orNull(),
      "tags and entities in labelled texts taken out, or kept; null: taken out where texts have them"
    ),
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
    .preset(
      "data.prepare", \.data.prepare, .preparation,
      "steps that clean and scale, in order, fitted on the training part; null: what it calls for"),
    .preset("data.split", \.data.split, .split, "shares of training, validation and test"),
    .preset(
      "data.folds", \.data.folds, PresetRule.whole(2...100).orNull(),
      "cross-validation: parts that take turns at validation; null: the split's"),
    .preset(
      "data.fold", \.data.fold, PresetRule.whole(1...100).orNull(),
      "which of the folds is validated on"),
  ]
}

extension PresetRule<HeaderLines> {
  static var header: Self {
    Self(
      type: "switch or whole number", allowed: "on, off, or 1 to 5 lines",
      read: { (node) throws(PresetRefusal) in
        if let flag = node.flag { return flag ? .on : .off }
        guard node.isWhole, let text = node.plainText else {
          throw PresetRefusal(node: node, why: .type(wanted: "switch or whole number"))
        }
        guard let count = Int(text), (1...5).contains(count) else {
          throw PresetRefusal(node: node, why: .range)
        }
        return .lines(count)
      },
      write: { header in
        switch header {
        case .on: "on"
        case .off: "off"
        case .lines(let count): "\(count)"
        }
      })
  }
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

extension PresetRule<[PreparationStep]?> {
  /// `[{missing: linear}, {scale: standard}]`, or the same as one mapping.
  static var preparation: Self {
    let type = "list of steps"
    @Sendable func step(_ entry: PresetNode.Entry) throws(PresetRefusal) -> PreparationStep {
      let node = entry.value
      guard Preparations.names.contains(entry.key) else {
        let name = PresetNode(content: .scalar(entry.key, isPlain: true), line: entry.line)
        throw PresetRefusal(
          node: name, why: .name(nearest: nearest(to: entry.key, among: Preparations.names)))
      }
      guard let value = node.text ?? node.plainText else {
        throw PresetRefusal(node: node, why: .type(wanted: "word or number"))
      }
      let step = PreparationStep(entry.key, value)
      guard Preparations.isAllowed(step) else { throw PresetRefusal(node: node, why: .range) }
      return step
    }
    return PresetRule<[PreparationStep]>(
      type: type, allowed: "a list of \(Preparations.allowed)",
      read: { (node) throws(PresetRefusal) in
        var steps: [PreparationStep] = []
        for item in node.steps {
          guard case .mapping(let entries) = item.content else {
            throw PresetRefusal(node: item, why: .type(wanted: type))
          }
          for entry in entries { steps.append(try step(entry)) }
        }
        return steps
      },
      write: { steps in
        "[" + steps.map { "{\($0.name): \($0.value)}" }.joined(separator: ", ") + "]"
      }
    ).orNull()
  }
}

extension PresetNode {
  /// The items of a list, or the one thing that this is.
  fileprivate var steps: [PresetNode] {
    if case .mapping = content { return [self] }
    return elements ?? [self]
  }
}
