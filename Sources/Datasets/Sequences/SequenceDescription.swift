/// How labelled or tagged sequences were read and fed: what a model file keeps of them.
package struct SequenceDescription: Sendable, Equatable, Codable {
  /// A column that is fed, in order: a number, or one place for each of `kinds`.
  package struct Input: Sendable, Equatable, Codable {
    package var name: String
    package var kinds: [String]?
  }

  /// How a new file's columns are sought.
  package var roles: SequenceRoles
  package var inputs: [Input]
  package var steps: [FittedPreparation]
  /// Longer sequences are cut at the end named by `truncate`.
  package var most: Int
  package var truncate: LengthOptions.Side
  package var pad: LengthOptions.Pad
  package var padSide: LengthOptions.Side
  /// T in training: the length to which sequences are padded.
  package var timeSteps: Int
  /// If words are fed: converted to lower case.
  package var lowercase: Bool
  /// Shares of each class in the training part, for the trivial predictor.
  package var shares: [Double]
  /// How the numbers of columns are read; nil if they are from no table.
  package var readings: [String: ColumnReading]?
  /// For a table with one sequence per row; nil: a row is a step.
  package var wide: WideColumns?
  /// For an array with three axes; nil: [N, T, I], or no array.
  package var layout: DataLayout?
  package var padValue: Double?
  /// For sounds; nil elsewhere.
  package var sound: SoundDescription?
}
