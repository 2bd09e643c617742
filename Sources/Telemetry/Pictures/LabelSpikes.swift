/// The probability of each label at each step, for a loss that aligns labels with steps, and the
/// inputs there.
package struct LabelSpikes: Sendable, Equatable, Codable {
  /// Steps of the source, and of the answers: fewer if the model skips some.
  package var inputSteps: Int
  package var steps: Int
  /// Labels of answer and target, in order of first appearance.
  package var labels: [String]
  /// Number of drawn columns, each a stretch of the source's steps.
  package var columns: Int
  /// [labels, columns]: the highest probability in each stretch.
  @Packed package var probabilities: [Float]
  /// [columns]: the lowest probability of a blank in each stretch.
  @Packed package var blank: [Float]
  /// [inputRows, columns]: the mean of each stretch, scaled to 0...1 between the smallest and the
  /// largest number of the source; empty if the inputs are tokens.
  package var inputRows: Int
  @Packed package var input: [Float]
  /// The first input is drawn at the top, not at the bottom.
  package var isPicture: Bool

  package init(
    inputSteps: Int, steps: Int, labels: [String], columns: Int, probabilities: [Float],
    blank: [Float], inputRows: Int, input: [Float], isPicture: Bool
  ) {
    self.inputSteps = inputSteps
    self.steps = steps
    self.labels = labels
    self.columns = columns
    self.probabilities = probabilities
    self.blank = blank
    self.inputRows = inputRows
    self.input = input
    self.isPicture = isPicture
  }

  /// The counts match the sizes, even in a damaged record.
  package var isWhole: Bool {
    columns > 0 && columns <= 4096 && inputRows >= 0 && inputRows <= 4096
      && probabilities.count == labels.count * columns && blank.count == columns
      && input.count == inputRows * columns
  }
}
