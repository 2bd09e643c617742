/// How new text becomes the tokens of a model; next to it `DatasetDescription` has the
/// vocabulary, the unknown token, the classes, and the length that texts are cut to.
package struct TextDescription: Sendable, Equatable, Codable {
  package var unit: TokenOptions.Unit
  package var lowercase: Bool
  /// For words.
  package var punctuation: TokenOptions.Punctuation?
  /// For words: the end of a line is one.
  package var newlines: Bool?
  /// How often each token occurs in the training part of a language model, for the trivial
  /// predictor.
  package var counts: [Int]?
  /// The end at which labelled texts are cut.
  package var truncate: LengthOptions.Side?
  /// How shorter ones are padded, and where.
  package var pad: LengthOptions.Pad?
  package var padSide: LengthOptions.Side?
  /// How often each class occurs in the training part.
  package var classes: [Int]?
  /// Markup is taken out of the texts; nil: they are read as they are.
  package var html: HTMLMarkup?
  /// The places of label and text.
  package var columns: Columns?

  package struct Columns: Sendable, Equatable, Codable {
    /// "tab".
    package var delimiter: String
    /// False if quotes are ordinary characters.
    package var quotes: Bool
    /// Columns of the table.
    package var count: Int
    /// Numbers from 1.
    package var text: Int
    package var label: Int
    /// Where the table has names.
    package var textName: String?
    package var labelName: String?
  }

  package init(_ vocabulary: TokenVocabulary) {
    unit = vocabulary.unit
    lowercase = vocabulary.rules.lowercase
    if unit == .words {
      punctuation = vocabulary.rules.punctuation
      newlines = vocabulary.rules.newlines
    }
  }

  /// How labelled texts are made to fit.
  var lengths: LengthOptions {
    var lengths = LengthOptions()
    lengths.truncate = truncate ?? lengths.truncate
    lengths.pad = pad ?? lengths.pad
    lengths.padSide = padSide ?? lengths.padSide
    return lengths
  }
}
