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
  /// T in training: what is filled up is filled up to it.
  package var timeSteps: Int
  /// Where words are fed: capitals are made small.
  package var lowercase: Bool
  /// Of each class in the training part, for the trivial predictor.
  package var shares: [Double]
  /// How the numbers of columns are read; nil where they are from no table.
  package var readings: [String: ColumnReading]?
  /// Of a table with a sequence a row; nil: a row is a step.
  package var wide: WideColumns?
  /// Of an array with three axes; nil: [N, T, I], or it was none.
  package var layout: DataLayout?
  package var padValue: Double?
  /// Of sounds; nil elsewhere.
  package var sound: SoundDescription?
}
